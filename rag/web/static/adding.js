// Adding articles: files are sent one after the other, then the state of the index is shown until
// it has them. page.js comes before; what it defines is used here.

"use strict";

(() => {
  const POLL = 700; // milliseconds
  const TRIES = 5; // of a file that the server is too busy for
  let watching = false;
  let changed = false; // since the state was last asked for

  const one = (selector) => document.querySelector(selector);
  const query = (given = {}) => new URLSearchParams({ ...given, lang: language });

  // A line about a file, which is changed as it goes on; the list is read aloud.
  function line(name) {
    const item = document.createElement("p");
    const file = document.createElement("span");
    file.className = "file";
    file.dir = "auto";
    file.textContent = name;
    const said = document.createElement("span");
    item.append(file, ": ", said);
    one("#told").append(item);
    return (words, outcome) => {
      said.textContent = words.startsWith(`${name}: `) ? words.slice(name.length + 2) : words;
      item.className = outcome || "";
    };
  }

  async function send(address, options) {
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(address, { method: "POST", ...options }).catch(() => null);
      if (!answer) return { ok: false, told: say("The server does not answer.") };
      const value = await answer.json().catch(() => ({}));
      const wait = Number(answer.headers.get("Retry-After"));
      if (!wait || tries === TRIES) {
        const told = value.told || [value.detail, value.hint].filter(Boolean).join("; ");
        return { ok: answer.ok, told: told || say("The server does not answer.") };
      }
      await new Promise((done) => setTimeout(done, wait * 1000));
    }
  }

  function post(address, value) {
    const headers = { "Content-Type": "application/json" };
    return send(`${address}?${query()}`, { headers, body: JSON.stringify(value) });
  }

  async function addFile(file) {
    const tell = line(file.name);
    const most = Number(one("#files").dataset.most);
    if (file.size > most) {
      tell(say("larger than a file may be"), "failed");
      return;
    }
    tell(say("being added …"));
    const headers = { "Content-Type": "application/octet-stream" };
    const { ok, told } = await send(`add/file?${query({ name: file.name })}`, {
      headers,
      body: file,
    });
    tell(told, ok ? "added" : "failed");
    if (!ok) return;
    await list();
    watch();
  }

  async function addFiles(files) {
    for (const file of files) await addFile(file);
  }

  async function addText(form) {
    const button = form.querySelector("button");
    button.disabled = true;
    const given = Object.fromEntries(new FormData(form));
    const tell = line(given.title || say("Pasted text"));
    tell(say("being added …"));
    const { ok, told } = await post("add/text", given);
    tell(told, ok ? "added" : "failed");
    button.disabled = false;
    if (!ok) return;
    form.reset();
    one("#text").focus();
    await list();
    watch();
  }

  async function remove(button) {
    const tell = line(button.value);
    const { ok, told } = await post("add/remove", { name: button.value });
    tell(told, ok ? "added" : "failed");
    if (!ok) return;
    await list();
    one("#added h2").focus();
    watch();
  }

  // The files that were added, as the server lists them now.
  async function list() {
    const page = new URLSearchParams(location.search).get("page") || "1";
    const answer = await fetch(`add/files?${query({ page })}`).catch(() => null);
    if (answer?.ok) one("#added").innerHTML = await answer.text();
  }

  async function watch() {
    changed = true;
    if (watching) return;
    watching = true;
    const bar = one("#bar");
    let state = { under_way: true };
    while (state.under_way || changed) {
      changed = false;
      const answer = await fetch(`add/state?${query()}`).catch(() => null);
      if (answer?.ok) {
        state = await answer.json();
        bar.hidden = !state.under_way;
        if (state.total) {
          bar.max = state.total;
          bar.value = state.done;
        } else {
          bar.removeAttribute("value");
        }
        if (one("#pace").textContent !== state.told) one("#pace").textContent = state.told;
      } else {
        one("#pace").textContent = say("The server does not answer; trying again …");
      }
      await new Promise((done) => setTimeout(done, POLL));
    }
    watching = false;
    await list();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const drop = one("#drop");
    const files = one("#files");
    files.addEventListener("change", async () => {
      await addFiles([...files.files]);
      files.value = "";
    });
    drop.addEventListener("dragover", (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      addFiles([...event.dataTransfer.files]);
    });
    one("#paste").addEventListener("submit", (event) => {
      event.preventDefault();
      addText(event.target);
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button.remove");
      if (button) remove(button);
    });
    watch();
  });
})();
