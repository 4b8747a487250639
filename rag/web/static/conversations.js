// Conversations that last: kept in this browser, named by the page's address, listed and opened
// again. The server gives each conversation as a record (record.py): its questions and no answers.
// page.js, asking.js and kept.js come before; what they define is used here.

"use strict";

const LONGEST_TITLE = 200; // characters
const IN_ADDRESS = /^#conversation=([a-z0-9]{12})$/;

let current = null; // its id
let record = { turns: [] };
let left = null; // the id of the one before "New conversation"

// asking.js calls this with every answer
function keepRecord(text) {
  try {
    record = JSON.parse(text);
  } catch {
    return; // nothing was asked
  }
  if (!record.turns?.length) return;
  const known = current && findKept(current);
  const title = known?.renamed ? known.title : record.turns[0].question.slice(0, LONGEST_TITLE);
  if (!current) {
    current = makeId();
    history.pushState(null, "", addressOf(current));
  }
  const kept = { id: current, title, renamed: known?.renamed, used: Date.now(), record };
  writeKept([kept, ...readKept().filter((one) => one.id !== current)]);
  setUndo(null);
  nameTab(title);
  window.dispatchEvent(new Event("recorded"));
}

function addressOf(id) {
  return location.pathname + location.search + (id ? `#conversation=${id}` : "");
}

function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => (byte % 36).toString(36)).join("");
}

const SITE = document.title;

function nameTab(title) {
  document.title = title ? `${title.replace(/\s+/g, " ")} – ${SITE}` : SITE;
}

function openKept(id) {
  const one = findKept(id);
  if (!one) return false;
  current = id;
  setUndo(null);
  nameTab(one.title);
  last = null; // its latest question goes to the top
  fill(document.querySelector("#kept :is(input, textarea)"), JSON.stringify(one.record));
  document.getElementById("restore").click();
  return true;
}

// The address names the conversation: Back, Forward, a reload and a restored tab lead to it.
function openAddressed() {
  const id = location.hash.match(IN_ADDRESS)?.[1] ?? null;
  if (id === current) return;
  if (id && openKept(id)) return;
  if (id) {
    history.replaceState(null, "", addressOf(null));
    announce(say("This conversation is not kept in this browser."), { passing: true });
  }
  if (current) clearPage();
}

function clearPage() {
  startAnew();
  document.getElementById("anew").click();
}

function startAnew() {
  current = null;
  record = { turns: [] };
  nameTab("");
}

function setUndo(id) {
  left = id;
  document.documentElement.classList.toggle("can-undo", Boolean(id));
}

// The reader's click on "New conversation"; Gradio empties the page.
function leaveConversation() {
  if (!current) return;
  setUndo(current);
  startAnew();
  history.pushState(null, "", addressOf(null));
}

function showKept(id) {
  if (id !== current && openKept(id)) history.pushState(null, "", addressOf(id));
}

// The list

const dialog = () => document.getElementById("conversations");
let deleted = null; // the conversation that was deleted last, until the list is closed

function openList() {
  deleted = null;
  drawList();
  dialog().showModal();
}

function drawList() {
  const list = readKept().sort((one, other) => other.used - one.used);
  const told = unstored
    ? say("This browser stores nothing for this page: conversations end when it is closed.")
    : say("Kept in this browser only. They hold your questions; the answers are looked up again.");
  dialog().querySelector(".where").textContent = told;
  dialog().querySelector(".none").hidden = list.length > 0;
  dialog().querySelector(".forget").hidden = list.length === 0;
  dialog().querySelector(".anew").hidden = !current;
  dialog().querySelector(".undelete").hidden = !deleted;
  dialog().querySelector("ul").replaceChildren(...list.map(listItem));
}

function listItem(one) {
  const item = document.createElement("li");
  item.id = `kept-${one.id}`;
  if (one.id === current) item.setAttribute("aria-current", "true");
  const opens = makeButton("open", one.title, () => {
    dialog().close();
    showKept(one.id);
  });
  opens.dir = "auto";
  const about = document.createElement("p");
  about.className = "about";
  const day = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long" });
  const used = day.format(new Date(one.used)).replace(/\s*г\.$/, ""); // Russian adds "year"
  about.textContent = `${used} · ${say("Questions:")} ${one.record.turns.length}`;
  const acts = document.createElement("p");
  acts.className = "acts";
  const files = document.createElement("span");
  files.append(
    say("Save as:"),
    ...Object.entries({ html: "HTML", markdown: "Markdown", json: "JSON" }).map(([form, label]) =>
      makeButton("quiet", label, () => exportKept(one.id, form)),
    ),
  );
  acts.append(
    makeButton("quiet rename", say("Rename"), () => rename(one)),
    makeButton("quiet", say("Delete"), () => remove(one)),
    files,
  );
  for (const act of acts.querySelectorAll("button")) {
    act.setAttribute("aria-label", `${act.textContent}: ${one.title}`);
  }
  item.append(opens, about, acts);
  return item;
}

function makeButton(name, label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = name;
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

function rename(one) {
  const item = document.getElementById(`kept-${one.id}`);
  const input = document.createElement("input");
  input.value = one.title;
  input.maxLength = LONGEST_TITLE;
  input.setAttribute("aria-label", say("Name of the conversation"));
  let done = false;
  const finish = (title) => {
    if (done) return;
    done = true;
    if (title) {
      changeKept(one.id, { title, renamed: true });
      if (one.id === current) nameTab(title);
    }
    drawList();
    document.querySelector(`#kept-${one.id} .rename`)?.focus();
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault(); // the list stays open, and the button that gets the focus is not pressed
    finish(event.key === "Enter" ? input.value.trim() : "");
  });
  input.addEventListener("blur", () => finish(input.value.trim()));
  item.querySelector(".open").replaceWith(input);
  input.select();
}

function remove(one) {
  const next = document.getElementById(`kept-${one.id}`).nextElementSibling?.id;
  deleted = one;
  writeKept(readKept().filter((other) => other.id !== one.id));
  if (one.id === current) leaveForgotten();
  drawList();
  const goal = (next && document.getElementById(next)) || dialog();
  goal.querySelector(".open, .close").focus();
}

function undelete() {
  const one = deleted;
  deleted = null;
  writeKept([one, ...readKept()]);
  drawList();
  document.querySelector(`#kept-${one.id} .open`)?.focus();
}

function forgetAll() {
  deleted = null;
  writeKept([]);
  if (current) leaveForgotten();
  setUndo(null);
  drawList();
  dialog().querySelector(".close").focus();
}

function leaveForgotten() {
  history.replaceState(null, "", addressOf(null));
  clearPage();
}

// The server writes the file of a conversation that it holds: of one that the page shows.
function exportKept(id, form) {
  dialog().close();
  const save = () => {
    if (id !== current) return; // it could not be opened, and another one was asked
    const link = document.createElement("a");
    const given = { id: record.conversation, as: form, lang: language };
    link.href = `conversation?${new URLSearchParams(given)}`;
    link.download = "";
    link.click();
  };
  if (id === current) {
    save();
    return;
  }
  window.addEventListener("recorded", save, { once: true });
  showKept(id);
}

// The other language, with the conversation as it stands.
function inLanguage(link) {
  const token = record.conversation;
  if (current && !unstored) link.hash = `#conversation=${current}`;
  else if (token) link.hash = `#open?${new URLSearchParams({ conversation: token })}`;
}

Object.assign(pressed, {
  "#recent": openList,
  "#undo": () => showKept(left),
  "#conversations .close": () => dialog().close(),
  "#conversations .anew": () => {
    dialog().close();
    leaveConversation();
    document.getElementById("anew").click();
  },
  "#conversations .forget": forgetAll,
  "#conversations .undelete": undelete,
});

document.addEventListener("click", ({ target, isTrusted }) => {
  const other = target.closest("a.language");
  if (other) inLanguage(other);
  if (isTrusted && target.closest("#anew")) leaveConversation();
  if (target === dialog()) dialog().close(); // beside the list
});

window.addEventListener("popstate", openAddressed);
