"""Russian: the page's texts by their English, and how numbers, days and nouns are written.

A text that stands alone ("Copied") is said by the page; a sentence with parts ("no article mentions
{name}.") is the form of a Notice. Both are looked up in RUSSIAN.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rag.translation.russian.evaluation import EVALUATION
from rag.translation.russian.page import PAGE
from rag.translation.russian.scripts import SCRIPTS
from rag.translation.russian.sentences import SENTENCES

RUSSIAN: Final[Mapping[str, str]] = {**PAGE, **EVALUATION, **SENTENCES, **SCRIPTS}
