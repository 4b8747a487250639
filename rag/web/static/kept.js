// The conversations that this browser stores: their records (record.py), which hold questions and
// no answers. Nothing here touches the page.

"use strict";

// One key for each path, because a proxy may serve several collections from one origin.
const KEPT_UNDER = `on-record${new URL(".", location.href).pathname}`;
const MOST_KEPT = 50; // conversations
const MOST_CHARACTERS = 500000; // of all of them; a browser's limit is about ten times as much

let unstored = null; // the list, if the browser refuses to store it

function readKept() {
  if (unstored) return unstored;
  try {
    const list = JSON.parse(localStorage.getItem(KEPT_UNDER) || "[]");
    return Array.isArray(list) ? list.filter(isKept) : [];
  } catch {
    return []; // no storage, or damaged content
  }
}

function isKept(one) {
  return (
    /^[a-z0-9]{12}$/.test(one?.id) &&
    typeof one.title === "string" &&
    Number.isFinite(one.used) &&
    Array.isArray(one.record?.turns) &&
    one.record.turns.length > 0 &&
    one.record.turns.every((turn) => typeof turn?.question === "string")
  );
}

// The least recently used conversations give way to what does not fit.
function writeKept(list) {
  let kept = list.toSorted((one, other) => other.used - one.used).slice(0, MOST_KEPT);
  while (kept.length > 1 && JSON.stringify(kept).length > MOST_CHARACTERS) kept.pop();
  if (unstored) {
    unstored = kept;
    return;
  }
  const all = kept;
  for (; ; kept = kept.slice(0, -1)) {
    try {
      if (kept.length) localStorage.setItem(KEPT_UNDER, JSON.stringify(kept));
      else localStorage.removeItem(KEPT_UNDER);
      if (kept.length || !all.length) return;
    } catch {
      // full, or forbidden
    }
    if (!kept.length) break;
  }
  unstored = all;
}

function findKept(id) {
  return readKept().find((one) => one.id === id);
}

function changeKept(id, change) {
  writeKept(readKept().map((one) => (one.id === id ? { ...one, ...change } : one)));
}
