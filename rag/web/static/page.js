// What the page does beyond Gradio: light and dark, its language, the way from a marker to its
// words, links that ask again, copying, whole articles beside an answer, right or wrong. Whether the
// server answers at all is asking.js's.
// A file of its own, because the policy in headers.py forbids inline scripts.

"use strict";

window.__gradio_mode__ = "app"; // Gradio's own page says so in an inline script

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const touch = window.matchMedia("(pointer: coarse)");

// The page is in the language that its address asks for, else the browser's; what Gradio says
// follows the browser's.
const language = document.documentElement.lang;
Object.defineProperty(navigator, "language", { get: () => language });

const texts = JSON.parse(document.querySelector('meta[name="texts"]')?.content || "{}");
const say = (english) => texts[english] || english;

// Gradio's ?__theme=light or dark goes before what the system prefers.
function setTheme() {
  const asked = new URLSearchParams(location.search).get("__theme");
  const night = asked === "dark" || (asked !== "light" && dark.matches);
  document.documentElement.classList.toggle("night", night);
}

setTheme();
dark.addEventListener("change", setTheme);

// Bring what a marker points to into view, emphasise it and move the keyboard there.
function show(target) {
  if (!target) return;
  document.querySelectorAll(".here").forEach((one) => one.classList.remove("here"));
  target.classList.add("here");
  target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  bringIntoView(target, pace());
}

// To the middle of what is free above the question box. A column that stays in view does not move as
// the page does, so the place counts that the target has while its column moves.
function bringIntoView(target, behavior) {
  if (isInView(target)) return;
  const column = target.closest("#conversation :is(.answer, .sources)");
  if (column) column.style.position = "static";
  const { top, height } = target.getBoundingClientRect();
  if (column) column.style.position = "";
  const before = Math.max(0, (freeHeight() - height) / 2);
  window.scrollTo({ top: window.scrollY + top - before, behavior });
}

// The keyboard is never on something that the question box hides.
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches("#conversation :focus-visible")) return;
  requestAnimationFrame(() => bringIntoView(target, "auto"));
});

const columns = new ResizeObserver((changed) => {
  changed.forEach(({ target }) => {
    target.style.setProperty("--height", `${target.offsetHeight}px`);
  });
});

// In one column the sources are far below: a button above the question box leads back from them.
function offerWayBack(marker, target) {
  document.querySelector(".way-back")?.remove();
  const quote = marker?.closest(".quote, .own-words");
  if (!quote || !target) return;
  const below = target.getBoundingClientRect().top - quote.getBoundingClientRect().bottom;
  if (below < innerHeight / 2) return;
  const number = marker.textContent.match(/\d+/)[0];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "way-back";
  button.textContent = `↑ ${say("Back to quotation {number}").replace("{number}", number)}`;
  button.addEventListener("click", () => {
    button.remove();
    show(quote);
  });
  document.getElementById("composer").prepend(button);
}

function isInView(target) {
  const { top, bottom } = target.getBoundingClientRect();
  return top >= 0 && bottom <= freeHeight();
}

// The height of the screen above the question box
function freeHeight() {
  const composer = document.getElementById("composer");
  return Math.min(innerHeight, composer?.getBoundingClientRect().top ?? innerHeight);
}

function pace() {
  return still.matches ? "auto" : "smooth";
}

function box() {
  return document.querySelector("#question :is(input, textarea)");
}

function fill(input, text) {
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

// Links and buttons that ask: links.py reads their words.

function follow(words) {
  fill(document.querySelector("#followed :is(input, textarea)"), words);
  document.getElementById("follow").click();
}

let followed = false;
let greeted = false;

function followAddress() {
  openAddressed();
  if (!/^#(ask|open)\?/.test(location.hash)) return;
  const words = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
  follow(words);
}

// Copying: the clipboard is closed to pages that come over plain http.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const held = document.createElement("textarea");
    held.value = text;
    held.className = "unseen";
    document.body.append(held);
    held.select();
    const done = document.execCommand("copy");
    held.remove();
    return done;
  }
}

async function copy(button, text) {
  tell(button, say((await copied(text)) ? "Copied" : "Could not be copied"));
}

function tell(button, told) {
  button.focus({ preventScroll: true });
  let status = button.nextElementSibling;
  if (!status?.matches(".copied")) {
    status = document.createElement("span");
    status.className = "copied";
    status.setAttribute("role", "status");
    button.after(status);
  }
  status.textContent = "";
  setTimeout(() => (status.textContent = told), 50); // so that the same word is told again
  setTimeout(() => (status.textContent = ""), 4000);
}

// Highlights of a card or of an article, one behind the other.

function highlights(part) {
  return [...part.querySelectorAll("mark[id]")];
}

function step(button) {
  const part = button.closest(".source, .whole");
  const marks = highlights(part);
  const at = marks.findIndex((mark) => mark.matches(".here, :target"));
  const by = button.classList.contains("on") ? 1 : -1;
  const next = at < 0 && by < 0 ? marks.length - 1 : (at + by + marks.length) % marks.length;
  show(marks[next]);
  button.focus({ preventScroll: true }); // so that it can be pressed again
}

// The whole article in the card of its excerpt, and back. Its highlights keep their names, so that
// markers go on leading to them.
const excerpts = new WeakMap();

async function unfold(button) {
  const card = button.closest(".source");
  const excerpt = card.querySelector(".excerpt");
  if (excerpts.has(button)) {
    excerpt.replaceChildren(...excerpts.get(button));
    excerpts.delete(button);
    button.textContent = say("Show the whole article here");
    button.setAttribute("aria-expanded", "false");
    return;
  }
  const address = button.value.split("#")[0];
  const answer = await fetch(address).catch(() => null);
  if (answer?.status === 404) {
    tell(button, say("This article has since been removed."));
    return;
  }
  if (!answer?.ok) {
    announce(say("The article could not be read."), { passing: true });
    look();
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const paragraphs = [...page.querySelectorAll(".whole :is(.changed, .paragraph)")];
  const before = highlights(excerpt);
  paragraphs.flatMap(highlights).forEach((mark, place) => {
    const label = before[place]?.previousElementSibling;
    if (label?.matches(".number")) mark.before(label.cloneNode(true));
    if (before[place]) mark.id = before[place].id;
  });
  excerpts.set(button, [...excerpt.childNodes]);
  excerpt.replaceChildren(...paragraphs);
  button.textContent = say("Show the excerpt");
  button.setAttribute("aria-expanded", "true");
  show(highlights(excerpt)[0]);
  button.focus({ preventScroll: true });
}

// Right or wrong, by answer: Gradio may draw an answer anew, and knows nothing of it.
const rated = new Map();

async function rate(button) {
  const rating = button.closest(".rating");
  const token = rating.id.slice("rating-".length);
  const before = rated.get(token);
  const pressed = button.classList.contains("up") ? "up" : "down";
  const verdict = before?.verdict === pressed ? null : pressed;
  let told = say("Not stored: the server does not answer.");
  try {
    const answer = await fetch(`feedback?lang=${language}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ answer: token, verdict }),
    });
    told = (await answer.json()).told || say("Not stored.");
    rated.set(token, { verdict: answer.ok ? verdict : before?.verdict, told });
  } catch {
    rated.set(token, { verdict: before?.verdict, told });
  }
  showRatings();
}

function showRatings() {
  document.querySelectorAll("#conversation .rating").forEach((rating) => {
    const now = rated.get(rating.id.slice("rating-".length));
    rating.setAttribute("role", "group");
    rating.setAttribute("aria-label", rating.querySelector(".prompt").textContent);
    rating.querySelectorAll(".rate").forEach((button) => {
      const verdict = button.classList.contains("up") ? "up" : "down";
      button.setAttribute("aria-pressed", String(now?.verdict === verdict));
    });
    const told = rating.querySelector(".told");
    told.setAttribute("role", "status");
    if (told.textContent !== (now?.told || "")) told.textContent = now?.told || "";
  });
}

const pressed = {
  "#conversation .rate": (button) => rate(button),
  "#conversation .step-on": (button) => follow(button.value),
  "#conversation .show-all": (button) => showAll(button),
  "#conversation .copy": (button) => copy(button, button.value),
  "#conversation .permalink": (link) => copy(link, link.href),
  "#conversation .unfold": (button) => unfold(button),
  ".steps .step": (button) => step(button),
  '#conversation a[href^="#"]': (link) => {
    const target = document.getElementById(link.getAttribute("href").slice(1));
    offerWayBack(link.matches(".marker") ? link : null, target);
    show(target);
  },
  "a.skip": () => box()?.focus(),
};

document.addEventListener("click", (event) => {
  for (const [selector, act] of Object.entries(pressed)) {
    const target = event.target.closest(selector);
    if (!target) continue;
    event.preventDefault();
    act(target);
    return;
  }
});

// What the keyboard types into a choice replaces what was chosen.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches('#filters [role="combobox"]')) target.select();
});

document.addEventListener("submit", (event) => {
  const parts = event.target.closest("#conversation form.parts");
  if (!parts) return;
  event.preventDefault();
  follow(`edit?${new URLSearchParams(new FormData(parts))}`);
});

// What Gradio has no setting for: native date pickers, and a name for the conversation.
function furnish() {
  showRatings();
  document.querySelectorAll("#conversation :is(.answer, .sources):not([style])").forEach((column) => {
    columns.observe(column);
  });
  markAged();
  for (const id of ["first-day", "last-day"]) {
    const day = document.querySelector(`#${id} input`);
    if (day && day.type !== "date") day.type = "date";
  }
  const log = document.querySelector('#conversation [role="log"]');
  if (log) {
    log.setAttribute("aria-label", say("Questions and answers"));
    log.setAttribute("aria-live", "off"); // it would be read with every button; hear() is brief
  }
  // Gradio labels each message with all of its HTML.
  document.querySelectorAll("#conversation [data-testid][aria-label]").forEach((message) => {
    message.removeAttribute("aria-label");
  });
  // What Gradio says of an answer under way, in English whatever the language.
  document.querySelectorAll("#conversation .pending[aria-label]").forEach((pending) => {
    pending.setAttribute("aria-label", say("Searching …"));
    const said = pending.querySelector(".sr-only");
    if (said?.textContent) said.textContent = "";
  });
  const examples = document.querySelector("#conversation .examples");
  if (examples) {
    examples.setAttribute("role", "group"); // buttons are no items of a list
    examples.setAttribute("aria-label", say("For example"));
    examples.querySelectorAll("button").forEach((example) => {
      example.removeAttribute("aria-label"); // Gradio's, in English: the question is name enough
      example.lang = "en";
    });
  }
  const filters = document.querySelector("#filters > button");
  if (filters) filters.setAttribute("aria-expanded", String(filters.classList.contains("open")));
  document.querySelectorAll("#conversation .unfold:not([aria-expanded])").forEach((button) => {
    button.setAttribute("aria-expanded", "false");
  });
  const waiting = document.querySelector('#question [data-testid="block-info"]');
  if (waiting) waiting.dataset.waiting = say("Searching …");
  // No autofocus attribute: a browser would scroll to the box, past what the page begins with.
  if (!greeted && box()) {
    greeted = true;
    if (!touch.matches && !location.hash) box().focus({ preventScroll: true });
  }
  const told = document.querySelector("#language :is(input, textarea)");
  if (told && told.value !== language) fill(told, language);
  if (told && document.getElementById("follow") && !followed) {
    followed = true;
    setTimeout(followAddress);
  }
}

// All that an answer has, in its place; the keyboard goes to the first that was not shown before.
let expected = null; // the id of that one

function showAll(button) {
  const items = button.closest(".turn").querySelectorAll("li[id]");
  const [stem, number] = items[items.length - 1].id.split(/(\d+)$/);
  expected = stem + (Number(number) + 1);
  follow(button.value);
}

function goToExpected() {
  const item = expected && document.getElementById(expected);
  if (!item) return;
  expected = null;
  show(item);
}

// A new turn: its question goes to the top, the first one's below the masthead, and the keyboard
// back to the box.
let last = null;

function goToTurn() {
  const asked = [...document.querySelectorAll("#conversation .asked")].pop();
  const answered = document.querySelectorAll("#conversation .turn").length;
  if (last && !answered) {
    last = null; // a new conversation
    box().focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }
  if (!asked || asked.id === last || !answered) return;
  last = asked.id;
  offerWayBack(null);
  const top = asked.getBoundingClientRect().top + window.scrollY;
  window.scrollTo({ top: answered > 1 ? top : 0, behavior: pace() });
  if (!touch.matches) box().focus({ preventScroll: true });
  hear([...document.querySelectorAll("#conversation .turn")].pop());
}

// What a screen reader says of a new answer: its level and reason, how many excerpts it has, and
// the first of them.
const HEARD = [
  ".doubted :is(.verdict, .reason)",
  ".missing > p",
  ".own-words:not(.written) p",
  ".quote:first-child .attribution > *",
  ".quote:first-child blockquote",
  ".rest > span",
].join();

function hear(turn) {
  const count = turn.querySelectorAll(".quote").length;
  const parts = [...turn.querySelectorAll(HEARD)].map((part) => {
    const words = part.cloneNode(true);
    words.querySelectorAll(".marker").forEach((marker) => marker.remove());
    return words.textContent.replace("\u2060", "").trim(); // the joiner before a marker
  });
  if (count) parts.unshift(`${say("Excerpts:")} ${count}`);
  document.getElementById("heard").textContent = parts.join("; ");
}

document.addEventListener("DOMContentLoaded", () => {
  const chat = document.getElementById("chat");
  if (!chat) return;
  new MutationObserver(() => {
    furnish();
    goToTurn();
    goToExpected();
  }).observe(chat, { childList: true, subtree: true, attributeFilter: ["class"] });
  window.addEventListener("hashchange", followAddress);
});
