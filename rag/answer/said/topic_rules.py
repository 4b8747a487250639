"""Whether a statement is on a topic: one table of rules, any of which is enough.

`python -m benchmarks.topic_rules` measures each rule: how many of the statements that answer
questions made from a corpus pass by it alone, and how many others do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rag.answer.support import Support

# Cosine from which a statement may say in other words all that a topic says besides names.
OTHER_WORDS: Final = 0.45
# Cosine that the first rule wants where a name of the topic stands elsewhere in the article only.
NAMELESS: Final = 0.3


@dataclass(frozen=True, slots=True)
class TopicRule:
    """The least of each signal, 0 to 1, from which a statement is on a topic."""

    name: str
    own: float = 0.0  # share of the topic's words in the statement
    context: float = 0.0  # the same with what stands right before it
    article: float = 0.0  # the same with the article's title
    similarity: float = 0.0  # cosine of the statement to the topic

    def holds(self, support: Support) -> bool:
        """Whether each signal reaches its least."""
        return (
            support.own >= self.own
            and support.context >= self.context
            and support.article >= self.article
            and support.similarity >= self.similarity
        )


RULES: Final = (
    # Half of the words, and some likeness: most answers.
    TopicRule("half of the words", own=0.5, similarity=0.1),
    # "On the deal, he was brief. “We are for it.”": the words stand right before.
    TopicRule("the words right before", context=0.75, similarity=0.15),
    # Some of the words; the others are in the title.
    TopicRule("the rest in the title", own=0.3, article=0.75, similarity=0.2),
    # Some of the words around it, and likeness.
    TopicRule("some words around, alike", context=0.3, similarity=0.4),
    # A word of the topic, and more likeness.
    TopicRule("a word, and alike", own=1e-9, similarity=0.5),
    # No word at all, and so alike that other words must say the same.
    TopicRule("other words", similarity=0.6),
)


def is_on_topic(support: Support) -> bool:
    """Whether a statement is on the topic at all, by any rule.

    Names alone are not enough where the topic has other words, unless the meaning is close.
    """
    if not support.plain and support.similarity < OTHER_WORDS:
        return False
    return any(rule.holds(support) for rule in RULES if _applies(rule, support))


def _applies(rule: TopicRule, support: Support) -> bool:
    """Whether a rule may count: the first wants more likeness where the topic's name is far."""
    return rule is not RULES[0] or support.named or support.similarity >= NAMELESS
