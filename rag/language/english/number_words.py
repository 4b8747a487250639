"""Numbers written as words, in lower case."""

from __future__ import annotations

UNITS = tuple("one two three four five six seven eight nine".split())
TEENS = tuple(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)
TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())
# these have a plural: "hundreds of people"
SCALES = tuple("hundred thousand million billion trillion dozen".split())

CARDINALS = (*UNITS, *TEENS, *TENS)
