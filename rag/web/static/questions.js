// Questions that were asked: edited in their place, asked again, recalled with the arrow keys.
// conversations.js comes before; what it defines is used here.

"use strict";

const MOST_RECALLED = 100; // questions that the arrow keys go back to

// A question that is edited in its place

function editQuestion(button) {
  const asked = button.closest(".asked");
  if (asked.querySelector("form")) return;
  const form = document.createElement("form");
  form.className = "new-words";
  const text = document.createElement("textarea");
  text.value = recordOf(button)?.question ?? asked.querySelector("h2").textContent;
  text.rows = 1;
  text.maxLength = box().maxLength;
  text.dir = "auto";
  text.setAttribute("aria-label", say("Edit the question"));
  const asks = makeButton("plain", say("Ask again"), () => send());
  const stops = makeButton("quiet", say("Cancel"), () => close());
  const close = () => {
    form.remove();
    asked.classList.remove("editing");
    button.focus();
  };
  const send = () => {
    if (!text.value.trim()) return;
    follow(`${button.value}&${new URLSearchParams({ question: text.value })}`);
    close();
  };
  const grow = () => {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  };
  text.addEventListener("input", grow);
  text.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") close();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.append(text, asks, stops);
  asked.append(form);
  asked.classList.add("editing");
  grow();
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
}

// What the record has of the turn that a button asks again
function recordOf(button) {
  const number = Number(button.value.match(/turn=(\d+)/)?.[1]);
  return record.turns.find((turn) => turn.number === number);
}

// Answers of an index that has been built again since: they say so, and offer to ask again.
function markAged() {
  const generation = index?.split(" ")[0];
  const turns = document.querySelectorAll("#conversation .turn");
  document.querySelectorAll("#conversation .asked .ask-again").forEach((button, place) => {
    const asked = recordOf(button)?.index;
    const isAged = Boolean(generation && asked) && asked.split("+")[0] !== generation;
    const shown = turns[place]?.querySelector(".aged");
    if (isAged === Boolean(shown) || !turns[place]) return;
    if (shown) shown.remove();
    else turns[place].querySelector(".answer").prepend(agedNotice(button));
  });
}

function agedNotice(button) {
  const notice = document.createElement("p");
  notice.className = "changed aged";
  notice.append(
    say("The articles have changed since this was answered."),
    " ",
    makeButton("quiet", say("Ask again"), () => follow(button.value)),
  );
  return notice;
}

// The arrow keys bring earlier questions back into the box, the latest first.

let recalled = null; // { questions, at, draft } while earlier questions are looked through

function recall(event) {
  const up = event.key === "ArrowUp";
  const input = event.target;
  if (!up && event.key !== "ArrowDown") return;
  if (event.isComposing || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
  const shown = recalled && input.value === recalled.questions[recalled.at];
  if (!shown && (!up || input.value)) return;
  if (!shown) recalled = { questions: askedBefore(), at: -1 };
  const at = recalled.at + (up ? 1 : -1);
  if (at >= recalled.questions.length) return;
  event.preventDefault();
  recalled.at = at;
  fill(input, at < 0 ? "" : recalled.questions[at]);
  if (at < 0) recalled = null;
}

function askedBefore() {
  const list = readKept().sort((one, other) => other.used - one.used);
  const every = [record, ...list.map((one) => one.record)];
  const questions = every.flatMap(({ turns }) => turns.map((turn) => turn.question).reverse());
  return [...new Set(questions)].slice(0, MOST_RECALLED);
}

Object.assign(pressed, {
  "#conversation .edit-question": editQuestion,
  "#conversation .ask-again": (button) => follow(button.value),
  "#conversation .unclamp": (button) => {
    button.closest(".asked").classList.remove("long");
    button.remove();
  },
});

document.addEventListener("keydown", (event) => {
  if (event.target.matches("#question :is(input, textarea)")) recall(event);
});
