"""The rules of each stage of a build, as digests of its code: only changed stages run again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path

import rag
from rag.articles.formats.file_kinds import ARCHIVES, Kind
from rag.build.code_digest import Code, Definition
from rag.index.source import Rules, Stage

_ARTICLES = "rag.articles"

_PASSAGE_TEXT = [
    Definition("rag.build.article_texts", "fit_title"),
    Definition("rag.build.article_texts", "join_title"),
]
_OF_STAGES: Mapping[Stage, Collection[Definition]] = {
    Stage.MERGE: [Definition(f"{_ARTICLES}.versions", "merge")],
    Stage.LANGUAGE: [Definition("rag.language.detection", "language_of")],
    Stage.CUT: [Definition(f"{_ARTICLES}.passages", "cut")],
    Stage.ATTRIBUTE: [Definition("rag.speech.statements", "attribute")],
    Stage.COPIES: [
        Definition(f"{_ARTICLES}.copies", "sketch"),
        Definition(f"{_ARTICLES}.copies", "find_groups"),
    ],
    # a vector depends on its text, and on the model, which the index names
    Stage.EMBED: _PASSAGE_TEXT,
    Stage.WORDS: [
        *_PASSAGE_TEXT,
        Definition("rag.build.article_texts", "article_text"),
        Definition("rag.index.word_counts", "Vocabulary"),
        Definition("rag.language.stems", "stems"),
    ],
}

# These read files of every format; their branches for single formats are left out.
_ANY_FORMAT = [Definition(f"{_ARTICLES}.reading", "Reading")]
_WORKER = [
    Definition(f"{_ARTICLES}.formats.parser", "Parser"),
    Definition(f"{_ARTICLES}.formats.worker", "main"),
]
_FIELDS = Definition(f"{_ARTICLES}.row_fields", "read_row")
_OF_FORMATS: Mapping[Kind, Collection[Definition]] = {
    Kind.TEXT: [Definition(f"{_ARTICLES}.formats.plain_text", "read")],
    Kind.MARKDOWN: [Definition(f"{_ARTICLES}.formats.markdown_file", "read")],
    Kind.LINES: [
        Definition(f"{_ARTICLES}.formats.jsonl_file", "read_lines"),
        Definition(f"{_ARTICLES}.formats.jsonl_file", "read_line"),
    ],
    Kind.HTML: [Definition(f"{_ARTICLES}.formats.pages.web_page", "read"), _FIELDS, *_WORKER],
    Kind.PDF: [Definition(f"{_ARTICLES}.formats.pdf", "read"), _FIELDS, *_WORKER],
    Kind.WORD: [Definition(f"{_ARTICLES}.formats.word", "read"), _FIELDS, *_WORKER],
    Kind.FEED: [Definition(f"{_ARTICLES}.formats.feeds", "read"), _FIELDS, *_WORKER],
    Kind.MAIL: [Definition(f"{_ARTICLES}.formats.mail", "read"), _FIELDS, *_WORKER],
    Kind.JSON: [Definition(f"{_ARTICLES}.formats.json_csv", "read"), _FIELDS, *_WORKER],
    Kind.CSV: [Definition(f"{_ARTICLES}.formats.json_csv", "read"), _FIELDS, *_WORKER],
}
_UNPACKING = Definition(f"{_ARTICLES}.formats.archives", "unpack")

_DONE_AGAIN: Mapping[Stage, str] = {
    Stage.MERGE: "versions are merged",
    Stage.LANGUAGE: "languages are detected",
    Stage.CUT: "articles are cut",
    Stage.ATTRIBUTE: "statements are attributed",
    Stage.COPIES: "copies are looked for",
    Stage.EMBED: "texts are embedded",
    Stage.WORDS: "words are counted",
}


def digest_rules(formats: Iterable[Kind], package: Path = Path(rag.__file__).parent) -> Rules:
    """The rules of this program for a corpus that has files of these formats."""
    code = _load_code(package)
    return Rules(
        reading={kind.value: _digest_reading(code, kind) for kind in sorted(set(formats))},
        stages={stage: code.digest(entries) for stage, entries in _OF_STAGES.items()},
    )


def tell_changes(old: Rules, new: Rules) -> str:
    """Say what is done again because the program's rules have changed; empty if nothing is."""
    if not old.stages:
        return "an older version of the program built this index: articles are read again"
    formats = [
        kind for kind, digest in new.reading.items() if old.reading.get(kind, digest) != digest
    ]
    parts = [f"{kind} files are read" for kind in formats]
    parts += [what for stage, what in _DONE_AGAIN.items() if not old.same(stage, new)]
    return f"the program's rules have changed: {', '.join(parts)} again" if parts else ""


@cache
def _load_code(package: Path) -> Code:
    return Code(package)


def _digest_reading(code: Code, kind: Kind) -> str:
    if kind in ARCHIVES:  # may hold files of every format
        every = {entry for entries in _OF_FORMATS.values() for entry in entries}
        return code.digest([*_ANY_FORMAT, _UNPACKING, *every])
    of_kind = _OF_FORMATS[kind]
    others = {entry for entries in _OF_FORMATS.values() for entry in entries} - {*of_kind}
    return code.digest([*_ANY_FORMAT, *of_kind], without={*others, _UNPACKING})
