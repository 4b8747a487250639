"""How well statements are read.

    python -m benchmarks.quotes --data PATH [--split dev] [--errors N]

PATH is a folder with <split>.jsonl.gz, or with quotes/<split>.jsonl.gz, one article a line: `text`,
and `quotes` with `direct`, and `content`, `source` and `cue` as lists of [start, end] into the text
(the form that PolNeAR can be brought into; it is not part of this project). Ours stands beside a
baseline of regular expressions measured in the same run.

A direct quotation counts as answered where the statement that shares most characters with its
content has a mention, and as right where that mention lies within the annotated source. What is
reported without quotation marks is counted as precision, recall and F1 three ways: the spans
touch, they share half of their characters, or they touch and the mention is the annotated source's.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.records import Article, Statement, StatementKind
from rag.speech.statements import attribute

Span = tuple[int, int]
Reader = Callable[[Article], list[Statement]]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution."""

    direct: bool
    content: tuple[Span, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]

    @property
    def everything(self) -> tuple[Span, ...]:
        """All that a statement's span should cover."""
        return (*self.content, *self.source, *self.cue)


@dataclass(slots=True)
class Score:
    """Counts over a split."""

    articles: int = 0
    seconds: float = 0.0
    quotes: int = 0
    answered: int = 0
    right: int = 0
    touching: int = 0  # the mention shares characters with the source, if not all of its own
    ours: int = 0
    gold: int = 0
    hits: tuple[int, int, int] = (0, 0, 0)  # of ours: touch, half, mention
    recalled: tuple[int, int, int] = (0, 0, 0)  # of gold


# ---------------------------------------------------------------- the baseline: regular expressions

_VERBS = (
    "said|says|told|added|wrote|tweeted|asked|replied|responded|continued|noted|explained|stated"
    "|declared|argued|concluded|insisted|warned|joked|recalled|announced|suggested"
)
_NAME = r"(?:(?:[A-Z][\w.'’-]+)(?: (?:[A-Z][\w.'’-]+|of|de|the))*|[Hh]e|[Ss]he|[Tt]hey)"
_QUOTED = r"[“\"][^“”\"\n]+[”\"]"
_PATTERNS = [
    re.compile(rf"(?P<q>{_QUOTED}),? (?:{_VERBS}) (?P<m>{_NAME})"),
    re.compile(rf"(?P<q>{_QUOTED}),? (?P<m>{_NAME})(?:, [^,\n]{{1,80}},)? (?:{_VERBS})\b"),
    re.compile(
        rf"(?P<m>{_NAME})[^\n.“”\"]{{0,80}}? (?:{_VERBS})\b[^\n.“”\"]{{0,60}}(?P<q>{_QUOTED})"
    ),
]
_REPORTED = re.compile(
    rf"(?:(?P<m>{_NAME}) (?:has |had |also )?(?:{_VERBS})\b|according to (?P<n>{_NAME}))"
)


def baseline(article: Article) -> list[Statement]:
    """Forty lines of regular expressions: what is built in an afternoon."""
    statements: list[Statement] = []
    taken: list[Span] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(article.text):
            if not any(_shared([match.span("q")], [span]) for span in taken):
                taken.append(match.span("q"))
                statements.append(
                    _statement(article, match.span(), match.span("m"), StatementKind.DIRECT)
                )
    for line in re.finditer(r"[^\n]+", article.text):
        for sentence in re.finditer(r"\S.*?(?:[.!?](?=\s|$)|$)", line.group()):
            start = line.start() + sentence.start()
            end = line.start() + sentence.end()
            reported = _REPORTED.search(article.text, start, end)
            if reported and not any(_shared([(start, end)], [span]) for span in taken):
                mention = reported.span("m" if reported["m"] else "n")
                statements.append(
                    _statement(article, (start, end), mention, StatementKind.INDIRECT)
                )
    return sorted(statements, key=lambda statement: statement.start)


def _statement(article: Article, span: Span, mention: Span, kind: StatementKind) -> Statement:
    return Statement(article.id, *span, None, mention, None, kind)


# ------------------------------------------------------------------------------------ the measure


def measure(reader: Reader, rows: Sequence[tuple[Article, list[Gold]]]) -> tuple[Score, list[str]]:
    """Score a reader on annotated articles; also what it got wrong, one line each."""
    score, errors = Score(), list[str]()
    for article, gold in rows:
        begun = time.perf_counter()
        statements = reader(article)
        score.seconds += time.perf_counter() - begun
        score.articles += 1
        _score_direct(score, article, statements, gold, errors)
        _score_reported(score, statements, gold)
    return score, errors


def _score_direct(
    score: Score,
    article: Article,
    statements: Sequence[Statement],
    gold: Sequence[Gold],
    errors: list[str],
) -> None:
    for quote in gold:
        if not (quote.direct and quote.source):
            continue
        score.quotes += 1
        best = max(
            statements,
            key=lambda statement: _shared([(statement.start, statement.end)], quote.content),
            default=None,
        )
        reached = best is not None and _shared([(best.start, best.end)], quote.content) > 0
        mention = best.mention if best is not None and reached else None
        if mention is None:
            errors.append(_line("MISSING", article, quote, None))
            continue
        score.answered += 1
        score.touching += _shared([mention], quote.source) > 0
        if any(start <= mention[0] and mention[1] <= end for start, end in quote.source):
            score.right += 1
        else:
            errors.append(_line("WRONG", article, quote, mention))


def _line(verdict: str, article: Article, quote: Gold, mention: Span | None) -> str:
    wanted = " ... ".join(article.text[start:end] for start, end in quote.source)
    read = article.text[mention[0] : mention[1]] if mention else ""
    start = max(0, min(begin for begin, _ in quote.everything) - 60)
    end = max(finish for _, finish in quote.everything) + 60
    around = article.text[start:end].replace("\n", "¶")
    if len(around) > 500:
        around = around[:250] + " [...] " + around[-250:]
    return f"{verdict} {article.id}: wanted {wanted!r}, read {read!r}\n    {around}"


def _score_reported(score: Score, statements: Sequence[Statement], gold: Sequence[Gold]) -> None:
    wanted = [quote for quote in gold if not quote.direct and quote.source]
    unsourced = [quote for quote in gold if not quote.direct]
    mine = [statement for statement in statements if statement.kind is not StatementKind.DIRECT]
    score.ours += len(mine)
    score.gold += len(wanted)
    for statement in mine:
        levels = [_agreement(statement, quote) for quote in unsourced]
        score.hits = _plus(score.hits, levels)
    for quote in wanted:
        levels = [_agreement(other, quote) for other in statements]
        score.recalled = _plus(score.recalled, levels)


def _agreement(statement: Statement, quote: Gold) -> tuple[bool, bool, bool]:
    span = (statement.start, statement.end)
    touch = _shared([span], quote.content) > 0
    if not touch:
        return False, False, False
    gold = sum(end - start for start, end in quote.everything)
    shared = _shared([span], quote.everything)
    half = shared / (span[1] - span[0] + gold - shared) >= 0.5
    mention = statement.mention is not None and _shared([statement.mention], quote.source) > 0
    return touch, half, mention


def _plus(
    counts: tuple[int, int, int], levels: Sequence[tuple[bool, bool, bool]]
) -> tuple[int, int, int]:
    touch, half, mention = (any(level[at] for level in levels) for at in range(3))
    return counts[0] + touch, counts[1] + half, counts[2] + mention


def _shared(spans: Sequence[Span], others: Sequence[Span]) -> int:
    return sum(
        max(0, min(end, finish) - max(start, begin))
        for start, end in spans
        for begin, finish in others
    )


# ---------------------------------------------------------------------------------------- the table


def table(scores: dict[str, Score]) -> str:
    """The scores as text, a column a reader."""
    lines = [f"{'':34}" + "".join(f"{name:>12}" for name in scores)]

    def row(label: str, value: Callable[[Score], str]) -> None:
        lines.append(f"{label:34}" + "".join(f"{value(score):>12}" for score in scores.values()))

    row("articles", lambda score: str(score.articles))
    row("direct quotations", lambda score: str(score.quotes))
    row("  answered", lambda score: _ratio(score.answered, score.quotes))
    row("  right mention, of all", lambda score: _ratio(score.right, score.quotes))
    row("  right mention, of answered", lambda score: _ratio(score.right, score.answered))
    row("  touching mention, of answered", lambda score: _ratio(score.touching, score.answered))
    row("indirect and mixed: ours", lambda score: str(score.ours))
    row("indirect and mixed: annotated", lambda score: str(score.gold))
    for at, label in enumerate(("spans touch", "half of the span", "span and mention")):
        row(f"  {label}: P R F1", lambda score, at=at: _prf(score, at))  # type: ignore[misc]
    row("milliseconds an article", lambda score: f"{1000 * score.seconds / score.articles:.1f}")
    return "\n".join(lines)


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _prf(score: Score, at: int) -> str:
    precision = score.hits[at] / score.ours if score.ours else 0.0
    recall = score.recalled[at] / score.gold if score.gold else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return f"{precision:.2f} {recall:.2f} {f1:.2f}".replace("0.", ".")


def read(path: Path) -> Iterator[tuple[Article, list[Gold]]]:
    """The articles of a split with their annotations."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            gold = [
                Gold(
                    bool(quote["direct"]),
                    tuple((start, end) for start, end in quote["content"]),
                    tuple((start, end) for start, end in quote["source"]),
                    tuple((start, end) for start, end in quote["cue"]),
                )
                for quote in row["quotes"]
                if quote["content"]
            ]
            yield Article(f"{path.name}#{number}", "", row["text"]), gold


def main() -> int:
    """Measure and print; 2 where the data is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with <split>.jsonl.gz")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--errors", type=int, default=0, help="how many wrong quotations to print")
    options = parser.parse_args()
    folder = options.data / "quotes" if (options.data / "quotes").is_dir() else options.data
    path = folder / f"{options.split}.jsonl.gz"
    if not path.is_file():
        sys.stderr.write(f"MISSING: {path} is no file, so nothing was measured.\n")
        sys.stderr.write("Hint: --data takes the folder that holds <split>.jsonl.gz.\n")
        return 2
    rows = list(read(path))
    ours, errors = measure(attribute, rows)
    regexes, _ = measure(baseline, rows)
    lines = [f"{options.split} of {options.data}", table({"ours": ours, "regexes": regexes})]
    sys.stdout.write("\n".join([*lines, *errors[: options.errors]]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
