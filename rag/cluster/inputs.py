"""A corpus in a folder or in object storage -> its files, which every node can open.

The only module, beside `shard_files`, that knows of fsspec. A place is a path or a URL such as
`s3://bucket/articles`.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from rag.articles.corpus import file_id
from rag.articles.formats.file_kinds import HEAD, Kind, is_no_article, kind_of, why_not_read
from rag.build.read_files import digest_file, digest_files, list_files
from rag.errors import CorpusError, SettingError
from rag.field_names import FieldNames
from rag.plain_files import is_plain, open_plain
from rag.records import Unread

PARQUET = "parquet"  # read here only: a build on one machine does without the library for it
_SUFFIX = f".{PARQUET}"
_URL = re.compile(r"[a-z][a-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of the corpus."""

    id: str  # its path below the corpus
    place: str
    kind: str  # a Kind, or PARQUET
    digest: str  # of its content, or of what the storage says of its version; and of field names
    size: int  # bytes

    @property
    def read_as(self) -> Kind:
        """The format whose rules read its articles. A row of a table is read as a JSON line."""
        return Kind.LINES if self.kind == PARQUET else Kind(self.kind)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a corpus, in the order they are read."""

    files: tuple[InputFile, ...]
    unread: tuple[Unread, ...]
    names: FieldNames

    @property
    def formats(self) -> set[Kind]:
        """The formats whose rules read the files."""
        return {file.read_as for file in self.files}

    @property
    def digest(self) -> str:
        """Of all that the articles are made of; that of a build on one machine, from a folder."""
        return digest_files(self.unread, {file.id: file.digest for file in self.files})


def is_url(place: str) -> bool:
    """Whether a place is a URL, and not a path."""
    return _URL.match(place) is not None


def list_inputs(corpus: str, index: Path, names: FieldNames) -> Inputs:
    """The files of a corpus. Raises CorpusError, and SettingError for a URL of an unknown kind."""
    return _list_url(corpus, names) if is_url(corpus) else _list_folder(corpus, index, names)


def open_storage(url: str) -> tuple[Any, str]:
    """The file system of a URL or a path, and the path in it. Raises SettingError."""
    from fsspec.core import url_to_fs

    try:
        storage, path = url_to_fs(url if is_url(url) else str(Path(url).absolute()))
    except (ImportError, ValueError) as error:
        raise SettingError(
            f"{url}: {error}",
            hint="give a path, or a URL that fsspec knows; with pip install, s3:// needs s3fs, "
            "gs:// needs gcsfs, and https:// needs aiohttp and requests",
        ) from error
    return storage, str(path)


def digest_now(file: InputFile, names: FieldNames) -> str:
    """The digest of a file as it is now; empty if it cannot be opened."""
    if not is_url(file.place):
        kind = file.kind if file.kind == PARQUET else Kind(file.kind)
        return digest_file(Path(file.place), kind, names)
    storage, path = open_storage(file.place)
    try:
        return _digest_version(storage, path, file.kind, names)
    except OSError:
        return ""


@contextmanager
def opened(file: InputFile) -> Iterator[BinaryIO]:
    """A file, open for reading. Raises OSError."""
    if is_url(file.place):
        storage, path = open_storage(file.place)
        with storage.open(path, "rb") as remote:
            yield remote
    else:
        with open_plain(Path(file.place)) as local:
            yield local


class Fetcher:
    """Gives files as paths on this machine. Of those that are elsewhere, it keeps the last one."""

    def __init__(self) -> None:
        self._place = ""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._path = Path()

    def path(self, file: InputFile) -> Path:
        """Where a file can be read, until the next call. Raises OSError."""
        if not is_url(file.place):
            return Path(file.place)
        if file.place != self._place:
            self.close()
            self._folder = tempfile.TemporaryDirectory(prefix="on-record-")
            self._path = Path(self._folder.name) / PurePosixPath(file.place).name
            storage, path = open_storage(file.place)
            storage.get_file(path, str(self._path))
            self._place = file.place
        return self._path

    def close(self) -> None:
        """Remove what is kept."""
        self._place = ""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _list_folder(corpus: str, index: Path, names: FieldNames) -> Inputs:
    listed = list_files(Path(corpus), index, names)
    folder = listed.files.folder
    files = []
    for file in listed.files.readable:
        own, path = file_id(file.path, folder), file.path.absolute()
        files.append(InputFile(own, str(path), file.kind.value, listed.digests[own], _size(path)))
    unread = []
    for unread_file in listed.files.unread:
        path = folder / unread_file.path
        if unread_file.path.lower().endswith(_SUFFIX) and is_plain(path):
            digest = digest_file(path, PARQUET, names)
            files.append(
                InputFile(unread_file.path, str(path.absolute()), PARQUET, digest, _size(path))
            )
        else:
            unread.append(unread_file)
    if len(files) > len(listed.digests):
        files.sort(key=lambda file: file.id)
    return Inputs(tuple(files), tuple(unread), names)


def _list_url(url: str, names: FieldNames) -> Inputs:
    storage, root = open_storage(url)
    try:
        objects: Mapping[str, Mapping[str, Any]] = storage.find(root, detail=True)
    except OSError as error:
        raise CorpusError(
            f"{url}: cannot be listed: {error}", hint="check the address and the credentials"
        ) from error
    if not objects:
        raise CorpusError(f"{url}: nothing is there", hint="check the address and the credentials")
    files: list[InputFile] = []
    unread: list[Unread] = []
    for path, about in sorted(objects.items()):
        name = str(PurePosixPath(path).relative_to(root)) if path != root else Path(path).name
        if any(part.startswith(".") for part in PurePosixPath(name).parts):
            continue
        kind = _kind_remote(storage, path, name)
        if isinstance(kind, Unread):
            unread.append(kind)
            continue
        digest = _digest_version(storage, path, kind, names)
        place = str(storage.unstrip_protocol(path))
        files.append(InputFile(name, place, kind, digest, int(about.get("size") or 0)))
    return Inputs(tuple(files), tuple(unread), names)


def _kind_remote(storage: Any, path: str, name: str) -> str | Unread:
    """As `rag.articles.corpus.find_files` sorts files, with tables."""
    if "/" not in name and PurePosixPath(name).stem.lower() == "readme":
        return Unread(name, "a README", expected=True)
    if is_no_article(name):
        return Unread(name, "not a format of articles", expected=True)
    if name.lower().endswith(_SUFFIX):
        return PARQUET
    try:
        head = storage.cat_file(path, start=0, end=HEAD)
    except OSError as error:
        return Unread(name, f"can't be opened: {error}")
    kind = kind_of(name, head)
    return Unread(name, why_not_read(name, head)) if kind is None else kind.value


def _digest_version(storage: Any, path: str, kind: str, names: FieldNames) -> str:
    told = repr((kind, sorted(names.items()), storage.ukey(path)))
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
