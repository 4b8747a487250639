"""Files that are made to break readers, each with what may become of it."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

WORDS = (
    "The minister said on Friday that talks would resume in Oslo next week. “We are ready,” Jane "
    "Doe told reporters after the meeting, which had lasted for two days. She gave no date."
)
TEXT = f"Talks resume in Oslo\n\n{WORDS}\n"
PAGE = f"<html><head><title>Talks resume</title></head><body><p>{WORDS}</p></body></html>"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file; `read` says whether an article comes out, None where either is right."""

    name: str
    content: bytes
    read: bool | None


def files() -> Iterator[Hostile]:
    """All of them; the same at each call."""
    yield from _texts()
    yield from _pages()
    yield from _feeds()
    yield from _tables()
    yield from _archives()
    yield from _tars()
    yield from _word()
    yield from _pdfs()
    yield from _mails()


def _texts() -> Iterator[Hostile]:
    noise = random.Random(1).randbytes(20_000)  # noqa: S311  # the same at each call
    yield Hostile("empty.txt", b"", read=False)
    yield Hostile("spaces.txt", b" \n\t\n" * 1000, read=False)
    yield Hostile("binary.txt", noise, read=False)
    yield Hostile("binary.md", b"\x7fELF" + noise, read=False)
    yield Hostile("nul.txt", TEXT.encode() + b"\0" * 20, read=False)
    yield Hostile("utf-16.txt", TEXT.encode("utf-16"), read=True)
    yield Hostile("utf-16-no-mark.txt", TEXT.encode("utf-16-le"), read=True)
    yield Hostile("utf-32.txt", TEXT.encode("utf-32"), read=True)
    yield Hostile("windows-1252.txt", TEXT.encode("cp1252"), read=True)
    yield Hostile("cut-utf-8.txt", TEXT.encode() + "é".encode()[:1], read=True)
    yield Hostile("bidi.txt", (TEXT + "He said \u202eevil\u202c.").encode(), read=True)
    yield Hostile("surrogate.txt", TEXT.encode() + b"\xed\xa0\x80", read=None)
    yield Hostile("one-line-50-mb.txt", b"word " * 10_000_000, read=False)
    yield Hostile("one-line-3-mb.txt", b"word " * 600_000, read=False)
    yield Hostile("no-spaces.txt", b"A title\n\n" + b"x" * 900_000, read=None)
    yield Hostile("quotes.txt", ("A title\n\n" + "“" * 100_000).encode(), read=None)
    yield Hostile("brackets.txt", b"A title\n\n" + b"[" * 200_000 + b"](", read=None)
    yield Hostile("stars.md", b"# A title\n\n" + b"*a" * 100_000, read=None)
    yield Hostile("front-matter.md", b"---\n" + b"a: b\n" * 20_000, read=None)
    yield Hostile("bad-date.md", b"---\ndate: soon\n---\n" + TEXT.encode(), read=True)
    yield Hostile("said.txt", b"A title\n\n" + b"He said, she said, " * 20_000, read=None)


def _pages() -> Iterator[Hostile]:
    yield Hostile("nested.html", b"<div>" * 10_000 + WORDS.encode() + b"</div>" * 10_000, False)
    yield Hostile("nested-fonts.html", b"<font><b>" * 10_000 + WORDS.encode(), read=False)
    yield Hostile("empty.html", b"", read=False)
    yield Hostile("no-text.html", b"<html><body><script>go()</script></body></html>", read=False)
    yield Hostile("links.html", b"<html>" + b"<a href=/x>more</a>" * 5_000, read=None)
    yield Hostile("attributes.html", b"<html><p " + b"a=b " * 20_000 + b">x</p>", read=None)
    yield Hostile("comments.html", b"<html>" + b"<!--" * 200_000, read=None)
    yield Hostile("unclosed.html", b"<html>" + b"<" * 300_000, read=None)
    yield Hostile("wrong-charset.html", b"<meta charset=x-none>" + PAGE.encode(), read=True)
    yield Hostile("utf-16.html", PAGE.encode("utf-16"), read=True)
    yield Hostile("nul.html", PAGE.replace("talks", "ta\0lks").encode(), read=None)
    yield Hostile("really.html", b"%PDF-1.4\nnothing", read=False)
    yield Hostile("20-mb.html", b"<html><p>" + b"word " * 4_000_000, read=False)


def _feeds() -> Iterator[Hostile]:
    item = f"<item><title>Talks</title><description>{WORDS}</description></item>"
    feed = f"<rss version='2.0'><channel><title>Post</title>{item}</channel></rss>"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>'
    yield Hostile("laughs.xml", (bomb + feed.replace("Talks", "&l9;")).encode(), read=False)
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield Hostile("outside.rss", (outside + feed.replace("Talks", "&x;")).encode(), read=False)
    hidden = (outside + feed.replace("Talks", "&x;")).encode("utf-16")
    yield Hostile("outside-16.rss", hidden, read=False)
    seven = (
        (outside + feed.replace("Talks", "&x;"))
        .replace("<!", "+ADwAIQ-")
        .encode("ascii", "xmlcharrefreplace")
    )
    yield Hostile("utf-7.rss", b"<?xml version='1.0' encoding='utf-7'?>" + seven, read=None)
    yield Hostile("nested.rss", b"<rss>" + b"<a>" * 5_000, read=False)
    yield Hostile("cut.rss", feed[:-40].encode(), read=None)
    yield Hostile("no-feed.xml", b"<?xml version='1.0'?><catalog><cd/></catalog>", read=False)
    yield Hostile("empty.rss", b"", read=False)
    yield Hostile("no-text.rss", b"<rss><channel><item/><item/></channel></rss>", read=False)


def _tables() -> Iterator[Hostile]:
    line = json.dumps({"text": WORDS}).encode()
    yield Hostile("deep.json", b"[" * 200_000, read=False)
    yield Hostile("deep.jsonl", b"[" * 200_000, read=False)
    yield Hostile("number.json", b"1" * 100_000, read=False)
    yield Hostile("cut.json", b'[{"text": "', read=False)
    yield Hostile("half.jsonl", line + b'\n{"text": "\\ud800"}\n{"id": "\\udfff", "text": ', True)
    yield Hostile("40-mb-line.jsonl", b'{"text": "' + b"a " * 20_000_000 + b'"}\n' + line, True)
    yield Hostile("bomb.jsonl.gz", gzip.compress(b" " * 50_000_000), read=False)
    yield Hostile("cut.jsonl.gz", gzip.compress(line * 50)[:-9], read=False)
    yield Hostile("latin.jsonl", b'{"text": "caf\xe9"}', read=False)
    yield Hostile("types.jsonl", b'{"text": 5}\n{"text": ["a"]}\n[]\nnull\n', read=False)
    yield Hostile("quotes.csv", b'text,title\n"' + b"a,b\n" * 10_000, read=None)
    yield Hostile("field.csv", b"text\n" + b"a" * 9_000_000, read=False)
    yield Hostile("no-head.csv", b"\n\n\n", read=False)


def _zip(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def _archives() -> Iterator[Hostile]:
    text = ("a.txt", TEXT.encode())
    yield Hostile("traversal.zip", _zip(text, ("../../etc/evil.txt", TEXT.encode())), read=True)
    yield Hostile("absolute.zip", _zip(("/etc/evil.txt", TEXT.encode())), read=False)
    yield Hostile("windows.zip", _zip(("C:\\evil.txt", TEXT.encode())), read=False)
    yield Hostile("bomb.zip", _zip(("a.txt", b"\0" * 20_000_000)), read=False)
    many = _zip(*((f"{n}.txt", b"") for n in range(1_200)))
    yield Hostile("many.zip", many, read=False)
    nested = _zip(text)
    for depth in range(5):
        nested = _zip((f"{depth}.zip", nested))
    yield Hostile("nested.zip", nested, read=False)
    yield Hostile("cut.zip", _zip(text)[:-30], read=False)
    altered = bytearray(_zip(("a.txt", TEXT.encode() * 20)))
    altered[60] ^= 0xFF
    yield Hostile("altered.zip", bytes(altered), read=False)
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    yield Hostile("link.zip", packed.getvalue(), read=False)
    locked = bytearray(_zip(text))
    locked[6] |= 1  # the flags of the member, here and in the list at the end
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    yield Hostile("locked.zip", bytes(locked), read=False)
    yield Hostile("empty.zip", b"", read=False)
    yield Hostile("bomb.html.gz", gzip.compress(b"<p>" * 7_000_000), read=False)


def _tars() -> Iterator[Hostile]:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, kind, target in (
            ("link.txt", tarfile.SYMTYPE, "/etc/passwd"),
            ("hard.txt", tarfile.LNKTYPE, "/etc/passwd"),
            ("device.txt", tarfile.CHRTYPE, ""),
            ("pipe.txt", tarfile.FIFOTYPE, ""),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            archive.addfile(member)
        for name in ("../evil.txt", "/etc/evil.txt"):
            member = tarfile.TarInfo(name)
            member.size = len(TEXT.encode())
            archive.addfile(member, io.BytesIO(TEXT.encode()))
    yield Hostile("links.tar.gz", packed.getvalue(), read=False)
    member = tarfile.TarInfo("a.txt")
    member.size = 20_000_000
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.addfile(member, io.BytesIO(b"\0" * member.size))
    yield Hostile("bomb.tgz", packed.getvalue(), read=False)
    yield Hostile("cut.tar.gz", packed.getvalue()[:2000], read=False)
    member.size = 2**40
    yield Hostile("claims.tar", member.tobuf() + b"x" * 1024, read=False)


def _word() -> Iterator[Hostile]:
    head = '<?xml version="1.0"?>'
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f"{head}<w:document {space}><w:body><w:p/></w:body></w:document>"
    evil = document.replace(head, head + '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')
    part = "word/document.xml"
    yield Hostile("no-parts.docx", _zip((part, document.encode())), read=False)
    yield Hostile("entity.docx", _zip((part, evil.encode())), read=False)
    yield Hostile("bomb.docx", _zip((part, document.encode() + b" " * 150_000_000)), read=False)
    yield Hostile("no-word.docx", _zip(("xl/workbook.xml", b"<x/>")), read=False)
    yield Hostile("no-zip.docx", b"PK\x03\x04" + b"\0" * 100, read=False)
    yield Hostile("text.docx", TEXT.encode(), read=False)


def _pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out
        + head
        + table
        + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    )


def pdf(content: bytes, *, packed: bool = False, encoding: bytes = b"") -> bytes:
    """A PDF of one page with a content stream."""
    stream = zlib.compress(content) if packed else content
    flate = b"/Filter/FlateDecode" if packed else b""
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 612 792]"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), flate, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica%s>>" % encoding,
    )


def _pdfs() -> Iterator[Hostile]:
    page = b"BT /F 12 Tf 72 700 Td (Talks resume in Oslo) Tj 0 -40 Td (The minister spoke.) Tj ET"
    yield Hostile("good.pdf", pdf(page), read=True)
    yield Hostile("cut.pdf", pdf(page)[:300], read=False)
    yield Hostile("head-only.pdf", b"%PDF-1.7\n", read=False)
    yield Hostile("noise.pdf", b"%PDF-1.7\n" + random.Random(2).randbytes(50_000), False)  # noqa: S311
    yield Hostile("no-text.pdf", pdf(b""), read=False)
    yield Hostile("bomb.pdf", pdf(b" " * 100_000_000, packed=True), read=False)
    endless = b"<</Type/Pages/Kids[2 0 R]/Count 1>>"
    yield Hostile("endless.pdf", _pdf(b"<</Type/Catalog/Pages 2 0 R>>", endless), read=False)
    yield Hostile("nested.pdf", pdf(b"[" * 20_000), read=False)


def _mails() -> Iterator[Hostile]:
    head = "From: Jane Doe <jane@post.org>\nSubject: Talks resume\n"
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(800))
    yield Hostile("deep.eml", (head + deep).encode(), read=False)
    yield Hostile("no-head.eml", WORDS.encode(), read=False)
    yield Hostile("bad-date.eml", f"{head}Date: never\n\n{WORDS}".encode(), read=True)
    charset = f"{head}Content-Type: text/plain; charset=klingon\n\n{WORDS}"
    yield Hostile("charset.eml", charset.encode(), read=True)
    base64 = f"{head}Content-Transfer-Encoding: base64\n\n!!!!"
    yield Hostile("base64.eml", base64.encode(), read=False)
    yield Hostile("long-head.eml", b"Subject: " + b"a" * 1_000_000 + b"\n\nHello.", read=None)
