"""The kinds of questions on the collection, each with patterns and examples."""

from __future__ import annotations

from typing import Final

from rag.records import QuestionKind, Request
from rag.search.question.requests.request_kind import RequestKind, compile_patterns
from rag.search.question.requests.request_parts import (
    ARTICLES,
    AUTHORS,
    EVERYONE,
    FIRST,
    GIVE,
    IN_SET,
    LAST,
    MOST,
    NTH_ARTICLE,
    ON,
    PERSONS,
    SAID,
    SET,
    SPOKE,
    SUM_UP,
    SUMMARY,
    TOPIC,
    TOPIC_ARTICLES,
    YOU_HAVE,
)

_STATEMENTS: Final = r"(?:statements?|quotes?|quotations?|comments|remarks)"

COLLECTION_KINDS: Final[tuple[RequestKind, ...]] = (
    RequestKind(
        Request.SUMMARY,
        QuestionKind.COLLECTION,
        compile_patterns(
            rf"(?:{GIVE}{SUMMARY} (?:of|on|about|for|from) |{SUM_UP} |(?:open|read|show me|explain|"
            rf"describe|what about|and|tell me (?:more )?about) )?{NTH_ARTICLE}{IN_SET}",
            rf"what (?:is|was|does|did) {NTH_ARTICLE}{IN_SET} "
            r"(?:about|say|report|contain|tell|cover)(?: about)?",
            rf"{GIVE}{SUMMARY} (?:of|on|about|for|regarding) {TOPIC}",
            rf"what (?:is|are|were) {SUMMARY} (?:of|on|about|from|in|for) {TOPIC}",
            rf"{SUM_UP} (?:for me |me )?{TOPIC}",
            rf"what (?:do|does|did|is|has been) (?:{SET}|both articles|they|you) "
            r"(?:say|said|report(?:ed)?|write|written|tell(?: us| me)?) "
            rf"(?:about|on|of|regarding) {TOPIC}",
            rf"what (?:does|do) (?:the|this|that) {ARTICLES} (?P<topic>[\"“‘'].{{3,200}}) "
            r"(?:say|says|contain|report|tell)",
            r"what is (?:the (?:article|story|report|piece) )?(?P<topic>[\"“].{3,200}[\"”]) about",
        ),
        (),
    ),
    RequestKind(
        Request.COUNT,
        QuestionKind.COLLECTION,
        compile_patterns(
            rf"how many (?:of (?:the|your|these) )?{ARTICLES}(?: is| are)?{YOU_HAVE}{IN_SET}"
            r"(?: and (?:from|of) (?:when|what|which)(?: \w{1,12}){0,3})?",
            rf"how (?:big|large|many) is (?:{SET})",
            rf"what is the (?:size|(?:total )?number|count) of (?:{SET})",
            rf"how many (?:of (?:the|your|these) )?{ARTICLES}{YOU_HAVE}{IN_SET} {ON} {TOPIC}",
            rf"how many (?:of (?:the|your|these) )?{ARTICLES}{IN_SET} (?:mention|cover|discuss|"
            r"deal with|talk about|speak of|refer to|concern|quote|cite|contain|name|report on|"
            rf"report|have|are about|are on|were about|come from|are from|are dated|"
            rf"(?:were|was|are) published(?: in| by| on)?) {TOPIC}",
            rf"(?:count|number of)(?: the| all)?(?: the)? {ARTICLES}(?:{YOU_HAVE})? {ON} "
            rf"{TOPIC}",
            r"(?:in )?how many (?:articles|stories|reports|texts|pieces) (?:is|are|was|were|does|"
            r"do) (?P<topic>\S.{0,120}?) (?:mentioned|named|covered|discussed|quoted|appear|occur|"
            r"come up)",
            rf"how many {TOPIC_ARTICLES}{YOU_HAVE}{IN_SET}",
            rf"how (?:often|many times) (?:is|are|was|were) (?P<topic>\S.{{0,120}}?) "
            rf"(?:mentioned|named){IN_SET}",
            rf"how much (?:do you have|have you got|is there|is written) (?:on|about) {TOPIC}",
        ),
        ("how many articles do you have?", "how large is the collection?"),
    ),
    RequestKind(
        Request.QUOTED,
        QuestionKind.COLLECTION,
        compile_patterns(
            r"how (?:often|many times|frequently) (?:is|are|was|were|gets?|does|do|did|has|have) "
            rf"(?P<topic>\S.{{0,80}}?) (?:been )?(?:{SAID}|quote|speak|talk|spoken|comment|"
            rf"say (?:something|anything)){IN_SET}",
            rf"how many {_STATEMENTS} (?:of|by|from) (?P<topic>\S.{{0,80}}?)"
            rf"(?: (?:do you have|are there|have you got)){{0,1}}{IN_SET}",
            rf"how many {_STATEMENTS} (?:does|do|did|has|have) (?P<topic>\S.{{0,80}}?)"
            rf"(?: (?:have|made?|give|given|has|got)){{0,1}}{IN_SET}",
            rf"how many {_STATEMENTS}{YOU_HAVE}{IN_SET}",
        ),
        ("how many statements are there?",),
    ),
    RequestKind(
        Request.OUTLETS,
        QuestionKind.COLLECTION,
        compile_patterns(
            r"(?:which|what)(?: \w{1,12}){0,2} (?:outlets?|newspapers?|papers?|publications?|media|"
            r"publishers?|sites?|websites?|news ?rooms?|agenc(?:y|ies)|sources|titles)"
            rf"(?:(?: that| which)?(?: (?:are|is|do|does|did|have|has|you|there|we|available|"
            rf"included|represented|covered|use|using|come from|here|from|these|those)){{0,5}})"
            rf"{IN_SET}",
            r"where (?:do|are|did) (?:the|these|your) (?:articles?|stories|news|texts?|reports?)"
            r"(?: come)? from",
            r"where (?:do|does|did) (?:you|this|it|we|(?:the|this|your) (?:information|data|"
            r"answers?|content|knowledge))(?: (?:get|take|have|find))?"
            r"(?: (?:your|the|its|these|this|all) \w{1,15})?(?: come)? from",
            r"(?:list|show|name|give)(?: me)?(?: all)?(?: the)? (?:news )?(?:outlets|newspapers|"
            rf"papers|publications|sources|publishers){IN_SET}",
            rf"how many {ARTICLES}(?: are there| do you have)? (?:per|by|(?:from|of|for) each) "
            r"(?:outlet|newspaper|paper|publication|source|publisher|site)",
            r"(?:how many) (?:outlets|newspapers|papers|publications|publishers|sources)"
            rf"{YOU_HAVE}{IN_SET}",
        ),
        ("which newspapers are included?", "where do the articles come from?"),
    ),
    RequestKind(
        Request.AUTHORS,
        QuestionKind.COLLECTION,
        compile_patterns(
            r"who (?:wrote|writes|has written|authored) (?:all )?(?:the|these|those|your) "
            r"(?:articles|stories|texts|pieces|reports)",
            rf"(?:who|which|what) (?:is|are|were) (?:the|your) {AUTHORS}{IN_SET}",
            rf"(?:which|what|how many) {AUTHORS}(?: (?:are|do|have|has|you|there|wrote|write|did|"
            rf"is|written|the|these|those|your|articles|stories|in|here|included)){{0,6}}{IN_SET}",
            rf"(?:list|show|name|give)(?: me)?(?: all)?(?: the)? {AUTHORS}{IN_SET}",
        ),
        ("who wrote the articles?", "list the authors"),
    ),
    RequestKind(
        Request.DATES,
        QuestionKind.COLLECTION,
        compile_patterns(
            rf"(?:from when|of what (?:date|time)|how (?:old|recent|new|current|fresh|up[- ]to[- ]"
            rf"date)) (?:are|is) (?:{SET})",
            r"how (?:recent|current|up[- ]to[- ]date) (?:are|is) (?:you|this|it)",
            rf"from when (?:to|until|till) when (?:are|is|do|does) (?:{SET}|you)"
            r"(?: (?:go|come|date|reach|range|cover))?",
            rf"(?:what is )?(?:the |your )?(?:date range|time span|time frame|(?:time )?period)"
            rf"(?: (?:of|covered by) (?:{SET})| covered)?",
            r"(?:what|which) (?:(?:time )?period|time ?span|time ?frame|dates?|years?|time|"
            r"(?:date )?range)(?: of time)? (?:do|does|is|are) "
            rf"(?:{SET}|you)(?: (?:cover|covered|span|from|include|come from))?",
            r"(?:what|which) (?:(?:time )?period|time ?span|time ?frame|dates|years|date range) "
            rf"(?:is|are) covered{IN_SET}",
            rf"when (?:were|was) (?:{SET}) (?:written|published|collected)",
            rf"(?:what|which)(?: {ARTICLES}| one| of (?:them|these|those))? (?:is|was) (?:the )?"
            rf"(?:{FIRST}|{LAST})"
            rf"(?: (?:one|{ARTICLES}))?{YOU_HAVE}{IN_SET}",
            rf"when (?:is|was|were) (?:the |your )?(?:{FIRST}|{LAST}) {ARTICLES}"
            rf"(?: (?:published|written|posted|dated|added|from))?{IN_SET}",
        ),
        ("what period do the articles cover?", "how recent is the collection?"),
    ),
    RequestKind(
        Request.TOPICS,
        QuestionKind.COLLECTION,
        compile_patterns(
            r"(?:what|which)(?: are)?(?: the)?(?: (?:main|major|most common|key|important|"
            r"different|"
            r"various|kinds? of|sorts? of|general|other|most frequent)){0,2} (?:topics?|subjects?|"
            r"themes?|issues|areas|matters)(?: (?:are|is|do|does|were|of|in|you|they|it|have|"
            r"there|covered|discussed|treated|dealt with|come up|most|often|cover|know|about|can|i|"
            r"ask|here|the|these|those|this|your|articles?|stories|texts?|collection|corpus|archive|news|"
            r"available)){0,8}",
            rf"(?:list|show|name|give)(?: me)?(?: all)?(?: the)?(?: main)? (?:topics|subjects|"
            rf"themes)"
            rf"(?: covered| discussed)?{IN_SET}",
        ),
        ("what topics are covered?", "which subjects do the articles deal with?"),
    ),
    RequestKind(
        Request.PEOPLE,
        QuestionKind.COLLECTION,
        compile_patterns(
            rf"who(?: all| else)? (?:is|are|gets|was|were) {SAID}{MOST}?{IN_SET}",
            rf"who (?:speaks|talks|says|comments|spoke|talked){MOST}{IN_SET}",
            rf"who (?:speaks|talks|comments|spoke|talked){MOST} (?:on|about|of) {TOPIC}",
            rf"(?:who|(?:which|what) {PERSONS}) (?:is|are|gets|get|was|were) "
            rf"(?:mentioned|named){MOST}{IN_SET}",
            rf"who (?:is|are|was|were) the (?:{PERSONS} )?most(?: often| frequently)? "
            rf"(?:{SAID}|mentioned|named)(?: {PERSONS})?{IN_SET}",
            rf"who(?: all)? (?:is|are|was|were) {SAID} in (?:{SET}) "
            rf"(?:on|about|regarding|concerning) {TOPIC}",
            r"who(?: all| else)? (?:comments?|talks?|speaks?|weighs? in|"
            r"ha(?:s|ve) (?:something|anything) to say) "
            rf"(?:on|about|regarding|concerning) {TOPIC}",
            rf"who(?: all)? (?:is|are|was|were|has been|have been|gets) {SAID}(?: here)?{MOST}? "
            r"(?:on|about|regarding|concerning|"
            rf"in connection with|with regard to|over) {TOPIC}",
            rf"(?:which|what) {PERSONS}(?: that| who)? (?:is|are|was|were|do|does)"
            rf"(?: (?:the|these|your))?(?: {ARTICLES})? ?(?:{SAID}|quote|cite|interview)"
            rf"{MOST}?{IN_SET}",
            rf"(?:which|what) {PERSONS} (?:is|are|was|were) {SAID} (?:on|about|regarding|"
            rf"concerning) {TOPIC}",
            rf"(?:which|what) {PERSONS} (?:have |has )?(?:comment(?:ed)?|spoke|spoken|speak|"
            rf"talk(?:ed)?|react(?:ed)?|express(?:ed)? themselves|said (?:something|anything)) "
            rf"(?:on|about|to|regarding|concerning) {TOPIC}",
            rf"(?:{EVERYONE})?(?:who|that) (?:(?:is|are|was|were|has been|have been) {SAID}"
            rf"|{SPOKE}) (?:(?:out )?against|in favou?r of|on|about|regarding|concerning|over) "
            rf"{TOPIC}",
            rf"{EVERYONE}(?:who|that) (?:has |have |had )?(?:mention|discuss|address|criticis"
            rf"|criticiz|oppos|support)(?:e[ds]|ed|s)? {TOPIC}",
            rf"who (?:are|were) (?:all )?(?:of )?(?:the |those )?{PERSONS} (?:(?:who|that) "
            rf"(?:are|were) )?{SAID} (?:on|about|regarding|concerning|over) {TOPIC}",
            r"(?:list|show|name|give)(?: me)?(?: all)?(?: the)? (?:people|persons|speakers|experts|"
            rf"voices|names)(?: (?:that|who) are)? ?(?:quoted|cited|speaking)?{IN_SET}",
            rf"(?:list|show|name|give)(?: me)?(?: all)?(?: the)? (?:people|persons|speakers|"
            rf"experts|"
            rf"voices|officials|politicians) (?:quoted |cited )?(?:on|about) {TOPIC}",
            r"whose (?:words|statements|quotes|quotations|voices) (?:are|do) (?:in|you have)"
            rf"(?: (?:{SET}|here))?",
            rf"who (?:do|does) (?:{SET}) (?:quote|cite|interview){MOST}?",
            rf"who (?:appears|occurs|speaks|talks) in (?:{SET})",
        ),
        ("who is quoted in the articles?", "which people speak?", "list the speakers"),
    ),
    RequestKind(
        Request.LIST,
        QuestionKind.COLLECTION,
        compile_patterns(
            rf"(?:which|what)(?: (?:other|all|kind of|recent|new|latest|more))? {ARTICLES}"
            rf"{YOU_HAVE}{IN_SET}",
            rf"(?:which|what)(?: (?:other|all|recent|new|latest|more))? {ARTICLES}{YOU_HAVE}"
            rf"(?: (?:is|are|was|were))?{IN_SET} {ON} {TOPIC}",
            rf"(?:which|what)(?: other)? {ARTICLES}{IN_SET} (?:mentions?|covers?|discuss(?:es)?|"
            r"deals? with|talks? about|speaks? of|refers? to|concerns?|reports? on|reports?|says?|"
            r"writes? about|tells? (?:of|about)|is about|are about|looks? at|explains?|describes?|"
            rf"quotes?|comes? from|dates? from) {TOPIC}",
            rf"{GIVE}(?:list|show|name|find|display|see|enumerate|search)(?: me| us| for)?"
            rf"(?: (?:all|every|the|of|any|some|your|recent|new|{LAST}|{FIRST}|other))"
            rf"{{0,4}} {ARTICLES}{YOU_HAVE}{IN_SET}",
            rf"{GIVE}(?:list|show|name|find|display|see|enumerate|search)(?: me| us| for)?"
            rf"(?: (?:all|every|the|of|any|some|your|recent|new|{LAST}|{FIRST}|other))"
            rf"{{0,4}} {ARTICLES}{YOU_HAVE}{IN_SET} {ON} {TOPIC}",
            rf"(?:list|show|find|give|get)(?: me| us)? (?:everything|all|anything|whatever|what)"
            rf"(?: (?:that )?(?:you have|you(?:'ve|’ve) got|you know|there is|is there|we have))?"
            rf" {ON} {TOPIC}",
            rf"(?:what|anything|everything|something) (?:do you have|have you got|is there|"
            rf"have we got|you have) (?:about|on|regarding|concerning) {TOPIC}",
            rf"what (?:is|has been|do you|have you) cover(?:ed)?{IN_SET} (?:about|on|regarding) "
            rf"{TOPIC}",
            r"(?:do you have|have you(?: got)?|are there|is there|got)(?: (?:any|some|other|an|a|"
            rf"more))? {ARTICLES}{IN_SET}(?: {ON} {TOPIC})?",
            r"(?:(?:do you have|have you(?: got)?|do you know|is there|got) )?"
            rf"(?:anything|something|everything) (?:about|on|regarding|concerning|from) {TOPIC}",
            rf"(?:which|what) {ARTICLES} (?:did|has|have) {TOPIC} (?:write|written|wrote)",
            rf"{ARTICLES} (?:written )?by {TOPIC}",
            rf"(?:do|does|did) (?:any|some)(?: of (?:the|these|your))? {ARTICLES}{IN_SET} "
            rf"(?:mention|cover|discuss|deal with|talk about|refer to|report on|say anything about|"
            rf"quote) {TOPIC}",
            rf"what (?:was|is|were|has been|got) (?:published|written|reported|printed|in the news|"
            rf"in the papers){IN_SET}",
            rf"(?:the |any |all )?(?:{FIRST}|{LAST}|recent|new) "
            rf"{ARTICLES}{IN_SET}",
            rf"(?:the |any |all )?(?:{FIRST}|{LAST}|recent) {ARTICLES} "
            rf"(?:about|on|from|by|regarding) {TOPIC}",
            rf"(?:what|which) (?:is|are|was|were) the (?:{FIRST}|{LAST}) {ARTICLES}"
            rf"{IN_SET}(?: (?:about|on|from|by|regarding) {TOPIC})?",
            rf"{GIVE}(?:an?|some|any|(?:the )?(?:top|best|main|latest|newest|first|last)|the) "
            rf"(?:\d{{1,2}} )?(?:{ARTICLES}|headlines?|titles?) (?:about|on|regarding) {TOPIC}",
            rf"(?:{ARTICLES}|headlines?) (?:about|on|regarding|concerning|mentioning) {TOPIC}",
            rf"(?:all|every|any|some)(?: of)?(?: the)? {ARTICLES} {ON} {TOPIC}",
            rf"{ARTICLES}|{GIVE}(?:all |the ){{1,2}}{ARTICLES}",
            rf"{GIVE}(?:the )?(?:(?:{LAST}|recent|current|top|today['’]?s|new) )?"
            r"(?:news|headlines|titles)",
            rf"(?:{GIVE}(?:find |search (?:for )?|see )?(?:me |us )?|do you have |have you got |"
            rf"are there )?(?:(?:all|the|any|some|your|recent|new|{FIRST}|{LAST}) ){{0,2}}"
            rf"{TOPIC_ARTICLES}{YOU_HAVE}{IN_SET}",
            rf"{GIVE}(?:find |search (?:for )?|see )?(?:me |us )?(?:(?:all|the|any|some) ){{0,2}}"
            r"(?P<topic>\w{2,20}(?: \w{2,20}){0,2} (?:articles|stories) "
            r"(?:about|on|regarding|mentioning) \S.{0,150})",
        ),
        ("list the articles", "which articles do you have?", "show me the newest articles"),
    ),
    RequestKind(
        Request.OVERVIEW,
        QuestionKind.COLLECTION,
        compile_patterns(
            rf"what (?:are|is) (?:{SET})(?: all)? (?:about|on)",
            rf"what (?:are|is) (?:in|inside) (?:{SET}|here)",
            rf"what do (?:{SET}) (?:say|cover|contain|deal with|talk about|report|discuss|tell)"
            r"(?: about)?",
            rf"what does (?:{SET}) (?:say|cover|contain|deal with|talk about|hold|include|"
            r"comprise)(?: about)?",
            rf"(?:{GIVE}{SUMMARY}|{SUM_UP})(?: (?:of|on|for))? (?:{SET}|everything|it all|"
            r"all of (?:it|them)|them|all)",
            rf"(?:what (?:is|are) )?{SUMMARY}|{GIVE}{SUMMARY}|{SUM_UP}(?: (?:it|this|that))?",
            rf"{GIVE}(?:an |the |a )?(?:overview|idea|impression|picture)"
            rf"(?: (?:of|on) (?:{SET}|what you have|what is here|everything))?",
            rf"(?:tell me about|describe|introduce|explain) (?:{SET}|yourself|what you have)",
            r"what (?:do|can) you (?:know|have|tell me)(?: about)?",
            r"what (?:is|are|do you have) (?:here|there|in store|in it|on offer|in this)",
            r"what(?:'s|’s) (?:here|there|in here|in it|this about|this all about|new|the news)",
            r"what (?:is|are) (?:new|the news|the latest news|this about|this all about)",
            rf"what happens in (?:{SET})",
            r"(?:what is the difference between|compare|contrast|how do)"
            rf"(?: (?:the|these|those|both|all|two|three|your)){{1,3}} {ARTICLES}"
            r"(?: (?:differ|compare))?",
        ),
        (
            "what are these articles about?",
            "summarise the articles",
            "give me an overview of what is in here",
            "what do you know?",
            "what is in the collection?",
        ),
    ),
)
