"""What keeps readers out of a page: what axe calls serious, and what is wider than the screen."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

# Without the thousands of places in which axe finds nothing wrong
_ONLY = {"resultTypes": ["violations"]}


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical."""
    violations = Axe().run(page, options=_ONLY).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for one in violations
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page can be scrolled sideways."""
    pixels: int = page.evaluate(
        "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    )
    return pixels
