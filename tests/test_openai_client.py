"""The real openai client asks; and no word of an article is a mark of Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openai.types.chat import ChatCompletionUserMessageParam

from rag import Assistant
from rag.interface import answer_json
from rag.records import Answer, Citation, Status
from rag.rendering.markdown_text import as_text
from rag.web.api.answer_markdown import write_markdown
from rag.web.desk import Desk
from rag.web.guard.access import Access
from rag.web.guard.identity import make_token
from rag.web.server import make_web_app
from tests.serving import serving

KEY = "k" * 40
FIRST = "What did Lavrov say about peacekeepers?"


@pytest.fixture(scope="module")
def address(assistant: Assistant) -> Iterator[str]:
    with serving(make_web_app(Desk(assistant), access=Access(token_key=KEY))) as served:
        yield served


@pytest.fixture(scope="module")
def client(address: str) -> openai.OpenAI:
    token = make_token("chat", KEY)
    return openai.OpenAI(base_url=f"{address}/v1", api_key=token, max_retries=0)


def test_an_answer_comes_with_its_citations(
    client: openai.OpenAI, assistant: Assistant, address: str
) -> None:
    completion = client.chat.completions.create(
        model="on-record",
        temperature=0.2,
        messages=[
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": FIRST},
            {"role": "assistant", "content": "Much."},
            {"role": "user", "content": [{"type": "text", "text": "And about NATO?"}]},
        ],
    )
    expected = assistant.ask("And about NATO?", (FIRST,))
    message = completion.choices[0].message
    told = message.model_extra or {}
    assert told["citations"] == answer_json(expected)["citations"]
    assert told["on_record"]["searched_for"] == expected.searched_for
    assert message.content
    assert f"({address}/article?id=" in message.content
    for citation in expected.citations:
        assert as_text(citation.text) in message.content


def test_a_streamed_answer_is_the_same(client: openai.OpenAI) -> None:
    asked: list[ChatCompletionUserMessageParam] = [{"role": "user", "content": FIRST}]
    whole = client.chat.completions.create(model="any", messages=asked)
    stream = client.chat.completions.create(
        model="any",
        messages=asked,
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    text = "".join(one.choices[0].delta.content or "" for one in chunks if one.choices)
    assert text == whole.choices[0].message.content
    last = next(one for one in reversed(chunks) if one.choices)
    assert last.choices[0].finish_reason == "stop"
    assert (last.choices[0].delta.model_extra or {})["citations"]
    assert chunks[-1].usage is not None


@pytest.mark.parametrize("stream", [False, True])
def test_a_completion_names_the_index_that_answered(
    client: openai.OpenAI, assistant: Assistant, *, stream: bool
) -> None:
    asked: list[ChatCompletionUserMessageParam] = [{"role": "user", "content": FIRST}]
    raw = client.chat.completions.with_raw_response.create(
        model="any", messages=asked, stream=stream
    )
    assert raw.headers["Index-Generation"] == assistant.index.name


def test_a_refusal_is_one_that_the_client_knows(client: openai.OpenAI) -> None:
    with pytest.raises(openai.UnprocessableEntityError, match="the question is empty"):
        client.chat.completions.create(model="x", messages=[{"role": "user", "content": "?"}])
    with pytest.raises(openai.UnprocessableEntityError):
        client.chat.completions.create(model="x", messages=[{"role": "assistant", "content": "a"}])
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="wrong").models.list()
    assert [model.id for model in client.models.list()] == ["on-record"]


def rendered(text: str) -> list[str]:
    """What Markdown makes of a text, besides paragraphs: the kinds of its marks."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    inner = [child.type for token in tokens for child in token.children or ()]
    outer = [token.type for token in tokens if not token.type.startswith(("paragraph", "inline"))]
    return [kind for kind in (*outer, *inner) if kind not in {"text", "text_special"}]


@given(
    st.text(
        alphabet=st.sampled_from("ab *_`[]()!<>#-+.1|~\\$&;:/=@\n\t\"'\u202e\u200b"), max_size=60
    )
)
def test_words_of_an_article_are_no_marks(text: str) -> None:
    assert rendered(as_text(text)) == []


def test_who_is_silent_of_several_is_told_behind_the_quotations(assistant: Assistant) -> None:
    answer = assistant.ask("What did Lavrov and Macron say about peacekeepers?")
    told = write_markdown(answer, lambda _: "http://127.0.0.1/article?id=a")
    reason = "**Not in the articles:** no article mentions Macron"
    assert told.count("Not in the articles") == told.count(reason) == 1
    assert told.index("including peacekeepers") < told.index(reason) < told.index("Sources:")


def test_each_level_and_kind_says_what_it_is(assistant: Assistant) -> None:
    def told(question: str) -> str:
        return write_markdown(assistant.ask(question), lambda one: f"http://a/{one.number}")

    unsure = told("What happened in Jeddah?")
    assert unsure.startswith("**The articles may not answer this.** No excerpt is close")
    assert "paraphrased by the article:\n\n> " in unsure
    said = told("What did Lavrov say about NATO?")
    assert "**Sergei Lavrov**, 28 January 2022, paraphrased by the article:" in said
    assert "**Sergei Lavrov**, 28 January 2022, quotation:" in said
    assert " more are not shown." in said
    talk = told("hi")
    assert talk.startswith("Hello.")
    assert "Sources:" not in talk
    assert "\n- What did Sergey Lavrov say" in talk
    listed = told("List the articles")
    title = "Russia rejects NATO troops on Ukraine, Lavrov says"
    assert f"Headlines:\n\n1. [{title}](http://a/1)" in listed
    assert "> " not in listed
    overview = told("What are these articles about?")
    assert "**Topics:** " in overview
    assert "**Speakers:** Sergey Lavrov" in overview


def test_a_hostile_article_brings_in_no_link_and_no_image() -> None:
    attack = "![x](http://evil.example/leak.png) [y](javascript:alert(1)) <img src=x> \n\n# Z"
    citation = Citation(
        number=1,
        article_id="a b)#2",
        title=attack,
        date=date(2024, 5, 1),
        approximate_date=False,
        outlet=attack,
        url="javascript:alert(1)",
        speaker=attack,
        start=0,
        end=len(attack),
        text=attack,
    )
    text = f"{attack} (1 May 2024): {attack} [1]"
    answer = Answer("q", "q", Status.ANSWERED, text, citations=[citation])
    tokens = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .parse(write_markdown(answer, lambda _: "http://127.0.0.1/article?id=a"))
    )
    inner = [child for token in tokens for child in token.children or ()]
    links = {child.attrs["href"] for child in inner if child.type == "link_open"}
    assert links == {"http://127.0.0.1/article?id=a"}
    assert not [child for child in inner if child.type in {"image", "html_inline"}]
    assert not [token for token in tokens if token.type in {"html_block", "heading_open"}]
