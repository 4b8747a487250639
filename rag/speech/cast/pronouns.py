"""Who was named lately -> whom "he" or "she" means, or None where two people could be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.speech.cast.persons import Person


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is in a sentence: its speaker or subject, and everybody it names outside quotations."""

    subjects: tuple[Person, ...]
    named: tuple[Person, ...]
    spoken: bool  # the subjects are its speakers
    unclear: bool  # somebody whose full name is not known speaks, or acts, here
    paragraph: int


def referent(scenes: Sequence[Scene], wanted: str) -> Person | None:
    """The person of the wanted gender that a pronoun behind the scenes means.

    The last subject it fits, unless somebody else could be meant as well: another subject of the
    same paragraph, or of the sentence before it, where neither is said to have spoken last.
    """
    for back, scene in enumerate(reversed(scenes)):
        fitting = _fitting(scene.subjects, wanted)
        if not fitting and scene.unclear:
            return None
        acts = bool(fitting)
        fitting = fitting or _fitting(scene.named, wanted)
        if len(fitting) == 1:
            person = fitting[0]
            rivalled = acts and not scene.spoken and _rivalled(scenes, back, person, wanted)
            if rivalled or not person.evident:
                return None
            return person if person.gender else unrivalled(person, scenes, wanted, back)
        if fitting:
            return None
    return None


def unrivalled(
    person: Person, scenes: Sequence[Scene], wanted: str, back: int = -1
) -> Person | None:
    """Somebody whose gender no word shows, unless one whose gender fits is near."""
    recent = list(reversed(scenes))[: back + 2]
    others = {one.name for scene in recent for one in scene.named if one.gender == wanted}
    return None if others else person


def talker(scenes: Sequence[Scene], wanted: str, about: Person | None) -> Person | None:
    """Whom a pronoun means behind words about somebody, who talks only if nobody else can."""
    found = referent(scenes, wanted)
    if found is not None or about is None or not about.evident:
        return found
    others = {one for scene in scenes for one in _fitting(scene.subjects, wanted)} - {about}
    alone = not others and not any(scene.unclear for scene in scenes)
    return about if alone and about.gender in {None, wanted} else None


def _rivalled(scenes: Sequence[Scene], back: int, person: Person, wanted: str) -> bool:
    """Whether another than the person who only acts in a scene was a subject right before."""
    own, *earlier = list(reversed(scenes))[back:]
    lone = True  # in no sentence but one has the person been the subject so far
    for scene in earlier:
        if scene.paragraph != own.paragraph and not lone:
            return False
        if person in scene.subjects:
            lone = False
        elif scene.unclear or _fitting(scene.subjects, wanted):
            return True
        if scene.paragraph != own.paragraph:
            return False
    return False


def _fitting(people: Sequence[Person], wanted: str) -> list[Person]:
    """The people whose gender is the wanted one, else those whose gender is unknown."""
    different = {id(one): one for one in people if one.gender in {None, wanted}}
    sure = [one for one in different.values() if one.gender == wanted]
    return sure or list(different.values())
