"""A mail says what its sender wrote. What it quotes is older, and somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from rag.articles.corpus import read_corpus
from rag.articles.formats.file_kinds import Kind
from rag.articles.formats.mail_quotes import is_reply_subject, split_mail
from rag.articles.reading import Reading
from rag.records import Article, Unread

Only = Callable[[Path], Article]
OWN = '"We had no choice," said Mayor Lena Brandt.'
OLD = '"We will not sell the cranes," said Brandt last week.'


def write(folder: Path, text: str = "", *, html: str = "", **head: str) -> Path:
    mail = EmailMessage()
    mail["From"] = "Ida Falk <ida@post.example>"
    mail["Date"] = "Tue, 7 May 2024 08:00:00 +0200"
    for name, value in {"Subject": "Cranes sold", **head}.items():
        mail[name.replace("_", "-")] = value
    if text:
        mail.set_content(text)
    if html:
        mail.set_content(html, subtype="html")
    file = folder / "a.eml"
    file.write_bytes(mail.as_bytes())
    return file


@pytest.fixture
def only(reading: Reading) -> Only:
    def only(file: Path) -> Article:
        (article,) = reading.file(file, Kind.MAIL, file.name)
        return article

    return only


ATTRIBUTIONS = [
    "On Mon, 6 May 2024 at 10:00, Tom Lund <t@x.example> wrote:",
    "On Mon, May 6, 2024 at 10:00 AM Tom Lund <t@x.example> wrote:",
    "On 5/6/24 10:00, Tom Lund wrote:",
    "On Mon, May 06, 2024 at 10:00:00AM +0200, Tom Lund wrote:",
    "On Mon, 6 May 2024 at 10:00, Tom Lund <t@x.example>\nwrote:",
    "On Mon, 6 May 2024 at 10:00,\nTom Lund <t@x.example> wrote:",
    "On Mon, 6 May 2024 at 10:00, Tom Lund of the Union\n<t@x.example> wrote:",
    "At 10:00 06/05/2024, Tom Lund wrote:",
    "Tom Lund <t@x.example> wrote:",
    "Tom Lund wrote:",
    "Tom Lund wrote on 6 May 2024:",
    "Quoting Tom Lund <t@x.example>:",
    "* Tom Lund <t@x.example> [2024-05-06 10:00]:",
    "Am Mo., 6. Mai 2024 um 10:00 Uhr schrieb Tom Lund <t@x.example>:",
    "Am 06.05.2024 um 10:00 schrieb Tom Lund:",
    "Le lun. 6 mai 2024 à 10:00, Tom Lund <t@x.example> a écrit :",
    "El lun, 6 may 2024 a las 10:00, Tom Lund (<t@x.example>) escribió:",
    "Il giorno lun 6 mag 2024 alle ore 10:00 Tom Lund <t@x.example> ha scritto:",
    "W dniu 06.05.2024 o 10:00, Tom Lund pisze:",
    "Op ma 6 mei 2024 om 10:00 schreef Tom Lund <t@x.example>:",
    "Den mån 6 maj 2024 kl 10:00 skrev Tom Lund <t@x.example>:",
    "man. 6. maj 2024 kl. 10.00 skrev Tom Lund <t@x.example>:",
    "Em seg., 6 de mai. de 2024 às 10:00, Tom Lund <t@x.example> escreveu:",
    "пн, 6 мая 2024 г. в 10:00, Tom Lund <t@x.example>:",
    "pon., 6 maj 2024 o 10:00 Tom Lund <t@x.example> napisał(a):",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_a_mail_quoted_below_a_reply_is_no_part_of_it(
    only: Only, tmp_path: Path, attribution: str
) -> None:
    text = f"{OWN}\n\n{attribution}\n\n> {OLD}\n>\n> More of it.\n"
    article = only(write(tmp_path, text))
    assert article.text == OWN
    assert (article.published, article.authors) == (date(2024, 5, 7), ("Ida Falk",))


@pytest.mark.parametrize("attribution", ATTRIBUTIONS[:4])
def test_nor_is_one_quoted_above_it(only: Only, tmp_path: Path, attribution: str) -> None:
    assert only(write(tmp_path, f"{attribution}\n> {OLD}\n\n{OWN}\n")).text == OWN


@pytest.mark.parametrize(
    "head",
    [
        "-----Original Message-----\nFrom: Tom Lund\nSent: Monday, May 6, 2024 10:00 AM\nTo: Ida",
        "-------- Original Message --------\nSubject: Cranes\nDate: Mon, 6 May 2024\nFrom: Tom",
        "________________________________\nFrom: Tom <t@x.example>\nSent: Monday, May 6, 2024"
        "\nTo: Ida Falk\nSubject: Cranes",
        "From: Tom Lund\nDate: Monday, 6 May 2024 at 10:00\nTo: Ida\nSubject: Cranes",
        "*From:* Tom Lund\n*Sent:* Monday, May 6, 2024\n*To:* Ida\n*Subject:* Cranes",
        "-----Ursprüngliche Nachricht-----\nVon: Tom Lund",
        "Von: Tom Lund\nGesendet: Montag, 6. Mai 2024 10:00\nAn: Ida\nBetreff: Kräne",
        "De : Tom Lund <t@x.example>\nEnvoyé : lundi 6 mai 2024 10:00\nÀ : Ida\nObjet : Grues",
        "De: Tom Lund\nEnviado el: lunes, 6 de mayo de 2024\nPara: Ida\nAsunto: Grúas",
        "Da: Tom Lund <t@x.example>\nInviato: lunedì 6 maggio 2024\nA: Ida\nOggetto: Gru",
    ],
)
def test_a_mail_copied_below_with_its_head_is_no_part_of_it(
    only: Only, tmp_path: Path, head: str
) -> None:
    own = f"{OWN} The council will meet again."
    assert only(write(tmp_path, f"{own}\n\n{head}\n\n{OLD}\n")).text == own


@pytest.mark.parametrize(
    ("text", "head"),
    [
        (f"{OWN}\n\n> {OLD}\n", {"Subject": "Re: Cranes"}),
        (f"{OWN}\n\n> {OLD}\n", {"Subject": "AW: Cranes"}),
        (f"{OWN}\n\n> {OLD}\n", {"In_Reply_To": "<1@x.example>"}),
        (f"{OWN}\n\n> {OLD}\n", {"References": "<1@x.example>"}),
        (f"{OWN}\n\n> {OLD}\n", {}),
        (f"{OWN}\n\n>> Older still.\n> {OLD}\n", {}),
        (f"> {OLD}\n\n{OWN}\n", {}),
        (f"{OWN}\n\nTom Lund wrote:\n| {OLD}\n| More of it.\n", {}),
        (f"{OWN}\n\nTom Lund wrote:\n\nTL> {OLD}\nTL> More of it.\n", {}),
        (f"{OWN}\n\nSent from my phone\n\nOn 6 May 2024, Tom wrote:\n> {OLD}\n", {}),
        (f"{OWN}\n\n-- \nIda Falk\nThe Post\n\nOn 6 May 2024, Tom wrote:\n> {OLD}\n", {}),
    ],
)
def test_marks_in_front_of_lines_tell_what_is_quoted(
    only: Only, tmp_path: Path, text: str, head: dict[str, str]
) -> None:
    assert OLD not in only(write(tmp_path, text, **head)).text
    assert OWN in only(write(tmp_path, text, **head)).text


def test_answers_between_quoted_lines_stay(only: Only, tmp_path: Path) -> None:
    text = f"On 6 May 2024, Tom wrote:\n> Will you sell?\n\n{OWN}\n\n> When?\n\nShe gave no date.\n"
    assert only(write(tmp_path, text, Subject="Re: x")).text == f"{OWN}\n\nShe gave no date."


def test_the_senders_own_quotation_stays_without_its_marks(only: Only, tmp_path: Path) -> None:
    text = "She read out a letter.\n\n> We had no choice.\n\nThe dockers asked her to wait.\n"
    assert only(write(tmp_path, text)).text == (
        "She read out a letter.\n\nWe had no choice.\n\nThe dockers asked her to wait."
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN}\n\nThe minister wrote:\n\nWe will stay.\n\nHe gave no date.\n",
        f"{OWN}\n\nFrom: the harbour\nTo: the town\n\nThe cranes were moved.\n",
        f"{OWN}\n\nOn Monday the dockers wrote: they would wait.\n",
    ],
)
def test_what_only_looks_like_the_head_of_a_quotation_stays(
    only: Only, tmp_path: Path, text: str
) -> None:
    assert only(write(tmp_path, text)).text.split() == text.split()


HEAD = """<b>From:</b> Tom Lund &lt;t@x.example&gt;<br><b>Sent:</b> Monday, May 6, 2024<br>
<b>To:</b> Ida<br><b>Subject:</b> Cranes"""
HTML = {
    "Gmail": f"""<div dir="ltr"><p>{OWN}</p></div><div class="gmail_quote">
        <div class="gmail_attr">On Mon, 6 May 2024 at 10:00, Tom wrote:<br></div>
        <blockquote class="gmail_quote"><p>{OLD}</p></blockquote></div>""",
    "Thunderbird": f"""<p>{OWN}</p>
        <div class="moz-cite-prefix">On 06.05.24 10:00, Tom wrote:<br></div>
        <blockquote type="cite"><p>{OLD}</p></blockquote>""",
    "Apple": f"""<div>{OWN}</div><div><blockquote type="cite">
        <div>On 6 May 2024, at 10:00, Tom wrote:</div><div>{OLD}</div></blockquote></div>""",
    "Outlook on the web": f"""<p>{OWN}</p><div id="appendonsend"></div><hr>
        <div id="divRplyFwdMsg">{HEAD}</div><div><p>{OLD}</p></div>""",
    "Outlook": f"""<p>{OWN}</p><div style="border-top:solid"><p>{HEAD}</p></div><p>{OLD}</p>""",
    "Yahoo": f"""<div>{OWN}</div><div class="yahoo_quoted">
        <div>On Monday, May 6, 2024, Tom wrote:</div><div>{OLD}</div></div>""",
    "Proton": f"""<div>{OWN}</div><div class="protonmail_quote">On Monday, May 6th, Tom wrote:<br>
        <blockquote class="protonmail_quote" type="cite">{OLD}</blockquote></div>""",
}


@pytest.mark.parametrize("program", HTML)
def test_a_mail_in_html_leaves_out_what_it_quotes(only: Only, tmp_path: Path, program: str) -> None:
    html = HTML[program].replace(OWN, f"{OWN} The council will meet again.")
    article = only(write(tmp_path, html=html, Subject="Re: Cranes"))
    assert article.text == f"{OWN} The council will meet again."


FORWARDS = [
    f"""---------- Forwarded message ---------
From: Tom Lund <t@x.example>
Date: Mon, 6 May 2024 at 10:00
Subject: Harbour news
To: Ida Falk <ida@post.example>

{OLD}
""",
    f"""Begin forwarded message:

> From: Tom Lund <t@x.example>
> Subject: Harbour news
> Date: 6 May 2024 at 10:00:00 CEST
> To: Ida
>
> {OLD}
""",
    f"""-------- Weitergeleitete Nachricht --------
Betreff: Harbour news
Datum: Mon, 6 May 2024 10:00:00 +0200
Von: Tom Lund <t@x.example>
An: Ida

{OLD}
""",
    f"""From: Tom Lund <t@x.example>
Sent: Monday, May 6, 2024 10:00 AM
To: Ida
Subject: Harbour news

{OLD}
""",
]


@pytest.mark.parametrize("note", ["", "FYI\n\n", "For your files, Ida\n\n"])
@pytest.mark.parametrize("forward", FORWARDS)
def test_a_mail_passed_on_has_its_own_day_author_and_title(
    only: Only, tmp_path: Path, forward: str, note: str
) -> None:
    article = only(write(tmp_path, note + forward, Subject="Fwd: Harbour"))
    assert (article.id, article.text) == ("a.eml", OLD)
    assert (article.published, article.authors) == (date(2024, 5, 6), ("Tom Lund",))
    assert article.title == "Harbour news"


def test_below_a_text_it_is_an_article_of_its_own(tmp_path: Path) -> None:
    own = f"{OWN} The council will meet again in June."
    articles = list(read_corpus(write(tmp_path, f"{own}\n\n{FORWARDS[0]}")))
    assert [(one.id, one.published, one.text) for one in articles] == [
        ("a.eml", date(2024, 5, 7), own),
        ("a.eml#forwarded", date(2024, 5, 6), OLD),
    ]


def test_a_mail_that_only_quotes_is_listed(tmp_path: Path) -> None:
    file = write(tmp_path, f"On Mon, 6 May 2024, Tom wrote:\n> {OLD}\n")
    unread: list[Unread] = []
    assert list(read_corpus(file, unread=unread.append)) == []
    assert unread == [Unread("a.eml", "the mail has no text of its own: it only quotes another")]


def test_a_reply_is_known_by_its_subject_in_several_languages() -> None:
    for subject in ("Re: x", "RE[2]: x", "AW: x", "SV: x", "Antw: x", "Odp: x", "回复: x"):
        assert is_reply_subject(subject)
    for subject in ("Report: x", "Cranes sold", "", "Revision"):
        assert not is_reply_subject(subject)


def test_a_text_without_quotations_is_the_senders_own() -> None:
    parts = split_mail(f"{OWN}\r\n\r\nMore.\r\n", is_reply=False)
    assert (parts.own, parts.forwarded) == (f"{OWN}\n\nMore.", None)
