"""The parts that the patterns of requests share. Every repetition is bounded, so that matching
stays linear.
"""

from __future__ import annotations

SET = (
    r"(?:(?:the|this|these|those|your|all(?: of)? the(?:se)?|all|our|its|the whole|the entire|"
    r"my|any) )?(?:news )?(?:articles?|stories|story|reports?|texts?|pieces?|documents?|files?|"
    r"collection|corpus|archive|index|database|dataset|data ?set|library|knowledge base|news)"
)
IN_SET = rf"(?: (?:in|of|from|within|inside|across|among) (?:{SET}|here|it|there))?"
ARTICLES = r"(?:news )?(?:articles?|stor(?:y|ies)|reports?|texts?|pieces?|news items?|documents?)"
YOU_HAVE = (
    r"(?:(?: that| which)?(?: (?:do you have|have you got|you have|you(?:'ve|’ve) got|you know|"
    r"are there|there are|are available|are indexed|is there|there is|do we have|we have|"
    r"can you find|could you find)))?"
)
ON = (
    r"(?:about|on|regarding|concerning|covering|dealing with|related to|relating to|to do with|"
    r"mentioning|that (?:mention|cover|discuss|deal with|talk about|are about|are on|concern|"
    r"refer to)|which (?:mention|cover|discuss|deal with|talk about|are about|are on|concern)|"
    r"that (?:mentions|covers|discusses|deals with|talks about|is about|is on)|"
    r"with|of|from|by|in|dated|published)"
)
TOPIC = r"(?P<topic>\S.{0,200})"
# the topic stands before the noun: "hurricane stories", "the CNN articles"
TOPIC_ARTICLES = (
    r"(?P<topic>(?!(?:who|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|"
    r"can|could|will|would|should|i|we|they|he|she|tell|give|show|list|find|please|about|on|of|"
    r"in|from|compare|contrast|both|two|three|between|these|those|read|open)\b)"
    r"[\w&.’'-]{2,30}(?: (?!(?:write|wrote|written|read|about|on|of|from)\b)"
    r"[\w&.’'-]{1,30}){0,3}) (?:articles|stories|news items)"
)
AUTHORS = r"(?:authors?|journalists?|reporters?|writers?|correspondents?)"
FIRST = r"(?:oldest|earliest|first|older)"
LAST = r"(?:newest|latest|last|newer|most recent|more recent)"
MOST = r"(?: (?:(?:the )?most(?: often| frequently)?|a lot|(?:very )?(?:often|frequently|much)))"
GIVE = (
    r"(?:(?:give|show|tell|write|make|get|provide|produce|send|list|print|present|offer) "
    r"(?:me |us )?)?"
)
SUMMARY = (
    r"(?:(?:a|an|the|me|us|some) )?"
    r"(?:(?:short|brief|quick|concise|little|one[- ]paragraph|general) )?"
    r"(?:summary|overview|digest|recap|synopsis|rundown|round-?up|précis|gist|tl;?dr|briefing|"
    r"takeaways?|highlights|essentials|(?:(?:main|key|central|most important|essential) )"
    r"(?:points?|ideas?|takeaways?|messages?|arguments?|facts|claims|positions?|findings|"
    r"statements|things))"
)
SUM_UP = (
    r"(?:summari[sz]e|sum up|recap|outline|digest|condense|boil down|"
    r"(?:do|make|write) (?:a|me a) (?:summary|recap|digest) of)"
)
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)
_NTH = rf"(?:{'|'.join(ORDINALS)}|last|\d{{1,2}}(?:st|nd|rd|th))"
# an article by its place in a list: "the second one", "article 2", "[2]"
NTH_ARTICLE = (
    rf"(?:(?:the |that )?(?P<nth>{_NTH}) (?:one|{ARTICLES})"
    rf"|(?:the )?(?:{ARTICLES} |number |no\.? ?|# ?)(?P<number>\d{{1,2}})"
    r"|(?:the )?(?P<marker>\[\d{1,2}\]))"
)
SAID = (
    r"(?:quoted|cited|interviewed|heard|speaking|talking|commenting|quoted or cited|"
    r"given a voice)"
)
PERSONS = (
    r"(?:people|persons|experts?|officials?|politicians?|speakers?|sources?|voices|individuals|"
    r"leaders?|persons?|names|person)"
)
# "list everyone", "all the people", in front of "who"
EVERYONE = (
    rf"{GIVE}(?:list|name|find|show)?(?: me)? ?(?:all |every ?one |every ?body |any ?one "
    rf"|any ?body |the |of |those ){{1,3}}(?:{PERSONS} )?"
)
SPOKE = (
    r"(?:has |have |had )?(?:spoke|spoken|speak|talk(?:ed)?|comment(?:ed)?|weighed in|react(?:ed)?"
    r"|said (?:something|anything))"
)
