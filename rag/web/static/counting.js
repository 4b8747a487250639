// The link to a timeline says how many statements are there. Counting takes as long as an answer,
// so the page asks for it when the answer is shown already.

"use strict";

(() => {
  const counts = new Map(); // by the link's address: what the server says, or the promise of it

  async function count(address) {
    const query = address.slice(address.indexOf("?"));
    const answer = await fetch(`timeline/count${query}`).catch(() => null);
    return answer?.ok ? answer.json() : null; // without the number, the link does as well
  }

  async function show(link) {
    const address = link.getAttribute("href");
    link.dataset.counted = "";
    if (!counts.has(address)) counts.set(address, count(address));
    const found = await counts.get(address);
    if (!found) return;
    if (!found.count) {
      link.closest("li").hidden = true;
      return;
    }
    const number = document.createElement("span");
    number.className = "count";
    number.textContent = ` · ${found.told}`;
    link.append(number);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const chat = document.getElementById("chat");
    if (!chat) return;
    new MutationObserver(() => {
      chat.querySelectorAll("a.over-time:not([data-counted])").forEach(show);
    }).observe(chat, { childList: true, subtree: true });
  });
})();
