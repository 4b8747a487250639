"""Verbs and nouns of speaking: what reports words in an article, and what a question calls it.

Verbs are listed in their basic form: `rag.language.cues` and `rag.language.sayings` inflect them.
"""

from __future__ import annotations

from rag.language.english import word_set

# a clause or a quotation follows: "said that", "wrote: ..."
SAYING = word_set(
    """
    say write add tweet retweet post continue respond reply declare state conclude report
    explain note admit answer joke remark assert argue claim insist announce acknowledge
    suggest warn recall reiterate stress emphasize emphasise underscore underline complain
    concede confirm allege predict promise pledge vow boast lament quip retort shout yell
    scream chant cry whisper murmur mutter interject observe opine maintain contend counter
    recount reveal disclose testify charge caution exclaim respond elaborate clarify confess
    deny signal hint propose recommend muse repeat echo affirm reaffirm bemoan read comment
    blog proclaim swear theorize speculate rebut tout demand swipe sneer snap scoff gripe
    marvel crow narrate summarize tease intone posit pronounce bellow interrupt point put
    deadpan deplore guess estimate calculate decree rule mention outline voice describe express
    pontificate proffer volunteer
    """
)

# somebody follows, then a clause or a quotation: "told reporters that"
TELLING = word_set(
    "tell ask remind assure inform urge advise notify reassure warn thank question email text"
)

# somebody or something follows: "accused Europe of", "praised the deal"
JUDGING = word_set(
    """
    call accuse criticize criticise praise blame condemn denounce dismiss blast slam
    characterize characterise brand label dub deem mock ridicule compare liken attack defend
    hail reject decry assail rip deride applaud commend compliment differentiate equate chide
    scold lambaste berate endorse oppose welcome discuss cite highlight tout bash portray
    depict quote refer challenge dispute rebuke
    """
)

# a clause follows that need not have been said: "believes that"
THINKING = word_set(
    "think believe hope fear expect worry feel doubt suspect agree wonder assume consider view"
)

# a clause follows, and the subject is often a document: "the poll found that"
SHOWING = word_set("show find indicate suggest reveal conclude estimate project")

# third person, past, participle and -ing form of verbs that no rule covers
IRREGULAR = {
    "say": ("says", "said", "said", "saying"),
    "tell": ("tells", "told", "told", "telling"),
    "write": ("writes", "wrote", "written", "writing"),
    "read": ("reads", "read", "read", "reading"),
    "think": ("thinks", "thought", "thought", "thinking"),
    "feel": ("feels", "felt", "felt", "feeling"),
    "put": ("puts", "put", "put", "putting"),
    "find": ("finds", "found", "found", "finding"),
    "show": ("shows", "showed", "shown", "showing"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "tweet": ("tweets", "tweeted", "tweeted", "tweeting"),
    "admit": ("admits", "admitted", "admitted", "admitting"),
    "quip": ("quips", "quipped", "quipped", "quipping"),
    "snap": ("snaps", "snapped", "snapped", "snapping"),
    "slam": ("slams", "slammed", "slammed", "slamming"),
    "rip": ("rips", "ripped", "ripped", "ripping"),
    "dub": ("dubs", "dubbed", "dubbed", "dubbing"),
    "blog": ("blogs", "blogged", "blogged", "blogging"),
    "refer": ("refers", "referred", "referred", "referring"),
    "rebut": ("rebuts", "rebutted", "rebutted", "rebutting"),
    "signal": ("signals", "signaled", "signaled", "signaling"),
    "label": ("labels", "labeled", "labeled", "labeling"),
    "overhear": ("overhears", "overheard", "overheard", "overhearing"),
    "see": ("sees", "saw", "seen", "seeing"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
}

# the five that report most words in news
COMMONEST = ("say", "tell", "ask", "add", "write")

# forms that are nouns or adjectives as well: verbs only behind a subject
DOUBTFUL = word_set(
    """
    claims reports notes states calls answers tweets demands charges comments remarks answer
    report claim comment note state promise promises pledge pledges signals signal posts post
    estimate estimates attacks attack challenge challenges rule rules question questions text
    texts doubt doubts hope hopes fear fears views view blame praise call demand charge tweet
    show shows email emails hints hint address project projects find finds labels label brand
    worry worries feeling feelings rulings ruling thought read reading findings finding writing
    writings guess guesses charged recalled estimated ruled added continued addressed posted
    point points considered cry ask shout shouts chant chants stress brands cites welcome joke
    jokes mock echo quote quotes vow vows boast blast rebuke whisper scream counter highlight
    highlights reply replies quip
    """
)

# these report only if a clause or a quotation follows: "added that", not "added trucks"
NEEDS_CLAUSE = word_set(
    """
    add continue maintain state write post email text read volunteer thank dispute highlight
    echo rule demand interrupt charge estimate calculate challenge admit cry shout yell muse
    remark tweet retweet feel
    """
)

# in a question these only mean that something was said: "What did Roe say about tax?"
PLAIN_IN_QUESTIONS = word_set(
    """
    say tell state write comment talk speak think believe claim remark mention express post
    tweet note quote observe opine testify
    """
)

# in a retelling these only mean that something was said: who "admits", "doubts" or "asks" says
# more, and who "tweets" says where
PLAIN_IN_RETELLINGS = (PLAIN_IN_QUESTIONS - {"post", "testify", "tweet"}) | word_set(
    """
    add announce argue assert call characterise characterize consider continue declare describe
    discuss emphasise emphasize explain feel find insist maintain point put read recount reiterate
    repeat reply report respond show stress underline underscore view voice
    """
)

# in a question these are a part of what is asked about: "Whom did Roe accuse of fraud?"
TELLING_IN_QUESTIONS = word_set(
    """
    accuse acknowledge add address admit advise allege announce answer apologise apologize
    approve argue assert assess blame boast call caution characterise characterize claim compare
    complain concede conclude condemn confirm contend criticise criticize declare defend demand
    deny describe disagree disclose discuss dismiss doubt emphasise emphasize endorse equate
    expect explain favor favour fear feel hint hope imply insist interpret joke judge justify
    lament liken maintain object oppose outline plead pledge point portray praise predict
    promise propose question quip react recall recommend refer refuse reiterate reject remember
    remind repeat reply respond reveal see signal stress suggest support swear threaten underline
    underscore urge view voice vow want warn
    """
)

# what somebody says, in a question: "Roe's opinion on tax"
SAYING_NOUNS = tuple(
    """
    account answer argument assessment attitude claim comment complaint criticism description
    explanation judgement judgment message opinion position prediction promise quote quotation
    reaction remark reply response stance stand statement take thought threat verdict view
    viewpoint warning word
    """.split()
)

# what can say something though it is no person, before "saying" or "reads"
DOCUMENTS = word_set(
    """
    statement tweet letter email e-mail message report post ad advertisement sign signs memo
    note article story column editorial op-ed release speech interview book poll survey study
    document documents emails headline caption video banner shirt poster placard
    """
)

# what says what its author says: "a study by Harvard University found"
AUTHORED = word_set(
    """
    statement tweet letter email e-mail memo note report study survey poll analysis investigation
    inquiry audit review research paper book speech testimony estimate forecast assessment
    """
)

# how somebody reacts before a quotation that no verb introduces: "Roe shook her head. “Never.”"
REACTIONS = word_set(
    """
    beamed beams blushed blushes chuckled chuckles frowned frowns gestured gestures giggled giggles
    glanced glances grinned grins groaned groans hesitated hesitates laughed laughs leaned leans
    nodded nods paused pauses pointed points rolled rolls scowled scowls shook shakes shrugged
    shrugs sighed sighs smiled smiles smirked smirks snorted snorts sobbed sobs threw throws turned
    turns waved waves wept weeps winced winces winked winks
    """
)
