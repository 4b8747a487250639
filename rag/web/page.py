"""The Gradio page: conversation, question box and filters. All HTML comes from `turns`."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rag.search.understand import LONGEST_QUESTION
from rag.web.conversation import MOST_TURNS, Asked, Turn, next_turn
from rag.web.desk import Desk
from rag.web.examples import example_questions
from rag.web.markup import element
from rag.web.ratings import Ratings

TITLE = "On Record"
_AT_ONCE = 4  # questions answered at the same time; a question takes some 30 ms of a core
_MOST_WAITING = 64  # questions that wait for their turn; more are turned away
_MOST_SPEAKERS = 2000  # listed to choose from; any other name can be typed
_FORGOTTEN_AFTER = 43_200  # seconds without a question; a closed page's goes within the hour
_FILTERS = "Filter by speaker or date"
_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}
_WELCOME = element(
    "div",
    element("h2", "Who said what, and where it is written"),
    element(
        "p",
        "Ask about the articles. Every answer is quoted word for word, with its speaker, its date "
        "and the article it stands in. What the articles do not hold is not answered.",
    ),
    class_="welcome",
)


@dataclass(frozen=True, slots=True)
class _Controls:
    """What a question is typed into and restricted with: Gradio components."""

    question: Any
    ask: Any
    filters: Any  # what the three that follow fold into
    speaker: Any
    first: Any
    last: Any
    reset: Any
    anew: Any


def chat_page(desk: Desk, ratings: Ratings | None = None) -> Any:
    """The page as gr.Blocks, its examples taken from the desk's corpus."""
    assistant = desk.assistant
    os.environ.update(_QUIET)  # read when gradio is imported
    import gradio as gr

    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        turns = gr.State((), time_to_live=_FORGOTTEN_AFTER)
        conversation = _conversation(example_questions(assistant))
        with gr.Column(elem_id="composer"):
            controls = _controls(assistant.speakers[:_MOST_SPEAKERS])
        _connect(desk, ratings, conversation, controls, turns)
    page.queue(max_size=_MOST_WAITING)
    return page


def _conversation(examples: Sequence[str]) -> Any:
    import gradio as gr

    return gr.Chatbot(
        elem_id="conversation",
        show_label=False,
        container=False,
        height="auto",
        layout="panel",
        buttons=[],
        autoscroll=False,
        latex_delimiters=[],
        allow_tags=False,
        sanitize_html=True,
        group_consecutive_messages=False,
        placeholder=_WELCOME,
        examples=[{"text": question} for question in examples],
    )


def _controls(speakers: Sequence[str]) -> _Controls:
    import gradio as gr

    with gr.Row(elem_id="ask-row"):
        question = gr.Textbox(
            label="Your question",
            elem_id="question",
            placeholder="What did … say about …?",
            max_lines=1,
            max_length=LONGEST_QUESTION,
            autofocus=True,
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="search"),
        )
        ask = gr.Button("Ask", variant="primary", elem_id="ask", scale=0, min_width=96)
    with gr.Row(elem_id="below"):
        filters = gr.Accordion(_FILTERS, open=False, elem_id="filters")
        with filters, gr.Row(elem_id="filter-row"):
            speaker = gr.Dropdown(
                [("Anyone", ""), *((name, name) for name in speakers)],
                value="",
                label="Speaker",
                elem_id="speaker",
                allow_custom_value=True,
            )
            # Without page.js, which makes them date pickers, days are typed.
            first = gr.Textbox(
                label="From", elem_id="first-day", placeholder="2022-01-28", max_lines=1
            )
            last = gr.Textbox(
                label="Until", elem_id="last-day", placeholder="2025-03-11", max_lines=1
            )
            reset = gr.Button("Reset filters", size="sm", elem_id="reset")
        anew = gr.Button("New conversation", size="sm", elem_id="anew")
    return _Controls(question, ask, filters, speaker, first, last, reset, anew)


def _connect(
    desk: Desk,
    ratings: Ratings | None,
    conversation: Any,
    controls: _Controls,
    turns: Any,
) -> None:
    import gradio as gr

    def ask(
        question: str, speaker: str, first: str, last: str, earlier: tuple[Turn, ...]
    ) -> tuple[Any, ...]:
        if not (question or "").strip():
            return gr.skip(), gr.skip(), gr.skip()
        asked = Asked(str(question), str(speaker or ""), str(first or ""), str(last or ""))
        later = (*earlier, next_turn(desk, asked, earlier, ratings))[-MOST_TURNS:]
        return _messages(later), "", later

    def ask_example(
        chosen: gr.SelectData, speaker: str, first: str, last: str, earlier: tuple[Turn, ...]
    ) -> tuple[Any, ...]:
        return ask(chosen.value["text"], speaker, first, last, earlier)

    def name_filters(*given: str) -> Any:
        return gr.Accordion(label=f"{_FILTERS} (on)" if any(given) else _FILTERS)

    filters = [controls.speaker, controls.first, controls.last]
    answering: dict[str, Any] = {
        "outputs": [conversation, controls.question, turns],
        "api_visibility": "private",
        "show_progress": "minimal",
        "show_progress_on": conversation,
        "concurrency_limit": _AT_ONCE,
        "concurrency_id": "ask",
    }
    gr.on(
        [controls.question.submit, controls.ask.click],
        ask,
        [controls.question, *filters, turns],
        api_name="ask",
        **answering,
    )
    conversation.example_select(ask_example, [*filters, turns], api_name="ask_example", **answering)
    gr.on(
        [one.change for one in filters],
        name_filters,
        filters,
        controls.filters,
        api_name="name_filters",
        api_visibility="private",
        show_progress="hidden",
    )
    controls.reset.click(
        lambda: ("", "", ""), outputs=filters, api_name="reset", api_visibility="private"
    )
    controls.anew.click(
        lambda: ([], "", ()),
        outputs=[conversation, controls.question, turns],
        api_name="new",
        api_visibility="private",
    )


def _messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """A conversation as Gradio's chatbot takes it."""
    return [
        message
        for turn in turns
        for message in (
            {"role": "user", "content": str(turn.asked)},
            {"role": "assistant", "content": str(turn.answer)},
        )
    ]
