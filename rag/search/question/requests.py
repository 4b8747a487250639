"""The kinds of talk and of questions on the collection, each with patterns and examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rag.records import QuestionKind, Request
from rag.search.question.request_parts import (
    ARTICLES,
    AUTHORS,
    EVERYONE,
    FIRST,
    GIVE,
    IN_SET,
    LAST,
    MOST,
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


@dataclass(frozen=True, slots=True)
class RequestKind:
    """A kind of talk, or of question on the collection."""

    request: Request
    kind: QuestionKind
    patterns: tuple[re.Pattern[str], ...]  # a pattern that extracts a topic has the group `topic`
    examples: tuple[str, ...]


def _patterns(*texts: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text, re.IGNORECASE) for text in texts)


KINDS: Final[tuple[RequestKind, ...]] = (
    RequestKind(
        Request.GREETING,
        QuestionKind.TALK,
        _patterns(
            r"(?:(?:hi|hiya|hello|hey|heya|yo|howdy|greetings|salutations|good "
            r"(?:morning|afternoon|evening|day)|morning|evening|welcome)"
            r"(?:[,! ]+(?:there|all|everyone|everybody|you|bot|assistant|again|on record|friend|"
            r"team)){0,2})(?:[,.!? ]+(?:how are you|how(?:'s|’s| is) it going|what(?:'s|’s| is) up|"
            r"how do you do|nice to meet you)(?: (?:today|doing))?)?",
            r"how are you(?: (?:doing|today))?|what(?:'s|’s| is) up|how(?:'s|’s| is) it going|"
            r"how do you do|are you there|is (?:anybody|anyone|somebody) there|testing|test",
        ),
        ("hello", "good morning", "hi there, how are you?", "hey", "is anyone there?"),
    ),
    RequestKind(
        Request.THANKS,
        QuestionKind.TALK,
        _patterns(
            r"(?:(?:ok(?:ay)?|great|perfect|good|cool|nice|wonderful|excellent|super|right|alright|"
            r"all right|fine|brilliant|awesome|no|yes|yep|got it|i see|understood|well|that(?:'s|"
            r"’s| "
            r"is) (?:all|great|it|fine|helpful|good|perfect)|very (?:good|helpful|nice)|"
            r"(?:good|great|nice|well) (?:job|work|done)|helpful)[,.! ]*){0,4}"
            r"(?:(?:many |a lot of |lots of )?(?:thanks|thank you|thankyou|thx|ty|cheers|"
            r"much obliged|appreciated|much appreciated)"
            r"(?:[,! ]+(?:so much|very much|a lot|again|for (?:your|the|all the|all your) "
            r"(?:help|answers?|time|info|information)|for that|for this|for everything|anyway|"
            r"then|all|man|mate|bot)){0,3})?",
        ),
        ("thank you", "thanks a lot, that helps", "ok great", "perfect, cheers", "well done"),
    ),
    RequestKind(
        Request.GOODBYE,
        QuestionKind.TALK,
        _patterns(
            r"(?:(?:ok(?:ay)?|well|thanks|thank you)[,! ]+)?(?:bye(?:[- ]?bye)?|good ?bye|"
            r"see (?:you|ya)(?: (?:later|soon|tomorrow|around))?|farewell|good night|so long|"
            r"until next time|take care|have a (?:nice|good|great) (?:day|evening|weekend|one)|"
            r"i(?:'m|’m| am) done|quit|exit|that(?:'s|’s| is) (?:all|everything)(?: for (?:now|"
            r"today))?)",
        ),
        ("goodbye", "see you later", "bye", "that is all for today"),
    ),
    RequestKind(
        Request.HELP,
        QuestionKind.TALK,
        _patterns(
            r"(?:help|help me|i need help|usage|instructions|manual|how to use(?: this| it)?|"
            r"/help|\?|info|getting started|menu|commands|options|examples?|tutorial)",
            r"(?:what|which things) (?:can|could|do|should|may|might) (?:you|this|it|i|we|one)"
            r"(?: (?:thing|chat|bot|tool|assistant|program|page|app))?"
            r"(?: (?:do|ask|answer|help|know|offer|type|say|try|use))"
            r"(?: (?:you|here|me|with|about|for me|me with|it|this|me about)){0,3}",
            r"(?:what|which) (?:kinds?|sorts?|types?) of (?:questions?|things?|stuff) "
            r"(?:can|could|do|should|may) (?:i|you|we|one) (?:ask|answer|do|type)"
            r"(?: (?:you|here|me|about)){0,2}",
            r"(?:how|what) (?:do|does|can|should|could|would) (?:i|this|you|it|we|one)"
            r"(?: (?:thing|chat|bot|tool|assistant|program|page|app|site|website))?"
            r" (?:use|work|works|start|begin|operate|ask|search|get started)"
            r"(?: (?:this|it|you|here|a question|questions|best|properly|with (?:this|it|you)))?"
            r"(?: (?:thing|chat|bot|tool|assistant|program|page|app|site|website))?",
            r"(?:who|what) (?:are you|is this|made you|built you|created you|am i talking to|"
            r"is on record|is this (?:thing|site|website|page|tool|app|bot|program|place|chat))"
            r"(?: (?:exactly|for|about))?",
            r"are you (?:a |an )?(?:real )?(?:ai|bot|robot|human|machine|person|chatbot|"
            r"language model|llm|program|chatgpt|gpt)(?: or (?:a |an )?\w{1,20})?",
            r"(?:what|give me|show me|tell me|any|some|suggest)(?: (?:me|us|a few|some|are|is))?"
            r"(?: (?:good|example|sample|possible|interesting|suggested))? (?:questions?|examples?)"
            r"(?: (?:can|could|should|to|i|we|you|ask|that|for|here|answer|of questions?)){0,5}",
            r"what (?:should|can|could) i ask(?: (?:you|here|about|first)){0,2}",
            r"can you help(?: me)?|i (?:do not|don't|don’t) know what to ask",
        ),
        (
            "what can you do?",
            "how do I use this?",
            "what can I ask?",
            "who are you?",
            "help me please",
            "give me some example questions",
        ),
    ),
    RequestKind(
        Request.SUMMARY,
        QuestionKind.COLLECTION,
        _patterns(
            rf"{GIVE}{SUMMARY} (?:of|on|about|for|regarding) {TOPIC}",
            rf"{SUM_UP} (?:for me |me )?{TOPIC}",
            rf"what (?:does|do) (?:the|this|that) {ARTICLES} (?P<topic>[\"“‘'].{{3,200}}) "
            r"(?:say|says|contain|report|tell)",
            r"what is (?:the (?:article|story|report|piece) )?(?P<topic>[\"“].{3,200}[\"”]) about",
        ),
        (),
    ),
    RequestKind(
        Request.COUNT,
        QuestionKind.COLLECTION,
        _patterns(
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
        Request.OUTLETS,
        QuestionKind.COLLECTION,
        _patterns(
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
            r"(?:how many) (?:outlets|newspapers|papers|publications|publishers|sources)"
            rf"{YOU_HAVE}{IN_SET}",
        ),
        ("which newspapers are included?", "where do the articles come from?"),
    ),
    RequestKind(
        Request.AUTHORS,
        QuestionKind.COLLECTION,
        _patterns(
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
        _patterns(
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
            rf"(?:what|which)(?: {ARTICLES})? (?:is|was) (?:the )?(?:{FIRST}|{LAST})"
            rf"(?: (?:one|{ARTICLES}))?{YOU_HAVE}{IN_SET}",
            rf"when (?:is|was|were) (?:the |your )?(?:{FIRST}|{LAST}) {ARTICLES}"
            rf"(?: (?:published|written|posted|dated|added|from))?{IN_SET}",
        ),
        ("what period do the articles cover?", "how recent is the collection?"),
    ),
    RequestKind(
        Request.TOPICS,
        QuestionKind.COLLECTION,
        _patterns(
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
        _patterns(
            rf"who(?: all| else)? (?:is|are|gets|was|were) {SAID}{MOST}?{IN_SET}",
            rf"(?:who|(?:which|what) {PERSONS}) (?:is|are|gets|get|was|were) "
            rf"(?:mentioned|named){MOST}{IN_SET}",
            rf"who (?:is|are|was|were) the (?:{PERSONS} )?most(?: often| frequently)? "
            rf"(?:{SAID}|mentioned|named)(?: {PERSONS})?{IN_SET}",
            rf"who(?: all)? (?:is|are|was|were) {SAID} in (?:{SET}) "
            rf"(?:on|about|regarding|concerning) {TOPIC}",
            r"who(?: all| else)? (?:comments?|talks?|speaks?|weighs? in|"
            r"ha(?:s|ve) (?:something|anything) to say) "
            rf"(?:on|about|regarding|concerning) {TOPIC}",
            rf"who(?: all)? (?:is|are|was|were) {SAID}(?: here)? (?:on|about|regarding|concerning|"
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
        _patterns(
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
            rf"{ARTICLES} (?:about|on|regarding|concerning|mentioning) {TOPIC}",
            rf"(?:all|every|any|some)(?: of)?(?: the)? {ARTICLES} {ON} {TOPIC}",
            rf"{ARTICLES}|{GIVE}(?:all |the ){{1,2}}{ARTICLES}",
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
        _patterns(
            rf"what (?:are|is) (?:{SET})(?: all)? (?:about|on)",
            rf"what (?:are|is) (?:in|inside) (?:{SET}|here)",
            rf"what do (?:{SET}) (?:say|cover|contain|deal with|talk about|report|discuss|tell)"
            r"(?: about)?",
            rf"what does (?:{SET}) (?:say|cover|contain|deal with|talk about|hold|include|"
            r"comprise)(?: about)?",
            rf"(?:{GIVE}{SUMMARY}|{SUM_UP})(?: (?:of|on|for))? (?:{SET}|everything|it all|"
            r"all of (?:it|them)|them|all)",
            rf"{GIVE}(?:an |the |a )?(?:overview|idea|impression|picture)"
            rf"(?: (?:of|on) (?:{SET}|what you have|what is here|everything))?",
            rf"(?:tell me about|describe|introduce|explain) (?:{SET}|yourself|what you have)",
            r"what (?:do|can) you (?:know|have|tell me)(?: about)?",
            r"what (?:is|are|do you have) (?:here|there|in store|in it|on offer|in this)",
            r"what(?:'s|’s) (?:here|there|in here|in it|this about|this all about|new|the news)",
            r"what (?:is|are) (?:new|the news|the latest news|this about|this all about)",
            rf"what happens in (?:{SET})",
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
