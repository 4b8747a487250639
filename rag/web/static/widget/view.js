// Answers -> elements. All text goes in as text: nothing of an article becomes markup.

// Controls, and what reverses or hides the text behind it; marks that joining scripts need stay.
const UNSEEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ud800-\udfff\u{e0000}-\u{e007f}]/gu;
const WEB = /^https?:\/\/[^\s/]/i;

const shown = (text) => text.replace(UNSEEN, "");

const sentence = (text) =>
  text ? text[0].toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? "" : ".") : "";

const filled = (text, value) => text.replace("{0}", () => value);

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

class View {
  // `address(citation)` tells where it is read in its article, if it can be; `read(id)` gives the
  // article
  constructor(texts, lang, address, read) {
    Object.assign(this, { texts, lang, address, read });
  }

  answered(answer) {
    const understood = answer.searched_for !== answer.question.trim();
    return [
      understood && make("p.quiet", filled(this.texts.searchedFor, answer.searched_for)),
      answer.status === "answered" ? this.#found(answer) : this.#missing(answer),
    ];
  }

  #found({ text, citations, reason }) {
    const isQuoted = (line) => citations.some((one) => line.endsWith(`${one.text} [${one.number}]`));
    const lines = text.split("\n").slice(0, reason ? -1 : undefined);
    const own = lines.filter((line) => !isQuoted(line)).join("\n").trim();
    const quotes = citations.map((one) => this.#quote(one));
    return [
      own && make("p.prose", own),
      make("ol.quotes", { role: "list" }, quotes),
      reason && this.#missing({ reason, closest: [] }),
    ];
  }

  #quote(one) {
    const { texts } = this;
    const retold = one.kind === "indirect";
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
      retold || !one.speaker ? "li.quote.plain" : "li.quote",
      make(
        "div.about",
        make("span.who", one.speaker ?? one.title),
        this.#day(one),
        one.outlet && make("span", one.outlet),
        retold && make("span", texts.retold),
      ),
      make("blockquote", this.#words(one)),
      make(
        "div.ways",
        this.#link(`[${one.number}] ${one.title}`, this.address(one)),
        toggle,
      ),
      place,
    );
  }

  // The exact words; those that answer are bold
  #words({ text, start: from, bold }) {
    const cut = slicer(text);
    const parts = [];
    let at = 0;
    for (const [start, end] of bold.sort((a, b) => a[0] - b[0])) {
      const left = Math.max(start - from, at);
      const right = Math.max(end - from, left);
      parts.push(cut(at, left), make("b", cut(left, right)));
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
