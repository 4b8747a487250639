// The Evaluate tab: parts of it come from the server as HTML, which its element() has escaped.
// page.js comes before; what it defines is used here.

"use strict";

(() => {
  const POLL = 400; // milliseconds
  let watching = false;
  let loaded = false;

  const one = (selector) => document.querySelector(selector);
  const tabs = () => [...document.querySelectorAll('.tabs [role="tab"]')];

  // What a request asks for, and in which language.
  const query = (given = {}) => new URLSearchParams({ ...given, lang: language });

  async function html(address) {
    try {
      return await (await fetch(address)).text();
    } catch {
      const told = document.createElement("p");
      told.className = "hint";
      told.setAttribute("role", "alert");
      told.textContent = say("The server does not answer. Reload the page.");
      return told.outerHTML;
    }
  }

  async function post(address, value) {
    try {
      const answer = await fetch(`${address}?${query()}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(value),
      });
      return { ok: answer.ok, ...(await answer.json()) };
    } catch {
      return { ok: false, told: say("The server does not answer.") };
    }
  }

  async function progressNow() {
    try {
      return await (await fetch(`evaluation/progress?${query()}`)).json();
    } catch {
      return null;
    }
  }

  function tellEnd(words) {
    one("#said").textContent = words || "";
  }

  // Tabs

  function choose(tab) {
    tabs().forEach((each) => {
      const chosen = each === tab;
      each.setAttribute("aria-selected", String(chosen));
      each.tabIndex = chosen ? 0 : -1;
      document.getElementById(each.getAttribute("aria-controls")).hidden = !chosen;
    });
    const evaluate = tab.id === "tab-evaluate";
    history.replaceState(null, "", evaluate ? "#evaluate" : location.pathname + location.search);
    if (evaluate && !loaded) open();
  }

  function fromAddress() {
    if (location.hash === "#evaluate") choose(one("#tab-evaluate"));
  }

  // The tab as it stands; the result of the last run, or of one that somebody else has started.
  async function open(shown) {
    loaded = true;
    const panel = one("#evaluate");
    const file = one("#file")?.value;
    panel.innerHTML = await html(`evaluation?${query()}`);
    const select = one("#file");
    if (file && select) select.value = file;
    if ((await progressNow())?.state === "running") watch();
    const latest = shown || one("#evaluate .show")?.dataset.run;
    if (latest) await show(latest);
  }

  async function show(run, before = "") {
    const result = one("#result");
    result.innerHTML = await html(`evaluation/run?${query({ name: run, before })}`);
    document.querySelectorAll("#evaluate .show").forEach((button) => {
      const current = button.dataset.run === run;
      if (current) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
  }

  // A run under way

  function under(way) {
    const waiting = one("#under-way");
    waiting.hidden = !way;
    const form = one("#begin");
    if (form) form.hidden = way;
  }

  function tell(progress) {
    const bar = one("#bar");
    bar.max = progress.total || 1;
    bar.value = progress.done;
    one("#pace").textContent = progress.told;
  }

  async function watch() {
    if (watching) return;
    watching = true;
    under(true);
    let progress = { state: "running" };
    while (progress.state === "running") {
      const now = await progressNow();
      if (now) progress = now;
      if (now?.state === "running") tell(now);
      if (!now) one("#pace").textContent = say("The server does not answer; trying again …");
      await new Promise((done) => setTimeout(done, POLL));
    }
    watching = false;
    const stopped = one("#under-way").contains(document.activeElement);
    await open(progress.state === "done" ? progress.run : undefined);
    tellEnd(progress.told);
    const next = progress.state === "done" ? one("#headline") : one("#begin button");
    if (stopped || document.activeElement === document.body) next?.focus({ preventScroll: true });
  }

  async function begin() {
    tellEnd("");
    const answer = await post("evaluation/start", { questions: one("#file").value });
    if (!answer.ok) {
      tellEnd(answer.told);
      return;
    }
    tell(answer);
    watch();
    one("#stop").focus({ preventScroll: true });
  }

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "begin") return;
    event.preventDefault();
    begin();
  });

  document.addEventListener("click", (event) => {
    const tab = event.target.closest('.tabs [role="tab"]');
    if (tab) {
      choose(tab);
    } else if (event.target.closest("#stop")) {
      one("#pace").textContent = say("Stopping …");
      post("evaluation/stop", {});
    } else if (event.target.closest("#evaluate .show")) {
      show(event.target.closest(".show").dataset.run).then(() => {
        one("#headline")?.focus({ preventScroll: true });
        one("#result").scrollIntoView({ block: "start" });
      });
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.id !== "before") return;
    show(event.target.closest("[data-run]").dataset.run, event.target.value).then(() => {
      one("#before").focus({ preventScroll: true });
    });
  });

  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest('.tabs [role="tab"]');
    if (!tab || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = tabs().find((each) => each !== tab);
    choose(other);
    other.focus();
  });

  document.addEventListener("DOMContentLoaded", fromAddress);
  window.addEventListener("hashchange", fromAddress);
})();
