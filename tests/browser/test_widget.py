"""The widget in somebody else's page: another origin, the strictest policy, hostile styles."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, expect

from rag import Assistant
from rag.build.build import build
from rag.web.desk import Desk
from rag.web.guard.identity import make_token
from rag.web.server import make_web_app
from rag.web.widget import widget_script
from tests.browser.barriers import barriers
from tests.browser.embedding import HOSTILE, Host, embedded, host_site
from tests.browser.serving import ROOT
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from rag.models.embedder import Embedder

NATO = "What did Lavrov say about NATO?"
UNANSWERABLE = "What did Macron say about Ukraine?"
UNSURE = "What is the main disagreement between Russia and NATO?"
LOADED = '<script src="SERVER/widget.js"></script>'
INLINE = f"<h1>Press office</h1><main>{LOADED}<on-record-chat></on-record-chat></main>"
LAUNCHER = (
    '<main><h1>Press office</h1><a href="#top">First link</a></main><script src="SERVER/widget.js"'
    ' data-launcher="Ask the archive" data-heading="Archive"></script>'
)
KEY = "k" * 40
SITES = {"intranet.example", "other.example"}
ATTACK = (
    "<img src=//evil.example/a onerror=document.title='broken'> **x** <script>`x` //evil.example"
)
BIDI = "\u202eegap eht fo dne\u2066"
ARTICLE = {
    "id": "hostile\u2028/../<b>#1",
    # a row may be HTML, so what is escaped in it is text
    "title": f"<b>Harbour</b> {escape(ATTACK)} {BIDI}",
    "text": f'<p>😀 It was shown. 😀</p><p>"The harbour is safe {escape(ATTACK)} {BIDI},"'
    " Mayor Anna Berg said.</p><p>It rained.</p>",
    "published": "2024-05-01",
    "url": "javascript:document.title='broken'",
    "outlet": f"<b>Gazette</b> {escape(ATTACK)}",
}
FOCUSED = "document.querySelector('on-record-chat').shadowRoot.activeElement"
OpenHost = Callable[..., "Page"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """The corpus, with an article that tries to become part of the page."""
    folder = tmp_path_factory.mktemp("widget")
    corpus = shutil.copytree(ROOT / "corpus", folder / "corpus")
    (corpus / "hostile.jsonl").write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    build(corpus, folder / "index", embedder, passage_tokens=180)
    return Assistant.load(folder / "index")


@pytest.fixture(scope="module")
def host(hostile: Assistant) -> Iterator[Host]:
    """A site that is allowed to ask."""
    with embedded(hostile, questions_per_minute=0) as site:
        yield site


@pytest.fixture(scope="module")
def closed(assistant: Assistant) -> Iterator[Host]:
    """A site whose readers need tokens, and ask three questions a minute."""
    with embedded(assistant, token_key=KEY, questions_per_minute=3) as site:
        yield site


def is_ours(message: ConsoleMessage) -> bool:
    """Whether the program wrote a line of the console, not the browser."""
    return message.text.startswith("On Record: ")


@pytest.fixture
def open_host(browser: Browser) -> Iterator[OpenHost]:
    """Opens pages of the site; none may complain, or send anything to anybody else."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    asked: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def open_host(
        address: str, *, width: int = 900, scheme: str = "light", expected: str = "", **more: str
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 740},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            locale=more.get("locale", "en-GB"),
        )
        contexts.append(context)
        page = context.new_page()
        if not expected:
            page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        context.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        return page

    yield open_host
    for context in contexts:
        context.close()
    assert {urlsplit(url).hostname for url in asked} <= {"127.0.0.1", *SITES}
    assert complaints == []


def ask(page: Page, question: str) -> Locator:
    """The turn of a question, once it is answered or refused."""
    turns = page.locator(".turn")
    before = turns.count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    turn = turns.nth(before)
    turn.locator("blockquote, .missing").first.wait_for()
    return turn


def overflow(page: Page) -> int:
    """How many pixels the page, or the widget's log, can be scrolled sideways."""
    found: int = page.evaluate(
        "Math.max(document.documentElement.scrollWidth - innerWidth, ...[...document"
        ".querySelectorAll('on-record-chat')].map(e => e.shadowRoot.querySelector('.log'))"
        ".map(e => e.scrollWidth - e.clientWidth))"
    )
    return found


def test_the_script_is_small() -> None:
    script = widget_script().encode()
    assert len(script) < 40_000
    assert len(gzip.compress(script, 9)) < 15_000


def test_an_answer_is_quoted_linked_and_shown_where_it_stands(
    host: Host, open_host: OpenHost
) -> None:
    page = open_host(host.page(INLINE))
    turn = ask(page, NATO)
    quote = turn.locator(".quote").first
    expect(quote).to_contain_text("Sergei Lavrov")
    expect(quote).to_contain_text("28 January 2022")
    expect(quote.locator("blockquote")).to_contain_text("If it depends on Russia")
    quote.get_by_role("button", name="Show in context (quotation 1)").click()
    words = quote.locator("blockquote").inner_text()
    expect(quote.locator(".place mark")).to_have_text(words)
    expect(quote.locator(".place p").last).to_contain_text("Read the whole article")
    with page.context.expect_page() as opened:
        quote.get_by_role("link", name="Read the whole article").click()
    expect(opened.value.locator("mark").first).to_have_text(words)
    follow_up = ask(page, "And about Iran?")
    expect(follow_up).to_contain_text("Searched for: What did Sergey Lavrov say about Iran?")


def test_what_is_not_there_is_said_with_a_reason_and_what_comes_closest(
    host: Host, open_host: OpenHost
) -> None:
    page = open_host(host.page(INLINE))
    turn = ask(page, UNANSWERABLE)
    expect(turn.locator(".verdict")).to_have_text("Not in the articles")
    expect(turn.locator(".reason")).to_have_text("No article mentions Macron.")
    link = turn.locator(".closest a").first
    assert str(link.get_attribute("href")).startswith(f"{host.server}/article?id=")


def test_who_is_silent_of_two_is_told_below_the_quotations(host: Host, open_host: OpenHost) -> None:
    turn = ask(open_host(host.page(INLINE)), "What did Lavrov and Macron say about peacekeepers?")
    expect(turn.locator(".quote").first).to_contain_text("including peacekeepers")
    expect(turn.locator(".quotes + .missing .reason")).to_have_text("No article mentions Macron.")
    expect(turn.locator(".prose")).to_have_count(0)


def test_what_may_not_answer_is_marked_as_the_closest(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(INLINE))
    turn = ask(page, UNSURE)
    expect(turn.locator(".doubted .verdict")).to_have_text("The articles may not answer this")
    expect(turn.locator(".doubted .reason")).to_contain_text("close enough to be sure")
    expect(turn.get_by_role("heading", name="Closest excerpts", exact=True)).to_be_visible()
    expect(turn.locator(".missing")).to_have_count(0)
    marked = turn.locator("blockquote mark").first
    assert marked.inner_text() in marked.locator("xpath=..").inner_text()
    kinds = turn.locator(".quote .about").all_inner_texts()
    assert any("paraphrased by the article" in kind for kind in kinds)


def test_talk_is_the_programs_own_and_leads_to_questions(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(INLINE))
    page.get_by_label("Your question").fill("hi")
    page.keyboard.press("Enter")
    turn = page.locator(".turn").first
    expect(turn.locator(".own")).to_have_text("On Record")
    expect(turn.locator("blockquote")).to_have_count(0)
    suggestion = turn.locator(".steps button").first
    question = suggestion.inner_text()
    suggestion.press("Enter")
    expect(page.locator(".asked").last).to_have_text(question)
    page.locator("blockquote").first.wait_for()
    assert barriers(page) == []


def test_an_overview_leads_on(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(INLINE))
    page.get_by_label("Your question").fill("What are these articles about?")
    page.keyboard.press("Enter")
    page.locator(".titles li").first.wait_for()
    title = page.locator(".titles a").first
    assert str(title.get_attribute("href")).startswith(f"{host.server}/article?id=")
    assert barriers(page) == []
    page.get_by_role("button", name="John Sullivan").click()
    expect(page.locator(".who").first).to_have_text("John Sullivan")
    assert overflow(page) <= 0


def test_statements_that_are_not_shown_are_one_click_away(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(INLINE))
    turn = ask(page, NATO)
    shown = turn.locator(".quote").count()
    rest = turn.locator(".rest")
    every = int(rest.inner_text().split(" of ")[1].split()[0].rstrip("Show"))
    rest.get_by_role("button", name=f"Show all {every}").press("Enter")
    expect(turn.locator(".quote")).to_have_count(every)
    expect(turn.locator(".quote").nth(shown)).to_be_focused()
    expect(turn.locator(".rest")).to_have_count(0)
    expect(page.locator(".turn")).to_have_count(1)


def test_a_passage_is_copied_as_what_it_is(browser: Browser, hostile: Assistant) -> None:
    with serving(
        make_web_app(Desk(hostile))
    ) as address:  # of its own site: a clipboard wants https
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{address}/embed")
        turn = ask(page, NATO)
        retold = turn.locator(".quote").filter(has_text="paraphrased by the article").last
        quoted = turn.locator(".quote").filter(has_text="quotation").first
        expect(quoted.get_by_role("button", name="Copy with citation")).to_be_visible()
        clipboard = "navigator.clipboard.readText()"
        for name, words in {
            "Copy with citation": "(paraphrased by the article: Sergei Lavrov, “Russia Not",
            "as Markdown": "> — *paraphrased by the article:* Sergei Lavrov",
            "as reference": "[paraphrased by the article] Sergei Lavrov, paraphrased in “Russia",
        }.items():
            page.evaluate("navigator.clipboard.writeText('')")
            retold.get_by_role("button", name=name).press("Enter")
            expect(retold.get_by_role("status")).to_have_text("Copied")
            assert words in page.evaluate(clipboard)
        page.evaluate(
            """() => {
              navigator.clipboard.writeText = () => Promise.reject();  // as over http
              document.execCommand = (name) => { document.title = name; return true; };
            }"""
        )
        copy = quoted.get_by_role("button", name="as Markdown")
        copy.press("Enter")
        expect(page).to_have_title("copy")
        expect(copy).to_be_focused()
        context.close()


def test_hostile_styles_change_nothing_on_either_side(host: Host, open_host: OpenHost) -> None:
    shots = []
    for styles in ("", HOSTILE):
        body = f"{LOADED}<on-record-chat></on-record-chat>"
        page = open_host(host.page(body, styles=f"body {{ margin: 0 }} {styles}"))
        ask(page, NATO)
        page.locator("on-record-chat").evaluate("one => one.shadowRoot.activeElement.blur()")
        shots.append(page.locator(".frame").screenshot())
        outside = page.locator("body").evaluate("one => getComputedStyle(one).cssText")
        page.locator("on-record-chat").evaluate("one => one.remove()")
        assert page.locator("body").evaluate("one => getComputedStyle(one).cssText") == outside
        assert page.locator("style, link").count() == 1
    assert shots[0] == shots[1]


def test_the_keyboard_is_enough(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(LAUNCHER))
    page.evaluate("window.heard = []; addEventListener('keydown', e => heard.push(e.key))")
    launch = page.get_by_role("button", name="Ask the archive")
    expect(launch).to_have_attribute("aria-haspopup", "dialog")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(launch).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Archive")
    expect(dialog).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()
    page.evaluate("heard.length = 0")
    page.keyboard.type(NATO)
    page.keyboard.press("Enter")
    dialog.locator("blockquote").first.wait_for()
    assert page.evaluate("heard") == []  # a page's shortcuts hear nothing of it
    expect(page.get_by_label("Your question")).to_be_focused()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(f"{FOCUSED}?.ariaExpanded === 'false'"):
            break
    page.keyboard.press("Enter")
    dialog.locator(".place mark").wait_for()
    assert page.evaluate(f"getComputedStyle({FOCUSED}).outlineStyle") == "solid"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(launch).to_be_focused()
    launch.press("Enter")
    expect(dialog.locator("blockquote").first).to_be_visible()  # nothing is lost
    page.get_by_role("link", name="First link").focus()  # and nobody is held in it
    expect(page.get_by_role("link", name="First link")).to_be_focused()


def test_inline_holds_nobody(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(f"{INLINE}<a href='#end'>Behind</a>"))
    page.get_by_label("Your question").focus()
    page.keyboard.press("Escape")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName === 'A'"):
            return
    pytest.fail("Tab does not leave the widget")


def test_a_phone_shows_it_whole_and_modal(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(LAUNCHER), width=360)
    page.get_by_role("button", name="Ask the archive").click()
    dialog = page.get_by_role("dialog")
    box = dialog.bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 740)
    ask(page, f"{NATO} {'Wortungetüm' * 12}")
    ask(page, UNANSWERABLE)
    assert overflow(page) <= 0
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Ask the archive")).to_be_focused()


SIZES = [(360, 740, 1), (640, 430, 2), (320, 256, 4), (180, 370, 2)]  # 200 % of 1280 and of 360


@pytest.mark.parametrize("body", [LAUNCHER, INLINE.replace("-chat>", '-chat lang="ru">', 1)])
def test_it_is_all_there_in_little_room_and_at_twice_the_size(
    host: Host, open_host: OpenHost, body: str
) -> None:
    page = open_host(host.page(body, styles="body { margin: 0 }"), width=360)
    if body == LAUNCHER:
        page.get_by_role("button", name="Ask the archive").click()
    box = page.locator("textarea")
    one_line = box.evaluate("one => one.clientHeight")
    box.fill(NATO)
    page.locator(".send").click()
    page.locator("blockquote").first.wait_for()
    page.locator("button[aria-expanded=false].link").first.click()
    page.locator(".place mark").wait_for()
    assert box.evaluate("one => one.clientHeight") == one_line  # it is empty again
    client = page.context.new_cdp_session(page)
    parts = [page.locator("h2"), page.locator(".log"), box, page.locator(".send")]
    if body == LAUNCHER:
        parts.append(page.locator(".close"))
    for width, height, zoom in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        sizes = {"width": width, "height": height, "deviceScaleFactor": zoom, "mobile": False}
        client.send("Emulation.setDeviceMetricsOverride", sizes)
        assert overflow(page) <= 0, width
        frame = page.locator(".frame").bounding_box()
        assert frame is not None
        for part in parts:
            seen = part.bounding_box()
            assert seen is not None
            assert frame["x"] <= seen["x"]
            assert frame["y"] <= seen["y"]
            assert seen["x"] + seen["width"] <= frame["x"] + frame["width"] + 1
            assert seen["y"] + seen["height"] <= frame["y"] + frame["height"] + 1
    page.get_by_role("button", name="New conversation" if body == LAUNCHER else "Новая").click()
    expect(page.locator(".turn")).to_have_count(0)


@pytest.mark.parametrize(
    ("scheme", "widgets"),
    [
        (
            "light",
            (
                "",
                'theme="dark" accent="#ffd700"',
                'accent="yellow" lang="ru"',
                'background="#fffbe6" accent="teal"',
            ),
        ),
        ("dark", ('dir="rtl"', 'background="#003366" accent="orange"')),
    ],
)
def test_axe_finds_no_serious_barrier(
    host: Host, open_host: OpenHost, scheme: str, widgets: Sequence[str]
) -> None:
    chats = "".join(
        f"<on-record-chat question='{UNANSWERABLE}' ask remember='no' {attributes}>"
        "</on-record-chat>"
        for attributes in widgets
    )
    body = f"<main><h1>Press office</h1>{LOADED}{chats}</main>"
    styles = ":root { color-scheme: light dark }"
    page = open_host(host.page(body, styles=styles), scheme=scheme, width=360)
    for chat in page.locator("on-record-chat").all():
        chat.locator(".verdict").wait_for()
        chat.locator("textarea").fill(NATO)
        chat.locator("textarea").press("Enter")
        chat.locator("button[aria-expanded]").first.click()
        chat.locator(".place mark").wait_for()
    assert barriers(page) == []
    assert overflow(page) <= 0


def test_axe_finds_no_serious_barrier_in_the_launcher(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(LAUNCHER))
    found = barriers(page)
    page.get_by_role("button", name="Ask the archive").click()
    assert found + barriers(page) == []


def test_an_answer_is_announced_in_brief(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(INLINE))
    log = page.get_by_role("log", name="Questions and answers")
    expect(log).to_have_attribute("aria-live", "off")
    ask(page, "What did Macron say about Ukraine?")
    heard = page.locator("p.unseen[role=status]")
    expect(heard).to_have_text("Not in the articles; No article mentions Macron.")


def test_light_and_dark_follow_the_page_or_the_attribute(host: Host, open_host: OpenHost) -> None:
    def paper(attributes: str = "", page_scheme: str = "normal", scheme: str = "dark") -> str:
        body = f"{LOADED}<on-record-chat {attributes}></on-record-chat>"
        styles = f":root {{ color-scheme: {page_scheme} }}"
        page = open_host(host.page(body, styles=styles), scheme=scheme)
        colour: str = page.locator(".frame").evaluate(
            "one => getComputedStyle(one).backgroundColor"
        )
        return colour

    light, dark = paper(scheme="light"), paper(page_scheme="light dark")
    assert light != dark
    assert paper() == light  # a page that knows no dark stays in one piece
    assert paper('theme="dark"', scheme="light") == dark
    assert paper('theme="light"', page_scheme="dark") == light
    assert paper('background="#003366"') == "rgb(0, 51, 102)"


def test_languages_filters_and_a_starting_question(host: Host, open_host: OpenHost) -> None:
    body = (
        f"{LOADED}<on-record-chat heading='Архив' question='What did Lavrov say about NATO?' ask "
        "speaker='Sergei Lavrov' from='2022-01-01' to='2022-12-31'></on-record-chat>"
    )
    page = open_host(host.page(body, attributes='lang="ru"'))
    expect(page.get_by_role("region", name="Архив")).to_be_visible()
    expect(page.get_by_text("Только высказывания: Sergei Lavrov, с 1 января 2022")).to_be_visible()
    expect(page.locator(".about").first).to_contain_text("28 января 2022")
    assert "2025" not in page.locator(".log").inner_text()
    own = "document.querySelector('on-record-chat').texts = {ask: 'Frag'}"
    page.evaluate(own)
    expect(page.get_by_role("button", name="Frag")).to_be_visible()
    expect(page.locator("blockquote").first).to_be_visible()


def test_why_there_is_no_answer_is_told_in_its_language(host: Host, open_host: OpenHost) -> None:
    question = "What did Macron say about wine?"
    body = f"{LOADED}<on-record-chat question='{question}' ask></on-record-chat>"
    page = open_host(host.page(body, attributes='lang="ru"'))
    reason = page.locator(".missing .reason")
    expect(reason).to_have_text("Ни в одной статье не упоминается Macron.")
    assert reason.get_attribute("lang") is None


def test_right_to_left_mirrors_it(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(LAUNCHER, attributes='lang="en" dir="rtl"'))
    corner = page.get_by_role("button", name="Ask the archive")
    box = corner.bounding_box()
    assert box is not None
    assert box["x"] < 100
    corner.click()
    turn = ask(page, NATO)
    assert (
        turn.locator(".quote").first.evaluate("e => getComputedStyle(e).borderRightWidth") == "3px"
    )
    assert turn.locator("blockquote").first.evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_nothing_moves_for_who_wants_no_motion(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(LAUNCHER))
    page.get_by_role("button", name="Ask the archive").click()
    moves = "one => getComputedStyle(one).animationName"
    assert page.locator("dialog").evaluate(moves) == "none"
    page.emulate_media(reduced_motion="no-preference")
    assert page.locator("dialog").evaluate(moves) == "rise"


def test_nothing_of_an_article_becomes_markup(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(INLINE))
    turn = ask(page, f"What did Berg say about the harbour? {ATTACK}")
    turn = ask(page, "What did Berg say about the harbour?")
    expect(turn.locator("blockquote")).to_contain_text(ATTACK)
    turn.get_by_role("button", name="Show in context").click()
    mark = turn.locator(".place mark")
    expect(mark).to_contain_text(ATTACK)
    assert mark.inner_text() == turn.locator("blockquote").inner_text()  # behind two-unit letters
    assert "\u202e" not in page.locator(".log").inner_text()
    assert page.locator(".log :is(img, script, iframe, style)").count() == 0
    for address in page.locator(".log a").evaluate_all("all => all.map(a => a.href)"):
        assert address.startswith(f"{host.server}/article?id=hostile")
    assert page.title() == "Intranet"
    with page.context.expect_page() as opened:
        turn.get_by_role("link").first.click()
    expect(opened.value.locator("h1")).to_contain_text("Harbour")


def test_a_conversation_survives_a_reload_unless_told_not_to(
    host: Host, open_host: OpenHost
) -> None:
    stored = "localStorage.length + sessionStorage.length + document.cookie.length"
    two = f"{LOADED}<on-record-chat></on-record-chat><on-record-chat></on-record-chat>"
    page = open_host(host.page(two))
    page.get_by_label("Your question").first.fill(NATO)
    page.keyboard.press("Enter")
    page.locator("blockquote").first.wait_for()
    page.reload()
    expect(page.locator("blockquote").first).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)  # the other widget has a conversation of its own
    page.get_by_role("button", name="New conversation").first.click()
    page.reload()
    assert page.locator(".turn").count() == 0
    assert page.evaluate(stored) == 0
    page.evaluate(f"sessionStorage.setItem('on-record-chat {host.server}/ 0', '[1, {{}}]')")
    page.reload()
    expect(page.get_by_label("Your question").first).to_be_visible()
    page = open_host(host.page(f'{LOADED}<on-record-chat remember="no"></on-record-chat>'))
    ask(page, NATO)
    assert page.evaluate(stored) == 0


def test_it_begins_with_questions_of_the_collection_and_goes_on(
    host: Host, open_host: OpenHost
) -> None:
    page = open_host(host.page(INLINE))
    example = page.locator(".welcome .example").first
    question = example.inner_text()
    example.click()
    expect(page.locator(".asked")).to_have_text(question)
    expect(page.get_by_role("heading", name="Follow-up questions")).to_be_visible()
    page.locator(".steps button").first.click()
    expect(page.locator(".turn blockquote").last).to_be_visible()
    page = open_host(host.page(f'{LOADED}<on-record-chat examples=""></on-record-chat>'))
    expect(page.locator(".welcome")).to_be_visible()
    assert page.locator(".example").count() == 0


def test_the_heading_is_what_the_button_says(host: Host, open_host: OpenHost) -> None:
    script = '<script src="SERVER/widget.js" data-launcher="Ask the archive"></script>'
    page = open_host(host.page(script))
    page.get_by_role("button", name="Ask the archive").click()
    expect(page.get_by_role("heading", name="Ask the archive")).to_be_visible()


def test_a_site_that_is_not_allowed_is_told_so(host: Host, open_host: OpenHost) -> None:
    with host_site("other.example") as other:
        other.server = host.server
        page = open_host(other.page(INLINE), expected="refused by CORS")
        turn = ask(page, NATO)
        expect(turn).to_contain_text("This page may not ask this server.")
        expect(turn).to_contain_text(f"add {other.address} to RAG_ALLOWED_ORIGINS")
        with page.expect_console_message(is_ours) as told:
            page.reload()
        named = f"{host.server} does not accept this page: add {other.address} to"
        assert told.value.text == f"On Record: {named} RAG_ALLOWED_ORIGINS"


def test_a_policy_that_forbids_asking_is_named(host: Host, open_host: OpenHost) -> None:
    with host_site() as strict:
        strict.server = host.server
        strict.policy = "default-src 'none'; script-src {server}"
        page = open_host(strict.page(INLINE), expected="refused by the policy")
        turn = ask(page, NATO)
        expect(turn).to_contain_text("security policy")
        expect(turn).to_contain_text(f"add {host.server} to connect-src")


def test_a_server_that_is_down_can_be_asked_again(host: Host, open_host: OpenHost) -> None:
    page = open_host(host.page(INLINE), expected="no connection")
    page.context.set_offline(offline=True)
    turn = ask(page, NATO)
    expect(turn).to_contain_text("The articles cannot be reached.")
    page.context.set_offline(offline=False)
    turn.get_by_role("button", name="Try again").click()
    expect(turn.locator("blockquote").first).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()


def test_a_question_that_is_refused_says_why(host: Host, open_host: OpenHost) -> None:
    body = f"{LOADED}<on-record-chat from='2025-01-01' to='2022-01-01'></on-record-chat>"
    page = open_host(host.page(body), expected="refused")
    expect(ask(page, NATO).locator(".missing")).to_contain_text("Try again")


@pytest.mark.parametrize("way", ["attribute", "url", "callback"])
def test_tokens_of_the_sites_own_server_open_it(
    closed: Host, open_host: OpenHost, way: str
) -> None:
    closed.answers["/token.txt"] = lambda: make_token(f"reader {way}", KEY)
    closed.pages["/callback.js"] = (
        "document.querySelector('on-record-chat').getToken = "
        "() => fetch('/token.txt').then(answer => answer.text());"
    )
    given = {
        "attribute": f'token="{make_token("reader attribute", KEY)}"',
        "url": 'token-url="/token.txt"',
        "callback": "",
    }[way]
    script = '<script src="/callback.js"></script>' if way == "callback" else ""
    page = open_host(closed.page(f"{LOADED}<on-record-chat {given}></on-record-chat>{script}"))
    turn = ask(page, NATO)
    expect(turn.locator("a")).to_have_count(0)  # the article's own page would ask to log in
    turn.get_by_role("button", name="Show in context").first.click()
    expect(turn.locator(".place mark")).to_be_visible()
    expect(turn.locator(".place p").first).to_be_attached()


def test_an_old_token_is_renewed_once(closed: Host, open_host: OpenHost) -> None:
    given = iter(["forged", make_token("renewed", KEY)])
    closed.answers["/renewed.txt"] = lambda: next(given)
    body = f'{LOADED}<on-record-chat token-url="/renewed.txt"></on-record-chat>'
    page = open_host(closed.page(body), expected="the first is refused")
    expect(ask(page, NATO).locator("blockquote").first).to_be_visible()


def test_without_a_token_nobody_is_let_in(closed: Host, open_host: OpenHost) -> None:
    page = open_host(closed.page(INLINE), expected="refused")
    expect(ask(page, NATO)).to_contain_text("You are not logged in, or no longer.")


def test_who_asks_too_much_is_told_for_how_long(closed: Host, open_host: OpenHost) -> None:
    token = make_token("busy", KEY)
    body = f'{LOADED}<on-record-chat token="{token}"></on-record-chat>'
    page = open_host(closed.page(body), expected="the fourth is refused")
    for question in (NATO, UNANSWERABLE, NATO):
        ask(page, question)
    turn = ask(page, UNANSWERABLE)
    expect(turn).to_contain_text("Too many questions at once.")
    again = turn.get_by_role("button", name="Try again in")
    expect(again).to_be_disabled()
    seconds = int(again.inner_text().split()[-2])
    assert 1 <= seconds <= 60
    expect(again).not_to_have_text(f"Try again in {seconds} s")  # it counts


def test_the_page_in_a_frame_is_the_widget_alone(host: Host, open_host: OpenHost) -> None:
    source = "SERVER/embed?heading=Archive&theme=dark&token=x&server=http://evil.example/"
    page = open_host(host.page(f'<iframe src="{source}" title="Archive"></iframe>'))
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("region", name="Archive")).to_be_visible()
    frame.get_by_label("Your question").fill(NATO)
    frame.get_by_label("Your question").press("Enter")
    expect(frame.locator("blockquote").first).to_be_attached()


@pytest.mark.parametrize("path", ["/embed", "/", "/timeline?speaker=Lavrov", "/evaluation"])
def test_a_site_that_is_not_allowed_cannot_show_it_in_a_frame(
    host: Host, open_host: OpenHost, path: str
) -> None:
    with host_site("other.example") as other:
        other.server = host.server
        page = open_host(
            other.page(f'<iframe src="SERVER{path}" title="Archive"></iframe>'), expected="refused"
        )
        page.wait_for_load_state()
        if path == "/embed":
            with page.expect_console_message(is_ours) as told:
                page.reload()
            assert f"add {other.address} to RAG_ALLOWED_ORIGINS" in told.value.text
        # nothing is there that a reader could be led to click
        frame = page.frame_locator("iframe")
        assert frame.locator("on-record-chat, button, a, input, textarea").count() == 0
