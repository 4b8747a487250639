// What a language model writes from the quotations of an answer, sentence by sentence as the server
// has checked it. All of it goes in as text: nothing that a model or an article says becomes markup.
// page.js comes before; what it defines is used here.

"use strict";

// By question, because Gradio may draw an answer anew: what has arrived so far.
const writings = new Map();

const newWriting = () => ({ sentences: [], struck: [], model: "", problem: "", over: false, at: 0 });

function part(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== ""));
  return made;
}

// A sentence with its markers as links to the words in their article
function withMarkers(text, turn) {
  const unbroken = text.replace(/ (?=\[\d+\])/g, "\u00a0"); // no line begins with a marker
  return unbroken.split(/(\[\d+\])/).map((piece) => {
    const number = /^\[(\d+)\]$/.exec(piece)?.[1];
    const source = number && document.getElementById(`t${turn}-source-${number}`);
    if (!source) return piece;
    const link = part("a", "marker", piece);
    link.href = `#t${turn}-source-${number}`;
    return link;
  });
}

function paragraphs({ sentences, problem }, turn) {
  if (problem) return [];
  const parts = [];
  for (const { text, point, repair } of sentences) {
    const last = parts.at(-1);
    const words = withMarkers(text, turn);
    const held = point ? part("li", "", ...words) : part("span", "", ...words);
    if (repair) held.title = repair;
    if (point && last?.tagName === "UL") last.append(held);
    else if (!point && last?.tagName === "P") last.append(" ", held);
    else parts.push(point ? part("ul", "", held) : part("p", "", held));
  }
  return parts;
}

function struckList({ struck, over }) {
  if (!over || !struck.length) return [];
  const items = struck.map(({ text, reason }) =>
    part("li", "", part("s", "", text), part("span", "why", reason)),
  );
  const label = say("Struck, because the quotations do not support it");
  return [part("details", "struck", part("summary", "", `${label}: ${items.length}`), part("ul", "", ...items))];
}

function heading({ over, problem, model }) {
  if (!over) return say("The language model is writing …");
  if (problem) return say("No text by the language model; these are the quotations.");
  return say("Written by {model}, a language model; each sentence was compared with the quotations below")
    .replace("{model}", () => model);
}

function drawWriting(place, writing) {
  if (place.dataset.drawn === String(writing.at)) return;
  place.dataset.drawn = String(writing.at);
  const why = writing.problem ? [part("p", "why", writing.problem)] : [];
  const open = place.querySelector("details")?.open;
  place.replaceChildren(
    part("p", "own-label", heading(writing)),
    ...why,
    ...paragraphs(writing, place.dataset.turn),
    ...struckList(writing),
  );
  if (open) place.querySelector("details").open = true;
  place.setAttribute("aria-busy", String(!writing.over));
}

function drawWritings() {
  document.querySelectorAll("#conversation .written").forEach((place) => {
    place.querySelectorAll("input").forEach(({ name, value }) => (place.dataset[name] = value));
    const asked = place.dataset.ask;
    if (!writings.has(asked)) {
      writings.set(asked, newWriting());
      receive(asked, writings.get(asked));
    }
    drawWriting(place, writings.get(asked));
  });
}

async function receive(asked, writing) {
  const change = (values) => {
    Object.assign(writing, values, { at: writing.at + 1 });
    drawWritings();
  };
  try {
    const response = await fetch("api/v1/ask/stream", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: asked,
    });
    if (!response.ok) throw new Error(String(response.status));
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
      text += value;
      const events = text.split("\n\n");
      text = events.pop();
      for (const event of events) change(told(event, writing));
    }
    if (!writing.over) throw new Error("broken off");
  } catch {
    change({ over: true, problem: say("The answer did not arrive.") });
  }
  const words = [heading(writing), writing.problem, ...writing.sentences.map(({ text }) => text)];
  document.getElementById("heard").textContent = words.join(" ");
}

function told(event, { sentences, struck }) {
  const name = /^event: ?(.*)$/m.exec(event)?.[1];
  const data = [...event.matchAll(/^data: ?(.*)$/gm)].map((line) => line[1]).join("\n");
  const value = data && JSON.parse(data);
  if (name === "sentence") return { sentences: [...sentences, value] };
  if (name === "struck") return { struck: [...struck, value] };
  if (name === "done") return { over: true, model: value.model, problem: value.problem ?? "" };
  if (name === "problem") return { over: true, problem: value.detail };
  return {};
}

document.addEventListener("DOMContentLoaded", () => {
  const chat = document.getElementById("chat");
  if (chat) new MutationObserver(drawWritings).observe(chat, { childList: true, subtree: true });
});
