"""The words questions use for speaking: verbs (not in the present: "comments" is a noun), nouns."""

from __future__ import annotations

# verbs that only mean that something was said
_PLAIN = """
say:said tell:told state write:wrote,written comment talk speak:spoke,spoken think:thought believe
claim remark mention express post tweet note quote observe opine
"""
# verbs that say how, and so are part of what is asked about
_TELLING = """
accuse acknowledge add address admit:admitted announce answer argue assert assess blame call
caution approve characterise characterize claim compare complain concede conclude condemn
confirm contend criticise criticize declare defend demand deny:denied describe discuss dismiss
emphasise emphasize equate disagree doubt endorse expect explain fear favor favour feel:felt hint
hope insist interpret judge justify liken maintain object oppose outline pledge point portray
praise predict promise propose question react recall recommend refer:referred refuse reiterate
reject remind repeat reply:replied respond reveal see:saw,seen signal stress suggest support
threaten underline underscore urge view voice vow warn want
"""

NOUNS = (
    "account answer argument assessment attitude claim comment complaint criticism description "
    "explanation judgement judgment message opinion position prediction promise quote quotation "
    "reaction remark reply response stance stand statement take thought threat verdict view "
    "viewpoint warning word"
).split()


def _forms(verb: str) -> list[str]:
    base, _, irregular = verb.partition(":")
    stem = base.removesuffix("e")
    regular = base[:-1] + "ied" if base.endswith(("fy", "ny", "ly")) else stem + "ed"
    past = irregular.split(",") if irregular else [regular]
    doubled = past[0] == base + base[-1] + "ed"
    return [base, *past, base + base[-1] + "ing" if doubled else stem + "ing"]


BASES = frozenset(verb.partition(":")[0] for verb in [*_PLAIN.split(), *_TELLING.split()])
PLAIN_VERBS = frozenset(form for verb in _PLAIN.split() for form in _forms(verb))
VERBS = PLAIN_VERBS | {form for verb in _TELLING.split() for form in _forms(verb)}
"""The forms of every verb of speaking that a question can have, in lower case."""
