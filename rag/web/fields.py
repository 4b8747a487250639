"""The labelled fields of the pages' forms; fields.css shows them."""

from __future__ import annotations

from rag.rendering.markup import Html, element
from rag.search.question.cleaning import LONGEST_QUESTION


def show_field(  # noqa: PLR0913  # what a field may have
    name: str,
    label: str,
    value: str = "",
    *,
    type_: str = "text",
    longest: int = LONGEST_QUESTION,
    id_: str = "",
    **more: str | None,
) -> Html:
    """A box to type in. Words and names may run in either direction, addresses and days may not."""
    box = element(
        "input",
        id=id_ or name,
        name=name,
        value=value,
        type=type_,
        maxlength=str(longest),
        autocomplete="off",
        dir="auto" if type_ in {"text", "search"} else None,
        **more,
    )
    return _label(name, label, id_ or name, box)


def show_choice(name: str, label: str, options: list[Html]) -> Html:
    """A list to choose from."""
    return _label(name, label, name, element("select", *options, id=name, name=name))


def _label(name: str, label: str, id_: str, box: Html) -> Html:
    return element("div", element("label", label, for_=id_), box, class_=f"field {name}")
