"""Patterns of what is clear only after another question: "he", "And Iran?", "More", "Why?"."""

from __future__ import annotations

import re

# A person whom an earlier question names
HE_OR_SHE = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
THEY = re.compile(r"he|she|they|him|her|them|(?:this|that) person", re.IGNORECASE)
AND = re.compile(
    r"(?:(?:and|but|so)\s+)?(?P<about>(?:what|how)\s+about|about|on|regarding)\s+(?P<rest>.+)"
    r"|(?:and|also)\s+(?P<bare>.+)",
    re.IGNORECASE,
)
_NARROWING = (
    r"(?:and|but|so|now|ok(?:ay)?|please|can|could|you|i want|only|just|show|give|list|tell|me|us|"
    r"limit|restrict|filter|narrow|down|it|that|this|them|those|the|ones?|same|statements?|quotes?|"
    r"articles?|answers?|results?|to|from|for|of|in|by|on)"
)
# A further question about the same thing, with its question word: "When was that?"
AGAIN = re.compile(
    r"(?:and\s+)?(?:(?P<asks>why|when|where|how so|how come)|what exactly|"
    r"(?P<day>(?:what(?:'s|’s| is| was)|on (?:what|which)) (?:the )?(?:date|day)"
    r"(?: (?:of|was|is) (?:that|this|it))?|what (?:date|day) (?:is|was) (?:that|this|it))|"
    r"(?P<of_it>when|where|why|what exactly|in (?:what|which) \w+|to whom)\s+"
    r"(?:did|does|has|was|is)\s+"
    r"(?:he|she|they|it|that|this)(?:\s+(?:say|said|write|claim|state|think))?"
    r"(?:\s+(?:that|it|this|so|published))?"
    r"|(?P<listener>(?:to\s+)?whom?)\s+(?:did|does|was|is)\s+(?:he|she|they)\s+"
    r"(?:say|saying|tell|telling|talk|talking|speak|speaking)(?:\s+(?:that|this|it))?(?:\s+to)?"
    r"|(?P<age>how old is|when is|from when is)\s+(?:this|that|it|the (?:quote|article|answer))"
    r"(?:\s+from)?)",
    re.IGNORECASE,
)
# Another question word for the question before: "For how long?", "By whom?", "How many games?"
INSTEAD = re.compile(
    r"(?:and\s+)?(?P<words>(?:about|at|by|for|from|in|on|since|to|until|with)\s+"
    r"(?:how (?:long|many|much)|whom?|when|where|(?:what|which)(?:\s+\w+)?)"
    r"|how (?:far|long|often|old|(?:many|much)(?:\s+\w+)?)|whom?)",
    re.IGNORECASE,
)
# The answer before in short: "Sum it up", "tl;dr", "shorter please"
SUMMED_UP = re.compile(
    r"(?:please\s+)?(?:(?:can|could)\s+you\s+)?(?:summari[sz]e|sum up|sum|recap|condense|shorten)"
    r"(?:\s+(?:it|that|this|them|these|those|(?:the|your|this|that) answers?|"
    r"what (?:he|she|they) said))?(?:\s+up)?"
    r"|tl;?\s?dr|(?:make it\s+|keep it\s+)?short(?:er)?|(?:in short|briefly|in a nutshell)"
    r"|(?:a |the )?(?:short(?:er)? )?(?:summary|gist|version)",
    re.IGNORECASE,
)
MORE = re.compile(
    r"(?:and\s+|is there\s+|are there\s+|(?:do|does|did)\s+(?:you|he|she|they|it)\s+(?:have|know|"
    r"say)\s+)?"
    r"(?:(?:anything|something|what|nothing|any|some|much|a bit)\s+)?(?:else|more)"
    r"(?:\s+(?:please|quotes?|statements?|results?|answers?|on (?:it|that|this)|about (?:it|that|"
    r"this)|details?|than that|to say|to it))?"
    r"|(?:(?:please\s+)?(?:tell|show|give)\s+(?:me|us)\s+)(?:some\s+|a bit\s+|the\s+)?(?:more|rest|"
    r"others)"
    r"(?:\s+(?:about|on|of)\s+(?:it|that|this|them|these))?|(?:please\s+)?(?:go on|continue|"
    r"carry on|"
    r"keep going|next|further|show all|the rest)",
    re.IGNORECASE,
)
SOURCES = re.compile(
    r"(?:(?:can|could|may)\s+i\s+(?:see|read|have|open|get)\s+|i\s+want\s+(?:to\s+(?:see|"
    r"read)\s+)?|"
    r"(?:please\s+)?(?:show|give|open|read|see|get|list|send|link)\s+(?:me\s+|us\s+)?(?:to\s+)?)?"
    r"(?:the\s+|that\s+|this\s+|its\s+|your\s+|these\s+|those\s+)?(?:full\s+|whole\s+|original\s+|"
    r"entire\s+|complete\s+)?(?:source\s+)?(?:articles?|sources?|stor(?:y|ies)|links?|urls?|proof|"
    r"evidence|citations?|references?|context|(?:full|whole|complete|original) (?:text|quote|"
    r"quotation|statement|interview|speech))(?:\s+(?:of|for|to|behind)\s+(?:it|that|this|the|these)"
    r"(?:\s+(?:quotes?|statements?|answers?))?)?(?:\s+please)?"
    r"|(?:what(?:'s|’s| is| was)|give me|show me)\s+the\s+(?:full\s+)?context"
    r"(?:\s+of\s+(?:it|that|this|the|these)(?:\s+(?:quotes?|statements?|answers?))?)?"
    r"|where (?:can|could|do) i (?:read|see|find|check) (?:it|that|this|more|the rest)"
    r"|(?:in\s+|from\s+)?(?:which|what)\s+(?:articles?|sources?|stor(?:y|ies))"
    r"(?:\s+(?:is|was|are|were|does|did)\s+(?:it|that|this|he|she|they|those|these)"
    r"(?:\s+(?:from|in|come from|say|said|taken from))?(?:\s+(?:it|that|this))?)?"
    r"|(?:what|which)\s+(?:is|are|was|were)\s+(?:the|your|its)\s+sources?(?:\s+(?:for|of)\s+(?:it|"
    r"that|this))?"
    r"|where\s+(?:is|was|does|did|do)\s+(?:it|that|this)\s+(?:from|come from|published|written|"
    r"stand)",
    re.IGNORECASE,
)
POLITE_END = re.compile(r"(?:[, ]+(?:please|pls|for me|thanks|thank you)){1,3}$", re.IGNORECASE)
CORRECTION = re.compile(
    r"(?:(?:no|nope|not quite|sorry|wait|actually|rather|"
    r"correction)\b[,.: ]*)+(?:i\s+mean(?:t)?\b[,: ]*)?"
    r"(?=\S)|i\s+mean(?:t)?\b[,: ]*(?=\S)",
    re.IGNORECASE,
)
# What is left of "and in 2022?" and of "only those from 2022 please" without their days
ONLY_DAYS = re.compile(
    r"(?:(?:and|but|so)\s*)?(?:(?:what|how)\s+about)?"
    rf"|(?:{_NARROWING}\b[ ,]*){{1,8}}",
    re.IGNORECASE,
)
# "only 2022", "can you limit it to 2022": what is left is days
NARROWED = re.compile(rf"(?:{_NARROWING}[ ,]+){{1,8}}(?=\S)", re.IGNORECASE)
# What is left of "no, in 2022" without its days.
CORRECTED_DAYS = re.compile(
    r"(?:(?:no|nope|not quite|sorry|wait|actually|rather|correction|i mean(?:t)?)\b[,.: ]*){1,3}",
    re.IGNORECASE,
)
