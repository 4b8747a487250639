"""The patterns that questions are matched with: one table, in the order in which they are tried.

The groups `speaker`, `topic`, `verb` and `else` name the parts of a question.
"""

from __future__ import annotations

import re

from rag.language.sayings import BASES, NOUNS, PLAIN_VERBS, VERBS, VERBS_BEFORE_THAT
from rag.records import QuestionKind

_AUX = r"(?:did|does|do|has|have|had|is|are|was|were|would|could|will)"
# only in small letters: in "What did Aaron Judge say", "Judge" is a name
# "the state's law" has a noun
# "How did the judge defend it?": these are nouns before another verb
SPEAKING_NOUNS = frozenset({"judge", "post", "report", "state"})
_NOUN_BEFORE_VERB = rf"(?!(?:{'|'.join(sorted(SPEAKING_NOUNS))})\s+(?:{'|'.join(sorted(BASES))})\b)"
_VERB = (
    rf"{_NOUN_BEFORE_VERB}(?P<verb>(?-i:"
    + "|".join(sorted(VERBS, key=len, reverse=True))
    + r"))\b(?!['’]s)"
)
_PLAIN = r"(?P<verb>(?-i:" + "|".join(sorted(PLAIN_VERBS, key=len, reverse=True)) + r"))\b"
_CLAIMED = r"(?-i:" + "|".join(sorted(VERBS_BEFORE_THAT, key=len, reverse=True)) + r")"
# only in small letters: "the Word of the Year" is not a statement
_NOUN = r"(?:(?-i:" + "|".join(NOUNS) + r")|\A(?:" + "|".join(NOUNS) + r"))s?\b"
_ON = r"(?:on|about|regarding|concerning|of|to|towards?|over|in|with|for)"
_CHANGE = r"(?:chang|evolv|shift|differ|develop|var[yi]|soften|harden)\w*"
_OPENING = r"(?:(?:please|can you|could you)\s+)?(?:(?:show|tell|give|find|list)\s+(?:me\s+)?)?"
_SOME = (
    r"(?:(?:all|any|some|a few|several|more|an?|the|one|two|three|four|five|six|ten|\d{1,2})"
    r"\s+)?(?:(?:of\s+)?(?:the|his|her)\s+)?(?:(?:best|latest|newest|most important|key|main|exact|"
    r"verbatim|direct|literal|actual|full|original|own)\s+)?"
)
_THINGS = (
    r"(?:everything|all|anything|whatever|(?:(?:all|any|some|the|a few|several|main|key|other|two|"
    r"three|four|five|six|ten|\d{1,2})\s+){1,3}(?:things?|points?|words?|statements?|quotes?))"
)
_STANCE = (
    r"(?:for|against|in favou?r(?: of)?) or (?:for|against)|against|in favou?r of"
    r"|(?:opposed|hostile|open|sympathetic) to|(?:critical|supportive) of"
)
_FEELING = (
    r"(?:afraid|angry|certain|concerned|confident|disappointed|happy|optimistic|pessimistic|proud|"
    r"sceptical|skeptical|sorry|sure|surprised|worried)"
)
_ARTICLE = r"(?:article|story|piece|report|interview|text|news item)"

# in the passive, by anyone; "written about" and "known about" are left out: they ask for facts
_SOMETHING = rf"(?:what(?:\s+else)?\s+{_AUX}|{_AUX}\s+(?:anything|something|nothing))"
_SAID = r"(?:said|stated|remarked|commented|mentioned|claimed|told|noted)"
_SAYINGS = r"(?:statement|comment|remark|quote|quotation|opinion|reaction)s?"
_REGARDING = (
    r"(?:about|on|regarding|concerning|as to|as regards|in response to|with (?:regard|respect) to)"
)

IS = re.compile(r"\b(what|who|where|when|how)['’]s\b", re.IGNORECASE)
# "What is the new bridge called?" asks for a name and not for a speaker
CALLED = re.compile(
    r"(?:what|how)\s+(?:is|are|was|were|will)\b.*?\b(?:be\s+|been\s+)?called(?:\s+(?:in|now)\b.*)?",
    re.IGNORECASE | re.DOTALL,
)
AUXILIARY = re.compile(rf"{_AUX}\b", re.IGNORECASE)
SAYING_OF = re.compile(rf"['’]s?\s+(?:\w+\s+)?{_NOUN}", re.IGNORECASE)


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


PATTERNS = tuple(
    (kind, _compile(pattern))
    for kind, pattern in (
        # When was "…" published?  Who wrote the article about …?
        (
            QuestionKind.PUBLISHED,
            r"(?:who|(?:which|what) (?:outlet|newspaper|paper|site|website|publication|agency))\s+"
            rf"(?:published|posted|ran|carried)\s+(?P<topic>.*\b{_ARTICLE}\b.*|['\"“‘].*)",
        ),
        (
            QuestionKind.PUBLISHED,
            r"(?:when|where|on (?:what|which) (?:date|day|site)|who|what (?:date|day)|"
            r"(?:which|what) (?:outlet|newspaper|paper|site|website|publication|source|agency))"
            r"\b(?P<topic>.*)\b(?:published|posted|dated)\b.*",
        ),
        (  # "When did the phone come out?" and "Who ran for mayor?" ask for facts
            QuestionKind.PUBLISHED,
            r"(?:when|where|on (?:what|which) (?:date|day|site)|who|what (?:date|day)|"
            r"(?:which|what) (?:outlet|newspaper|paper|site|website|publication|source|agency))"
            rf"\b(?P<topic>.*(?:\b{_ARTICLE}\b|['\"“‘]).*)"
            r"\b(?:come out|came out|run|ran|carried)\b.*",
        ),
        (
            QuestionKind.PUBLISHED,
            rf"(?:when|where)\s+(?:did|does)\s+(?P<topic>.*\b{_ARTICLE}\b.*)\s+appear.*",
        ),
        (
            QuestionKind.PUBLISHED,
            r"(?:what (?:is|was)\s+)?(?:the\s+)?(?:publication )?(?:date|source|url|link|author|"
            rf"outlet)\s+(?:of|for)\s+(?:the\s+)?(?P<topic>.*\b{_ARTICLE}\b.*|['\"“‘].*)",
        ),
        (
            QuestionKind.PUBLISHED,
            r"(?:what|which)\s+(?:(?:is|was|are|were)\s+)?(?:the\s+)?(?:title|headline)s?\s+of\s+"
            rf"(?:the\s+)?(?P<topic>{_ARTICLE}s?\b.*)",
        ),
        (QuestionKind.PUBLISHED, rf"who (?:wrote|authored) (?P<topic>.*\b{_ARTICLE}\b.*|['\"“].*)"),
        # How did X's view of Y change?  Has X changed his mind about Y?
        (
            QuestionKind.CHANGE,
            rf"(?:how|in what way)\s+{_AUX}\s+(?P<speaker>.+?)['’]s?\s+(?:\w+\s+)?{_NOUN}"
            rf"(?P<topic>.*?)\s*\b{_CHANGE}.*",
        ),
        (
            QuestionKind.CHANGE,
            rf"(?:how|in what way)\s+{_AUX}\s+the\s+{_NOUN}\s+of\s+(?P<speaker>.+?)\s+{_ON}\s+"
            rf"(?P<topic>.*?)\s*\b{_CHANGE}.*",
        ),
        (
            QuestionKind.CHANGE,
            rf"(?:how|in what way)\s+{_AUX}\s+what\s+(?P<speaker>.+?)\s+(?:has\s+|had\s+)?"
            rf"{_PLAIN}\s+{_ON}\s+(?P<topic>.*?)\s*\b{_CHANGE}.*",
        ),
        (
            QuestionKind.CHANGE,
            rf"(?:how\s+)?{_AUX}\s+(?P<speaker>.+?)\s+{_CHANGE}\s+(?:his|her|their|its)\s+\w+"
            r"(?P<topic>.*)",
        ),
        (
            QuestionKind.CHANGE,
            rf"{_OPENING}(?:compare|what (?:has )?changed (?:in|about)|changes? (?:in|to|of))\s+"
            rf"(?P<speaker>.+?)['’]s?\s+(?:\w+\s+)?{_NOUN}(?P<topic>.*)",
        ),
        # Compare what X and Y said about Z.  How do X and Y differ on Z?  Do X and Y agree on Z?
        (
            QuestionKind.STATEMENT,
            rf"{_OPENING}(?:compare|contrast)\s+(?:what\s+|how\s+)?(?P<speaker>.{{3,120}}?)\s+"
            rf"(?:have\s+|has\s+)?(?P<verb>{'|'.join(sorted(VERBS))})\s+(?P<topic>.*)",
        ),
        (
            QuestionKind.STATEMENT,
            rf"(?:(?:how|where|on what|in what way|what)\s+)?{_AUX}\s+"
            r"(?P<speaker>.{3,80}\s+and\s+.{2,80}?)\s+"
            r"(?:agree|disagree|differ|diverge|see eye to eye|clash)\w*"
            rf"(?:\s+{_ON}\s+(?P<topic>.*)|$)",
        ),
        (
            QuestionKind.STATEMENT,
            rf"{_OPENING}(?:compare|contrast|what (?:is|are) the differences? between)\s+"
            rf"(?:the\s+)?(?:{_NOUN}\s+of\s+)?(?P<speaker>.{{3,80}}\s+and\s+.{{2,80}}?)(?:['’]s?)?"
            rf"(?:\s+{_NOUN})?\s+{_ON}\s+(?P<topic>.*)",
        ),
        # X versus Y    X vs Y on Z
        (
            QuestionKind.STATEMENT,
            rf"{_OPENING}(?!(?:{_AUX}|who|what|when|where|why|how|which)\b)"
            r"(?P<speaker>\w\S{1,30}(?: \S{2,30}){0,2}\s+(?:versus|vs\.?)\s+"
            rf"\w\S{{1,30}}(?: (?!{_ON}\b)\S{{2,30}}){{0,2}})(?:\s+{_ON}\s+(?P<topic>.*)|$)",
        ),
        # According to X, …    … according to X    In X's view, …
        (QuestionKind.STATEMENT, r"according to\s+(?P<speaker>[^,]+?),\s*(?P<topic>.*)"),
        (
            QuestionKind.STATEMENT,
            r"according to\s+(?P<speaker>[^,]+?)\s+(?P<topic>(?:what|who|why|how|when|where|which|"
            r"is|are|was|were|did|does|do|has|have|will|can)\b.*)",
        ),
        (QuestionKind.STATEMENT, r"(?P<topic>.*?),?\s+according to\s+(?P<speaker>[^,]+)"),
        (
            QuestionKind.STATEMENT,
            r"in\s+(?P<speaker>[^,]+?)['’]s?\s+(?:view|opinion|words|eyes|judgement|judgment),?\s+"
            r"(?P<topic>.*)",
        ),
        (
            QuestionKind.STATEMENT,
            r"(?P<topic>.*?),?\s+in\s+(?P<speaker>\S+)['’]s?\s+(?:view|opinion|words|eyes)",
        ),
        (
            QuestionKind.STATEMENT,
            r"(?P<topic>.*?),?\s+in the (?:view|opinion|words|eyes) of\s+(?P<speaker>.+)",
        ),
        # Who (else) said …?
        (
            QuestionKind.STATEMENT,
            r"(?:who|which (?:person|people|official|officials|politician|politicians))"
            rf"\s*(?P<else>\belse\b)?(?:\s+(?:has|have|was|were|is|are))?\s+{_PLAIN}(?P<topic>.*)",
        ),
        # Who warned that …?
        (
            QuestionKind.STATEMENT,
            rf"who(?:\s+(?:has|have|had))?\s+{_CLAIMED}\s+that\s+(?P<topic>.*)",
        ),
        (QuestionKind.STATEMENT, r"who(?P<else>\s+else)(?P<topic>.*)"),
        # What was said about Y (by X)?  Has anything been said on Y?  Comments on Y
        (
            QuestionKind.STATEMENT,
            rf"{_SOMETHING}\s+(?:been\s+|being\s+)?{_SAID}\s+by\s+(?P<speaker>.+?)"
            rf"(?:\s+{_REGARDING}\s+(?P<topic>.*)|$)",
        ),
        (
            QuestionKind.STATEMENT,
            rf"{_SOMETHING}\s+(?:been\s+|being\s+)?{_SAID}\s+{_REGARDING}\s+(?P<topic>.*?)\s+"
            r"by\s+(?P<speaker>(?-i:[A-Z]\w*)(?:\s+(?-i:[A-Z]\w*))*)",
        ),
        (
            QuestionKind.STATEMENT,
            rf"{_SOMETHING}\s+(?:been\s+|being\s+)?{_SAID}\s+{_REGARDING}\s+(?P<topic>.*)",
        ),
        (
            QuestionKind.STATEMENT,
            rf"(?:what|which)\s+{_SAYINGS}\s+{_AUX}\s+(?:been\s+)?(?:made|given|voiced|there)\s+"
            rf"{_REGARDING}\s+(?P<topic>.*)",
        ),
        (
            QuestionKind.STATEMENT,
            rf"{_OPENING}(?:any\s+)?{_SOME}{_SAYINGS}\s+(?:made\s+|given\s+)?{_REGARDING}\s+"
            r"(?P<topic>.*)",
        ),
        # What did X say about Y?  Has X commented on Y?
        (
            QuestionKind.STATEMENT,
            r"(?:(?>.*?\b(?:what|how|why|when|where|who|whom|which|whose)\b)(?P<asked>[^?]*?)\s+)?"
            rf"(?<![\w])(?P<aux>{_AUX})(?:n['’]t)?\s+(?P<speaker>.+?)\s+{_VERB}(?P<topic>.*)",
        ),
        # Is X for or against Y?  Why is X opposed to Y?
        (
            QuestionKind.STATEMENT,
            rf"(?:(?:why|how)\s+)?(?:is|are|was|were)\s+(?P<speaker>.{{2,80}}?)\s+(?:{_STANCE})\s+"
            r"(?P<topic>.*)",
        ),
        # Is X worried about Y?
        (
            QuestionKind.STATEMENT,
            rf"(?:(?:why|how)\s+)?(?:is|are|was|were)\s+(?P<speaker>.{{2,80}}?)\s+"
            rf"(?P<topic>{_FEELING}\s+(?:about|at|by|for|of|over|that|with)\b.*)",
        ),
        # What advice did X give on Y?  What warning has X issued about Y?
        (
            QuestionKind.STATEMENT,
            r"what\s+(?:\w+\s+)?(?:advice|warnings?|messages?|promises?|apolog(?:y|ies)|explanations?|"
            r"reasons?|excuses?|criticisms?|praise|recommendations?|demands?|answers?|replies|reply|"
            rf"predictions?|accusations?)\s+{_AUX}\s+(?P<speaker>.{{2,80}}?)\s+"
            r"(?:given?|gave|issued?|makes?|made|offer(?:ed)?|sen[dt]|deliver(?:ed)?|have|had|share[d]?|"
            r"voiced?|put forward|come up with)(?P<topic>.*)",
        ),
        # What is X's position on Y?  X's reaction to Y
        (
            QuestionKind.STATEMENT,
            rf"{_OPENING}(?:(?:what|how|which)\s+{_AUX}\s+)?(?:all\s+)?"
            rf"(?P<speaker>[^?]+?)(?:['’]s|(?<=s)['’])\s+(?:\w+\s+)?{_NOUN}(?P<topic>.*)",
        ),
        (
            QuestionKind.STATEMENT,
            rf"{_OPENING}(?:(?:what|how|which)\s+{_AUX}\s+)?(?:all\s+)?(?:the\s+)?"
            rf"(?:(?:exact|actual|own|very|full|original)\s+)?{_NOUN}\s+"
            rf"(?:made\s+|given\s+)?(?:of|by|from)\s+(?P<speaker>.+?)(?:\s+{_ON}\s+(?P<topic>.*)|$)",
        ),
        # Quote X on Y    what X said about Y
        (
            QuestionKind.STATEMENT,
            rf"{_OPENING}{_SOME}(?:quote|quotes|quotations?)\s+(?!{_REGARDING}\b)"
            rf"(?:from\s+|by\s+|of\s+)?(?P<speaker>.+?)"
            rf"(?:\s+{_ON}\s+(?P<topic>.*)|$)",
        ),
        (
            QuestionKind.STATEMENT,
            rf"{_OPENING}(?:{_THINGS}\s+)?(?:what\s+|that\s+)?(?P<speaker>\S.*?)\s+"
            rf"(?:has\s+|had\s+|have\s+)?{_PLAIN}\s+(?:about|on|regarding|concerning|of)\s+"
            r"(?P<topic>.*)",
        ),
        # everything X said
        (
            QuestionKind.STATEMENT,
            rf"{_OPENING}{_THINGS}\s+(?:what\s+|that\s+)?(?P<speaker>\S.*?)\s+"
            rf"(?:has\s+|had\s+|have\s+)?{_PLAIN}$",
        ),
    )
)
