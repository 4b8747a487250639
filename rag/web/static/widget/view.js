// Answers -> elements. All text goes in as text: nothing of an article becomes markup.

// Controls, and what reverses or hides the text behind it; marks that joining scripts need stay.
const UNSEEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ud800-\udfff\u{e0000}-\u{e007f}]/gu;
const WEB = /^https?:\/\/[^\s/]/i;

const shown = (text) => text.replace(UNSEEN, "");

const sentence = (text) =>
  text ? text[0].toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? "" : ".") : "";

const filled = (text, ...values) => text.replace(/\{(\d)\}/g, (_, at) => values[at]);

// Whether a part of the words is the sentence most likely to answer
const isPartLikely = ({ start, end, likely }) => likely && (likely[0] > start || likely[1] < end);

const MOST = 50; // statements or articles that the server shows at most

// make("p.quiet", { title: "..." }, "text", element), or without attributes: what is null, false or
// "" is left out. An element of text finds its direction in its text.
function make(name, ...children) {
  const attributes = children[0]?.constructor === Object ? children.shift() : {};
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  if (classes.length) made.className = classes.join(" ");
  const parts = children.flat(9).filter(Boolean);
  const dir = !["B", "MARK"].includes(made.tagName) && parts.some((one) => !one.tagName) && "auto";
  for (const [key, value] of Object.entries({ dir, type: tag === "button" && tag, ...attributes })) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value || value === "") made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...parts.map((one) => (one.tagName ? one : shown(String(one)))));
  return made;
}

// Offsets count characters; JavaScript's strings count some of them twice
function slicer(text) {
  const letters = Array.from(text);
  return (start, end) => letters.slice(start, end).join("");
}

// The number by which a link's page knows the words (spans.py)
const check = (words) =>
  Array.from(words).reduce((sum, one) => (sum * 31 + one.codePointAt()) % 999999937, 0);

// The clipboard is closed to pages that come over plain http
async function copied(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const held = make("textarea.unseen");
    held.value = text;
    button.after(held);
    held.select();
    const done = document.execCommand("copy");
    held.remove();
    button.focus();
    return done;
  }
}

class View {
  // `address(citation)` tells where it is read in its article, if it can be; `read(id)` gives the
  // article
  constructor(texts, lang, address, read) {
    Object.assign(this, { texts, lang, address, read });
  }

  // `ask(question)` asks it; `all()` shows what an answer leaves out
  answered(answer, { ask, all }) {
    const { texts } = this;
    const understood = answer.searched_for !== answer.question.trim();
    const button = (question) =>
      make("li", make("button.example", { lang: "en", onclick: () => ask(question) }, question));
    const suggested = [...new Set([...answer.try_asking, ...(answer.follow_ups ?? [])])];
    return [
      understood && make("p.quiet", filled(texts.searchedFor, answer.searched_for)),
      answer.status === "answered" && this.#found(answer, ask, all),
      answer.status === "unsure" && this.#unsure(answer),
      answer.status === "not_found" && this.#missing(answer),
      suggested.length && [
        make("h4", answer.kind === "talk" ? texts.tryAsking : texts.followUps),
        make("ul.steps", { role: "list" }, suggested.map(button)),
      ],
    ];
  }

  // What a language model wrote from the quotations, and what was struck of it
  #written({ model, pending, text, struck, problem }) {
    const { texts } = this;
    if (pending) return make("p.waiting", texts.writing);
    const lines = text.split("\n").map((line) => make("p.prose", line.replace(/^- /, "• ")));
    const items = struck.map((one) => make("li", make("s", one.text), ` ${one.reason}`));
    return make(
      "div.ours",
      make("p.own", problem ? sentence(problem) : filled(texts.writtenBy, model)),
      lines,
      items.length &&
        make("details.quiet", make("summary", filled(texts.struck, items.length)), make("ul", items)),
    );
  }

  #found({ preface, facets, citations, reason, kind, more, writing }, ask, all) {
    const isHeadline = (one) => one.kind === "headline";
    const listed = kind === "collection" && citations.length && citations.every(isHeadline);
    const cited = citations.filter((one) => one.end || isHeadline(one));
    const browsed = this.#facets(facets, ask, cited.length && !listed);
    const own = preface && [make("p.own", "On Record"), make("p.prose", preface)];
    return [
      writing && this.#written(writing),
      own && make("div.ours", own),
      listed ? [browsed, this.#titles(citations)] : [this.#quotes(cited), browsed],
      more > 0 && this.#rest(citations.length || facets.length, more, all),
      reason && this.#missing({ reason, closest: [] }),
    ];
  }

  #unsure({ reason, citations, writing }) {
    const { texts } = this;
    return [
      make(
        "div.doubted",
        make("p.verdict", texts.doubt),
        make("p.reason", sentence(reason)),
        citations.some(isPartLikely) && make("p.quiet", texts.likely),
      ),
      writing && this.#written(writing),
      make("h4", texts.nearest),
      this.#quotes(citations, true),
    ];
  }

  #quotes(citations, unsure) {
    const quotes = citations.map((one) => this.#quote(one, unsure));
    return quotes.length && make("ol.quotes", { role: "list" }, quotes);
  }

  // Topics, people and outlets, each of which asks a question
  #facets(facets, ask, others) {
    const { texts } = this;
    const labels = { topic: texts.topic, speaker: texts.speakers, outlet: texts.outlets };
    return Object.entries(labels).map(([kind, label]) => {
      const chosen = facets.filter((one) => one.kind === kind);
      const items = chosen.map(({ name, count, question }) =>
        make(
          "li",
          make("button.facet", { title: question, onclick: () => ask(question) }, name,
            count && make("span.quiet", ` ${count}`)),
        ));
      const heading = make("h4", others ? texts.others : label);
      return items.length && [heading, make("ul.facets", { role: "list" }, items)];
    });
  }

  #titles(citations) {
    const items = citations.map((one) =>
      make(
        "li",
        { tabindex: -1 },
        this.#link(one.title, this.address(one)),
        make("div.about", one.outlet && make("span", one.outlet), this.#day(one)),
      ));
    return [make("h4", this.texts.headlines), make("ol.titles", items)];
  }

  #rest(shown, more, all) {
    const { texts } = this;
    const every = shown + more;
    const label = every > MOST ? texts.more : filled(texts.all, every);
    return make(
      "p.rest",
      filled(texts.shown, shown, every),
      shown < MOST && make("button.link", { onclick: all }, label),
    );
  }

  // What cited words are
  #how(one) {
    const title = !one.end && one.text === one.title;
    return this.texts[title ? "headline" : one.kind ?? "passage"];
  }

  #quote(one, unsure) {
    const { texts } = this;
    const isQuoted = one.kind === "direct" || one.kind === "mixed";
    const who = one.name ?? one.speaker;
    const place = make("div.place", { hidden: true });
    const toggle =
      one.end &&
      make(
        "button.link",
        { "aria-expanded": "false", onclick: () => this.#toggle(toggle, place, one) },
        texts.context,
        make("span.unseen", ` (${filled(texts.quotation, one.number)})`),
      );
    return make(
      isQuoted ? "li.quote" : "li.quote.plain",
      { tabindex: -1 },
      make(
        "div.about",
        who && make("span.who", who),
        this.#day(one),
        one.outlet && make("span", one.outlet),
        make("i", this.#how(one)),
      ),
      make("blockquote", this.#words(one)),
      make(
        "div.ways",
        this.#link(`[${one.number}] ${one.title}`, this.address(one)),
        toggle,
      ),
      make("div.ways.copies", this.#copies(one)),
      place,
    );
  }

  // Buttons that copy the words with what they are and where they stand, in three styles
  #copies({ copies, number }) {
    const { texts } = this;
    const labels = {
      plain: texts.copy,
      markdown: texts.asMarkdown,
      reference: texts.asReference,
    };
    const told = make("b", { role: "status" });
    const buttons = Object.entries(copies ?? {}).map(([style, text]) => {
      const button = make("button.link", {
        onclick: async () => {
          told.textContent = (await copied(shown(text), button)) ? texts.copied : texts.uncopied;
          setTimeout(() => (told.textContent = ""), 4000);
        },
      }, labels[style], make("span.unseen", ` (${filled(texts.quotation, number)})`));
      return button;
    });
    return [...buttons, told];
  }

  // The exact words: those that answer are bold, the likeliest sentence is marked
  #words(one) {
    const { text, start: from, bold, likely } = one;
    const cut = slicer(text);
    const spans = [...bold.map((span) => [...span, "b"]), ...(isPartLikely(one) ? [[...likely, "mark"]] : [])];
    const parts = [];
    let at = 0;
    for (const [start, stop, tag] of spans.sort((a, b) => a[0] - b[0])) {
      const left = Math.max(start - from, at);
      const right = Math.max(stop - from, left);
      parts.push(cut(at, left), make(tag, cut(left, right)));
      at = right;
    }
    return [...parts, cut(at)];
  }

  #day({ published, approximate_date: approximate }) {
    const { texts } = this;
    if (!published) return make("span.doubt", texts.undated);
    const time = make("time", { datetime: published }, dayInWords(published, this.lang));
    if (!approximate) return time;
    const [before, after] = texts.mentions.split("{0}");
    return make("span.doubt", before, time, after);
  }

  // Nothing but web addresses are led to
  #link(label, url) {
    return WEB.test(url ?? "")
      ? make(
          "a",
          { href: url, target: "_blank", rel: "noopener noreferrer" },
          label,
          make("span.unseen", ` (${this.texts.opens})`),
        )
      : make("span", label);
  }

  async #toggle(toggle, place, one) {
    const open = place.hidden;
    place.hidden = !open;
    toggle.setAttribute("aria-expanded", open);
    if (!open) return;
    place.replaceChildren(make("p.quiet", this.texts.searching));
    try {
      const article = await this.read(one);
      place.replaceChildren(...this.#excerpt(article, one));
      place.querySelector("mark")?.scrollIntoView({ block: "nearest" });
    } catch (trouble) {
      place.replaceChildren(make("p", { role: "alert" }, this.texts[trouble.kind] ?? this.texts.wrong));
    }
  }

  // The paragraphs around the cited words, which are marked
  #excerpt({ text, url }, one) {
    const whole = this.address(one);
    const cut = slicer(text);
    if (cut(one.start, one.end) !== one.text) return [make("p.quiet", this.texts.changed)];
    const [start, end] = [cut(0, one.start).length, cut(0, one.end).length];
    const every = [...text.matchAll(/\S(?:.|\n(?!\s*\n))*/g)];
    const cited = every.map((found) => found.index < end && start < found.index + found[0].length);
    // where the article's own page would ask for a log-in that the reader has not, it is all here
    const near = every.filter((_, at) => !whole || cited[at - 1] || cited[at] || cited[at + 1]);
    return [
      ...near.map(({ index, 0: words }) => {
        const [left, right] = [start, end].map((at) => Math.max(at - index, 0));
        const marked = words.slice(left, right);
        return make("p", words.slice(0, left), marked && make("mark", marked), words.slice(right));
      }),
      make(
        "p.ways",
        whole && this.#link(this.texts.whole, whole),
        WEB.test(url ?? "") && this.#link(this.texts.original, url),
      ),
    ];
  }

  #missing({ reason, closest }) {
    const { texts } = this;
    const items = closest.map((one) => make("li", this.#link(one.title, this.address(one))));
    return [
      make(
        "div.missing",
        make("p.verdict", texts.missing),
        make("p.reason", sentence(reason)),
      ),
      items.length && [make("h4", texts.closest), make("ul.closest", { role: "list" }, items)],
    ];
  }

  // Why there is no answer, and what can be done; `again` asks once more
  failed(trouble, again) {
    const { texts } = this;
    const { kind, detail, hint, after, origin } = trouble;
    const ours = texts[kind + "Hint"];
    return make(
      "div.missing",
      make("p.verdict", texts.trouble),
      make("p.reason", texts[kind]),
      ours
        ? make("p.quiet", filled(ours, after ?? origin))
        : make("p.quiet", { lang: "en" }, [detail, hint].map(sentence).join(" ").trim()),
      this.#again(trouble, again),
    );
  }

  #again({ until = 0 }, again) {
    const button = make("button.again", { onclick: again });
    const count = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      button.disabled = left > 0;
      button.textContent = left > 0 ? filled(this.texts.wait, left) : this.texts.again;
      if (left > 0) setTimeout(count, 1000);
    };
    count();
    return button;
  }
}
