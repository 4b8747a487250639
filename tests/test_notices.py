"""Why there is no answer: each sentence as the program comes to it, in English and in Russian."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from rag import Assistant
from rag.build.build import build
from rag.models.embedder import Embedder
from rag.notice import Counted, LanguageName, Notice, joined
from rag.records import DateRange, Filters
from rag.translation.texts import Texts
from rag.web.chat.conversation import Host, add_turn
from rag.web.chat.exchange import Answered, Asked, Conversation
from rag.web.chat.export import export
from rag.web.chat.links import Linked
from rag.web.chat.saved import Saved
from rag.web.desk import Desk
from rag.web.pages.timeline_page import Wanted, make_timeline_page
from rag.web.visit import Visit

RUSSIAN = Texts("ru")
ANSWERS = Path(__file__).parent.parent / "rag" / "answer"
NONE = Filters()
_HARBOUR = [
    {
        "title": "Seals come back",
        "text": 'The harbour is clean.\n\n"The seals sleep on the mole," researchers said.',
    },
    {
        "title": "The mole is mended",
        "text": 'It took a year.\n\n"The mole will hold," Mayor Anna Berg said.',
        "published": "2024-05-01",
        "outlet": "Gazette",
        "authors": ["Ida Holm", "Per Lund"],
    },
    *({"title": f"Gate {number}", "text": f"Gate {number} was shut."} for number in range(24)),
]


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and what is told in both languages: in full, or how it begins."""

    question: str
    english: str
    russian: str
    filters: Filters = NONE
    history: tuple[str, ...] = ()


CASES = [
    Case(
        "What did Macron say about peacekeepers?",
        "no article mentions Macron.",
        "ни в одной статье не упоминается Macron.",
    ),
    Case(
        "Who won the World Cup?",
        "no article mentions World Cup.",
        "ни в одной статье не упоминается World Cup.",
    ),
    Case(
        "What did the US president say about herring?",
        "“the US president” is an office; ask with the person's name.",
        "«the US president» — это должность; назовите человека по имени.",
    ),
    Case(
        "What did Blinken say?",
        "Blinken is mentioned in 1 article, but not quoted.",
        "Blinken упоминается в 1 статье, но не цитируется.",
    ),
    Case(
        "What did the troops in Ukraine say?",
        "the troops in Ukraine are mentioned in 2 articles, but not quoted.",
        "the troops in Ukraine упоминаются в 2 статьях, но не цитируются.",
    ),
    Case(
        "What did Kosachev say about peacekeepers?",
        "Konstantin Kosachev is quoted in 1 article, but not on peacekeepers.",
        "Konstantin Kosachev цитируется в 1 статье, но не на тему «peacekeepers».",
    ),
    Case(
        "What did Lavrov say about Syria?",
        "Sergey Lavrov is quoted in 2 articles, but not on Syria; no article mentions Syria.",
        "Sergey Lavrov цитируется в 2 статьях, но не на тему «Syria»; ни в одной статье "
        "не упоминается Syria.",
    ),
    Case(
        "What did Lavrov say about China in 2022?",
        "Sergey Lavrov is quoted in 1 article dated from 1 January 2022 to 31 December 2022, but "
        "not on China.",
        "Sergey Lavrov цитируется в 1 статье за 2022 год, но не на тему «China».",
    ),
    Case(
        "What did Lavrov promise?",
        "Sergey Lavrov is quoted in 2 articles, but nothing there answers this question.",
        "Sergey Lavrov цитируется в 2 статьях, но ответа на этот вопрос там нет.",
    ),
    Case(
        "What did Kosachev say in January 2022?",
        "Konstantin Kosachev is not quoted in any article dated from 1 January 2022 to 31 January "
        "2022.",
        "Konstantin Kosachev не цитируется ни в одной статье за январь 2022 года.",
    ),
    Case(
        "What did Lavrov say since 2026?",
        "no article is dated since 1 January 2026.",
        "нет ни одной статьи начиная с 1 января 2026 года.",
    ),
    Case(
        "What did Lavrov say before 2020?",
        "no article is dated until 31 December 2019.",
        "нет ни одной статьи до 31 декабря 2019 года включительно.",
    ),
    Case(
        "What did Lavrov say about NATO?",
        "no article passes the filters.",
        "ни одна статья не проходит через фильтры.",
        Filters(outlet="Gazette"),
    ),
    Case(
        "What did Lavrov say about NATO?",
        "the filter shows only statements by John Sullivan, not by Sergey Lavrov.",
        "в фильтре указан другой говорящий: John Sullivan, а не Sergey Lavrov.",
        Filters(speaker="John Sullivan"),
    ),
    Case(
        "What did he say about NATO?",
        "it is not clear who “he” is; ask with the person's name.",
        "непонятно, о ком речь: «he»; назовите человека по имени.",
    ),
    Case(
        "How did Kosachev's view of Trump change?",
        "Konstantin Kosachev is quoted in 1 article, but not on Trump on two different days, so no "
        "change can be shown.",
        "Konstantin Kosachev цитируется в 1 статье, но высказываний на тему «Trump» за разные дни "
        "там нет, поэтому перемену показать нельзя.",
    ),
    Case(
        "How did Kosachev's view change?",
        "Konstantin Kosachev is quoted in 1 article, but not on this on two different days, so no "
        "change can be shown.",
        "Konstantin Kosachev цитируется в 1 статье, но высказываний об этом за разные дни там нет, "
        "поэтому перемену показать нельзя.",
    ),
    Case(
        "When was 'The Wind in Bergen' published?",
        "no article has this title or topic.",
        "статьи с таким заголовком или на такую тему нет.",
    ),
    Case(
        "Who painted the bridge green?",
        "nothing in the articles comes close enough to this question.",
        "в статьях нет ничего достаточно близкого к этому вопросу.",
    ),
    Case(
        "Was hat Lawrow über die NATO gesagt?",
        "the question is in German, and the articles are in English.",
        "язык вопроса — немецкий, язык статей — английский.",
    ),
    Case(
        "Who else?",
        "nobody else is quoted on this.",
        "больше никто на эту тему не цитируется.",
        history=("What did Lavrov say about peacekeepers?",),
    ),
    Case(
        "What else?",
        "the articles have nothing more on this.",
        "больше об этом в статьях ничего нет.",
        history=("What did Sullivan say about NATO?",),
    ),
]
HARBOUR = [
    Case(
        "What did researchers say about taxes?",
        "the articles quote nothing by “researchers” on this.",
        "слов «researchers» об этом в статьях нет.",
    ),
    Case(
        "When was “The mole is mended” published?",
        "“The mole is mended” was published on 1 May 2024 by Gazette. [1] It is by Ida Holm, Per "
        "Lund.",
        "Статья «The mole is mended» опубликована 1 мая 2024 года, издание Gazette. [1] Автор: "
        "Ida Holm, Per Lund.",
    ),
    Case(
        "When was it shut?",
        "the question fits many articles: name a person, a place or a day.",
        "вопрос подходит ко многим статьям: назовите человека, место или день.",
    ),
    Case(
        "When was “Seals come back” published?",
        "“Seals come back” has no date. [1]",
        "У статьи «Seals come back» нет даты. [1]",
    ),
]
MENTIONED = Case(
    "When was “Russia rejects NATO troops on Ukraine, Lavrov says” published?",
    "“Russia rejects NATO troops on Ukraine, Lavrov says” has no date of its own; the latest day "
    "it mentions is 11 March 2025. [1]",
    "У статьи «Russia rejects NATO troops on Ukraine, Lavrov says» нет своей даты; самый поздний "
    "день, который в ней упоминается, — 11 марта 2025 года. [1]",
)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """An index in which somebody without a name is quoted, and an article has no day at all."""
    folder = tmp_path_factory.mktemp("harbour")
    lines = "".join(json.dumps(article) + "\n" for article in _HARBOUR)
    (folder / "harbour.jsonl").write_text(lines, encoding="utf-8")
    build(folder / "harbour.jsonl", folder / "index", embedder, passage_tokens=180)
    return Assistant.load(folder / "index")


def in_russian(notice: str) -> str | None:
    """With plain spaces, for numbers hold on to what they count."""
    known = RUSSIAN.translate(notice)
    return known and known.replace("\u00a0", " ")


def told(assistant: Assistant, case: Case) -> Notice:
    answer = assistant.ask(case.question, case.history, case.filters)
    why = answer.text if answer.reason is None else answer.reason
    assert isinstance(why, Notice)
    assert why == case.english
    assert in_russian(why) == case.russian
    return why


@pytest.mark.parametrize("case", [*CASES, MENTIONED], ids=lambda case: case.question)
def test_what_is_told_is_told_in_both_languages(assistant: Assistant, case: Case) -> None:
    told(assistant, case)


@pytest.mark.parametrize("case", HARBOUR, ids=lambda case: case.question)
def test_what_other_articles_lead_to_is_told_as_well(harbour: Assistant, case: Case) -> None:
    told(harbour, case)


def test_every_sentence_of_an_answer_is_among_these(
    assistant: Assistant, harbour: Assistant
) -> None:
    seen = {form for case in [*CASES, MENTIONED] for form in forms(told(assistant, case))}
    seen |= {form for case in HARBOUR for form in forms(told(harbour, case))}
    written = {
        str(constant.value)
        for name in ("reasons.py", "published.py")
        for node in ast.walk(ast.parse((ANSWERS / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Notice"
        for constant in ast.walk(node.args[0])
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }
    assert written - seen - {""} == set()


def forms(notice: Notice) -> Iterator[str]:
    yield notice.form
    for part in notice.parts.values():
        if isinstance(part, Notice):
            yield from forms(part)


@pytest.mark.parametrize(
    ("days", "english", "russian"),
    [
        ((date(2022, 1, 28), date(2022, 1, 28)), "28 January 2022", "за 28 января 2022 года"),
        (
            (date(2022, 3, 3), date(2022, 3, 15)),
            "from 3 March 2022 to 15 March 2022",
            "с 3 по 15 марта 2022 года",
        ),
        (
            (date(2024, 2, 1), date(2024, 2, 29)),
            "from 1 February 2024 to 29 February 2024",
            "за февраль 2024 года",
        ),
        (
            (date(2022, 3, 3), date(2022, 5, 1)),
            "from 3 March 2022 to 1 May 2022",
            "с 3 марта по 1 мая 2022 года",
        ),
        (
            (date(2022, 3, 3), date(2023, 5, 1)),
            "from 3 March 2022 to 1 May 2023",
            "с 3 марта 2022 года по 1 мая 2023 года",
        ),
        (
            (date(2022, 1, 1), date(2024, 12, 31)),
            "from 1 January 2022 to 31 December 2024",
            "за 2022–2024 годы",
        ),
        (
            (date(9999, 12, 1), date(9999, 12, 31)),
            "from 1 December 9999 to 31 December 9999",
            "за декабрь 9999 года",
        ),
        ((date(2022, 1, 1), None), "since 1 January 2022", "начиная с 1 января 2022 года"),
        ((None, date(2022, 1, 1)), "until 1 January 2022", "до 1 января 2022 года включительно"),
    ],
)
def test_days_are_told_as_an_editor_writes_them(
    days: tuple[date | None, date | None], english: str, russian: str
) -> None:
    notice = Notice("no article is dated {days}.", days=DateRange(*days))
    assert notice == f"no article is dated {english}."
    assert RUSSIAN.translate(notice) == f"нет ни одной статьи {russian}."


@pytest.mark.parametrize(
    ("number", "russian"),
    [
        (1, "1 статье"),
        (2, "2 статьях"),
        (11, "11 статьях"),
        (21, "21 статье"),
        (1000, "1 000 статьях"),
    ],
)
def test_how_many_articles_takes_its_case(number: int, russian: str) -> None:
    notice = Notice(
        "{name} is mentioned in {articles}, but not quoted.",
        name="X",
        articles=Counted(number, "article"),
    )
    assert in_russian(notice) == f"X упоминается в {russian}, но не цитируется."


def test_a_language_is_named_in_the_readers() -> None:
    notice = Notice(
        "the question is in {asked}, and the articles are in {languages}.",
        asked=LanguageName("de"),
        languages=joined([LanguageName("en"), LanguageName("fr")], by=", "),
    )
    assert notice == "the question is in German, and the articles are in English, French."
    assert (
        RUSSIAN.translate(notice)
        == "язык вопроса — немецкий, язык статей — английский, французский."
    )


def test_names_with_braces_and_marks_stay_as_they_are() -> None:
    notice = Notice("no article mentions {name}.", name="{name} %s <b>")
    assert notice == "no article mentions {name} %s <b>."
    assert RUSSIAN.translate(notice) == "ни в одной статье не упоминается {name} %s <b>."


def test_nothing_stays_nothing() -> None:
    notice = Notice("no article mentions {name}.", name=Notice(""))
    assert RUSSIAN.translate(notice) == "ни в одной статье не упоминается ."


def test_what_has_no_russian_is_not_half_translated() -> None:
    assert RUSSIAN.translate("a sentence of another library") is None
    assert RUSSIAN.translate(Notice("not translated: {name}", name="X")) is None
    inner = Notice("not translated")
    assert RUSSIAN.translate(Notice("no article mentions {name}.", name=inner)) is None
    assert RUSSIAN.translate(joined([Notice("questions"), inner], by=" ")) is None


@pytest.mark.parametrize(
    ("given", "english", "russian"),
    [
        (
            Asked("What? " * 500),
            "The question has 2,999 characters, at most 2,000 are read.",
            "В вопросе больше знаков, чем можно прочесть: 2 999, а можно не больше 2 000.",
        ),
        (Asked("?"), "The question is empty.", "В вопросе нет ни одного слова."),
        (
            Asked("What?", first="2025-01-01", last="2022-05-02"),
            "“From” 1 January 2025 is after “Until” 2 May 2022.",
            "День в поле «С» (1 января 2025) позже, чем в поле «По» (2 мая 2022).",
        ),
        (
            Asked("What?", last="soon"),
            "“Until” is not a date: soon.",
            "В поле «По» стоит не дата: soon.",
        ),
    ],
)
def test_what_cannot_be_read_is_told_on_the_page(
    assistant: Assistant, given: Asked, english: str, russian: str
) -> None:
    desk = Desk(assistant)
    for say, sentence in ((Texts("en"), english), (RUSSIAN, russian)):
        (turn,) = add_turn(Host(desk, Saved()), Linked(given), Conversation(), say).turns
        assert f">{sentence}</p>" in turn.shown[1].replace("\u00a0", " ")
        assert 'lang="en"' not in turn.shown[1]
    desk.close()


def test_a_conversation_is_saved_with_its_reasons_in_the_language_of_the_page(
    assistant: Assistant,
) -> None:
    desk = Desk(assistant)
    host, held = Host(desk, Saved()), Conversation()
    of_two = "What did Lavrov and Macron say about peacekeepers?"
    for question in (CASES[0].question, MENTIONED.question, of_two, "?"):
        held = add_turn(host, Linked(Asked(question)), held, RUSSIAN)
    desk.close()
    markdown = export(held, "markdown", RUSSIAN).replace("\\", "")
    told = "**В статьях этого нет:** ни в одной статье не упоминается Macron.\n"
    assert markdown.count(told) == 2
    assert markdown.index("including peacekeepers") < markdown.rindex(told)
    assert "**На этот раз без ответа:** в вопросе нет ни одного слова.\n" in markdown
    html = export(held, "html", RUSSIAN)
    assert html.count(">Ни в одной статье не упоминается Macron.</p>") == 2
    assert "нет своей даты; самый поздний день" in html
    assert "no article mentions Macron." in export(held, "json", RUSSIAN)
    english = export(held, "markdown", Texts("en")).replace("\\", "")
    assert "**Not in the articles:** no article mentions Macron.\n" in english
    refused = [turn.outcome for turn in held.turns if isinstance(turn.outcome, Answered)]
    assert json.loads(export(held, "json", RUSSIAN))["turns"][0]["answer"]["reason"] == (
        refused[0].answer.reason
    )


def test_an_empty_timeline_says_why_in_the_language_of_the_page(assistant: Assistant) -> None:
    found = assistant.timeline("Kosachev", "peacekeepers")
    page = make_timeline_page(Wanted("Kosachev", "peacekeepers"), found, {}, Visit(RUSSIAN))
    reason = "Konstantin Kosachev цитируется в 1 статье, но не на тему «peacekeepers»."
    assert f'<p class="reason" dir="auto">{reason}</p>' in page.replace("\u00a0", " ")
