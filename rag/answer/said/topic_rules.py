"""Whether a statement is on a topic: a table of rules, of which one must hold.

`python -m benchmarks.topic_rules` measures each rule alone, on questions made from a corpus: how
many answering statements pass it, and how many others. docs/decisions/topic-match.md has its table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rag.answer.support import Support

# Least cosine of a statement that has none of the topic's words except names.
OTHER_WORDS: Final = 0.45
# Least cosine for the first rule if a name of the topic is only elsewhere in the article.
NAMELESS: Final = 0.3


@dataclass(frozen=True, slots=True)
class TopicRule:
    """The least value of each signal, 0 to 1, for a statement on a topic."""

    name: str
    own: float = 0.0  # share of the topic's words in the statement
    context: float = 0.0  # the same, with the text right before it
    article: float = 0.0  # the same with the article's title
    similarity: float = 0.0  # cosine of the statement to the topic

    def holds(self, support: Support) -> bool:
        """Whether each signal reaches its least value."""
        return (
            support.own >= self.own
            and support.context >= self.context
            and support.article >= self.article
            and support.similarity >= self.similarity
        )


RULES: Final = (
    # Half of the words, and some similarity: most answers.
    TopicRule("half of the words", own=0.5, similarity=0.1),
    # "On the deal, he was brief. “We are for it.”": the words are right before.
    TopicRule("the words right before", context=0.75, similarity=0.15),
    # Some of the words; the others are in the title.
    TopicRule("the rest in the title", own=0.3, article=0.75, similarity=0.2),
    # Some of the words around it, and similarity.
    TopicRule("some words around, alike", context=0.3, similarity=0.4),
    # A word of the topic, and more similarity.
    TopicRule("a word, and alike", own=1e-9, similarity=0.5),
    # No word, but so similar that other words must have the same meaning.
    TopicRule("other words", similarity=0.6),
)


def is_on_topic(support: Support) -> bool:
    """Whether a statement is on the topic by any rule.

    Names alone are not enough if the topic has other words, unless the meaning is close.
    """
    if not support.plain and support.similarity < OTHER_WORDS:
        return False
    return any(rule.holds(support) for rule in RULES if _applies(rule, support))


def _applies(rule: TopicRule, support: Support) -> bool:
    """Whether a rule may be used: the first needs more similarity if the topic's name is far."""
    return rule is not RULES[0] or support.named or support.similarity >= NAMELESS
