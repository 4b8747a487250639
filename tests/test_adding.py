"""Articles that readers add: files land whole, never over another, and no hostile request does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest

from rag import Assistant
from rag.articles.corpus import read_corpus
from rag.errors import SettingError
from rag.live import Live
from rag.web.adding.add_routes import Adding
from rag.web.adding.build_process import BuildOrder
from rag.web.adding.builder import Builder
from rag.web.adding.check_process import check
from rag.web.adding.file_name import make_name, make_safe
from rag.web.adding.pasted import Pasted, make_file
from rag.web.adding.uploads import FOLDER, Uploads
from rag.web.api.problems import Problem
from rag.web.desk import Desk
from rag.web.guard.access import Access, check_upload
from rag.web.guard.bodies import LARGEST_FILE
from rag.web.server import make_web_app
from tests.serving import serving

ROOT = Path(__file__).parent.parent
TEXT = b'The harbour\n\n"The harbour is safe," Mayor Anna Berg said.\n'
OUTSIDE = ("../x.txt", "a/../../x.txt", "/etc/passwd", "..\\x.txt", "C:\\x.txt", "a/b.txt")
NO_NAMES = ("", " ", ".", "..", "...", ".hidden.txt", "-rf.txt", "x.txt.", "a\0.txt", "a\n.txt")
DEVICES = ("con.txt", "NUL", "nul.txt", "Aux.html", "com1.txt", "LPT9.md", "COM¹.txt")
HIDDEN = ("a\u202etxt.exe.txt", "a\ud800.txt", "a\u200b.txt", "a\x7f.txt")
UNREAD = ("x.png", "x.exe", "x.epub", "x.doc", "x", "x.txt.7z", "x.js")


def _accept(path: Path, name: str) -> None:
    assert path.read_bytes(), name


@pytest.mark.parametrize("name", [*OUTSIDE, *NO_NAMES, *DEVICES, *HIDDEN, *UNREAD])
def test_a_name_that_may_do_harm_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Problem) as caught:
        Uploads(tmp_path).add(name, TEXT, _accept)
    assert 400 <= caught.value.status < 500
    assert caught.value.hint
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("given", "stored"),
    [("A: what next?.html", "A_ what next_.html"), ("Отчёт.txt", "Отчёт.txt"), (" a.md ", "a.md")],
)
def test_a_name_that_other_systems_forbid_is_made_safe(given: str, stored: str) -> None:
    assert make_safe(given) == stored
    assert make_safe(stored) == stored


def test_a_name_of_a_title_is_safe_whatever_the_title_is() -> None:
    for title in ("../../etc", "con", "", "x" * 3000, "Что дальше? " * 90, "\0\n\u202e", "-rf"):
        assert make_name(title, "0a1b2c3d", ".md").endswith("0a1b2c3d.md")


def test_a_file_lands_whole_and_never_over_another(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    assert uploads.add("a.txt", TEXT, _accept).bytes == len(TEXT)
    for name in ("a.txt", "A.TXT"):
        with pytest.raises(Problem) as caught:
            uploads.add(name, b"other words", _accept)
        assert caught.value.status == 409
    assert [one.name for one in uploads.list()] == ["a.txt"]
    assert (tmp_path / FOLDER / "a.txt").read_bytes() == TEXT
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == ["a.txt"]


def test_a_file_that_is_refused_leaves_nothing(tmp_path: Path) -> None:
    def refuse(path: Path, name: str) -> None:
        raise Problem(422, f"{name}: {path.stat().st_size} bytes", hint="another")

    with pytest.raises(Problem, match="bytes"):
        Uploads(tmp_path).add("a.txt", TEXT, refuse)
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_what_is_in_the_place_of_the_folder_or_of_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / FOLDER).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Problem, match="cannot be used"):
        Uploads(tmp_path / "corpus").add("a.txt", TEXT, _accept)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    folder = tmp_path / "other" / FOLDER
    folder.mkdir(parents=True)
    (folder / "a.txt").symlink_to(tmp_path / "new.txt")
    uploads = Uploads(tmp_path / "other")
    with pytest.raises(Problem) as caught:
        uploads.add("a.txt", TEXT, _accept)
    assert caught.value.status == 409
    assert not (tmp_path / "new.txt").exists()
    with pytest.raises(Problem) as caught:  # a link is not a file that was added
        uploads.remove("a.txt")
    assert caught.value.status == 404


def test_only_what_was_added_is_removed(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_bytes(TEXT)
    uploads = Uploads(tmp_path)
    for name in (*OUTSIDE, "article.txt", "../article.txt", "a.txt", ""):
        with pytest.raises(Problem) as caught:
            uploads.remove(name)
        assert caught.value.status == 404
    uploads.add("a.txt", TEXT, _accept)
    uploads.remove("a.txt")
    assert uploads.list() == []
    assert (tmp_path / "article.txt").read_bytes() == TEXT


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from rag.web.adding.uploads import Uploads; from rag.web.api.problems import Problem\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: Uploads(Path(sys.argv[1])).add('a.txt', b'x' * 5000, lambda *_: None)\n"
        "except Problem as error: sys.exit(error.status - 500)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path], cwd=ROOT, check=False)  # noqa: S603
    assert done.returncode == 7
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_pasted_text_is_read_as_it_was_written(tmp_path: Path) -> None:
    words = '"We had no choice [1]," said Mayor Lena Brandt.\n\nThe *money* is gone; 2 < 3.'
    pasted = Pasted(
        words, '"No choice", mayor says', "The Post", "2024-05-07", "https://x.example/a"
    )
    name, content = make_file(pasted)
    (tmp_path / name).write_bytes(content)
    (article,) = read_corpus(tmp_path)
    assert article.title == '"No choice", mayor says'
    assert (article.outlet, article.published) == ("The Post", date(2024, 5, 7))
    assert article.url == "https://x.example/a"
    assert article.text == words.replace("*", "")  # Markdown's mark of emphasis
    assert make_file(pasted)[0] == name
    page, _ = make_file(Pasted("<!doctype html><html><body><p>x</p></body></html>"))
    assert page.endswith(".html")


def test_readers_add_only_where_they_are_known(tmp_path: Path) -> None:
    known = Access(password_hash="$argon2id$x")  # noqa: S106
    for host, access in (("127.0.0.1", Access()), ("::1", Access()), ("0.0.0.0", known)):  # noqa: S104
        check_upload(host, access)
    hosts, origins = Access(hosts=("press.example",)), Access(origins=("https://a.example",))
    for host, access in (("0.0.0.0", Access()), ("127.0.0.1", hosts), ("127.0.0.1", origins)):  # noqa: S104
        with pytest.raises(SettingError, match="RAG_UPLOAD"):
            check_upload(host, access)
    for options in (["--no-build"], ["--corpus", str(tmp_path / "none.jsonl")]):
        done = subprocess.run(  # noqa: S603  # our own program
            [sys.executable, "app.py", "--index", tmp_path, "--port", "0", *options],
            cwd=ROOT,
            env={"RAG_UPLOAD": "1", "RAG_PORT": "7999"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2, done.stderr


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adding")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "article.txt").write_bytes(TEXT)
    return folder


@pytest.fixture(scope="module")
def client(assistant: Assistant, place: Path) -> Iterator[httpx.Client]:
    """A server that takes files; nothing that is sent to it here is accepted."""
    order = BuildOrder(str(place / "corpus"), str(place / "index"), "", "", 180, "")
    live = Live(assistant)
    builder = Builder(order, live)
    adding = Adding(Uploads(place / "corpus"), builder, {})
    with (
        serving(make_web_app(Desk(live), adding=adding)) as address,
        httpx.Client(base_url=address, timeout=120, headers={"Origin": address}) as opened,
    ):
        yield opened
    assert builder.now.state == "idle"
    builder.close()
    assert [path.name for path in place.rglob("*") if path.is_file()] == ["article.txt"]


def test_hostile_requests_are_refused_and_nothing_is_stored(client: httpx.Client) -> None:
    octets = {"Content-Type": "application/octet-stream"}
    names = [name for name in (*OUTSIDE, *NO_NAMES, *DEVICES, *UNREAD) if name.isascii()]
    refused = [client.post("/add/file", params={"name": name}, content=TEXT) for name in names]
    refused += [
        client.post("/add/file", content=TEXT, headers=octets),
        client.post("/add/file", params={"name": "x" * 1200 + ".txt"}, content=TEXT),
        client.post("/add/file", params={"name": "a.txt"}, content=b""),
        client.post("/add/file", params={"name": "a.txt"}, content=b"x" * (LARGEST_FILE + 1)),
        client.post("/add/text", json={"text": ""}),
        client.post("/add/text", json={"text": "x" * 250_000}),
        client.post("/add/text", json={"text": ["x"]}),
        client.post("/add/text", content=b"{"),
        client.post("/add/remove", json={"name": "../article.txt"}),
        client.post("/add/remove", json={}),
        client.get("/add/file"),
        client.get("/add/remove"),
        client.get("/add", params={"page": "0"}),
        client.get("/add/nothing"),
        client.get("/add/../corpus/article.txt"),
    ]
    for origin in ("null", "http://evil.example", "http://127.0.0.1:1"):
        headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
        refused += [
            client.post("/add/file", params={"name": "a.txt"}, content=TEXT, headers=headers),
            client.post("/add/text", json={"text": "words"}, headers=headers),
            client.post("/add/remove", json={"name": "article.txt"}, headers=headers),
        ]
    assert {answer.status_code // 100 for answer in refused} == {4}
    assert {answer.headers["x-content-type-options"] for answer in refused} == {"nosniff"}


def test_a_file_without_an_article_is_refused_with_the_reason(client: httpx.Client) -> None:
    answer = client.post("/add/file", params={"name": "a.pdf"}, content=b"%PDF-1.7 no more")
    assert answer.status_code == 422
    assert "not a PDF that can be read" in answer.json()["told"]


def test_a_file_is_read_as_a_build_reads_it(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b'{"headline": "A", "body": "Words."}\n{"headline": 1}\n')
    found = check(tmp_path / "x", "rows.jsonl", {"title": "headline", "text": "body"})
    assert (found.articles, found.titles) == (1, ("A",))
    assert found.unread[0].startswith("2: ")


def test_a_client_adds_only_so_many_files_a_minute(client: httpx.Client) -> None:
    answers = [client.post("/add/remove", json={"name": "none.txt"}) for _ in range(61)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_without_the_setting_nothing_can_be_added(assistant: Assistant) -> None:
    with (
        serving(make_web_app(Desk(assistant))) as address,
        httpx.Client(base_url=address, timeout=60, headers={"Origin": address}) as client,
    ):
        assert client.get("/add").status_code == 404
        assert client.post("/add/text", json={"text": "words"}).status_code == 404
        large = client.post("/add/file", params={"name": "a.txt"}, content=b"x" * 300_000)
        assert large.status_code == 413
        assert "Add articles" not in client.get("/articles").text
