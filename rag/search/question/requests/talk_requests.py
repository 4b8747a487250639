"""The kinds of talk with the program, each with patterns and examples."""

from __future__ import annotations

from typing import Final

from rag.records import QuestionKind, Request
from rag.search.question.requests.request_kind import RequestKind, compile_patterns
from rag.search.question.requests.request_parts import TOPIC

# what a reader calls an answer
_ANSWER: Final = (
    r"(?:that|this|it|these|those|all (?:of )?(?:that|this)|(?:the|your|this|that|these) "
    r"(?:answers?|information|quotes?|quotations?|statements?|results?|articles?|news))"
)
_QUITE: Final = r"(?:really |actually |even |absolutely |quite |so |all |any )?"
_ASK_YOU: Final = (
    r"(?:please )?(?:(?:can|could|would|will) you (?:please )?|i (?:want|need) you to )?"
)

TALK_KINDS: Final[tuple[RequestKind, ...]] = (
    RequestKind(
        Request.GREETING,
        QuestionKind.TALK,
        compile_patterns(
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
        compile_patterns(
            r"(?:(?:ok(?:ay)?|great|perfect|good|cool|nice|wonderful|excellent|super|right|alright|"
            r"all right|fine|brilliant|awesome|no|yes|yep|got it|i see|understood|well|that(?:'s|"
            r"’s| "
            r"is) (?:all|great|it|fine|helpful|good|perfect)|very (?:good|helpful|nice)|"
            r"(?:good|great|nice|well) (?:job|work|done)|helpful|wow|interesting|lol|haha|hm+)"
            r"[,.! ]*){0,4}"
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
        compile_patterns(
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
        compile_patterns(
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
        Request.TRUST,
        QuestionKind.TALK,
        compile_patterns(
            rf"(?:is|are|was|were) (?:{_ANSWER}) {_QUITE}(?:true|correct|right|accurate|real|"
            r"reliable|fake|verified|made up|up to date|certain|trustworthy|a fact|a lie)",
            rf"(?:are you|you are) {_QUITE}(?:sure|certain|serious|reliable|trustworthy|biased|"
            rf"accurate|neutral|lying|hallucinating|making (?:{_ANSWER}) up)"
            rf"(?: (?:about|of) (?:{_ANSWER}))?",
            r"(?:can|could|should|do|may|why (?:should|would)) (?:i|we|you|one|people) "
            rf"{_QUITE}(?:trust|rely on|believe|verify|check|quote|cite) (?:you|{_ANSWER})",
            r"how (?:do|can|did|could) (?:you|i|we) "
            r"(?:know|verify|check|trust|prove|be sure|find out)"
            rf"(?: (?:of |about )?(?:you|{_ANSWER}))?(?: (?:if|that) (?:{_ANSWER}) is true)?",
            rf"how (?:reliable|accurate|trustworthy|sure|certain) (?:are|is) (?:you|{_ANSWER})"
            r"(?: (?:about|of) (?:it|that|this))?",
            r"(?:do|can|could) you (?:ever )?(?:make (?:things|stuff|it|this) up|hallucinate|lie|"
            r"make mistakes|be wrong)|really|seriously|prove it|fact[- ]?check (?:this|that|it)",
        ),
        ("is that true?", "are you sure?", "can I trust this answer?", "how do you know that?"),
    ),
    RequestKind(
        Request.TASK,
        QuestionKind.TALK,
        compile_patterns(
            rf"{_ASK_YOU}translate .{{1,200}}",
            rf"{_ASK_YOU}(?:write|compose|draft|invent) (?:me |us )?(?:a|an|the|some) (?:\w+ )?"
            r"(?:poem|song|essay|article|story|letter|e-?mail|tweet|post|speech|press release|"
            r"novel|headline|script|code|program)s?\b.{0,150}",
            rf"{_ASK_YOU}(?:draw|paint|plot|sketch) .{{1,150}}",
            rf"{_ASK_YOU}(?:make|create|generate|show|give) (?:me |us )?(?:a|an|some) "
            r"(?:chart|graph|picture|image|drawing|diagram|map|table|photo|video)s?\b.{0,150}",
            r"(?:tell|sing|read|play) (?:me |us )?(?:a|another|some) "
            r"(?:joke|story|riddle|fairy tale|song|poem|game)s?\b.{0,60}",
            r"(?:do|can|could) (?:you|i) (?:speak|understand|answer|reply|write|ask|read) (?:you )?"
            r"(?:in )?(?:another language|other languages|"
            r"\w{2,10}(?:ish|ese|ian|ench|rman|abic|utch|reek|rdu|indi))",
            r"(?:what|which) (?:other )?languages? (?:do|can|could) (?:you|i)(?: \w{2,10}){1,3}",
            rf"what do you (?:yourself )?think(?: (?:of|about) {TOPIC})?",
            rf"do you (?:agree|disagree|like|support|believe|trust)(?: (?:with|in))?(?: {TOPIC})?",
            r"(?:what is|give me|tell me) your (?:own |personal |honest )?(?:opinion|view|take)"
            rf"(?: (?:of|about|on) {TOPIC})?",
            r"(?:can|could|do|will) you (?:search|browse|use|look at|read) (?:the )?(?:web|"
            r"internet|google|wikipedia|twitter|live news)(?: for .{1,100})?",
        ),
        ("can you translate this?", "write a poem", "what is your opinion?", "tell me a joke"),
    ),
    RequestKind(
        Request.COMPLAINT,
        QuestionKind.TALK,
        compile_patterns(
            rf"(?:no[,! ]+|but )?(?:{_ANSWER})(?: is|['’]s| was) (?:not|wrong|incorrect|false|"
            r"nonsense|rubbish|garbage|useless|stupid|irrelevant|unhelpful|off topic)"
            r"(?: (?:what i (?:asked|meant|mean|wanted|want)(?: for)?|right|true|correct|"
            r"helpful|it|(?:the|an|my) (?:answer|question)|useful|relevant|good))?",
            rf"(?:{_ANSWER}) (?:does not|doesn['’]t|did not|didn['’]t) (?:answer|help|make sense)"
            r"(?: (?:me|us|my question|the question|it|at all|much)){0,2}",
            r"you (?:did not|didn['’]t|do not|don['’]t|have not|haven['’]t) "
            r"(?:answer(?:ed)?|understand|understood|get|listen)"
            r"(?: (?:me|my question|the question|it|that|what i (?:asked|meant)))?",
            r"(?:i|we) (?:do not|don['’]t|did not|didn['’]t|can['’]t|cannot) "
            rf"(?:understand|get|follow|believe)(?: (?:you|{_ANSWER}))?",
            r"(?:you are|you['’]re) "
            r"(?:wrong|useless|stupid|mistaken|not (?:helpful|right|listening))",
            r"(?:not helpful|wrong answer|wrong|nonsense|bad answer|not what i (?:asked|meant))",
        ),
        ("that is wrong", "that is not what I asked", "I don't understand the answer"),
    ),
)
