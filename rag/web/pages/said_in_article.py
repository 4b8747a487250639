"""The statements of an article -> HTML: by speaker, each linked to its words in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from urllib.parse import urlencode

from rag.answer.compose import how_cited
from rag.records import Article, CitationKind, Statement
from rag.rendering.markup import NOTHING, Html, element
from rag.translation.texts import Texts
from rag.web.pages.cited_spans import write_span_of
from rag.web.pages.timeline_page import make_timeline_address

SAID = "said"  # the id of the list
_OPEN = 12  # statements that are listed unfolded; of more, a reader chooses the speaker


def list_said(
    article: Article, statements: Sequence[Statement], cited: Sequence[tuple[int, int]], say: Texts
) -> Html:
    """The list; nothing if nobody is quoted. `cited` are the spans that the page highlights."""
    if not statements:
        return NOTHING
    by_speaker: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_speaker[statement.speaker or ""].append(statement)
    groups = sorted(by_speaker.items(), key=lambda item: (not item[0], -len(item[1])))
    chosen = {(statement.start, statement.end) for statement in statements} & set(cited)
    lists = []
    for name, said in groups:
        is_open = len(statements) <= _OPEN or any(
            (statement.start, statement.end) in chosen for statement in said
        )
        items = [_show_statement(statement, article, say, chosen=chosen) for statement in said]
        lists.append(_show_speaker(name, items, say, is_open=is_open))
    return element(
        "aside",
        element("h2", say("Who says what")),
        *lists,
        id=SAID,
        aria_label=say("Who says what"),
        tabindex="-1",
    )


def count_said(statements: Sequence[Statement], say: Texts) -> Html:
    """ "8 statements by 3 speakers", a link to the list; all statements if nobody is named."""
    if not statements:
        return NOTHING
    speaker_names = [statement.speaker for statement in statements if statement.speaker]
    counted = say.count(len(speaker_names) or len(statements), "statement")
    if speaker_names:
        speakers = say.count(len(set(speaker_names)), "speaker")
        counted = say("{statements} by {speakers}", statements=counted, speakers=speakers)
    return element("a", counted, href=f"#{SAID}", class_="to-said")


def _show_speaker(name: str, items: Sequence[Html], say: Texts, *, is_open: bool) -> Html:
    """A speaker's statements, to fold and unfold; an empty name is not known."""
    shown = name or say("Speaker not named")
    timeline = NOTHING
    if name:
        label = say("{speaker} over time", speaker=name)
        link = element("a", label, href=make_timeline_address(name, "", say), dir="auto")
        timeline = element("p", link, class_="ways")
    return element(
        "details",
        element(
            "summary",
            element("span", shown, class_="who", dir="auto"),
            element("span", f" {len(items):,}", class_="count"),
        ),
        element("ol", *items),
        timeline,
        open="" if is_open else None,
    )


def _show_statement(
    statement: Statement, article: Article, say: Texts, *, chosen: Collection[tuple[int, int]]
) -> Html:
    words = article.text[statement.start : statement.end]
    span = write_span_of(statement.start, statement.end, words)
    parameters = [("id", article.id), ("cite", span), ("lang", say.language)]
    kind = how_cited(CitationKind(statement.kind.value))
    mention = (
        article.text[slice(*statement.mention)]
        if statement.mention and not statement.speaker
        else ""
    )
    return element(
        "li",
        element(
            "a",
            words,
            href=f"article?{urlencode(parameters)}#cite",
            dir="auto",
            lang=article.language,
            aria_current="true" if (statement.start, statement.end) in chosen else None,
        ),
        element(
            "span",
            element("span", mention, dir="auto", lang=article.language) if mention else NOTHING,
            element("span", say.translate(kind) or ""),
            class_="how",
        ),
    )
