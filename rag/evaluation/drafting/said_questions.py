"""Statement + topic -> the question it answers: "What did Lavrov say about the deal?"

The wording depends on the verb of saying and on the words after the topic, so that the statement
answers the question and not only mentions its topic.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from rag.language.cues import VERBS
from rag.records import Article, Statement
from rag.suggest.topics import Place, Topic


@dataclass(frozen=True, slots=True)
class Wording:
    """A question, and the tag for its wording."""

    question: str
    tag: str


_CALLS = {"call", "dub", "label", "deem", "brand"}
_DESCRIBES = {"describe", "characterize", "characterise", "portray", "depict"}
_FOR = {"criticize", "criticise", "praise", "blame", "slam", "blast", "mock", "applaud", "thank"}
_FOR |= {"condemn", "commend", "rip", "lambaste", "chide", "scold", "assail", "berate"}
_STANCE = {"oppose", "reject", "endorse", "support", "defend", "welcome", "condemn", "denounce"}
_STANCE |= {"criticize", "criticise", "praise", "dispute", "decry", "favor", "back"}
_WRITES = {"write": "write", "tweet": "tweet", "retweet": "tweet", "post": "post"}
_MODAL = re.compile(
    r"\s(?P<modal>will|would|could|should|must|can|might)\s(?!be\b|have\b|not\b|never\b|no\b|only\b|"
    r"soon\b|also\b|still\b|continue\b|now\b)(?=[a-z]+\b)"
)
_IS_LIKE = re.compile(
    r"\s(?:is|are|was|were)\s(?!not\b|\w+ed\b|\w+ing\b|\w+ly\b|in\b|on\b|at\b|to\b|from\b|of\b|"
    r"too\b|also\b|about\b|over\b|under\b|up\b|out\b|now\b|still\b|that\b|what\b|why\b|how\b|"
    r"made\b|seen\b|given\b|taken\b|set\b|put\b|held\b|done\b|going\b|being\b|only\b|just\b|"
    r"already\b|never\b|there\b|here\b|born\b|built\b|due\b|able\b|for\b|with\b|like\b|safe\b|eligible\b|likely\b|available\b|expected\b|"
    r"they\b|he\b|she\b|we\b|it\b|you\b|i\b|when\b|where\b|more\b|because\b)(?=[a-z“\"])"
)


def list_wordings(article: Article, statement: Statement, topic: Topic, name: str) -> list[Wording]:
    """List the questions on a topic that a statement answers, the most specific first."""
    lemma = _find_lemma(article, statement)
    behind = article.text[topic.end : statement.end]
    wordings = [*_ask_by_verb(lemma, topic, behind, name), *_ask_by_clause(topic, behind, name)]
    if (
        topic.place is Place.OBJECT
        and lemma in _STANCE
        and topic.text[-1].islower()
        and not topic.text.split()[-1][0].isupper()
    ):
        wordings.append(
            Wording(f"What is {possessive(name)} position on {topic.text}?", "position")
        )
    if topic.place is not Place.INSIDE and lemma in {"think", "believe", "hope", "fear", "feel"}:
        wordings.append(Wording(f"What does {name} think about {topic.text}?", "think"))
    if lemma in _WRITES:
        wordings.append(Wording(f"What did {name} {_WRITES[lemma]} about {topic.text}?", "write"))
    if topic.place is Place.ABOUT:
        wordings.append(Wording(f"Has {name} commented on {topic.text}?", "has-commented"))
    return [*wordings, Wording(f"What did {name} say about {topic.text}?", "say-about")]


def choose_wording(choices: list[Wording], rng: random.Random) -> Wording:
    """Choose the most specific wording two times in three, else the plain "What did X say"."""
    return choices[0] if rng.random() < 0.67 else choices[-1]


def possessive(name: str) -> str:
    """A name's genitive: "Lavrov's", "Torts'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _ask_by_verb(lemma: str, topic: Topic, behind: str, name: str) -> list[Wording]:
    """The question that the verb of saying suggests if the topic is its object."""
    if topic.place is not Place.OBJECT:
        return []
    follows = behind.split(maxsplit=1)[0].strip(",") if behind.split() else ""
    if lemma == "accuse" and follows == "of":
        return [Wording(f"What did {name} accuse {topic.text} of?", "accuse")]
    if lemma in _CALLS and (follows in {"a", "an", "the"} or follows[:1] in {'"', "“"}):
        return [Wording(f"What did {name} call {topic.text}?", "call")]
    if lemma in {"compare", "liken", "equate"} and follows in {"to", "with"}:
        return [Wording(f"What did {name} compare {topic.text} to?", "compare")]
    if lemma in _DESCRIBES and follows == "as":
        return [Wording(f"How did {name} describe {topic.text}?", "describe")]
    if lemma in _FOR and follows == "for":
        return [Wording(f"What did {name} {lemma} {topic.text} for?", "reason")]
    return []


def _ask_by_clause(topic: Topic, behind: str, name: str) -> list[Wording]:
    """The question that the verb after the topic suggests if the topic is its subject."""
    if topic.place is not Place.SUBJECT:
        return []
    if modal := _MODAL.match(behind):
        verb = modal.group("modal")
        return [Wording(f"According to {name}, what {verb} {topic.text} do?", "according")]
    if _IS_LIKE.match(behind):
        return [Wording(f"How did {name} describe {topic.text}?", "describe")]
    return []


def _find_lemma(article: Article, statement: Statement) -> str:
    if statement.cue is None:
        return ""
    last = article.text[slice(*statement.cue)].split()[-1].lower()
    return VERBS[last][0] if last in VERBS else ""
