"""The Gradio page: conversation, question box and filters. All HTML comes from `turns`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rag.assistant import Assistant
from rag.rendering.markup import NOTHING, Html, element
from rag.search.question.cleaning import LONGEST_QUESTION
from rag.suggest.examples import suggest_examples
from rag.translation.texts import LANGUAGES, Texts, choose_texts
from rag.web.chat.conversation import Host, add_turn, follow_link, reopen
from rag.web.chat.exchange import Asked, Conversation
from rag.web.chat.links import Linked
from rag.web.chat.record import write_record
from rag.web.gradio_import import import_gradio
from rag.web.shell import TITLE

_THREADS = 80  # more than may wait at a desk, so that the desk refuses questions
_MOST_LISTED = 2000  # speakers or outlets offered; other names can be typed
_FILTERS = "Filters: speaker, outlet, dates"
_FILTERS_ON = "Filters: speaker, outlet, dates (on)"
_LINES = 6  # the height of the question box at most, in lines
# Names of texts for Gradio's components, in the language of the browser or the one that page.js
# sets.
_KEYS: Mapping[str, str] = {
    "question": "Your question",
    "form": "What did … say about …?",
    "ask": "Ask",
    "filters": _FILTERS,
    "filters_on": _FILTERS_ON,
    "speaker": "Speaker",
    "anyone": "Anyone",
    "outlet": "Outlet",
    "any_outlet": "Any outlet",
    "first": "From",
    "last": "Until",
    "reset": "Reset filters",
    "new": "New conversation",
    "recent": "Conversations",
    "undo": "Back to the last conversation",
    "common.complete": "Done",  # announced by Gradio, whose Russian lacks it
}


@dataclass(frozen=True, slots=True)
class _Controls:
    """The question box and the filters: Gradio components."""

    question: Any
    ask: Any
    filters: Any  # contains the next four
    speaker: Any
    outlet: Any
    first: Any
    last: Any
    reset: Any
    anew: Any
    followed: Any  # the text of a link or a button, from page.js
    follow: Any  # pressed by page.js to follow it
    language: Any  # of the page, set by page.js
    held: Any  # the token of the conversation, which the server keeps
    record: Any  # the conversation as page.js keeps it in the browser
    kept: Any  # the record of a conversation that page.js opens again
    restore: Any  # pressed by page.js to open it


def make_texts() -> Any:
    """Make the texts of Gradio's components in Gradio's format."""
    import gradio as gr

    tables = {
        code: {key: Texts(code)(english) for key, english in _KEYS.items()} for code in LANGUAGES
    }
    return gr.I18n(**tables)


def make_page(host: Host) -> Any:
    """Make the page as gr.Blocks, with examples from the corpus."""
    import_gradio()
    import gradio as gr

    live = host.desk.live
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        conversation = _add_conversation()
        with gr.Column(elem_id="composer"):
            controls = _add_controls()
        _connect(host, conversation, controls)
    page.max_threads = _THREADS

    def offer(assistant: Assistant) -> None:
        """Offer the choices of a corpus to new pages; open pages keep theirs."""
        examples = suggest_examples(assistant)
        conversation.examples = [{"text": question} for question in examples]
        _offer(controls.speaker, "anyone", assistant.speaker_counts)
        _offer(controls.outlet, "any_outlet", assistant.outlet_counts)
        page.config = page.get_config_file()  # new pages are made from it

    offer(live.assistant)
    live.follow(offer)
    return page


def _add_conversation() -> Any:
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
        placeholder=_show_welcome(),
    )


def _show_welcome() -> Html:
    """The introduction in every language; the style sheet shows the one of the page."""
    parts = []
    for code in LANGUAGES:
        say = Texts(code)
        about = say(
            "Ask about the articles. Every answer is quoted word for word, with its speaker, "
            "date and article. If the articles have no answer, the page says so."
        )
        heading = element("h2", say("Who said what, and in which article"))
        # the questions that are suggested are in the language of the articles
        foreign = say("The articles are in English: ask in English, too.") if code != "en" else ""
        parts.append(
            element(
                "div",
                heading,
                element("p", about),
                element("p", foreign, class_="foreign") if foreign else NOTHING,
                class_="welcome",
                lang=code,
            )
        )
    return element("div", *parts)


def _add_controls() -> _Controls:
    import gradio as gr
    from gradio.i18n import I18nData

    say = I18nData
    with gr.Row(elem_id="ask-row"):
        question = gr.Textbox(
            label=say("question"),
            elem_id="question",
            placeholder=say("form"),
            max_lines=_LINES,
            max_length=LONGEST_QUESTION,
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="search"),
        )
        ask = gr.Button(say("ask"), variant="primary", elem_id="ask", scale=0, min_width=96)
    with gr.Row(elem_id="below"):
        filters = gr.Accordion(say("filters"), open=False, elem_id="filters")
        with filters, gr.Row(elem_id="filter-row"):
            speaker = _add_choice("speaker")
            outlet = _add_choice("outlet")
            # page.js turns these into date pickers; without it, days are typed
            first = gr.Textbox(
                label=say("first"), elem_id="first-day", placeholder="2022-01-28", max_lines=1
            )
            last = gr.Textbox(
                label=say("last"), elem_id="last-day", placeholder="2025-03-11", max_lines=1
            )
            reset = gr.Button(say("reset"), size="sm", elem_id="reset")
        gr.Button(say("undo"), size="sm", elem_id="undo")  # page.js shows it and handles it
        gr.Button(say("recent"), size="sm", elem_id="recent")  # page.js handles it
        anew = gr.Button(say("new"), size="sm", elem_id="anew")
    return _Controls(
        question,
        ask,
        filters,
        speaker,
        outlet,
        first,
        last,
        reset,
        anew,
        gr.Textbox(visible="hidden", elem_id="followed", show_label=False),
        gr.Button(visible="hidden", elem_id="follow"),
        gr.Textbox(visible="hidden", elem_id="language", show_label=False),
        gr.Textbox(visible="hidden", elem_id="held", show_label=False),
        gr.Textbox(visible="hidden", elem_id="record", show_label=False),
        gr.Textbox(visible="hidden", elem_id="kept", show_label=False),
        gr.Button(visible="hidden", elem_id="restore"),
    )


def _add_choice(name: str) -> Any:
    """A filter for a name."""
    import gradio as gr
    from gradio.i18n import I18nData

    return gr.Dropdown(value="", label=I18nData(name), elem_id=name, allow_custom_value=True)


def _offer(choice: Any, everything: str, counts: Mapping[str, int]) -> None:
    """Let a filter offer names with their counts."""
    from gradio.i18n import I18nData

    listed = list(counts.items())[:_MOST_LISTED]
    choices = ((f"{name} ({count:,})", name) for name, count in listed)
    choice.choices = [(I18nData(everything), ""), *choices]
    choice.visible = bool(listed)


def _connect(host: Host, conversation: Any, controls: _Controls) -> None:
    import gradio as gr
    from gradio.i18n import I18nData

    def held(token: str) -> Conversation:
        """The conversation of a page; a new one if it is no longer kept."""
        return host.saved.find(token or "") or Conversation()

    def ask(  # noqa: PLR0913  # as many as there are components
        question: str, speaker: str, outlet: str, first: str, last: str, language: str, token: str
    ) -> tuple[Any, ...]:
        if not (question or "").strip():
            return (gr.skip(),) * 4
        asked = Asked(
            str(question),
            speaker=str(speaker or ""),
            outlet=str(outlet or ""),
            first=str(first or ""),
            last=str(last or ""),
        )
        later = add_turn(host, Linked(asked), held(token), choose_texts(language))
        return _list_shown(later)

    def ask_example(chosen: gr.SelectData, *values: Any) -> tuple[Any, ...]:
        return ask(chosen.value["text"], *values)

    def follow(words: str, language: str, token: str) -> tuple[Any, ...]:
        if not (words or "").strip():
            return (gr.skip(),) * 4
        return _list_shown(follow_link(host, words, held(token), choose_texts(language)))

    def restore(record: str, language: str, _: str) -> tuple[Any, ...]:
        return _list_shown(reopen(host, record or "", choose_texts(language)))

    def name_filters(*values: str) -> Any:
        return gr.Accordion(label=I18nData("filters_on" if any(values) else "filters"))

    filters = [controls.speaker, controls.outlet, controls.first, controls.last]
    # Gradio's queue is not used: it can lose a second event while it closes the stream with the
    # result of the first. A plain request returns or fails visibly.
    event: dict[str, Any] = {"api_visibility": "private", "queue": False}
    answering = event | {"show_progress": "minimal", "show_progress_on": conversation}
    shown = [conversation, controls.question, controls.held, controls.record]
    gr.on(
        [controls.question.submit, controls.ask.click],
        ask,
        [controls.question, *filters, controls.language, controls.held],
        shown,
        api_name="ask",
        **answering,
    )
    conversation.example_select(
        ask_example,
        [*filters, controls.language, controls.held],
        shown,
        api_name="ask_example",
        **answering,
    )
    controls.follow.click(
        follow,
        [controls.followed, controls.language, controls.held],
        [conversation, controls.followed, controls.held, controls.record],
        api_name="follow",
        **answering,
    )
    controls.restore.click(
        restore,
        [controls.kept, controls.language, controls.held],
        [conversation, controls.kept, controls.held, controls.record],
        api_name="restore",
        **answering,
    )
    gr.on(
        [box.change for box in filters],
        name_filters,
        filters,
        controls.filters,
        api_name="name_filters",
        show_progress="hidden",
        **event,
    )
    controls.reset.click(lambda: ("", "", "", ""), outputs=filters, api_name="reset", **event)
    controls.anew.click(
        lambda: ([], *[""] * 7), outputs=[*shown, *filters], api_name="new", **event
    )


def _list_shown(conversation: Conversation) -> tuple[Any, ...]:
    """The conversation, an emptied text box, and what the conversation is held and kept by."""
    return _list_messages(conversation), "", conversation.token, write_record(conversation)


def _list_messages(conversation: Conversation) -> list[dict[str, str]]:
    """A conversation in the format of Gradio's chatbot."""
    return [
        {"role": role, "content": str(part)}
        for turn in conversation.turns
        for role, part in zip(("user", "assistant"), turn.shown, strict=True)
    ]
