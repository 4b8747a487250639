// Whether the server answers, and what becomes of a question that gets no answer: the page says so,
// keeps what was typed, and offers to ask again. Left to itself, Gradio waits for ever, or loads the
// page anew and empty. page.js comes before; what it defines is used here.

"use strict";

const LOOKS = 30000; // milliseconds between two looks whether the server is there
const SOON = 2000; // between two looks while it is not, or the browser says that it is offline
const EMBEDDING = 5000; // between two looks while the index is embedded: the page says how far
const PATIENCE = 30000; // for an answer: a fraction of a second, or some in the longest queue

const AWAY = say("The server does not answer. Your text is kept here.");
const UNANSWERED = say("The answer did not arrive.");
const BUSY = say("The server is busy and accepts no more questions for now.");
const UNKNOWN = say("You are not logged in. Reload this page.");
const REFUSED = { 401: UNKNOWN, 403: UNKNOWN, 429: BUSY, 503: BUSY };

let away = false; // the server does not answer
let unanswered = null; // asks once more what got no answer
let next = 0; // the timer of the next look

function announce(text, { passing = false } = {}) {
  const told = document.getElementById("trouble");
  if (!told) return;
  told.classList.toggle("over", passing && !unanswered);
  told.textContent = text;
  if (unanswered) told.append(" ", againButton());
}

function againButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = say("Ask again");
  button.addEventListener("click", () => unanswered?.());
  return button;
}

// Whatever Gradio sends comes through here.
const reach = window.fetch.bind(window);

window.fetch = (target, options) => {
  const { pathname } = new URL(target.url ?? target, document.baseURI);
  return pathname.endsWith("/gradio_api/run/predict") ? send(target, options) : reach(target, options);
};

async function send(target, options) {
  const { data, event_data: event } = JSON.parse(options.body);
  // the last two of what asks are the page's language and the conversation's token
  const asks = data.length > 2 && data.at(-2) === language;
  if (asks) unanswered = null;
  if (asks && !away) announce("");
  const patience = new AbortController();
  const over = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await reach(target, { ...options, signal: patience.signal });
    const body = await answer.arrayBuffer(); // all of it, within the time
    if (answer.ok && asks) keep(body);
    if (answer.ok) return new Response(body, { headers: answer.headers });
    if (asks && REFUSED[answer.status] !== UNKNOWN) unanswered = again(data[0], event);
    if (asks || REFUSED[answer.status]) announce(REFUSED[answer.status] ?? UNANSWERED);
  } catch {
    if (asks) {
      unanswered = again(data[0], event);
      announce(away ? AWAY : UNANSWERED);
    }
    look();
  } finally {
    clearTimeout(over);
  }
  return Response.json({ data: [] }); // Gradio changes nothing, and goes on
}

// What asks gives the conversation's record last.
function keep(body) {
  const record = JSON.parse(new TextDecoder().decode(body)).data.at(-1);
  if (typeof record === "string") keepRecord(record);
}

// What asks the same once more: a link's or a button's words, a kept conversation, an example, or
// what is in the box.
function again(words, event) {
  for (const [held, press] of [["followed", "follow"], ["kept", "restore"]]) {
    const box = document.querySelector(`#${held} :is(input, textarea)`);
    if (words && box?.value === words) return () => document.getElementById(press).click();
  }
  const example = event?.value?.text;
  return () => {
    if (example) fill(box(), example);
    document.getElementById("ask").click();
  };
}

async function look() {
  clearTimeout(next);
  if (!document.hidden || away) {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await reach("healthz", { cache: "no-store", signal }).catch(() => null);
    if (away !== !answer?.ok) {
      away = !away;
      if (away) announce(AWAY);
      else announce(say("The server answers again."), { passing: true });
    }
    if (!away) await followIndex(await answer.json());
  }
  clearTimeout(next);
  const apart = away || !navigator.onLine ? SOON : embedding ? EMBEDDING : LOOKS;
  next = setTimeout(look, apart);
}

// The articles may be others by now, or more of them embedded: the line that says so follows.
let index = null;
let embedding = false;

async function followIndex({ generation, reason, embedded }) {
  embedding = (embedded ?? 1) < 1;
  const now = `${generation} ${reason || ""} ${embedded ?? ""}`;
  const before = index;
  index = now;
  markAged();
  if (!before || before === now) return;
  const answer = await reach(location.pathname + location.search).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [line, told] = [document, page].map((one) => one.querySelector(".coverage"));
  if (line && told) line.replaceWith(told);
}

window.addEventListener("offline", look);
window.addEventListener("online", look);
document.addEventListener("DOMContentLoaded", look);
