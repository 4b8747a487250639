"""Titles and roles that stand before names, in lower case without a final full stop."""

from __future__ import annotations

from rag.language.english import word_set

# as newspapers shorten them before a name
ABBREVIATED_TITLES = {
    "adm": "admiral",
    "amb": "ambassador",
    "atty": "attorney",
    "brig": "brigadier",
    "capt": "captain",
    "cmdr": "commander",
    "col": "colonel",
    "cpl": "corporal",
    "del": "delegate",
    "det": "detective",
    "gen": "general",
    "gov": "governor",
    "lt": "lieutenant",
    "maj": "major",
    "prof": "professor",
    "pvt": "private",
    "rep": "representative",
    "sec": "secretary",
    "sen": "senator",
    "sgt": "sergeant",
    "supt": "superintendent",
}

# words that stand before a name and are no part of it
TITLES = word_set(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady hon rev reverend father sister brother
    bishop archbishop cardinal pope rabbi pastor imam sheikh sheik ayatollah king queen prince
    princess emir president vice-president premier prime minister chancellor governor gov lt
    lieutenant senator sen senators sens representative rep reps congressman congresswoman
    congressperson assemblyman assemblywoman councilman councilwoman councillor delegate del mp mep
    mla msp speaker leader whip mayor alderman commissioner secretary undersecretary ambassador
    envoy consul attorney solicitor general gen admiral adm colonel col major maj captain capt
    brigadier brig commander cmdr sergeant sgt corporal cpl private pvt officer sheriff chief deputy
    marshal judge justice magistrate prosecutor inspector detective constable superintendent supt
    det agent chairman chairwoman chairperson chair vice director manager head president-elect ceo
    cfo coo executive founder co-founder coach player spokesman spokeswoman spokesperson aide
    adviser advisor strategist analyst economist editor reporter correspondent anchor host columnist
    author actor actress singer comedian pollster activist lawyer nominee candidate frontrunner
    front-runner hopeful contender rival incumbent former late acting fellow foreign defence defense
    interior finance state-secretary press national surgeon comptroller treasurer democrat
    republican lawmaker veteran businessman businesswoman billionaire mogul first-lady expert
    scientist researcher historian biographer producer director-general administrator coroner
    principal supervisor trustee auditor negotiator organizer organiser rapper goalkeeper
    quarterback meteorologist epidemiologist virologist climatologist ecologist biologist
    psychologist psychiatrist sociologist physician teacher resident owner co-owner cofounder
    moderator student astronaut engineer consultant specialist firefighter trooper warden paramedic
    councilmember assemblymember philanthropist podcaster laureate runner-up retiree pensioner
    teenager octogenarian septuagenarian nonagenarian centenarian widow widower neighbor neighbour
    homeowner shopkeeper beekeeper fisherman fisherwoman harbormaster harbourmaster docker
    dockworker ferryman rancher winemaker restaurateur chef nurse pharmacist electrician plumber
    photographer filmmaker novelist playwright broadcaster statistician archaeologist geologist
    oceanographer plaintiff defendant commuter eyewitness bystander survivor volunteer protester
    campaigner whistleblower millionaire tycoon entrepreneur influencer blogger midfielder
    goaltender linebacker cyclist pianist violinist guitarist songwriter screenwriter choreographer
    """
)

# a name of one word keeps these: "Pope Francis" is not "Francis"
STYLES = word_set("pope king queen prince princess emir sister father mother saint st")

MALE_TITLES = word_set(
    """
    mr sir lord father brother king prince congressman chairman spokesman councilman
    businessman assemblyman pope bishop actor emir
    """
)

FEMALE_TITLES = word_set(
    """
    mrs ms miss dame lady sister queen princess congresswoman chairwoman spokeswoman
    councilwoman businesswoman assemblywoman actress first-lady
    """
)

MALE_ROLES = MALE_TITLES | word_set(
    """
    husband father son brother grandfather uncle nephew man boy widower boyfriend dad ex-husband
    father-in-law son-in-law brother-in-law stepfather stepson stepbrother grandson duke
    """
)

FEMALE_ROLES = FEMALE_TITLES | word_set(
    """
    wife mother daughter sister grandmother aunt niece woman girl widow girlfriend mom ex-wife
    mother-in-law daughter-in-law sister-in-law stepmother stepdaughter stepsister granddaughter
    duchess
    """
)

_OFFICES = word_set(
    """
    president premier minister chancellor governor gov senator sen secretary ambassador envoy
    mayor commissioner director chairman chairwoman speaker representative rep congressman
    congresswoman general attorney sheriff judge chief spokesman spokeswoman official diplomat
    deputy lawmaker
    """
)

_LAWMAKERS = word_set(
    "senator sen representative rep congressman congresswoman lawmaker mp legislator assemblyman"
)

# the titles of those whom a role can mean: "the diplomat" is an ambassador or a foreign minister
ROLE_FAMILIES = {
    "diplomat": word_set("ambassador envoy minister secretary diplomat consul"),
    "official": _OFFICES,
    "minister": word_set("minister premier"),
    "leader": word_set("president premier minister chancellor leader king chairman chairwoman"),
    "lawmaker": _LAWMAKERS,
    "legislator": _LAWMAKERS,
    "senator": word_set("senator sen"),
    "congressman": word_set("congressman representative rep"),
    "congresswoman": word_set("congresswoman representative rep"),
    "representative": word_set("representative rep"),
    "governor": word_set("governor gov"),
    "politician": _OFFICES - word_set("general judge sheriff spokesman spokeswoman"),
    "president": word_set("president"),
    "secretary": word_set("secretary"),
    "ambassador": word_set("ambassador"),
    "envoy": word_set("envoy ambassador"),
    "mayor": word_set("mayor"),
    "spokesman": word_set("spokesman"),
    "spokeswoman": word_set("spokeswoman"),
    "nominee": word_set("nominee"),
    "candidate": word_set("candidate nominee hopeful contender"),
    "businessman": word_set("businessman billionaire mogul tycoon"),
    "billionaire": word_set("billionaire"),
    "analyst": word_set("analyst"),
    "economist": word_set("economist"),
    "professor": word_set("professor prof"),
    "scientist": word_set("scientist"),
    "director": word_set("director"),
    "chief": word_set("chief head director"),
    "judge": word_set("judge justice"),
    "general": word_set("general gen"),
    "sheriff": word_set("sheriff"),
    "lawyer": word_set("lawyer attorney"),
    "attorney": word_set("lawyer attorney"),
    "author": word_set("author writer"),
    "actor": word_set("actor"),
    "singer": word_set("singer"),
    "coach": word_set("coach"),
    "pollster": word_set("pollster"),
    "strategist": word_set("strategist"),
}

_HEADS = word_set(
    """
    boss head chief chair chairman chairwoman chairperson ceo president director leader
    executive secretary principal administrator commissioner
    """
)
_SPOKESPEOPLE = word_set("spokesman spokeswoman spokesperson")
_ADVOCATES = word_set("lawyer attorney counsel solicitor barrister")
_EXPERTS = word_set("expert specialist analyst researcher scientist professor scholar")

# what readers call somebody by, and the titles that articles give for it
ROLES_IN_QUESTIONS = (
    dict.fromkeys(("boss", "head", "chief", "leader"), _HEADS)
    | dict.fromkeys(_SPOKESPEOPLE, _SPOKESPEOPLE)
    | dict.fromkeys(_ADVOCATES, _ADVOCATES)
    | dict.fromkeys(("expert", "specialist", "researcher", "scientist"), _EXPERTS)
)

# every word that can mean somebody by their role
ROLE_WORDS = TITLES.union(*ROLE_FAMILIES.values())

# roles that only a person has, and that are no adjectives
SOLE_ROLES = (ROLE_WORDS | MALE_ROLES | FEMALE_ROLES) - word_set(
    """
    acting contender defence defense executive fellow finance foreign former general
    hopeful incumbent interior late national player press reps rival senators sens vice
    """
)

# roles that stand in no institution's name, unlike "justice" in "Department of Justice"
PERSONAL_TITLES = SOLE_ROLES - word_set("justice leader student teacher")
