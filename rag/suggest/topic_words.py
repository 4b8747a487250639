"""Word lists of English: what the head of a topic cannot be, and how a topic cannot begin."""

from __future__ import annotations

from rag.language.english import word_set

# heads that mean nothing without the article: "the situation", "a lot", "the people"
VAGUE = word_set(
    """
    thing things way ways people person persons man men woman women guy guys boy girl kid kids
    child children folks time times day days week weeks month months year years decade decades
    century hour hours minute minutes moment morning afternoon evening night lot lots bit fact
    facts kind kinds sort sorts type types part parts piece pieces number numbers amount
    rest half majority percent percentage point points reason reasons question questions answer
    answers idea ideas case cases example examples place places end beginning start middle side
    sides situation situations process issue issues problem problems matter matters decision
    decisions move moves step steps effort efforts statement statements report reports comment
    comments remark remarks story stories article articles news country countries world state
    states city cities area areas region company companies firm group groups team teams event
    events meeting meetings name names word words line lines list level levels term terms result
    results change changes difference effect impact role job work today tomorrow yesterday
    future past life lives home house room door hand hands eye eyes head face heart mind body
    something anything nothing everything someone everyone anyone nobody one ones other others
    first second third last next same sake order course addition front back top bottom
    account chance opportunity sense hope fear feeling concern concerns interest truth
    reality success failure lack need position view views opinion thought thoughts
    interview release email letter message tweet post phone conversation call calls
    series season seasons game games variety range set pair couple dozen dozens hundreds thousands
    millions billions host figure figures data information details detail evidence source sources
    stuff guess shape spirit face sign signs look bunch sake manner regard respect direction
    dollars euros pounds miles feet inches pounds degrees points runs goals yards meters hand
    stage step track path road turn mood advantage circumstances conditions condition
    goal goals aim aims purpose program programs project projects plan plans official officials
    member members leader leaders authorities
    topic topics subject eve wake sake past
    scale extent degree step stretch possibility likelihood probability scenario
    """
)

# heads that mean something with what follows "of": "the future of Twitter"
OF_SOMETHING = word_set(
    """
    future past impact effect role success failure lack end start truth result results state issue
    problem possibility likelihood history rest use life lives terms causes cause details scale
    extent chance chances number level levels case lack process conditions
    """
)

# adjectives and verbs whose endings do not show it, and which may not end a phrase
NOT_HEADS = word_set(
    """
    able afraid ago alive alone american american's asleep available aware away bad better best
    big bigger biggest black blue brief bright broad capable cheap clear clean close cold common
    complete complex concrete correct crazy current dangerous dark dead deep different difficult
    direct dirty double due easy easier empty enough entire equal exact extreme fair fake
    false familiar famous far fast final fine firm flat foreign former free fresh full funny
    further general global good great green gray hard happy healthy heavy high higher highest
    hot huge ill important independent initial innocent intense international joint just key
    kind large larger largest late later latest least left less likely little local long longer
    longest loud low lower lowest lucky mad main major many mass medium mental mere military
    minor modern more most much narrow national natural near nearby new newest nice normal
    northern old older oldest open ordinary own particular past perfect permanent personal physical
    poor popular possible potential powerful present pretty previous primary prior private
    proper public pure quick quiet rapid rare raw ready real recent red regular related relevant
    responsible rich right rough round sad safe safer same secret senior separate serious
    severe sharp short sick silent similar simple single slow small smaller smart soft solid
    southern special specific stable standard steep strange strict strong stronger subject sudden
    sure sweet tall temporary thick thin tiny top total tough tremendous true typical ugly unable
    unfair unique unlikely upper urban usual various vast violent warm weak western white whole
    wide wild willing wonderful worse worst worth worthy wrong young younger
    accept achieve act add afford agree aim allow appear apply arrive ask avoid be beat become
    begin believe belong break bring build buy carry cause choose close collapse come commit
    compare consider contain continue contribute create cut deal decide defend deliver depend
    deserve destroy determine develop die disappear do drive drop eat eliminate encourage
    end endorse enforce engage enjoy ensure enter establish exist expand explain face fail
    fall feel fight fill find finish fit fix fly follow force get give go grow handle happen
    have hear help hide hit hold hurt identify ignore improve include increase indicate
    influence introduce invest involve join keep kick kill know lay lead learn leave let lift
    listen live look lose love maintain make manage mean meet miss move obtain occur offer
    operate oppose own participate pay perform pick play pose prefer prepare prevent produce
    promote protect prove provide pull push put raise reach read realize receive recognize
    recover reduce refuse reject relax rely remain remember remove replace represent require
    resist resolve respond restore return reveal run save see seek seem sell send serve settle
    shoot show shut sing sit sleep slow solve speak spend stand stay steal stick stop
    struggle succeed suffer survive swim take talk teach tell tend think throw touch train treat
    trust try turn understand use visit vote wait wake walk want wear win wish wonder worry
    lets gets makes takes goes comes gives keeps brings helps puts means happens knows thinks
    says tries allows requires includes provides continues begins shows remains becomes creates
    adds causes gone done made taken given seen known become fallen grown written driven broken
    chosen spoken stolen thrown worn born lost found held kept built sent spent met paid brought
    bought caught taught thought fought sold told left felt dealt
    went came saw gave got ran began forward ahead together anymore apart abroad overseas imagine
    look listen thank remember welcome please retreat retreats grows threatens helps hurts remains
    loses fell grew drove flew threw wore chose rose sank
    """
)

# those that are nouns after an article and a singular: "the Senate vote", "a tax cut"
NOUN_OR_VERB = word_set(
    """
    vote visit fight offer push run increase end cause influence struggle collapse break cut show
    point face plan rank lead drop fall move trust use work talk walk return play study win push
    wish promise need
    """
)

# nouns despite their endings -ing, -ed, -al, -ic, -ive, -ous ...
NOUNS = word_set(
    """
    being building buildings meeting hearing briefing training funding housing warning spending
    shooting bombing killing banking setting ceiling wing king ring spring string trading
    trafficking mining farming fishing fighting ruling finding writing wedding rating ranking
    polling bargaining hacking gathering offering opening thing lying advertising engineering
    manufacturing marketing drilling fracking policing profiling sentencing vaccination testing
    programming reporting racing boxing skating skiing swimming cycling driving parking shipping
    smuggling laundering lobbying campaigning outsourcing gerrymandering gambling betting
    warming flooding lightning dining clothing understanding living voting planning zoning
    deal proposal arrival approval refusal renewal survival trial meal goal hospital capital
    animal rival official criminal material individual professional journal festival metal
    signal appeal withdrawal removal denial dismissal burial referral betrayal scandal cannibal
    canal mural portal signal terminal total arsenal cardinal general admiral minimal
    music traffic topic critic republic clinic fabric pandemic epidemic logic rhetoric academic
    executive initiative representative alternative incentive objective perspective narrative
    detective archive directive motive olive dive drive hive
    table cable variable vegetable bible
    bed seed breed speed feed shed need creed greed weed hundred thing red reed sled
    ice price advice office device service justice notice voice choice police practice
    analysis basis crisis bus virus campus census consensus virus status genus focus bonus
    president student patient agent client parent accident incident resident continent content
    event percent talent tenant servant immigrant migrant restaurant grant plant giant warrant
    elephant assistant consultant participant defendant accountant infant merchant covenant
    opponent component precedent president dissident respondent antecedent rent tent scent
    congress progress access success process business press stress loss boss class glass mass
    pass gas gases species aids news politics economics physics mathematics athletics
    """
)

ADJECTIVE_ENDINGS = (
    "able", "ible", "ful", "less", "ous", "ive", "ic", "ical", "al", "ish", "ary", "ant", "ent",
    "ier", "iest", "ern", "ed", "ing", "ly",
)  # fmt: skip
# longer endings, which are of nouns
NOUN_ENDINGS = (
    "ment", "ments", "ician", "tion", "sion", "ness", "ity", "ance", "ence", "ancy", "ency", "ist",
    "ism", "ship", "hood", "dom", "cracy", "graphy", "logy", "ture", "sure", "cide", "age",
)  # fmt: skip
# never the first word of a topic, though the grammar counts it as part of the phrase
NOT_FIRST = word_set(
    """
    own such same other another more most less least many several few some any every each no
    certain various different similar next last first second third previous following former
    late later early earlier recent current so too very ago own able due additional further only
    just even also then still subsequent out up down away off over back like unlike
    """
)

# things of which there is only one, so that "the economy" is clear
KNOWN = word_set(
    """
    economy media press constitution election elections border military police internet climate
    environment pandemic government army navy presidency nation public church monarchy
    electorate budget deficit vaccine vaccines virus war
    """
)

# "commented on the deal": the words are about what follows "on"
ABOUT_ON = word_set(
    """
    comment commented commenting comments spoke speak speaking views view position stance weighed
    elaborated touched pressed reflecting reflected asked question questions opinion thoughts
    remarks doubt light focus focused
    """
)

# outlets and networks to which people make statements
OUTLETS = frozenset(
    {
        "CNN",
        "CNBC",
        "NBC",
        "CBS",
        "ABC",
        "BBC",
        "MSNBC",
        "NPR",
        "PBS",
        "AFP",
        "AP",
        "Fox News",
        "USA TODAY",
        "Reuters",
        "Twitter",
        "Facebook",
        "Instagram",
        "Telegram",
        "YouTube",
    }
)
