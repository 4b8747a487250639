"""What can go wrong, as one tree of errors. Each says what happened and has a hint: what to do.

    RagError
    ├── CorpusError      an article or the corpus cannot be read         exit code 3
    ├── IndexMissing     there is no index                               exit code 4
    ├── IndexDamaged     an index file is missing, cut short or altered  exit code 5
    ├── IndexMismatch    the index was built with another model          exit code 6
    ├── IndexBusy        another program is writing the index            exit code 10
    ├── IndexNotWritten  the disk is full or read-only                   exit code 11
    ├── IndexUnreachable the server of the index does not answer          exit code 13
    ├── ClusterError     the machines that build together fail           exit code 14
    ├── ModelError       a model cannot be loaded                        exit code 7
    ├── QuestionError    a question or a filter cannot be read           exit code 2
    ├── RunError         an evaluation run cannot be read or continued   exit code 9
    ├── UnverifiedQuotation  quoted words are not in their article       exit code 8
    └── SettingError     an environment variable has an unusable value   exit code 2

Exit code 1 means an unexpected error. Errors are caught only at the edges: the command line, the
page and the API.
"""

from __future__ import annotations

REBUILD = "build the index again: python -m rag build"  # the hint for an index that cannot be used


class RagError(Exception):
    """The root: a message, and a hint that says what to do."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class CorpusError(RagError):
    """An article, or the whole corpus, cannot be read."""

    exit_code = 3


class IndexMissing(RagError):
    """There is no index where one was expected."""

    exit_code = 4


class IndexDamaged(RagError):
    """A file of the index is missing, cut short or altered."""

    exit_code = 5


class IndexMismatch(RagError):
    """The index was built with another embedding model or by another version."""

    exit_code = 6


class IndexBusy(RagError):
    """Another program is writing the index."""

    exit_code = 10


class IndexNotWritten(RagError):
    """The index cannot be written: the disk is full, or the folder is read-only."""

    exit_code = 11


class IndexUnreachable(RagError):
    """The server that holds the index does not answer, or refuses."""

    exit_code = 13


class ClusterError(RagError):
    """The machines that build together cannot be reached, or cannot finish a task."""

    exit_code = 14


class ModelError(RagError):
    """The embedding model or the reranker cannot be loaded, or is not what was expected."""

    exit_code = 7


class QuestionError(RagError):
    """A question, a filter or a batch line cannot be read."""

    exit_code = 2


class SettingError(RagError):
    """A setting has a value that cannot be used."""

    exit_code = 2


class RunError(RagError):
    """The folder of an evaluation run cannot be read, or belongs to another run."""

    exit_code = 9


class UnverifiedQuotation(RagError):
    """An answer would have shown words that are not in the article it cites."""

    exit_code = 8
