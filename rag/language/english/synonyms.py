"""Words that may stand for one another in a retold sentence, in lower case.

Each line is a group: one of its words in a text supports the others in a retelling. The groups hold
no words of opposite or of stronger meaning: "killed" supports "died", but "attacked" does not
support "destroyed". Irregular forms of one verb, which a stemmer does not join, are groups, too.
"""

from __future__ import annotations

from functools import cache

from rag.language.stems import stem

_GROUPS = """
equate equated compare compared liken likened
accord agreement deal pact
talks negotiations negotiate discussions
war conflict fighting
troops soldiers forces military
near close nearby
died dead death deaths fatal fatalities
kill kills killed killing
hurt injured injuries wounded
start began begin begun begins launch launched opened
end ended finish finished concluded over
buy bought purchase purchased acquire acquired
amassed gathered massed
firm company business
boss head chief chairman chairwoman director
minister ministry
attack attacked strike struck raid
border frontier
area region zone territory soil
country nation state
government administration
leader president
vote voted ballot
poll election
accept accepted agree agreed
danger threat risk dangerous threatening
presence deployment deployed stationed present
reject rejects rejected refuse refused refuses
build built construct constructed building construction
car vehicle vehicles
road street
child children kids
woman women
man men
policeman police officers
doctor doctors physician medics
hospital clinic
house home homes houses
job jobs employment
worker workers employees staff
pay paid wage wages salary
money funds cash
price prices cost costs
tax taxes
percent percentage
rise rises rose risen grew grow grown increase increased climbed
fall falls fell fallen drop dropped decline declined decreased decrease
cut cuts reduce reduced
win wins won victory
lose loses lost defeat defeated
leave leaves left departed
arrive arrived reached
meet meets met meeting
hold holds held
send sends sent
sell sells sold sale sales
speak speaks spoke spoken
think thinks thought
know knows knew known
see sees saw seen
find finds found
make makes made
become becomes became
write writes wrote written
lead leads led
run runs ran
fly flies flew flown flight
fight fights fought
sleep sleeps slept
break breaks broke broken
choose chooses chose chosen
drive drives drove driven
draw draws drew drawn
shoot shoots shot
steal steals stole stolen
teach teaches taught
throw throws threw thrown
wear wears wore worn
spend spends spent
stand stands stood
sit sits sat
bring brings brought
catch catches caught
feel feels felt
understand understands understood
withdraw withdraws withdrew withdrawn withdrawal
want wants wanted seek seeks sought seeking
help helps helped aid assist assisted assistance
need needs needed
show shows showed shown
use uses used
plan plans planned
demand demands demanded
warn warns warned warning
blame blames blamed
support supports supported backing backed back
favor favour favors favours favored favoured
restore restored restoring resume resumed resuming
closer nearer
large big huge
small little
important key major
new fresh
quick fast rapid swift
sanctions sanction
nuclear atomic
weapon weapons arms
rocket rockets missile missiles
plane planes aircraft jet jets airplane
ship ships vessel vessels boat
sick ill
virus coronavirus
illness disease
climate weather
fire blaze wildfire wildfires
flood floods flooding
quake earthquake
storm hurricane
court judge judges tribunal
trial trials
lawyer lawyers attorney attorneys
prison jail jailed imprisoned
arrest arrested detained
school schools
student students pupils
teacher teachers
scientist scientists researchers
study studies research
film movie
book books novel
game match
team side squad
champion champions championship title
"""

# further ones, for retellings only: what a question asks for must be nearer
_RETOLD = """
fund funds funded funding finance finances financed financing
lower lowers lowered lowering reduce reduces reduced reducing cut cuts cutting decreased
raise raises raised raising increase increases increased increasing
largest biggest
strike strikes walkout walkouts stoppage stoppages
stop stops stopped stopping halt halts halted halting cease ceases ceased
continue continues continued continuing persist persists persisted
aged ages old
show shows showed shown indicate indicates indicated reveal reveals revealed
protest protests demonstration demonstrations rally rallies
protester protesters demonstrator demonstrators
main principal chief primary
illegal unlawful
inquiry investigation investigations probe investigate investigates investigated investigating
resign resigns resigned resignation quit quits
approve approves approved approval endorse endorses endorsed
ally allies partner partners
residents inhabitants
lawmaker lawmakers legislator legislators parliamentarian parliamentarians
spokesman spokeswoman spokesperson
chairman chair chairwoman chairperson
vaccine vaccines shot shots jab jabs
drug drugs medicine medicines
baby babies infant infants
delay delays delayed postpone postpones postponed
cancel cancels cancelled canceled scrap scraps scrapped
rescue rescues rescued save saves saved
worried worry worries concerned concern concerns
praise praises praised commend commends commended
criticise criticises criticised criticize criticizes criticized criticism
condemn condemns condemned denounce denounces denounced
comment comments remark remarks
permit permits permitted allow allows allowed
quickly rapidly swiftly
roughly approximately
vital crucial essential
entire whole
closed closes closing shut shutting
stocks supplies stockpile stockpiles
shop shops store stores retailer retailers
maker makers manufacturer manufacturers producer producers
factory factories plant plants
expert experts specialist specialists
reply replies replied respond responds responded response answer answers answered
expand expands expanded expansion enlarge enlarges enlarged enlargement
extend extends extended prolong prolongs prolonged
divert diverts diverted reroute reroutes rerouted redirect redirects redirected
fuel fuels fuelled fueled intensify intensifies intensified
press presses pressed pressing pressure pressures pressured
"""


@cache
def _read(table: str) -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(table.split("\n")):
        for word in line.split():
            groups.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


def find_groups(word: str) -> frozenset[int]:
    """The numbers of the groups that hold a word, which is in lower case, or its stem."""
    return _read(_GROUPS).get(stem(word), frozenset())


def find_retold_groups(word: str) -> frozenset[int]:
    """As `find_groups`, with the groups for retellings as well."""
    return _read(_GROUPS + _RETOLD).get(stem(word), frozenset())


def list_synonyms(word: str) -> frozenset[str]:
    """The stems of all words in the groups that hold a word, which is in lower case."""
    groups = find_groups(word)
    return frozenset(other for other, numbers in _read(_GROUPS).items() if numbers & groups)
