"""Closed word lists of English: verbs that report words, and the small words of grammar.

English only: another language would bring its own lists here, and its own word order to
`rag.speech.clauses.clause`.
"""

from __future__ import annotations

from enum import Enum, auto


class Cue(Enum):
    """What may follow a verb that reports."""

    SAY = auto()  # a clause or a quotation: "said that", "wrote: ..."
    TELL = auto()  # somebody, then a clause or a quotation: "told reporters that"
    JUDGE = auto()  # somebody or something: "accused Europe of", "praised the deal"
    THINK = auto()  # a clause, and nobody need have said it: "believes that"
    SHOW = auto()  # a clause, and what reports is often a document: "the poll found that"


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


_SAY = words(
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
_TELL = words(
    "tell ask remind assure inform urge advise notify reassure warn thank question email text"
)
_JUDGE = words(
    """
    call accuse criticize criticise praise blame condemn denounce dismiss blast slam
    characterize characterise brand label dub deem mock ridicule compare liken attack defend
    hail reject decry assail rip deride applaud commend compliment differentiate equate chide
    scold lambaste berate endorse oppose welcome discuss cite highlight tout bash portray
    depict quote refer challenge dispute rebuke
    """
)
_THINK = words(
    "think believe hope fear expect worry feel doubt suspect agree wonder assume consider view"
)
_SHOW = words("show find indicate suggest reveal conclude estimate project")

_IRREGULAR = {
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
}


class Form(Enum):
    """The form a verb stands in."""

    FINITE = auto()  # says, said
    BASE = auto()  # say: plural present, or with "to"
    ING = auto()  # saying
    PARTICIPLE = auto()  # written, shown: needs "have"


def _forms(lemma: str) -> dict[str, Form]:
    if lemma in _IRREGULAR:
        third, past, participle, ing = _IRREGULAR[lemma]
    else:
        vowel_y = lemma.endswith("y") and lemma[-2] not in "aeiou"
        stem = lemma.removesuffix("e")
        hiss = lemma.endswith(("s", "sh", "ch", "x", "z"))
        third = lemma[:-1] + "ies" if vowel_y else lemma + ("es" if hiss else "s")
        past = participle = lemma[:-1] + "ied" if vowel_y else stem + "ed"
        ing = stem + "ing"
    return {
        participle: Form.PARTICIPLE,
        lemma: Form.BASE,
        ing: Form.ING,
        third: Form.FINITE,
        past: Form.FINITE,
    }


def _table() -> dict[str, tuple[str, Cue, Form]]:
    table: dict[str, tuple[str, Cue, Form]] = {}
    groups = (
        (Cue.SHOW, _SHOW),
        (Cue.THINK, _THINK),
        (Cue.JUDGE, _JUDGE),
        (Cue.SAY, _SAY),
        (Cue.TELL, _TELL),
    )
    for cue, lemmas in groups:
        for lemma in sorted(lemmas):
            for form, kind in _forms(lemma).items():
                table[form] = (lemma, cue, kind)
    return table


# each form of each verb: "said" -> ("say", Cue.SAY, Form.FINITE)
VERBS = _table()

# both verb and noun or adjective in this form: taken for verbs only where a subject stands before
DOUBTFUL = words(
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

# these report only where a clause or a quotation follows: "added that", not "added trucks"
NEEDS_CLAUSE = words(
    """
    add continue maintain state write post email text read volunteer thank dispute highlight
    echo rule demand interrupt charge estimate calculate challenge admit cry shout yell muse
    remark tweet retweet feel
    """
)

# said before their subject: “...,” said Lavrov
INVERTIBLE = _SAY | words("ask agree think")

BE = words("is are was were be been being am 's 're 'm isn't aren't wasn't weren't")
HAVE = words("has have had having 've 'd hasn't haven't hadn't")
DO = words("do does did don't doesn't didn't")
MODALS = words(
    """
    will would can could may might must shall should 'll won't wouldn't can't cannot couldn't
    shouldn't mustn't ought
    """
)
NEGATIONS = words(
    """
    not never neither nor don't doesn't didn't won't wouldn't can't cannot couldn't shouldn't
    hasn't haven't hadn't isn't aren't wasn't weren't
    """
)
PRONOUNS = words("he she they it i we you who")
OTHER_PRONOUNS = words(
    """
    him her them me us himself herself themselves itself one's whom which what that this these
    those everyone everybody nobody anyone anybody someone somebody nothing something anything
    """
)
DETERMINERS = words(
    """
    a an the this that these those his her its their our my your some many several few most all
    both each every another any no one two three four five six seven eight nine ten more other
    such
    """
)
PREPOSITIONS = words(
    """
    of for at in on from with by to about after before during since until against among amid
    between into onto over under through throughout toward towards upon without within near via
    despite regarding concerning like unlike following per behind beyond across around along
    outside inside above below off as than
    """
)
CONJUNCTIONS = words(
    """
    and but or nor yet so while whereas as because when if that whether where since though
    although unless until once before after than then why how what which who whom whose
    """
)
ADVERBS = words(
    """
    also then later again once now just even still already soon often sometimes recently
    earlier today yesterday tonight meanwhile however further furthermore moreover therefore
    thus instead too never always ever only simply rather quite very perhaps maybe indeed
    nonetheless nevertheless previously famously reportedly publicly repeatedly privately
    bluntly else afterwards afterward first finally both all not n't long back
    """
)
DAYS = words(
    """
    monday tuesday wednesday thursday friday saturday sunday mon. tue. wed. thu. fri. sat. sun.
    january february march april may june july august september october november december jan.
    feb. aug. sept. oct. nov. dec. today yesterday tonight tomorrow
    """
)
# verbs that report nothing but end a noun phrase where they stand
PLAIN_VERBS = words(
    """
    took take takes went go goes came come comes made make makes gave give gives got get gets
    met meet meets saw see sees knew know knows left leave leaves ran run runs won win wins
    lost lose loses held hold holds kept keep keeps led lead leads stood stand stands sat sits
    spoke speak speaks began begin begins became become becomes brought bring brings bought
    broke built chose drew drove fell fought grew heard hear hears hit hits put puts sent send
    sends set sets spent stuck struck taught threw understood wants want wanted needs need
    needed tried try tries used uses seems seem seemed appears appear appeared looks look
    looked works work worked plays supports supported beat beats turned turns turn started
    starts start let lets having being been be shot fired chimed weighed died dies lives lived
    pays paid sought seeks
    """
)
# what may speak though it is no person, where "saying" or "reads" follows it
DOCUMENTS = words(
    """
    statement tweet letter email e-mail message report post ad advertisement sign signs memo
    note article story column editorial op-ed release speech interview book poll survey study
    document documents emails headline caption video banner shirt poster placard
    """
)
