"""The kinds of talk and of questions on the collection, each with patterns and examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rag.records import QuestionKind, Request


@dataclass(frozen=True, slots=True)
class RequestKind:
    """A kind of talk, or of question on the collection."""

    request: Request
    kind: QuestionKind
    patterns: tuple[re.Pattern[str], ...]  # a pattern that extracts a topic has the group `topic`
    examples: tuple[str, ...]


def _patterns(*texts: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text, re.IGNORECASE) for text in texts)


# --- the parts that patterns share; every repetition is bounded, so that matching stays linear
_SET = (
    r"(?:(?:the|this|these|those|your|all(?: of)? the(?:se)?|all|our|its|the whole|the entire|"
    r"my|any) )?(?:news )?(?:articles?|stories|story|reports?|texts?|pieces?|documents?|files?|"
    r"collection|corpus|archive|index|database|dataset|data ?set|library|knowledge base|news)"
)
_IN_SET = rf"(?: (?:in|of|from|within|inside|across|among) (?:{_SET}|here|it|there))?"
_ARTICLES = r"(?:news )?(?:articles?|stories|reports?|texts?|pieces?|news items?|documents?)"
_YOU_HAVE = (
    r"(?:(?: that| which)?(?: (?:do you have|have you got|you have|you(?:'ve|’ve) got|you know|"
    r"are there|there are|are available|are indexed|is there|there is|do we have|we have|"
    r"can you find|could you find)))?"
)
_ON = (
    r"(?:about|on|regarding|concerning|covering|dealing with|related to|relating to|to do with|"
    r"mentioning|that (?:mention|cover|discuss|deal with|talk about|are about|are on|concern|"
    r"refer to)|which (?:mention|cover|discuss|deal with|talk about|are about|are on|concern)|"
    r"that (?:mentions|covers|discusses|deals with|talks about|is about|is on)|"
    r"with|of|from|by|in|dated|published)"
)
_TOPIC = r"(?P<topic>\S.{0,200})"
_GIVE = (
    r"(?:(?:give|show|tell|write|make|get|provide|produce|send|list|print|present|offer) "
    r"(?:me |us )?)?"
)
_SUMMARY = (
    r"(?:(?:a|an|the|me|us|some) )?(?:(?:short|brief|quick|concise|little|one[- ]paragraph) )?"
    r"(?:summary|overview|digest|recap|synopsis|rundown|round-?up|précis|gist|tl;?dr)"
)
_SUM_UP = (
    r"(?:summari[sz]e|sum up|recap|outline|digest|condense|boil down|"
    r"(?:do|make|write) (?:a|me a) (?:summary|recap|digest) of)"
)
_SAID = (
    r"(?:quoted|cited|interviewed|heard|speaking|talking|commenting|quoted or cited|"
    r"given a voice)"
)
_PERSONS = (
    r"(?:people|persons|experts?|officials?|politicians?|speakers?|sources?|voices|individuals|"
    r"leaders?|persons?|names|person)"
)

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
            rf"{_GIVE}{_SUMMARY} (?:of|on|about|for|regarding) {_TOPIC}",
            rf"{_SUM_UP} (?:for me |me )?{_TOPIC}",
            rf"what (?:does|do) (?:the|this|that) {_ARTICLES} (?P<topic>[\"“‘'].{{3,200}}) "
            r"(?:say|says|contain|report|tell)",
            r"what is (?:the (?:article|story|report|piece) )?(?P<topic>[\"“].{3,200}[\"”]) about",
        ),
        (),
    ),
    RequestKind(
        Request.COUNT,
        QuestionKind.COLLECTION,
        _patterns(
            rf"how many (?:of (?:the|your|these) )?{_ARTICLES}{_YOU_HAVE}{_IN_SET}"
            r"(?: and (?:from|of) (?:when|what|which)(?: \w{1,12}){0,3})?",
            rf"how (?:big|large|many) is (?:{_SET})",
            rf"what is the (?:size|number|count) of (?:{_SET})",
            rf"how many (?:of (?:the|your|these) )?{_ARTICLES}{_YOU_HAVE}{_IN_SET} {_ON} {_TOPIC}",
            rf"how many (?:of (?:the|your|these) )?{_ARTICLES}{_IN_SET} (?:mention|cover|discuss|"
            r"deal with|talk about|speak of|refer to|concern|quote|cite|contain|name|report on|"
            rf"report|have|are about|are on|were about|come from|are from|are dated|"
            rf"(?:were|was|are) published(?: in| by| on)?) {_TOPIC}",
            rf"(?:count|number of)(?: the| all)?(?: the)? {_ARTICLES}(?:{_YOU_HAVE})? {_ON} "
            rf"{_TOPIC}",
            r"(?:in )?how many (?:articles|stories|reports|texts|pieces) (?:is|are|was|were|does|"
            r"do) (?P<topic>\S.{0,120}?) (?:mentioned|named|covered|discussed|quoted|appear|occur|"
            r"come up)",
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
            rf"included|represented|covered|use|using|come from|here)){{0,5}}){_IN_SET}",
            r"where (?:do|are|did) (?:the|these|your) (?:articles?|stories|news|texts?|reports?)"
            r"(?: come)? from",
            r"(?:list|show|name|give)(?: me)?(?: all)?(?: the)? (?:news )?(?:outlets|newspapers|"
            rf"papers|publications|sources|publishers){_IN_SET}",
            r"(?:how many) (?:outlets|newspapers|papers|publications|publishers|sources)"
            rf"{_YOU_HAVE}{_IN_SET}",
        ),
        ("which newspapers are included?", "where do the articles come from?"),
    ),
    RequestKind(
        Request.DATES,
        QuestionKind.COLLECTION,
        _patterns(
            rf"(?:from when|of what (?:date|time)|how (?:old|recent|new|current|fresh|up[- ]to[- ]"
            rf"date)) (?:are|is) (?:{_SET})",
            r"(?:what|which) (?:period|time ?span|time ?frame|dates?|years?|time|date range|range)"
            rf"(?: of time)? (?:do|does|is|are) (?:{_SET})(?: (?:cover|covered|span|from|include|"
            rf"come from))?",
            r"(?:what|which) (?:period|time ?span|time ?frame|dates|years|date range) (?:is|are) "
            rf"covered{_IN_SET}",
            rf"when (?:were|was) (?:{_SET}) (?:written|published|collected)",
            rf"(?:what|which)(?: {_ARTICLES})? (?:is|was) (?:the )?(?:oldest|earliest|first|older|"
            rf"newest|latest|newer|most recent|more recent)"
            rf"(?: (?:one|{_ARTICLES}))?{_YOU_HAVE}{_IN_SET}",
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
            r"there|covered|discussed|treated|dealt with|cover|know|about|can|i|ask|here|the|these|"
            r"those|this|your|articles?|stories|texts?|collection|corpus|archive|news|"
            r"available)){0,8}",
            rf"(?:list|show|name|give)(?: me)?(?: all)?(?: the)?(?: main)? (?:topics|subjects|"
            rf"themes)"
            rf"(?: covered| discussed)?{_IN_SET}",
        ),
        ("what topics are covered?", "which subjects do the articles deal with?"),
    ),
    RequestKind(
        Request.PEOPLE,
        QuestionKind.COLLECTION,
        _patterns(
            rf"who(?: all| else)? (?:is|are|gets|was|were) {_SAID}(?: most(?: often)?)?{_IN_SET}",
            rf"who(?: all)? (?:is|are|was|were) {_SAID}(?: here)? (?:on|about|regarding|concerning|"
            rf"in connection with|with regard to|over) {_TOPIC}",
            rf"(?:which|what) {_PERSONS}(?: that| who)? (?:is|are|was|were|do|does)"
            rf"(?: (?:the|these|your))?(?: {_ARTICLES})? ?(?:{_SAID}|quote|cite|interview)"
            rf"(?: most(?: often)?)?{_IN_SET}",
            rf"(?:which|what) {_PERSONS} (?:is|are|was|were) {_SAID} (?:on|about|regarding|"
            rf"concerning) {_TOPIC}",
            rf"(?:which|what) {_PERSONS} (?:have |has )?(?:comment(?:ed)?|spoke|spoken|speak|"
            rf"talk(?:ed)?|react(?:ed)?|express(?:ed)? themselves|said (?:something|anything)) "
            rf"(?:on|about|to|regarding|concerning) {_TOPIC}",
            rf"{_GIVE}(?:list|name|find|show)?(?: me)? ?(?:all |every ?one |everybody |the |all "
            rf"the )"
            rf"{{0,2}}(?:{_PERSONS} |those )?who (?:(?:is|are|was|were) {_SAID}"
            rf"|(?:has |have |had )?(?:spoke|spoken|speak|talk(?:ed)?|comment(?:ed)?|weighed in"
            rf"|said (?:something|anything))) (?:on|about|regarding|concerning|over) {_TOPIC}",
            rf"{_GIVE}(?:list|name|find|show)?(?: me)? ?(?:all |any|every) ?(?:one |body )"
            rf"who (?:has |have |had )?(?:mention|discuss|address|criticis|criticiz)"
            rf"(?:e[ds]|s)? {_TOPIC}",
            r"(?:list|show|name|give)(?: me)?(?: all)?(?: the)? (?:people|persons|speakers|experts|"
            rf"voices|names)(?: (?:that|who) are)? ?(?:quoted|cited|speaking)?{_IN_SET}",
            rf"(?:list|show|name|give)(?: me)?(?: all)?(?: the)? (?:people|persons|speakers|"
            rf"experts|"
            rf"voices|officials|politicians) (?:quoted |cited )?(?:on|about) {_TOPIC}",
            r"whose (?:words|statements|quotes|quotations|voices) (?:are|do) (?:in|you have)"
            rf"(?: (?:{_SET}|here))?",
            rf"who (?:do|does) (?:{_SET}) (?:quote|cite|interview)(?: most(?: often)?)?",
            rf"who (?:appears|occurs|speaks|talks) in (?:{_SET})",
        ),
        ("who is quoted in the articles?", "which people speak?", "list the speakers"),
    ),
    RequestKind(
        Request.LIST,
        QuestionKind.COLLECTION,
        _patterns(
            rf"(?:which|what)(?: (?:other|all|kind of|recent|new|latest|more))? {_ARTICLES}"
            rf"{_YOU_HAVE}{_IN_SET}",
            rf"(?:which|what)(?: (?:other|all|recent|new|latest|more))? {_ARTICLES}{_YOU_HAVE}"
            rf"(?: (?:is|are|was|were))?{_IN_SET} {_ON} {_TOPIC}",
            rf"(?:which|what)(?: other)? {_ARTICLES}{_IN_SET} (?:mentions?|covers?|discuss(?:es)?|"
            r"deals? with|talks? about|speaks? of|refers? to|concerns?|reports? on|reports?|says?|"
            r"writes? about|tells? (?:of|about)|is about|are about|looks? at|explains?|describes?|"
            rf"quotes?|comes? from|dates? from) {_TOPIC}",
            rf"{_GIVE}(?:list|show|name|find|display|see|enumerate|search)(?: me| us| for)?"
            rf"(?: (?:all|every|the|of|any|some|your|recent|newest|latest|new|most recent|other))"
            rf"{{0,4}} {_ARTICLES}{_YOU_HAVE}{_IN_SET}",
            rf"{_GIVE}(?:list|show|name|find|display|see|enumerate|search)(?: me| us| for)?"
            rf"(?: (?:all|every|the|of|any|some|your|recent|newest|latest|new|most recent|other))"
            rf"{{0,4}} {_ARTICLES}{_YOU_HAVE}{_IN_SET} {_ON} {_TOPIC}",
            rf"(?:list|show|find|give|get)(?: me| us)? (?:everything|all|anything|whatever|what)"
            rf"(?: (?:that )?(?:you have|you(?:'ve|’ve) got|you know|there is|is there|we have))?"
            rf" {_ON} {_TOPIC}",
            rf"(?:what|anything|everything|something) (?:do you have|have you got|is there|"
            rf"have we got|you have) (?:about|on|regarding|concerning) {_TOPIC}",
            r"(?:do you have|have you(?: got)?|are there|is there|got)(?: (?:any|some|other|an|a|"
            rf"more))? {_ARTICLES}{_IN_SET} {_ON} {_TOPIC}",
            r"(?:do you have|have you(?: got)?|is there|got) (?:anything|something) "
            rf"(?:about|on|regarding|concerning) {_TOPIC}",
            rf"(?:the |any |all )?(?:newest|latest|most recent|recent|new|last) "
            rf"{_ARTICLES}{_IN_SET}",
            rf"(?:the |any |all )?(?:newest|latest|most recent|recent) {_ARTICLES} "
            rf"(?:about|on|from|by|regarding) {_TOPIC}",
            rf"(?:what|which) (?:is|are|was|were) the (?:newest|latest|most recent) {_ARTICLES}"
            rf"{_IN_SET}(?: (?:about|on|from|by|regarding) {_TOPIC})?",
            rf"{_ARTICLES} (?:about|on|regarding|concerning|mentioning) {_TOPIC}",
            rf"(?:all|every)(?: the)? {_ARTICLES} {_ON} {_TOPIC}",
        ),
        ("list the articles", "which articles do you have?", "show me the newest articles"),
    ),
    RequestKind(
        Request.OVERVIEW,
        QuestionKind.COLLECTION,
        _patterns(
            rf"what (?:are|is) (?:{_SET})(?: all)? (?:about|on)",
            rf"what (?:are|is) (?:in|inside) (?:{_SET}|here)",
            rf"what do (?:{_SET}) (?:say|cover|contain|deal with|talk about|report|discuss|tell)"
            r"(?: about)?",
            rf"what does (?:{_SET}) (?:say|cover|contain|deal with|talk about|hold|include|"
            r"comprise)(?: about)?",
            rf"(?:{_GIVE}{_SUMMARY}|{_SUM_UP})(?: (?:of|on|for))? (?:{_SET}|everything|it all|"
            r"all of (?:it|them)|them|all)",
            rf"{_GIVE}(?:an |the |a )?(?:overview|idea|impression|picture)"
            rf"(?: (?:of|on) (?:{_SET}|what you have|what is here|everything))?",
            rf"(?:tell me about|describe|introduce|explain) (?:{_SET}|yourself|what you have)",
            r"what (?:do|can) you (?:know|have|tell me)(?: about)?",
            r"what (?:is|are|do you have) (?:here|there|in store|in it|on offer|in this)",
            r"what(?:'s|’s) (?:here|there|in here|in it|this about|this all about|new|the news)",
            r"what (?:is|are) (?:new|the news|the latest news|this about|this all about)",
            rf"what happens in (?:{_SET})",
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
