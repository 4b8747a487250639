"""Gradio's colours, lines and fonts, taken from the variables in static/page.css.

These variables have the same names in the light and the dark theme, so both themes of Gradio use
them.
"""

from __future__ import annotations

from typing import Any

_SANS = "var(--sans)"
_COLOURS = {
    "var(--paper)": "body_background_fill background_fill_primary block_background_fill "
    "panel_background_fill block_label_background_fill block_title_background_fill "
    "background_fill_secondary",
    "var(--field)": "input_background_fill input_background_fill_focus input_background_fill_hover",
    "var(--quiet)": "body_text_color_subdued block_info_text_color input_placeholder_color",
    "var(--line)": "border_color_primary block_border_color panel_border_color "
    "block_label_border_color",
    "var(--edge)": "input_border_color input_border_color_hover button_secondary_border_color",
    "var(--fill)": "button_primary_background_fill button_primary_border_color",
    "var(--accent)": "input_border_color_focus border_color_accent link_text_color "
    "link_text_color_active link_text_color_visited loader_color",
    "var(--fill-strong)": "button_primary_background_fill_hover button_primary_border_color_hover",
    "var(--ink)": "body_text_color block_title_text_color accordion_text_color "
    "button_secondary_text_color button_secondary_text_color_hover block_label_text_color "
    "link_text_color_hover",
    "var(--on-fill)": "button_primary_text_color button_primary_text_color_hover",
    "var(--wash)": "button_secondary_background_fill_hover color_accent_soft",
    "transparent": "button_secondary_background_fill",
    "none": "input_shadow input_shadow_focus block_shadow",
}
_PLAIN = {
    "block_border_width": "0px",
    "block_padding": "0",
    "block_radius": "2px",
    "input_radius": "2px",
    "input_border_width": "1px",
    "input_padding": "0.7rem 0.85rem",
    "button_large_radius": "2px",
    "button_medium_radius": "2px",
    "button_small_radius": "2px",
    "button_border_width": "1px",
    "layout_gap": "0px",
    "form_gap_width": "0px",
    "block_title_text_weight": "600",
    "block_title_text_size": "0.8125rem",
    "button_primary_shadow": "none",
    "button_secondary_shadow": "none",
}


def make_theme() -> Any:
    """Make Gradio's theme."""
    from gradio.themes import Base

    theme = Base(font=(_SANS,), font_mono=("ui-monospace", "monospace"))
    values = dict(_PLAIN)
    for value, names in _COLOURS.items():
        for name in names.split():
            values[name] = value
            if hasattr(theme, f"{name}_dark"):
                values[f"{name}_dark"] = value
    return theme.set(**values)
