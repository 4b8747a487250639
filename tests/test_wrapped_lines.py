"""Lines wrapped at any width become paragraphs again, and no other lines are joined."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.text.clean import clean
from rag.articles.text.cut_words import ending_before, mend_soft_hyphens
from rag.records import Article, Unread
from rag.speech.statements import attribute
from tests.hostile import pdf

PARAGRAPHS = [
    "The council of Norddal voted on Tuesday to sell the two old cranes in the east harbour, after "
    'a debate that went on until midnight. "We had no other choice," said Mayor Lena Brandt, who '
    'has led the town since 2019. "The money is gone."',
    "The dockers had asked the council to wait until the summer, when a report on the harbour is "
    "due from the Ministry of Trade. Olaf Nyman, who speaks for them, called the vote a mistake.",
    "The council will meet again in June.",
]
WHOLE = "\n\n".join(PARAGRAPHS)


def wrap(paragraph: str, width: int, indent: str = "") -> str:
    return textwrap.fill(paragraph, width, initial_indent=indent, break_on_hyphens=False)


Only = Callable[[Path], Article]


@pytest.fixture(scope="module")
def only(read_files: Callable[[Path], tuple[list[Article], list[Unread]]]) -> Only:
    """Reads the article of a file."""

    def read(file: Path) -> Article:
        (article,), unread = read_files(file)
        assert unread == []
        return article

    return read


@pytest.mark.parametrize("width", [30, 40, 50, 60, 65, 72, 76, 78, 80, 90, 100, 120])
def test_paragraphs_parted_by_an_empty_line_are_whole_again_at_any_width(width: int) -> None:
    assert clean("\n\n".join(wrap(each, width) for each in PARAGRAPHS)) == WHOLE


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", " \n", "\t\n"])
def test_the_ends_of_lines_do_not_matter(ends: str) -> None:
    text = "\n\n".join(wrap(each, 72) for each in PARAGRAPHS)
    assert clean(text.replace("\n", ends)) == WHOLE


def test_paragraphs_that_begin_with_an_indent_are_told_apart() -> None:
    for indent in ("  ", "    ", "\t"):
        assert clean("\n".join(wrap(each, 72, indent) for each in PARAGRAPHS)) == WHOLE


def test_a_text_that_is_indented_as_a_whole_is_wrapped_like_any_other() -> None:
    text = "\n\n".join(textwrap.indent(wrap(each, 66), "    ") for each in PARAGRAPHS)
    assert clean(text) == WHOLE


def test_paragraphs_parted_by_a_short_line_alone_are_told_apart() -> None:
    assert clean("\n".join(wrap(each, 72) for each in PARAGRAPHS)) == WHOLE


def test_lines_broken_by_hand_differ_in_length() -> None:
    lines: list[list[str]] = []
    for paragraph in PARAGRAPHS:
        lines.append([])
        for word in paragraph.split():
            longest = 64 + 2 * (len(lines[-1]) % 4)
            if lines[-1] and len(f"{lines[-1][-1]} {word}") <= longest:
                lines[-1][-1] += f" {word}"
            else:
                lines[-1].append(word)
    assert clean("\n\n".join("\n".join(each) for each in lines)) == WHOLE


def test_a_short_text_has_few_lines_to_tell_by(only: Only, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "Norddal sells its cranes\nMay 7, 2024\n\n" + wrap(PARAGRAPHS[0], 74) + "\n\nThey wait.\n",
        encoding="utf-8",
    )
    article = only(file)
    assert article.text == f"{PARAGRAPHS[0]}\n\nThey wait."
    assert (article.title, article.published) == ("Norddal sells its cranes", date(2024, 5, 7))
    assert {one.speaker for one in attribute(article)} == {"Lena Brandt"}


def test_a_single_paragraph_is_enough() -> None:
    for paragraph in PARAGRAPHS[:2]:
        assert clean(wrap(paragraph, 72)) == paragraph


def test_a_line_with_an_address_that_could_not_be_broken_does_not_hide_the_width() -> None:
    address = "https://www.post.example/" + "harbour/" * 20
    text = "\n\n".join([*(wrap(each, 72) for each in PARAGRAPHS), f"The report is at\n{address}"])
    assert clean(text).startswith(WHOLE)


@pytest.mark.parametrize(
    "text",
    [
        "The dockers said:\n- the cranes are safe\n- the money is there\n- nobody was asked",
        "1. The cranes\n2. The east harbour\n3. The debate",
        "Brandt: We had no choice.\nNyman: You had one.\nBrandt: We did not.",
        "Q: Will you sell?\nA: We will.\nQ: When?\nA: In June.",
        "The Harbour Song\nThe cranes are old, the cranes are grey,\nAnd none will see them stay.",
        "Norddal sells its cranes\nBy Ida Falk\nMay 7, 2024",
        "The Post\n1 Main Street\nNorddal",
        "flour\nsugar\neggs",
    ],
)
def test_lines_that_stand_for_themselves_stay_apart(text: str) -> None:
    assert clean(text).split("\n\n") == text.split("\n")


def test_verse_within_a_wrapped_text_keeps_its_lines() -> None:
    text = "\n\n".join(wrap(each, 72) for each in PARAGRAPHS)
    text += "\n\n    The river does not ask my name,\n    It takes me over all the same."
    verse = "The river does not ask my name,\n\nIt takes me over all the same."
    assert clean(text) == f"{WHOLE}\n\n{verse}"


def test_a_line_that_ends_in_a_cut_word_is_full() -> None:
    lines = ["The council voted on Tuesday night to sell both of the cranes in the har-"]
    lines += ["bour, after a long debate that went on until half past two in the morn-", "ing."]
    assert clean("\n".join(lines)) == (
        "The council voted on Tuesday night to sell both of the cranes in the harbour, after a "
        "long debate that went on until half past two in the morning."
    )


def test_a_transcript_within_a_wrapped_text_keeps_its_lines() -> None:
    text = "\n\n".join(wrap(each, 72) for each in PARAGRAPHS)
    text += "\n\nBrandt: We had no choice.\nNyman: You had one."
    assert clean(text) == f"{WHOLE}\n\nBrandt: We had no choice.\n\nNyman: You had one."


@given(
    st.lists(
        st.sampled_from([*PARAGRAPHS, "“No,” he said.", "A short line", "The vote was close."]),
        min_size=1,
        max_size=12,
    )
)
def test_a_paragraph_a_line_stays_as_it_is(lines: list[str]) -> None:
    assert clean("\n".join(lines)).split("\n\n") == lines


def test_a_text_in_chinese_has_no_spaces_to_join_with() -> None:
    text = (
        "外交部长星期五表示，谈判将于下周恢复。他没有说明日期，但表示双方将保持联系，并将在奥斯陆再次会面。"
        * 3
    )
    lines = [text[at : at + 36] for at in range(0, len(text), 36)]
    assert clean("\n".join(lines)) == text
    short = ["外交部长星期五表示，谈判将于下周恢复。", "他没有说明日期。", "双方将保持联系。"]
    assert clean("\n".join(short)).split("\n\n") == short


# --- other formats -----------------------------------------------------------------------------

HEAD = (
    "From: Ida Falk <ida@post.example>\nSubject: Cranes sold\nDate: Tue, 7 May 2024 08:00 +0200\n"
)
MAILS = {
    "plain": (
        "Content-Type: text/plain; charset=utf-8\n\n"
        + "\n\n".join(wrap(each, 72) for each in PARAGRAPHS)
    ),
    "flowed": (
        "Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
        + "\n\n".join(wrap(each, 66).replace("\n", " \n") for each in PARAGRAPHS)
    ),
    "flowed without its spaces": (
        "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
        + "\n\n".join(wrap(each, 66).replace("\n", "  \n") for each in PARAGRAPHS)
    ),
    "flowed and wrapped": (
        "Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
        + "\n\n".join(wrap(each, 66) for each in PARAGRAPHS)
    ),
    "quoted-printable": (
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        + "\n\n".join(wrap(each, 76).replace("\n", "=\n ") for each in PARAGRAPHS)
    ),
    "preformatted": (
        "Content-Type: text/html; charset=utf-8\n\n<pre>"
        + "\n\n".join(wrap(each, 72) for each in PARAGRAPHS)
        + "</pre>"
    ),
    "broken by tags": (
        "Content-Type: text/html; charset=utf-8\n\n"
        + "".join(f"<p>{wrap(each, 72)}</p>".replace("\n", "<br>\n") for each in PARAGRAPHS)
    ),
}


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_has_paragraphs_again(only: Only, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.eml").write_text(HEAD + MAILS[name], encoding="utf-8")
    assert only(tmp_path / "a.eml").text == WHOLE


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_text_files_have_paragraphs_again(only: Only, tmp_path: Path, name: str) -> None:
    text = "\n\n".join(wrap(each, 72) for each in PARAGRAPHS)
    (tmp_path / name).write_text(f"# Norddal sells its cranes\n\n{text}\n", encoding="utf-8")
    assert only(tmp_path / name).text == WHOLE


# --- words cut at the end of a line ------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "ending"),
    [
        ("the har-", "bour", "the har"),
        ("a long de-", "bate", "a long de"),
        ("the govern-", "ment", "the govern"),
        ("the com-", "mission", "the com"),
        ("the electri-", "fication", "the electri"),
        ("the har\u00ad", "bour", "the har"),
        ("the har\u00ac", "bour", "the har"),
        ("the har\u2010", "bour", "the har"),
        ("the har- ", "bour", "the har"),
        ("an in-", "depth review", "an in-"),
        ("a self-", "made man", "a self-"),
        ("an Oslo-", "based firm", "an Oslo-"),
        ("the much-", "awaited vote", "the much-"),
        ("twenty-", "one", "twenty-"),
        ("Anglo-", "Saxon", "Anglo-"),
        ("Jean-", "Pierre", "Jean-"),
        ("2019-", "20", "2019-"),
        ("mother-in-", "law", "mother-in-"),
        ("the harbour", "was", None),
        ("and then -", "no", None),
        ("the end -", "", None),
    ],
)
def test_a_hyphen_goes_if_it_only_cuts_a_word(before: str, after: str, ending: str | None) -> None:
    assert ending_before(before, after) == ending


def test_the_other_words_of_a_text_decide() -> None:
    assert ending_before("the light-", "house", {"lighthouse"}) == "the light"
    assert ending_before("the light-", "house", {"light-house"}) == "the light-"


def test_soft_hyphens_in_a_text_leave_whole_words() -> None:
    assert clean("the har\u00ad\nbour and the de\u00adbate") == "the harbour and the debate"
    assert clean("the har&shy;bour") == "the harbour"


def test_a_pdf_may_call_every_hyphen_soft() -> None:
    assert (
        mend_soft_hyphens("a self\u00admade man in the har\u00ad") == "a self-made man in the har-"
    )
    assert mend_soft_hyphens("the har\u00adbour") == "the harbour"


def _pdf(lines: list[str], hyphen: bytes) -> bytes:
    content = b"BT 72 720 Td /F 12 Tf "
    for line in lines:
        content += b"0 -14 Td (%s) Tj " % line.encode("latin-1").replace(b"-", hyphen)
    return pdf(content + b"ET", encoding=b"/Encoding/WinAnsiEncoding")


@pytest.mark.parametrize("hyphen", [b"-", b"\xad", b"\\255"])
def test_a_pdf_has_whole_words_whatever_its_hyphens_are(
    only: Only, tmp_path: Path, hyphen: bytes
) -> None:
    lines = [
        "The council of Norddal voted on Tuesday to sell the two old cranes in the har-",
        "bour, after a long de-",
        "bate on the govern-",
        "ment of the town.",
    ]
    (tmp_path / "a.pdf").write_bytes(_pdf(lines, hyphen))
    assert only(tmp_path / "a.pdf").text.replace("\n\n", " ") == (
        "The council of Norddal voted on Tuesday to sell the two old cranes in the harbour, after "
        "a long debate on the government of the town."
    )
