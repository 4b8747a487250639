"""The words that the reader distinguishes: each has a column in its features."""

from __future__ import annotations

from rag.language.english.calendar_words import MONTHS, WEEKDAYS

CALENDAR = frozenset(name.lower() for name in (*MONTHS, *WEEKDAYS))
ENDINGS = (
    ("ed",),
    ("ing",),
    ("ly",),
    ("s",),
    ("tion", "ment", "ity", "ness", "ism", "ance", "ence", "ship"),
    ("al", "ic", "ous", "ive", "able", "ful"),
    ("er", "or", "ist", "ian"),
)
DETERMINERS = tuple("the a an its his her their these those some all any each both one no".split())
PREPOSITIONS = (
    "of in to for by with on at from as into during after before since between under over through "
    "about against within without toward towards upon per via than"
).split()
CONJUNCTIONS = "and or but that which who where when while because if not also such due".split()
VERBS = (
    "is was are were be been being has have had having can could may might will would should must "
    "do does did it he she they there"
).split()
SMALL = [*DETERMINERS, *PREPOSITIONS, *CONJUNCTIONS, *VERBS]
SMALL += ["only", "more", "most", "other", "this", "percent", "year", "years"]
MARKS = list(",.;:()-–—'\"“”’%")
PLACE_OF = {word: at for at, word in enumerate([*SMALL, *MARKS])}
