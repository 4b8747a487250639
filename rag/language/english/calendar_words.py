"""The names of months and weekdays, and the words that say on which day something happened.

Source: the English names of the Gregorian calendar, abbreviated as newspapers abbreviate them.
"""

from __future__ import annotations

from rag.language.english import word_set

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())

# A pattern for one month, in full or abbreviated, with or without the full stop: "Sept.", "Sep"
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
# A pattern for one weekday in full
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"

# a person's name or a verb as well: "April", "March"
AMBIGUOUS_MONTHS = frozenset({"March", "April", "May", "June"})

# in lower case: what can stand for "on Monday" behind a verb
DAY_WORDS = frozenset(name.lower() for name in (*MONTHS, *WEEKDAYS)) | word_set(
    """
    mon. tue. wed. thu. fri. sat. sun. jan. feb. aug. sept. oct. nov. dec.
    today yesterday tonight tomorrow
    """
)
