// What the page does beyond Gradio: light and dark, the way from a marker to its words, focus,
// right or wrong.
// A file of its own, because the policy in headers.py forbids inline scripts.

"use strict";

window.__gradio_mode__ = "app"; // Gradio's own page says so in an inline script

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
const touch = window.matchMedia("(pointer: coarse)");

// Gradio's ?__theme=light or dark goes before what the system prefers.
function setTheme() {
  const asked = new URLSearchParams(location.search).get("__theme");
  const night = asked === "dark" || (asked !== "light" && dark.matches);
  document.documentElement.classList.toggle("night", night);
}

setTheme();
dark.addEventListener("change", setTheme);

// Bring what a marker points to into view, emphasise it and move the keyboard there.
function show(id) {
  const target = document.getElementById(id);
  if (!target) return;
  document.querySelectorAll(".here").forEach((one) => one.classList.remove("here"));
  target.classList.add("here");
  target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  if (!isInView(target)) target.scrollIntoView({ block: "center", behavior: pace() });
}

function isInView(target) {
  const { top, bottom } = target.getBoundingClientRect();
  return top >= 0 && bottom <= document.getElementById("composer").getBoundingClientRect().top;
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

// Right or wrong, by answer: Gradio may draw an answer anew, and knows nothing of it.
const rated = new Map();

async function rate(button) {
  const rating = button.closest(".rating");
  const token = rating.id.slice("rating-".length);
  const before = rated.get(token);
  const pressed = button.classList.contains("up") ? "up" : "down";
  const verdict = before?.verdict === pressed ? null : pressed;
  let told = "Not stored: the server does not answer.";
  try {
    const answer = await fetch("feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ answer: token, verdict }),
    });
    told = (await answer.json()).told || "Not stored.";
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
    rating.setAttribute("aria-label", "Is this answer right?");
    rating.querySelectorAll(".rate").forEach((button) => {
      const verdict = button.classList.contains("up") ? "up" : "down";
      button.setAttribute("aria-pressed", String(now?.verdict === verdict));
    });
    const told = rating.querySelector(".told");
    told.setAttribute("role", "status");
    if (told.textContent !== (now?.told || "")) told.textContent = now?.told || "";
  });
}

document.addEventListener("click", (event) => {
  const verdict = event.target.closest("#conversation .rate");
  if (verdict) {
    rate(verdict);
    return;
  }
  const marker = event.target.closest('#conversation a[href^="#"]');
  if (marker) {
    event.preventDefault();
    show(marker.getAttribute("href").slice(1));
    return;
  }
  const reuse = event.target.closest("#conversation .reuse");
  if (reuse) {
    fill(box(), reuse.parentElement.querySelector(".understood").textContent);
    box().focus();
    return;
  }
  if (event.target.closest("a.skip") && box()) {
    event.preventDefault();
    box().focus();
  }
});

// What Gradio has no setting for: native date pickers, and a name for the conversation.
function furnish() {
  showRatings();
  for (const id of ["first-day", "last-day"]) {
    const day = document.querySelector(`#${id} input`);
    if (day && day.type !== "date") day.type = "date";
  }
  const log = document.querySelector('#conversation [role="log"]');
  if (log) log.setAttribute("aria-label", "Questions and answers");
  // Gradio labels each message with all of its HTML.
  document.querySelectorAll("#conversation [data-testid][aria-label]").forEach((message) => {
    message.removeAttribute("aria-label");
  });
  const examples = document.querySelector("#conversation .examples");
  if (examples) examples.setAttribute("role", "group"); // buttons are no items of a list
  const filters = document.querySelector("#filters > button");
  if (filters) filters.setAttribute("aria-expanded", String(filters.classList.contains("open")));
}

// A new turn: its question goes to the top, the first one's below the masthead, and the keyboard
// back to the box.
let last = null;

function follow() {
  const asked = [...document.querySelectorAll("#conversation .asked")].pop();
  const answered = document.querySelectorAll("#conversation .turn").length;
  if (last && !answered) {
    last = null; // a new conversation
    box().focus();
  }
  if (!asked || asked.id === last || !answered) return;
  last = asked.id;
  const top = asked.getBoundingClientRect().top + window.scrollY;
  window.scrollTo({ top: answered > 1 ? top : 0, behavior: pace() });
  if (!touch.matches) box().focus({ preventScroll: true });
}

document.addEventListener("DOMContentLoaded", () => {
  const chat = document.getElementById("chat");
  if (!chat) return;
  new MutationObserver(() => {
    furnish();
    follow();
  }).observe(chat, { childList: true, subtree: true, attributeFilter: ["class"] });
});
