"""On Record: answers questions over news articles with verified quotations.

    corpus/ ── read ──▶ Article ── cut ──▶ Passage ──┐
                           └── attribute ─▶ Statement ┴─ embed, index ──▶ index/ (a generation)
    question ── understand ─▶ Query ── search ──▶ Hits ── answer ──▶ Answer ── verify ──▶ page, API

One package a stage: `articles`, `index`, `search`, `answer`, `web`. What flows between them is in
`records`; `assistant` puts them together and is the place to start reading.

    from rag import Assistant
    answer = Assistant.load("index").ask("What did Lavrov say about peacekeepers?")
"""

from rag.assistant import Assistant
from rag.errors import RagError
from rag.records import Answer, Article, Citation, Filters, Statement, Status

__all__ = [
    "Answer",
    "Article",
    "Assistant",
    "Citation",
    "Filters",
    "RagError",
    "Statement",
    "Status",
]
__version__ = "0.1.0"
