// <on-record-chat>: a conversation with the articles, in a page of somebody else.
const SCRIPT = document.currentScript;
const SERVER = SCRIPT?.src ? new URL(".", SCRIPT.src).href : "./";
const NAME = "on-record-chat";
const FILTERS = ["speaker", "outlet", "articles", "from", "to"];
const MOST_HISTORY = 30; // earlier questions, as many as the server takes
const MOST_KEPT = 20; // turns that a tab keeps
const LONGEST = 2000; // characters of a question
const HEARD = ".doubted p, .missing p, .ours p, .quote:first-child :is(.about > *, blockquote)";
const PHONE = "(max-width: 30rem), (max-height: 26rem)";

const sheetOf = (text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
};
const STYLES = sheetOf("@styles");

class OnRecordChat extends HTMLElement {
  static observedAttributes = [
    ..."server launcher heading lang accent background question examples".split(" "),
    ...FILTERS,
  ];

  // A function that gives a token, or a promise of one, signed by the page's own server
  getToken = this.getToken; // a page may have set it before this script came

  #texts = {};
  #turns = []; // { question, answer or trouble or neither yet, shown }
  #running = null;
  #token = null;
  #offered = null; // the collection's own examples
  #begun = false;
  #stale = false;
  #drawn = null; // the elements that are changed later

  constructor() {
    super();
    if (Object.hasOwn(this, "texts")) {
      const { texts } = this; // so is this; it hides the setter
      delete this.texts;
      this.texts = texts;
    }
    // A page's shortcuts would take what is typed here for commands
    const root = this.attachShadow({ mode: "open" });
    for (const kind of ["keydown", "keypress", "keyup"]) {
      root.addEventListener(kind, (event) => event.stopPropagation());
    }
  }

  connectedCallback() {
    this.#restore();
    this.#draw();
    if (!this.#launches) this.#begin();
  }

  disconnectedCallback() {
    this.#running?.abort();
  }

  attributeChangedCallback() {
    if (!this.#drawn || this.#stale) return;
    this.#stale = true; // several attributes at once are one change
    queueMicrotask(() => this.isConnected && this.#draw());
  }

  // Words in place of the widget's own, for other languages: { ask: "Frag", ... }
  get texts() {
    return { ...TEXTS.en, ...TEXTS[this.#lang], ...this.#texts };
  }

  set texts(given) {
    this.#texts = given;
    this.attributeChangedCallback();
  }

  open() {
    if (!this.#launches || this.#isOpen) return;
    const { panel, launch, box } = this.#drawn;
    if (matchMedia(PHONE).matches) panel.showModal();
    else panel.showPopover();
    launch.ariaExpanded = "true";
    box.focus();
    this.#begin();
  }

  close() {
    if (!this.#launches || !this.#isOpen) return;
    const { panel, launch } = this.#drawn;
    if (panel.open) panel.close();
    else panel.hidePopover();
    launch.ariaExpanded = "false";
    launch.focus();
  }

  clear() {
    this.#running?.abort();
    this.#running = null;
    this.#turns = [];
    this.#keep();
    this.#draw();
    this.#drawn.box.focus();
  }

  ask(question) {
    const asked = question.trim().slice(0, LONGEST);
    if (!asked || this.#running) return;
    const turn = { question: asked };
    this.#turns.push(turn);
    this.#drawn.welcome?.remove();
    this.#drawn.fresh.hidden = false;
    this.#answer(turn);
  }

  // What the attributes say

  #get(name) {
    return this.getAttribute(name) ?? "";
  }

  get #launches() {
    return this.hasAttribute("launcher");
  }

  get #isOpen() {
    const panel = this.shadowRoot.querySelector("dialog");
    return Boolean(panel && (panel.open || panel.matches(":popover-open")));
  }

  get #lang() {
    const lang = this.closest("[lang]")?.lang || navigator.language;
    return /^ru\b/i.test(lang) ? "ru" : "en";
  }

  get #server() {
    return new URL(this.#get("server") || SERVER, document.baseURI).href.replace(/\/?$/, "/");
  }

  // Several widgets of a page keep a conversation each
  get #keptUnder() {
    return `${NAME} ${this.#server} ${[...document.querySelectorAll(NAME)].indexOf(this)}`;
  }

  get #filters() {
    const given = FILTERS.filter((name) => this.#get(name));
    return Object.fromEntries(
      given.map((name) => [name, name === "articles" ? this.#listed(name) : this.#get(name)]),
    );
  }

  #listed(name) {
    return this.#get(name).split("|").map((one) => one.trim()).filter(Boolean);
  }

  get #takesTokens() {
    return this.getToken || this.hasAttribute("token") || this.hasAttribute("token-url");
  }

  async #tokenFor(again) {
    if (again || !this.#token) {
      const url = this.#get("token-url");
      if (this.getToken) this.#token = await this.getToken();
      else if (url) {
        const response = await fetch(url, { cache: "no-store" }).catch(() => null);
        if (!response?.ok) throw new Trouble("unknown");
        this.#token = (await response.text()).trim();
      } else this.#token = this.#get("token");
    }
    return this.#token;
  }

  // What is shown

  #draw() {
    this.#stale = false;
    const wasOpen = this.#isOpen;
    const { texts } = this;
    const heading = this.#get("heading") || this.#get("launcher") || texts.heading;
    const lang = this.#lang;
    this.shadowRoot.adoptedStyleSheets = [
      STYLES,
      sheetOf(colourRule(this.#get("accent"), this.#get("background"))),
    ];
    const log = make("div.log", {
      role: "log",
      "aria-live": "off", // it would be read with every button; #hear is brief
      "aria-label": texts.log,
      tabindex: "0",
    });
    const box = make("textarea", {
      id: "question",
      rows: "1",
      maxlength: LONGEST,
      dir: "auto",
      placeholder: texts.placeholder,
      autocomplete: "off",
      onkeydown: (event) => this.#key(event),
      oninput: () => fit(box),
    });
    const fresh = make(
      "button.link",
      { hidden: !this.#turns.length, onclick: () => this.clear() },
      texts.fresh,
    );
    const form = make(
      "form", // never submitted: a frame's sandbox may forbid that
      make("label", { for: "question" }, texts.question),
      make("div.row", box, make("button.send", { onclick: () => this.#send() }, texts.ask)),
      make("div.foot", this.#only(texts), fresh),
    );
    const close = make(
      "button.close",
      { "aria-label": texts.close, onclick: () => this.close() },
      make("span", { "aria-hidden": "true" }, "×"),
    );
    const panel = make(
      this.#launches ? "dialog.frame" : "section.frame",
      { "aria-labelledby": "heading", lang },
      make("header", make("h2", { id: "heading" }, heading), this.#launches && close),
      log,
      form,
    );
    const heard = make("p.unseen", { role: "status" });
    panel.append(heard);
    this.#drawn = { panel, log, box, fresh, heard };
    this.shadowRoot.replaceChildren(panel);
    if (this.#launches) this.#addLauncher(heading);
    this.#drawn.view = new View(texts, lang, (one) => this.#address(one), (one) => this.#read(one));
    if (!this.#turns.length) {
      log.append((this.#drawn.welcome = this.#welcome(texts)));
      box.value = this.#get("question");
    }
    for (const turn of this.#turns) this.#show(turn);
    if (wasOpen) this.open();
    fit(box);
  }

  #addLauncher(heading) {
    const { panel } = this.#drawn;
    const launch = make(
      "button.launch",
      { "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => this.open() },
      make("span.mark", { "aria-hidden": "true" }, "“"),
      make("span", this.#get("launcher") || heading),
    );
    const corner = make("div.corner", { popover: "manual" }, launch);
    panel.popover = "manual";
    panel.addEventListener("cancel", (event) => {
      event.preventDefault(); // a modal dialog's own Escape: ours gives the focus back
      this.close();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.close();
    });
    this.shadowRoot.append(corner);
    corner.showPopover(); // above the page, whatever its layers are
    this.#drawn.launch = launch;
  }

  #welcome(texts) {
    const examples = this.hasAttribute("examples") ? this.#listed("examples") : this.#offered ?? [];
    const items = examples.map((one) =>
      make("li", make("button.example", { onclick: () => this.ask(one) }, one)));
    return make(
      "div.welcome",
      make("p", texts.motto),
      items.length && [make("h3", texts.examples), make("ul", { role: "list" }, items)],
    );
  }

  // What questions are restricted to, in words: a reader is not to take it for everything
  #only(texts) {
    const given = Object.entries(this.#filters).map(([name, value]) => {
      const day = /^\d{4}-\d\d-\d\d$/.test(value) && dayInWords(value, this.#lang);
      return filled(texts[name], name === "articles" ? value.length : day || value);
    });
    return make("p.quiet", given.length && filled(texts.only, given.join(", ")));
  }

  #show(turn) {
    const { log, view } = this.#drawn;
    const { answer, trouble } = turn;
    const acts = { ask: (question) => this.ask(question), all: () => this.#showAll(turn) };
    const nodes = [
      answer && view.answered(answer, acts),
      trouble && view.failed(trouble, () => this.#answer(turn)),
      !answer && !trouble && make("p.waiting", this.texts.searching),
    ];
    const shown = make("article.turn", make("h3.asked", turn.question), nodes);
    if (turn.shown?.isConnected) turn.shown.replaceWith(shown);
    else log.append(shown);
    turn.shown = shown;
    // the question at the top, its answer below: also where the answer is longer than the log
    log.scrollTop += shown.getBoundingClientRect().top - log.getBoundingClientRect().top;
  }

  // What a screen reader says of an answer: its level and reason, how many excerpts it has, and the
  // first of them
  #hear({ shown }) {
    const count = shown.querySelectorAll(".quote").length;
    const parts = [...shown.querySelectorAll(HEARD)].map((one) => one.textContent);
    if (count) parts.unshift(filled(this.texts.excerpts, count));
    this.#drawn.heard.textContent = parts.join("; ");
  }

  // Asking

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const { box } = this.#drawn;
    if (this.#running) return;
    this.ask(box.value);
    box.value = "";
    fit(box);
  }

  #begin() {
    if (this.#begun) return;
    this.#begun = true;
    this.#offer();
    if (!this.hasAttribute("ask") || this.#turns.length) return;
    this.#drawn.box.value = "";
    fit(this.#drawn.box);
    this.ask(this.#get("question"));
  }

  // The collection's own examples, unless the page has some or restricts what is asked
  async #offer() {
    const { welcome } = this.#drawn;
    if (!welcome || this.hasAttribute("examples") || Object.keys(this.#filters).length) return;
    if (this.hasAttribute("ask")) return;
    // scripts of the page may set what gives tokens
    if (document.readyState !== "complete") {
      await new Promise((loaded) => addEventListener("load", loaded, { once: true }));
    }
    const signal = AbortSignal.timeout(ANSWERED_WITHIN);
    try {
      this.#offered = (await this.#request("api/v1/coverage?speakers=0", { signal })).examples;
    } catch {
      return; // a question will tell why
    }
    if (!this.#drawn.welcome?.isConnected) return;
    const offered = this.#welcome(this.texts);
    this.#drawn.welcome.replaceWith(offered);
    this.#drawn.welcome = offered;
  }

  // All that an answer has; the keyboard goes to the first that was not shown before
  async #showAll(turn) {
    if (this.#running) return;
    turn.most = MOST;
    const before = turn.shown.querySelectorAll("li[tabindex]").length;
    await this.#answer(turn);
    turn.shown.querySelectorAll("li[tabindex]")[before]?.focus();
  }

  async #answer(turn) {
    if (this.#running) return;
    const running = (this.#running = new AbortController());
    const late = setTimeout(() => running.abort(), ANSWERED_WITHIN);
    const hadFocus = turn.shown?.contains(this.shadowRoot.activeElement);
    turn.trouble = null;
    this.#show(turn);
    this.#drawn.heard.textContent = this.texts.searching;
    if (hadFocus) this.#drawn.box.focus(); // the button that had it is gone
    const earlier = this.#turns.slice(0, this.#turns.indexOf(turn)).filter((one) => one.answer);
    const body = {
      question: turn.question,
      history: earlier.map((one) => one.question).slice(-MOST_HISTORY),
      language: this.#lang,
      filters: this.#filters,
      most: turn.most,
      written: false, // the quotations first
      with: ["follow_ups", "copies", "names"],
    };
    try {
      turn.answer = await this.#request("api/v1/ask", { body, signal: running.signal });
    } catch (trouble) {
      turn.trouble = trouble.kind ? trouble : new Trouble("wrong", { detail: `${trouble}` });
    }
    clearTimeout(late);
    if (this.#running === running) this.#running = null;
    if (!this.isConnected || !this.#turns.includes(turn)) return;
    this.#show(turn);
    this.#hear(turn);
    this.#keep();
    if (turn.answer?.writing?.pending) await this.#write(turn, { ...body, written: true });
  }

  // The same answer as the server's language model writes it
  async #write(turn, body) {
    const before = turn.answer;
    const signal = AbortSignal.timeout(WRITTEN_WITHIN);
    const written = await this.#request("api/v1/ask", { body, signal }).catch(() => null);
    if (!this.isConnected || !this.#turns.includes(turn) || turn.answer !== before) return;
    turn.answer = written ?? { ...before, writing: null };
    this.#show(turn);
    this.#hear(turn);
    this.#keep();
  }

  #request(path, options) {
    return request(this.#server, path, { token: (again) => this.#tokenFor(again), ...options });
  }

  // Where a cited article is read, its words marked; nowhere, if a log-in stands before it that
  // tokens don't pass
  #address({ article, start, end, text }) {
    if (this.#takesTokens) return null;
    const cite = end ? `&cite=${start}-${end}-${check(text)}#cite` : "";
    return `${this.#server}article?id=${encodeURIComponent(article)}${cite}`;
  }

  // The article of a citation as it is now: the index may have been built again
  #read({ article }) {
    const signal = AbortSignal.timeout(ANSWERED_WITHIN);
    return this.#request(`api/v1/articles/${encodeURIComponent(article)}`, { signal });
  }

  // Remembering until the tab is closed, unless the page says remember="no"

  #keep() {
    if (this.#get("remember") === "no") return;
    const kept = this.#turns.filter((one) => one.answer).slice(-MOST_KEPT);
    const turns = kept.map(({ question, answer }) => ({ question, answer }));
    try {
      if (turns.length) sessionStorage.setItem(this.#keptUnder, JSON.stringify(turns));
      else sessionStorage.removeItem(this.#keptUnder);
    } catch {
      // a full or forbidden storage: the conversation lives as long as the page
    }
  }

  #restore() {
    if (this.#get("remember") === "no" || this.#turns.length) return;
    try {
      const turns = JSON.parse(sessionStorage.getItem(this.#keptUnder)) ?? [];
      this.#turns = turns.filter((one) => one.question.trim && one.answer.citations.map);
    } catch {
      // as above, or damaged
    }
  }
}

// As high as what is in it; the styles set a limit
function fit(box) {
  box.style.height = "auto";
  if (box.value) box.style.height = `${box.scrollHeight + 2}px`;
}

if (!customElements.get(NAME)) customElements.define(NAME, OnRecordChat);

// <script src=".../widget.js" data-launcher data-heading="..."></script> is all a page needs
if (SCRIPT?.dataset.launcher !== undefined) {
  const launcher = document.createElement(NAME);
  launcher.setAttribute("server", SERVER);
  for (const { name, value } of SCRIPT.attributes) {
    if (name.startsWith("data-")) launcher.setAttribute(name.slice(5), value);
  }
  const add = () => document.body.append(launcher);
  if (document.body) add();
  else document.addEventListener("DOMContentLoaded", add);
}
