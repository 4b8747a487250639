// A page that another site may not show: the browser's console says which setting allows it.

"use strict";

console.error(document.querySelector("main").textContent);
