"""The text of a mail -> what its sender wrote, without older mails quoted in it; forwarded mails.

A reply quotes a mail that is older and somebody else's: it is no part of this one. A forwarded mail
is what its sender passes on: an article of its own, with its own day and author.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_REPLY_SUBJECT = re.compile(
    r"\s*+(?:re|aw|antw|sv|vs|ref|rif|res|odp|ynt|atb|vá|ответ|回复|答复)\s*+(?:\[\d+\]\s*+)?:",
    re.IGNORECASE,
)
_MARK = r"(?:>|\||»|[A-Z][A-Za-z]{0,3}>)"  # "> ", "| ", "TL> "
_QUOTED = re.compile(rf"\s{{0,3}}{_MARK}(?:\s|{_MARK}|$)|\s{{0,3}}>")
_MARKS = re.compile(rf"^\s{{0,3}}(?:{_MARK}\s?)+|^\s{{0,3}}>+\s?")
_WROTE = (
    r"wrote|writes|said|schrieb|schreef|a écrit|écrit|escribió|escribio|escreveu|ha scritto|scrisse"
    r"|skrev|pisze|kirjoitti|napisał(?:\(?a\)?)?|napsal(?:\(?a\)?)?|написала?|писал\(?а?\)?|пишет|írta"
    r"|a scris|yazdı|escrigué|έγραψε|写道|wrote as follows"
)
# "On Mon, 6 May 2024 at 10:00, Tom Lund <t@x.example> wrote:"; the words wrap over several lines
_ATTRIBUTION = re.compile(rf"(?:{_WROTE})(?:[^\w\n]{{0,3}}|\s[^\n]{{1,80}}:)\s*$", re.IGNORECASE)
_HAS_DAY_OR_ADDRESS = re.compile(r"\S@\S|\d{1,2}[:.hH]\d{2}|\b\d{4}\b|\d{1,2}[/.]\d{1,2}[/.]\d{2}")
_BEGINS_ATTRIBUTION = re.compile(
    r"\s*+(?:(?:on|at|am|le|el|em|il(?: giorno)?|op|den|dne|dnia|w dniu|кому|в|от|the|date:?)\s"
    r"|\d{1,4}[/.-]|\w{2,4}\.?,?\s+\d{1,2})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[<\[][^<>\[\]\s@]{1,80}@[^<>\[\]\s]{1,80}[>\]]")  # <t@x.example>
_RULE_MARKS = " \t-_=*—–"
_ORIGINAL = re.compile(
    r"original (?:message|appointment)|reply message|reply to message|originalnachricht"
    r"|urspr(?:ü|ue)ngliche nachricht|message d['’]origine|message original|mensaje original"
    r"|mensagem original|messaggio originale|oorspronkelijk bericht|oprindelig meddelelse"
    r"|opprinnelig melding|ursprungligt meddelande|alkuperäinen viesti|původní zpráva"
    r"|wiadomość oryginalna|исходное сообщение|原始邮件",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"begin forwarded message|forwarded message|forwarded by [^\n]{1,80}|weitergeleitete nachricht"
    r"|anfang der weitergeleiteten (?:nachricht|e-?mail)|message transféré|mensaje reenviado"
    r"|début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|messaggio inoltrato"
    r"|mensagem encaminhada|doorgestuurd bericht|videresendt (?:besked|meddelelse|melding)"
    r"|vidarebefordrat meddelande|пересылаемое сообщение",
    re.IGNORECASE,
)
_FROM = "from|von|de|da|van|fra|från|lähettäjä|od|от|发件人|gesendet von"
_SENT = "sent|date|gesendet|datum|envoyé|fecha|enviado(?: el)?|data|inviato|verzonden|sendt|dato"
_SENT += "|skickat|lähetetty|odesláno|wysłano|отправлено|дата|日期|发送时间"
_TO = "to|an|à|a|para|aan|til|till|vastaanottaja|komu|do|кому|收件人"
_SUBJECT = (
    "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|emne|ämne|aihe|předmět|temat|тема|主题"
)
_HEAD_LINE = re.compile(
    rf"\s*\*?(?P<name>{_FROM}|{_SENT}|{_TO}|{_SUBJECT}|cc|bcc|kopie|reply-to|organi[sz]ation"
    r"|importance|attachments?)\*?\s*:\*?\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_KINDS = {"from": _FROM, "date": _SENT, "subject": _SUBJECT}
_LEAST_HEAD = 3  # lines of a head, one of which says from whom, and one when or what about
_SIGNATURE = re.compile(r"--\s?$")
_SENT_FROM = re.compile(
    r"\s*(?:sent from (?:my|yahoo|outlook|mail|a|the)\b|get outlook for|von meinem \w+ gesendet"
    r"|envoyé de mon|enviado desde mi).{0,60}$",
    re.IGNORECASE,
)
_NOTE = 7  # words above a forwarded mail that are a note on it, and not a text: "For your files"
_MOST_LINES = 4  # of one attribution
_LONGEST_LINE = 300  # characters of one of them


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A mail passed on within another: its text, and what its head says."""

    text: str
    subject: str = ""
    sender: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class MailText:
    """What a mail says itself, and the mail that it passes on."""

    own: str
    forwarded: Forwarded | None = None


def split_mail(text: str, *, is_reply: bool) -> MailText:
    """Part what the sender of a mail wrote from what the mail quotes and passes on.

    `is_reply` says that the mail's head shows that it answers another. Lines with a quotation mark
    in front are an older mail's if it does, if words such as "Tom wrote:" introduce them, or if
    they begin or end the mail; others are the sender's own quotation.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    for at, line in enumerate(lines):
        plain = _MARKS.sub("", line)
        rule = plain.strip(_RULE_MARKS)
        if _FORWARD.fullmatch(rule.rstrip(": ")):
            own_text = _read_own(lines[:at], is_reply)
            is_note = len(own_text.split()) <= _NOTE
            return MailText("" if is_note else own_text, _read_forwarded(lines[at + 1 :]))
        if _is_rule(plain) or (_HEAD_LINE.match(plain) and _count_head(lines[at:]) >= _LEAST_HEAD):
            own_text = _read_own(lines[:at], is_reply)
            # with at most a note above its head, a mail is passed on, and not answered
            passed_on = not own_text or (not is_reply and len(own_text.split()) <= _NOTE)
            return MailText("", _read_forwarded(lines[at:])) if passed_on else MailText(own_text)
    return MailText(_read_own(lines, is_reply))


def is_reply_subject(subject: str) -> bool:
    """Whether a subject begins with "Re:", in any of several languages."""
    return _REPLY_SUBJECT.match(subject) is not None


def _read_own(lines: Sequence[str], is_reply: bool) -> str:
    quoted = [bool(_QUOTED.match(line)) for line in lines]
    introduced: set[int] = set()
    for at in range(len(lines)):
        introduced.update(_find_attribution(lines, quoted, at))
    others = is_reply or bool(introduced) or _are_at_an_end(lines)
    kept: list[str] = []
    for at, line in enumerate(lines):
        if at in introduced or (others and quoted[at]):
            continue
        kept.append(_MARKS.sub("", line) if quoted[at] else line)
    end = next((at for at, line in enumerate(kept) if _SIGNATURE.fullmatch(line)), len(kept))
    return "\n".join(line for line in kept[:end] if not _SENT_FROM.match(line)).strip()


def _find_attribution(lines: Sequence[str], quoted: Sequence[bool], at: int) -> range:
    """The lines that end at `at` and introduce a quoted mail; none if they do not."""
    if quoted[at] or len(lines[at]) > _LONGEST_LINE:
        return range(0)
    # mutt has no verb: "* Tom Lund <t@x.example> [2024-05-06 10:00]:"
    ends_with_address = lines[at].rstrip().endswith(":") and _ADDRESS.search(lines[at])
    if not _ATTRIBUTION.search(lines[at]) and not ends_with_address:
        return range(0)
    following = next((i for i in range(at + 1, len(lines)) if lines[i].strip()), len(lines))
    if following < len(lines) and not quoted[following]:
        return range(0)
    if whole := _find_whole_attribution(lines, quoted, at):
        return whole
    # "Tom Lund wrote:", before lines that are quoted
    return range(at, at + 1) if following < len(lines) and len(lines[at]) < 80 else range(0)


def _find_whole_attribution(lines: Sequence[str], quoted: Sequence[bool], at: int) -> range:
    """The lines of an attribution that ends at `at`, from its first words; none if unclear."""
    addressed = range(0)  # the line with an address; the attribution may have begun above it
    for first in range(at, max(-1, at - _MOST_LINES), -1):
        if quoted[first] or not lines[first].strip():
            break
        if first < at and lines[first].rstrip().endswith((".", "!", "?", ":")):
            break
        words = " ".join(lines[first : at + 1])
        if not _HAS_DAY_OR_ADDRESS.search(words):
            continue
        if _BEGINS_ATTRIBUTION.match(words):
            return range(first, at + 1)
        if not addressed and _ADDRESS.search(words):
            addressed = range(first, at + 1)
    return addressed


def _are_at_an_end(lines: Sequence[str]) -> bool:
    """Whether quoted lines begin or end the mail, as those of an older mail do."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    ends = (lines[at].lstrip() for at in (filled[0], filled[-1])) if filled else ()
    return any(end.startswith(">") for end in ends)


def _count_head(lines: Sequence[str]) -> int:
    """How many lines of a mail's head stand at the top; 0 if they say not enough for one."""
    names: set[str] = set()
    count = 0
    for line in lines[:12]:
        plain = _MARKS.sub("", line)
        if match := _HEAD_LINE.match(plain):
            count += 1
            names |= {kind for kind, words in _KINDS.items() if _is(words, match["name"])}
        elif plain.strip() and not line.startswith((" ", "\t")):
            break
    return count if "from" in names and len(names) > 1 else 0


def _read_forwarded(lines: Sequence[str]) -> Forwarded:
    """A mail that is passed on: its head, and what follows the head."""
    values: dict[str, str] = {}
    start = 0
    plain = [_MARKS.sub("", line) for line in lines]
    for at, line in enumerate(plain):
        if match := _HEAD_LINE.match(line):
            for kind, words in _KINDS.items():
                if _is(words, match["name"]):
                    values.setdefault(kind, match["value"].strip())
            start = at + 1
        elif line.strip() and not _is_rule(line):
            break
    inner = split_mail("\n".join(plain[start:]), is_reply=True)
    return Forwarded(
        inner.own, values.get("subject", ""), values.get("from", ""), values.get("date", "")
    )


def _is_rule(line: str) -> bool:
    """Whether a line parts the mail from an older one: "-----Original Message-----"."""
    rule = line.strip(_RULE_MARKS)
    return len(line.strip()) > len(rule) + 1 and _ORIGINAL.fullmatch(rule) is not None


def _is(words: str, name: str) -> bool:
    return re.fullmatch(words, name, re.IGNORECASE) is not None
