"""Article -> its statements: who said what, from where to where, and how sure that is.

Words between quotation marks are a statement if a clause says whose they are, or if the convention
of news writing does (a paragraph goes on with a quotation that was left open). English only: the
rules of word order are in `clauses`, the word lists in `rag.language.english`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.language.detection import has_statement_rules
from rag.language.english.grammar_words import PRONOUNS
from rag.language.sentences import sentences
from rag.records import Article, Statement, StatementKind
from rag.speech.cast.cast import Cast
from rag.speech.clauses.openings import find_sentence_subject, is_about_several
from rag.speech.grammar.phrases import (
    Phrase,
    find_phrase_after,
    has_verb,
    is_determiner,
)
from rag.speech.grammar.tokens import Token, TokenKind
from rag.speech.paragraphs import Paragraph, split_paragraphs
from rag.speech.place_lists import without_places
from rag.speech.quoted_sentences import (
    count_quoted_words,
    is_bracketed,
    is_only_quoted,
    is_short_answer,
    is_signature,
    tells_reaction,
)
from rag.speech.reports import Report, find_reports
from rag.speech.transcripts.dialogue import Turn, find_turns

# words; a quotation without a speaker is kept as a statement if it has so many
_ORPHAN_WORDS = 5
# characters between a quotation and its signature: the same line, or the next but one
_SIGNATURE_GAP = 3
# tokens of a line that signs a quotation with a name and a role
_LONGEST_LINE = 14
# characters; a shorter sentence of a transcript is joined to the next one
_SHORT = 60


@dataclass(slots=True)
class _Draft:
    """A statement in the making."""

    start: int
    end: int
    kind: StatementKind
    speaker: str | None = None
    mention: tuple[int, int] | None = None
    cue: tuple[int, int] | None = None
    ends_quoted: bool = False  # its last sentence has a quotation, which may go on
    attributed: bool = True
    empty: bool = False  # it reports nothing unless quoted words are joined to it


def attribute(article: Article) -> list[Statement]:
    """Return every statement of the article, in order, none overlapping another.

    A statement's span contains the reported words and the clause that attributes them, so that it
    reads well alone. `speaker` is None if the text leaves it open; a quotation that no clause
    attributes is a statement without speaker, mention and cue. The rules are for English: an
    article in another language has no statements rather than wrong ones.
    """
    if not has_statement_rules(article.language):
        return []
    drafts = _Reader(article.text).read()
    return [
        Statement(
            article.id, draft.start, draft.end, draft.speaker, draft.mention, draft.cue, draft.kind
        )
        for draft in drafts
    ]


class _Reader:
    """Goes through an article once, from its first sentence to its last."""

    def __init__(self, text: str) -> None:
        self.paragraphs = without_places(text, split_paragraphs(text))
        self.cast = Cast(self.paragraphs)
        self.text = text
        self.turns = find_turns(text, self.paragraphs, self.cast)
        self.drafts: list[_Draft] = []
        self.reaction: Sequence[Token] | None = None  # "Roe shook her head.", right before
        self.introduced: _Draft | None = None  # by "Lavrov said:"; the words are still to come

    def read(self) -> list[_Draft]:
        previous: Paragraph | None = None
        turn: Turn | None = None
        for number, paragraph in enumerate(self.paragraphs):
            self.cast.enter_paragraph(number)
            if number in self.turns:
                turn = self.turns[number]
                self._read_turn(paragraph, turn)
            elif turn is None or number > turn.last:
                self._read_paragraph(paragraph, previous)
            previous = paragraph
        self._name_leads()
        return [draft for draft in self.drafts if draft.ends_quoted or not draft.empty]

    def _name_leads(self) -> None:
        """Name speakers who are first only described: "the diplomat said", then "Lavrov said"."""
        for draft, following in zip(self.drafts, self.drafts[1:], strict=False):
            if draft.speaker is None and draft.mention and following.speaker:
                draft.speaker = self.cast.name_later(draft.mention, following.speaker)

    def _read_paragraph(self, paragraph: Paragraph, previous: Paragraph | None) -> None:
        last = self.drafts[-1] if self.drafts else None
        goes_on = last if previous is not None and _goes_on(paragraph, previous, last) else None
        before: _Draft | None = None  # the draft that the sentence before belongs to
        # the sentence before, if it reports nothing
        told = self.reaction if len(paragraph.sentences) == 1 else None
        self.reaction = None
        for number, sentence in enumerate(paragraph.sentences):
            quoted = is_only_quoted(sentence)
            if quoted and self.introduced is not None:
                before = self._join(self.introduced, sentence)
            elif quoted and number == 0 and goes_on is not None:
                before = self._join(goes_on, sentence)
            elif quoted and before is not None and before.attributed:
                before = self._join(before, sentence)
            elif quoted:
                before = self._implied(sentence, told) or self._orphan(sentence, before)
            else:
                before = self._attributed(sentence, before, goes_on if number == 0 else None)
            self._note_introduction(sentence, before)
            told = sentence if before is None else None
        if told is not None and tells_reaction(told):
            self.reaction = told

    def _read_turn(self, paragraph: Paragraph, turn: Turn) -> None:
        """Make statements of a sentence or two each, all by the speaker of the turn."""
        self.introduced = None
        self.cast.hear(paragraph.sentences[0], [turn.speaker])
        said: list[_Draft] = []
        for start, end in turn.said:
            for first, last in sentences(self.text[start:end]):
                if said and said[-1].end - said[-1].start < _SHORT:
                    said[-1].end = start + last
                else:
                    said.append(_Draft(start + first, start + last, StatementKind.DIRECT))
        for draft in said:
            draft.speaker = turn.speaker
        said[0].start, said[0].mention, said[0].cue = turn.start, turn.label, turn.mark
        self.drafts += said

    def _join(self, draft: _Draft, sentence: Sequence[Token]) -> _Draft:
        draft.end = sentence[-1].end
        if draft.kind is StatementKind.INDIRECT:
            colon = draft is self.introduced
            draft.kind = StatementKind.DIRECT if colon else StatementKind.MIXED
        draft.ends_quoted = True
        return draft

    def _orphan(self, sentence: Sequence[Token], before: _Draft | None) -> _Draft | None:
        if before is not None and not before.attributed:
            return self._join(before, sentence)
        draft = _Draft(sentence[0].start, sentence[-1].end, StatementKind.DIRECT)
        draft.attributed, draft.empty = False, True
        draft.ends_quoted = count_quoted_words(sentence) >= _ORPHAN_WORDS
        self.drafts.append(draft)
        return draft

    def _attributed(
        self, sentence: Sequence[Token], before: _Draft | None, goes_on: _Draft | None
    ) -> _Draft | None:
        if self._signs(sentence):
            return None
        reports = find_reports(sentence, self.cast)
        adding = sentence[0].text.endswith("ing") and any(token.is_quote for token in sentence[1:3])
        if not reports and adding and before is not None and before.attributed:
            return self._join(before, sentence)  # Adding, “...”
        self.cast.hear(sentence, [report.speaker for report in reports])
        draft = None
        for number, report in enumerate(reports):
            draft = _drafted(sentence, report)
            opening = number == 0 and sentence[0].is_quote
            if opening and not report.clause.leads:
                self._take_orphan(draft, before, goes_on)
            self.drafts.append(draft)
        return draft

    def _implied(self, sentence: Sequence[Token], told: Sequence[Token] | None) -> _Draft | None:
        """Attribute “...” in Roe was furious. “...”: to the subject of the sentence before."""
        if told is None:
            return None
        if count_quoted_words(sentence) < _ORPHAN_WORDS and not is_short_answer(sentence, told):
            return None
        subject = find_sentence_subject(told, len(told))
        if subject is None or is_about_several(told, subject) or _is_all(told, subject):
            return None
        first, last = told[subject.first], told[subject.last]
        pronoun = last.low in PRONOUNS and last.low not in {"he", "she"}
        speaker = self.cast.name_speaker(told, subject)
        # "Her rival, Jane Roe, was not amused."
        described = speaker is not None and told[min(subject.last + 1, len(told) - 1)].text == ","
        named = last.capitalised or last.low in PRONOUNS
        if is_determiner(first):  # "Their neighbour Jane Roe was not amused."
            words = told[subject.first : subject.last + 1]
            named = named and self.cast.name_somebody(words) is not None
        if pronoun or not (described or named):
            return None
        draft = _Draft(told[0].start, sentence[-1].end, StatementKind.DIRECT)
        draft.speaker = speaker
        draft.mention = told[subject.first].start, told[subject.last].end
        draft.ends_quoted = True
        self.drafts.append(draft)
        return draft

    def _signs(self, sentence: Sequence[Token]) -> bool:
        """Whether a sentence signs the quotation before it: "- Jane Roe"."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.attributed or sentence[0].start - last.end > _SIGNATURE_GAP:
            return False
        signature = is_signature(sentence)
        bracketed = is_bracketed(sentence)
        phrase = find_phrase_after(sentence, 1 if signature or bracketed else 0, len(sentence))
        if phrase is None or not sentence[phrase.last].capitalised:
            return False
        if not signature and not self._is_name_line(sentence, phrase):
            return False
        last.speaker = self.cast.name_speaker(sentence, phrase)
        last.mention = sentence[phrase.first].start, sentence[phrase.last].end
        last.end, last.attributed, last.empty = sentence[-1].end, True, False
        last.ends_quoted = False  # what follows a signature is somebody else's
        return True

    def _is_name_line(self, sentence: Sequence[Token], phrase: Phrase) -> bool:
        """Whether a sentence is only a name with a role: "Jane Roe, mayor of Brusk"."""
        behind = sentence[phrase.last + 1 :]
        line = len(sentence) <= _LONGEST_LINE and not has_verb(sentence)
        ends = sentence[-1].text not in {".", "?", "!", ":"} and (
            not behind or behind[0].text in {",", "(", ")"}
        )
        names = self.cast.name_somebody(sentence[phrase.first : phrase.last + 1]) is not None
        return line and ends and names and phrase.last > phrase.first

    def _take_orphan(self, draft: _Draft, before: _Draft | None, goes_on: _Draft | None) -> None:
        """Give quotations without a speaker to the one behind them: “...” “...,” he said."""
        orphan = before if before is not None else goes_on
        if orphan is not None and not orphan.attributed:
            draft.start = orphan.start
            self.drafts.remove(orphan)

    def _note_introduction(self, sentence: Sequence[Token], before: _Draft | None) -> None:
        if sentence[-1].text == ":" and before is not None:
            self.introduced = before
        elif not (is_only_quoted(sentence) and self.introduced is before):
            self.introduced = None


def _drafted(sentence: Sequence[Token], report: Report) -> _Draft:
    subject, cue = report.clause.subject, report.clause.cue
    inside = sentence[report.first : report.last + 1]
    return _Draft(
        start=inside[0].start,
        end=inside[-1].end,
        kind=report.kind,
        speaker=report.speaker,
        mention=(sentence[subject.first].start, sentence[subject.last].end),
        cue=(sentence[cue[0]].start, sentence[cue[1]].end),
        ends_quoted=any(token.is_quote for token in inside),
        empty=report.clause.cue[0] == len(sentence) - 1,
    )


def _is_all(sentence: Sequence[Token], subject: Phrase) -> bool:
    """Whether no verb was found behind a subject: "Fans adore Jane Roe" ends in no subject."""
    ends = all(token.kind is TokenKind.MARK for token in sentence[subject.last + 1 :])
    return ends and not sentence[0].is_quote  # “...,” Roe.


def _goes_on(paragraph: Paragraph, previous: Paragraph, last: _Draft | None) -> bool:
    """Whether a paragraph that opens with a quotation goes on with the one before it."""
    if last is None or not paragraph.opens_quoted or not last.ends_quoted:
        return False
    if previous.left_open:
        return True
    if any(is_signature(sentence) for sentence in paragraph.sentences[1:2]):
        return False
    return last.attributed and last.end >= previous.sentences[-1][-1].end
