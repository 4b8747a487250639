"""The kinds of talk with the program, each with patterns and examples."""

from __future__ import annotations

from typing import Final

from rag.records import QuestionKind, Request
from rag.search.question.requests.request_kind import RequestKind, compile_patterns

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
)
