"""The words that the reader tells apart: each has its own place among the numbers it sees."""

from __future__ import annotations

CALENDAR = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousand thousands million millions billion billions trillion dozen dozens "
    "half twice quarter third thirds first second".split()
)
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
