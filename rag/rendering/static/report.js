// The report's questions: sorted, filtered, opened. Everything shown is set as text, never as HTML.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const table = document.getElementById("questions");
const body = table.tBodies[0];
const rows = [...body.rows];
const words = document.getElementById("words");
const tag = document.getElementById("tag");
const which = document.getElementById("which");
const measure = document.getElementById("measure");
const status = document.getElementById("status");
const last = data.runs.length - 1;

const make = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};
const score = (question, run) => question.runs[run]?.scores[measure.value] ?? null;
const change = (question) => {
  const [before, after] = [score(question, 0), score(question, last)];
  return before === null || after === null ? null : after - before;
};
const isWrong = (run) => (run?.scores.right ?? run?.scores.abstention) === 0;
const number = (value) =>
  value === null ? "–" : Number.isInteger(value) ? String(value) : value.toFixed(2);
const signed = (value) =>
  value === null || Math.abs(value) < 5e-4
    ? "–"
    : (value > 0 ? "+" : "−") + number(Math.abs(value));

// What a column is sorted by: null sorts last, whichever way.
const values = {
  question: (question) => question.question.toLowerCase(),
  change,
  answer: (question) => question.runs[0]?.verdict ?? null,
  // No column: wrong answers, then the lowest scores
  worst: (question) => (isWrong(question.runs[0]) ? -1 : score(question, 0)),
  rank: (question) => {
    const rank = question.runs[0]?.rank ?? null;
    return rank === 0 ? Infinity : rank; // found nowhere
  },
  confidence: (question) => question.runs[0]?.confidence ?? null,
  ms: (question) => question.runs[0]?.ms ?? null,
};
data.runs.forEach((_, run) => {
  values[`score-${run}`] = (question) => score(question, run);
});

const shown = {
  all: () => true,
  wrong: (question) => isWrong(question.runs[last]),
  zero: (question) => score(question, last) === 0,
  flawed: (question) => score(question, last) !== null && score(question, last) < 1,
  unscored: (question) => score(question, last) === null,
  unsure: (question) => question.runs[last]?.status === "unsure",
  refused: (question) => question.runs[last]?.status === "not_found",
  worse: (question) => change(question) < -5e-4,
  better: (question) => change(question) > 5e-4,
  moved: (question) => Math.abs(change(question)) > 5e-4,
};

function sort(key, way) {
  const value = values[key];
  const keyed = rows.map((row) => [row, value(data.questions[row.dataset.q])]);
  keyed.sort(([a, x], [b, y]) => {
    if (x === null || y === null) return (x === null) - (y === null);
    return way * (x < y ? -1 : x > y ? 1 : 0) || a.dataset.q - b.dataset.q;
  });
  for (const [row] of keyed) {
    body.append(row);
    const opened = document.getElementById(`details-${row.dataset.q}`);
    if (opened) body.append(opened);
  }
  for (const heading of table.tHead.querySelectorAll("th[data-key]")) {
    const here = heading.dataset.key === key;
    heading.setAttribute("aria-sort", here ? (way > 0 ? "ascending" : "descending") : "none");
  }
}

function filter() {
  const wanted = words.value.trim().toLowerCase();
  let count = 0;
  for (const row of rows) {
    const question = data.questions[row.dataset.q];
    const text = `${question.id} ${question.question}`.toLowerCase();
    const fits =
      text.includes(wanted) &&
      (!tag.value || question.tags.includes(tag.value)) &&
      shown[which.value](question);
    row.hidden = !fits;
    const opened = document.getElementById(`details-${row.dataset.q}`);
    if (opened) opened.hidden = !fits || !isOpen(row);
    count += fits;
  }
  const all = rows.length.toLocaleString("en");
  status.textContent = `${count.toLocaleString("en")} of ${all} questions`;
}

function showScores() {
  for (const row of rows) {
    const question = data.questions[row.dataset.q];
    for (const cell of row.querySelectorAll("[data-run]")) {
      cell.textContent = number(score(question, cell.dataset.run));
    }
    for (const cell of row.querySelectorAll(".change")) {
      const by = change(question);
      cell.textContent = signed(by);
      cell.classList.toggle("gain", by > 5e-4);
      cell.classList.toggle("loss", by < -5e-4);
    }
  }
}

// One question, opened

const isOpen = (row) => row.querySelector(".open").getAttribute("aria-expanded") === "true";

function toggle(row, open) {
  const id = `details-${row.dataset.q}`;
  let details = document.getElementById(id);
  if (open && !details) {
    details = make("tr", undefined, "details");
    details.id = id;
    const cell = make("td");
    cell.colSpan = row.cells.length;
    cell.append(...opened(data.questions[row.dataset.q]));
    details.append(cell);
    row.after(details);
  }
  if (details) details.hidden = !open;
  row.querySelector(".open").setAttribute("aria-expanded", String(open));
}

function opened(question) {
  const parts = [];
  if (question.history.length) {
    parts.push(make("h4", "Asked before"), ...question.history.map((one) => make("p", one)));
  }
  if (question.evidence.length) {
    parts.push(make("h4", "Evidence sought"));
    for (const [article, text] of question.evidence) {
      const box = make("div", undefined, "evidence");
      box.append(make("p", text), make("p", article ?? "any article", "small"));
      parts.push(box);
    }
  }
  if (question.relevant.length) {
    parts.push(make("h4", "Relevant articles"), make("p", question.relevant.join(" · "), "small"));
  }
  if (question.answerable === false) parts.push(make("p", "No article answers this.", "small"));
  if (last === 0) {
    const [answer, hits] = ofRun(question.runs[0], 0);
    answer.prepend(...parts);
    parts.length = 0;
    return [grid("answer-and-hits", answer, hits)];
  }
  const runs = question.runs.map((run, number) => {
    const box = make("div");
    box.append(...ofRun(run, number));
    return box;
  });
  return [...parts, grid("beside", ...runs)];
}

function grid(className, ...parts) {
  const made = make("div", undefined, className);
  made.append(...parts);
  return made;
}

// The answer, and the passages it was looked for in
function ofRun(run, index) {
  const box = make("div");
  if (last > 0) {
    const heading = make("h3", data.runs[index]);
    heading.prepend(document.querySelector(`.legend [data-sign="${index}"] svg`).cloneNode(true));
    box.append(heading);
  }
  if (!run) {
    box.append(make("p", "This run does not have the question.", "small"));
    return [box];
  }
  const rank = run.rank;
  const place = rank ? `First relevant article at rank ${rank}` : "No relevant article found";
  const facts = run.rank === null ? [] : [place];
  facts.push(`confidence ${number(run.confidence)}`, `${Math.round(run.ms)} ms`);
  box.append(make("h4", "Answer"), make("div", run.answer, "answer"));
  if (run.searched_for) box.append(make("p", `Searched for: ${run.searched_for}`, "small"));
  box.append(make("p", facts.join(" · "), "small"));
  const found = make("div");
  const hits = make("ol", undefined, "hits");
  run.hits.forEach((hit, rank) => hits.append(ofHit(hit, rank + 1)));
  found.append(make("h4", "Passages found"), run.hits.length ? hits : make("p", "None", "small"));
  const more = `and ${run.more} more, whose words the run does not keep`;
  if (run.more) found.append(make("p", more, "small"));
  return [box, found];
}

function ofHit([article, start, end, worth, passage, right, marks], rank) {
  const item = make("li", undefined, "hit");
  item.append(make("span", rank, "rank"));
  const where = make("p", `${article}:${start}–${end} · ${worth.toFixed(3)}`, "where");
  if (right) where.append(" ", make("span", "✓ relevant", "right"));
  // Offsets count characters as Python does; a string of JavaScript counts UTF-16 units
  const letters = Array.from(data.passages[passage]);
  const text = make("p");
  let done = 0;
  for (const [from, to] of marks) {
    text.append(letters.slice(done, from).join(""), make("mark", letters.slice(from, to).join("")));
    done = to;
  }
  text.append(letters.slice(done).join(""));
  item.append(where, text);
  return item;
}

// What a reader does

table.tHead.addEventListener("click", (event) => {
  const heading = event.target.closest(".sort")?.closest("th");
  if (!heading) return;
  const before = heading.getAttribute("aria-sort");
  sort(heading.dataset.key, before === "ascending" ? -1 : 1);
});
body.addEventListener("click", (event) => {
  const button = event.target.closest(".open");
  if (button) toggle(button.closest("tr"), button.getAttribute("aria-expanded") !== "true");
});
words.addEventListener("input", filter);
for (const choice of [tag, which]) choice.addEventListener("change", filter);
measure.addEventListener("change", () => {
  showScores();
  filter();
  const sorted = table.tHead.querySelector('[aria-sort="ascending"], [aria-sort="descending"]');
  if (sorted && /^(score|change)/.test(sorted.dataset.key)) {
    sort(sorted.dataset.key, sorted.getAttribute("aria-sort") === "ascending" ? 1 : -1);
  }
});
document.getElementById("unfold").addEventListener("click", () => {
  const seen = rows.filter((row) => !row.hidden);
  const open = !seen.every(isOpen);
  for (const row of seen) toggle(row, open);
});
document.getElementById("slice")?.addEventListener("change", (event) => {
  for (const one of document.querySelectorAll("[data-slice]")) {
    one.hidden = one.dataset.slice !== event.target.value;
  }
});
document.documentElement.classList.add("scripted");
showScores();
sort(last > 0 ? "change" : "worst", 1);
filter();
