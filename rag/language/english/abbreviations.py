"""Words that newspapers write with a full stop that ends no sentence, as they are written."""

from __future__ import annotations

from rag.language.english.titles import ABBREVIATED_TITLES

TITLE_ABBREVIATIONS = (
    *(title.capitalize() for title in ABBREVIATED_TITLES),
    *("Govs", "Reps", "Sens"),
)
HONORIFICS = ("Mr", "Mrs", "Ms", "Dr", "Rev", "Hon", "St")
_BEHIND_NAMES = ("Jr", "Sr", "Inc", "Corp", "Ltd", "Co")
# the states of the USA, as the Associated Press shortens them behind a city
_US_STATES = tuple(
    """
    Ala Ariz Ark Calif Colo Conn Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Neb Nev Okla
    Ore Pa Tenn Tex Va Wash Wis
    """.split()
)

ABBREVIATIONS = (*TITLE_ABBREVIATIONS, *HONORIFICS, *_BEHIND_NAMES, *_US_STATES)
