"""Who was named lately -> whom "he" or "she" means, or None if it could mean two people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.speech.cast.person import Person


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is in a sentence: its speaker or subject, and everybody it names outside quotations."""

    subjects: tuple[Person, ...]
    named: tuple[Person, ...]
    spoken: bool  # the subjects are its speakers
    unclear: bool  # somebody whose full name is not known speaks, or acts, here
    paragraph: int


def find_referent(scenes: Sequence[Scene], wanted: str) -> Person | None:
    """The person of the wanted gender that a pronoun behind the scenes means.

    It is the last subject that fits. It is nobody if somebody else could be meant as well: another
    subject of the same paragraph or of the sentence before it, unless one of them spoke last.
    """
    for back, scene in enumerate(reversed(scenes)):
        fitting = _fitting(scene.subjects, wanted)
        if not fitting and scene.unclear:
            return None
        acts = bool(fitting)
        fitting = fitting or _fitting(scene.named, wanted)
        if len(fitting) == 1:
            person = fitting[0]
            rivalled = acts and not scene.spoken and _is_rivalled(scenes, back, person, wanted)
            if rivalled or not person.evident:
                return None
            return person if person.gender else unless_rivalled(person, scenes, wanted, back)
        if fitting:
            return None
    return None


def unless_rivalled(
    person: Person, scenes: Sequence[Scene], wanted: str, back: int = -1
) -> Person | None:
    """Somebody whose gender no word shows; None if somebody of the wanted gender is near."""
    recent = list(reversed(scenes))[: back + 2]
    rivals = [other for scene in recent for other in scene.named if other.gender == wanted]
    return None if rivals else person


def find_talker(scenes: Sequence[Scene], wanted: str, about: Person | None) -> Person | None:
    """Whom a pronoun means behind words about somebody, who talks only if nobody else can."""
    person = find_referent(scenes, wanted)
    if person is not None or about is None or not about.evident:
        return person
    others = {other for scene in scenes for other in _fitting(scene.subjects, wanted)} - {about}
    alone = not others and not any(scene.unclear for scene in scenes)
    return about if alone and about.gender in {None, wanted} else None


def _is_rivalled(scenes: Sequence[Scene], back: int, person: Person, wanted: str) -> bool:
    """Whether somebody else was a subject right before a scene in which the person only acts."""
    current, *earlier = list(reversed(scenes))[back:]
    first_time = True  # the person has been the subject of no other sentence so far
    for scene in earlier:
        if scene.paragraph != current.paragraph and not first_time:
            return False
        if person in scene.subjects:
            first_time = False
        elif scene.unclear or _fitting(scene.subjects, wanted):
            return True
        if scene.paragraph != current.paragraph:
            return False
    return False


def _fitting(people: Sequence[Person], wanted: str) -> list[Person]:
    """The people whose gender is the wanted one, else those whose gender is unknown."""
    possible = [person for person in dict.fromkeys(people) if person.gender in {None, wanted}]
    sure = [person for person in possible if person.gender == wanted]
    return sure or possible
