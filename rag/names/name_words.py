"""Short closed lists of words that stand in and around names, all in lower case.

They are no gazetteer: a name in none of them is treated as any other. The common given names only
tell "he" from "she", and where a name begins after a place.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# words that stand before a name and are no part of it; compared in lower case without a final dot
TITLES = _words(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady hon rev reverend father sister
    brother bishop archbishop cardinal pope rabbi pastor imam sheikh sheik ayatollah king queen
    prince princess emir president vice-president premier prime minister chancellor governor
    gov lt lieutenant senator sen senators sens representative rep reps congressman
    congresswoman congressperson assemblyman assemblywoman councilman councilwoman councillor
    delegate del mp mep speaker leader whip mayor alderman commissioner secretary
    undersecretary ambassador envoy consul attorney solicitor general gen admiral adm colonel
    col major maj captain capt commander cmdr sergeant sgt corporal cpl private pvt officer
    sheriff chief deputy marshal judge justice magistrate prosecutor inspector detective
    constable superintendent agent chairman chairwoman chairperson chair vice director manager
    head president-elect ceo cfo coo executive founder co-founder coach player spokesman
    spokeswoman spokesperson aide adviser advisor strategist analyst economist editor reporter
    correspondent anchor host columnist author actor actress singer comedian pollster activist
    lawyer nominee candidate frontrunner front-runner hopeful contender rival incumbent former
    ex- late then-president acting fellow foreign defence defense interior finance
    state-secretary press national surgeon comptroller treasurer democrat republican lawmaker
    veteran businessman businesswoman billionaire mogul first-lady expert scientist researcher
    historian biographer producer director-general
    administrator coroner principal supervisor trustee auditor negotiator organizer organiser
    rapper goalkeeper quarterback meteorologist epidemiologist virologist climatologist ecologist
    biologist psychologist psychiatrist sociologist physician teacher resident owner co-owner
    cofounder moderator student astronaut engineer consultant specialist firefighter trooper warden
    paramedic councilmember assemblymember philanthropist podcaster
    """
)

# a name of one word keeps these: "Pope Francis" is not called "Francis"
STYLES = _words("pope king queen prince princess emir sister father mother saint st")

# parts of a surname written in lower case, or a part of it wherever it stands
PARTICLES = _words(
    """
    al ad as bin ibn ben abu da das de del della den der des di do dos du el la le los mac ten
    ter van vander von zu zur
    """
)

SUFFIXES = _words("jr sr ii iii iv")

# a name that ends in one of these is an institution's, whatever titles stand in it
INSTITUTIONS = _words(
    """
    academy administration agency alliance army assembly association authority bank board
    bureau cabinet campaign center centre chamber chronicle church club coalition college
    commission committee companies company conference congress corp corporation council court
    daily department embassy federation forces force forum foundation front fund gazette globe
    government group guard hospital house inc institute institution international journal
    kremlin league legislature ltd magazine media ministry monitor motors museum nations
    network news office organisation organization pac parliament party police post press
    project registry review school senate service services society states station street
    telegraph television times today tribune tribunal tv union university watch week
    """
)

# these go on behind a small word: "Center for", "Committee on", "Department of"
INSTITUTION_HEADS = _words(
    """
    academy administration agency alliance association authority board bureau center centers
    centre centres coalition commission committee conference council department division
    federation foundation fund institute institutes ministry observatory office organisation
    organization service society subcommittee
    """
)

# a page's controls and captions, that run into names
CONTROL_WORDS = _words(
    """
    ad ads advertisement audio caption click feedback gallery getty image images listen newsletter
    photo photos read related see share subscribe video videos watch
    """
)

MALE_NAMES = _words(
    """
    aaron abraham adam adrian ahmed aidan al alan alastair albert alejandro alex alexander
    alexei alfred ali alistair alvin amir anatoly andre andreas andrei andrew andy angus anthony
    antoine antonio antony ari arnold arthur arturo ashok barack barney barry bart ben benjamin
    bernard bernie bill billy bob bobby boris brad brandon brendan brent brett brian bruce bryan
    byron caleb carl carlos cesar charles charlie chester chris christopher chuck clarence
    claude clifford clint clyde cody colin connor conor corey cory craig cyril damian damon dan
    daniel darrell darren daryl dave david dean dennis derek derrick desmond devin diego dmitri
    dmitry dmytro dominic don donald donnie doug douglas dwight dylan ed eddie edgar edmund
    eduardo edward eli elias elijah elon emil emmanuel enrique eric erik ernest ernie esteban
    ethan eugene evan ezra felipe felix fernando francis francisco frank fred freddie frederick
    gabriel gareth gary gavin gene geoff george gerald gilbert giovanni giuseppe glenn gordon
    graham greg gregory guillermo gus hans harold harry hector henry herbert herman horace
    hubert hugh hussein ian ibrahim igor irving isaac ismail ivan jack jacob jaime jake jamal
    james jared jason javier jay jeb jeff jeffery jeffrey jens jeremy jerome jerry jesse jim
    jimmy joaquin joe joel joey johan johann john johnnie johnny jon jonathan jorge jose joseph
    josh joshua juan julian justin kareem karl keir keith kelvin ken kenneth kenny kevin
    konstantin kurt kyle larry lars lawrence leandro lee leo leon leonard leonid leroy lewis
    liam lionel lorenzo louis lucas lucien ludwig luis lukas luke malcolm manuel marc marcel
    marcelo marco marcus mario mark martin marty marvin mathew mathias matt matteo matthew
    maurice mauricio max maxim melvin mervyn michael mickey miguel mikael mike mikhail mitch
    mitt mohamed mohammad mohammed moshe muhammad mustafa myron nathan neal ned neil newt
    nicholas nick nico nicolas nigel nikolai noah norman octavio olaf oleg oliver omar oscar
    oswald otto pablo pascal patrick paul pavel pedro pete peter petro phil philip philippe
    phillip pierre quentin rafael raj rajesh ralph ramon rand randall randy raul ray raymond
    reggie reginald reince ricardo richard rick ricky rob robby robert roberto rodney rodolfo
    rodrigo roger roland rolf ron ronald ronnie rory ross roy ruben rudy rufus rupert russell
    ryan salman salvatore sam samuel sandeep sanjay santiago saul scott seamus sean sebastian
    sergei sergey sergio seth shawn silvio simeon simon stan stanley stefan stefano stephen
    steve steven stuart sven sylvester tariq ted terry theodore thomas tim timothy tobias toby
    todd tom tommy tony trevor tucker tyler ulrich umberto uwe vadim vasily victor viktor vince
    vincent vinod vitaly vladimir vladislav volodymyr walter wayne wes wilbur wilfred will
    william willie willy wolfgang xavier yevgeny yousef youssef yuri yusuf zach zachary
    """
)

FEMALE_NAMES = _words(
    """
    abby abigail adele adriana agnes aisha alexandra alice alicia alison allison amanda amelia
    amy ana anastasia andrea angela angelina anita ann anna anne annette annie annika antonia
    april arlene ashley astrid audrey ava barbara beatrice becky belinda bernadette bertha beth
    bethany betsy betty beverly bianca bonnie brenda briana bridget brittany brittney caitlin
    camila camille candace carla carly carmen carol carole caroline carolyn carrie caryn
    cassandra catherine cathy cecilia celeste charlene charlotte chelsea cheryl chloe christa
    christina christine cindy claire clare claudia colleen condoleezza connie constance cynthia
    daisy dana danielle daphne darlene debbie deborah debra deirdre delia denise diana diane
    dianne donna dora doris dorothy edith eileen elaine eleanor elena elisabeth elise eliza
    elizabeth ella ellen elsa emily emma erica erika erin ernestine esther ethel eugenia eunice
    eva evelyn fatima felicia fiona florence frances freda frida gabrielle gail genevieve
    georgia geraldine gina ginny gloria grace greta gretchen gwen gwendolyn hannah heather heidi
    helen hilda hillary holly huma ida ilse imelda ines inez ingrid irene irina isabel isabella
    ivanka jacqueline jacquelyn jana jane janet janice janine jasmine jean jeanette jeanne
    jeannette jen jenna jennifer jenny jessica jill joan joanna jodi jodie jolene josefina
    josephine joyce juanita judi judith judy julia julie kaitlyn kara karen karin karina karla
    kate katharine katherine kathleen kathrin kathryn kathy katie katja katrina katya kayleigh
    kelly kellyanne kendra kerri kimberley kimberly kirsten krista kristen kristi kristin
    kristina kristine kristy larisa laura lauren laurie leah leanne leila lena lesley letitia
    lila lillian lily linda lisa liz lois loretta lori lorraine louise lucia lucille lucy luisa
    lydia lynette lynne mabel madeleine maggie mandy marcia margaret margarita margery margot
    marguerite maria marian mariana marianne maribel marie marilyn marina marine marisa marissa
    marjorie marlene marsha martha mary maryann mathilda maureen maxine maya megan meghan
    melania melinda melissa mia michelle mildred millie mindy minnie miranda miriam molly monica
    muriel myra myrna nadia nancy naomi natalia natalie natasha nellie nichole nicola nicole
    nikki nina noelle nora noreen norma oksana olena olga olivia pamela paola patricia paula
    paulette pauline peggy penny petra phyllis polly priscilla rachel ramona raquel rebecca
    renee rhonda rita roberta robin rochelle rosa rosalie rosalind rose rosemary roxanne ruth
    sabrina sadie sally salma samantha sandra sara sarah saskia selena serena sharon sheena
    sheila shelly sherry shirley sonia sophia sophie stacy stella stephanie sue susan susanna
    susanne suzanne suzy svetlana sylvia tabitha tamara tammy tanya tara tasha tatiana tatyana
    teresa tessa thelma theresa therese tiffany tina tracey tracy tricia trudy ursula valerie
    vanessa velma vera veronica vicki vicky victoria viola virginia vivian vivien wanda wendy
    wilma winifred yasmin yelena yolanda yulia yvette yvonne zelda zoe zuzana
    """
)

NICKNAMES = {
    short: full
    for full, shorts in {
        "alexander": "alex",
        "andrew": "andy",
        "anthony": "tony",
        "antony": "tony",
        "benjamin": "ben",
        "bernard": "bernie",
        "charles": "chuck charlie",
        "christopher": "chris",
        "daniel": "dan danny",
        "david": "dave",
        "donald": "don",
        "edward": "ed eddie",
        "elizabeth": "liz beth betty",
        "gregory": "greg",
        "james": "jim jimmy",
        "jeffrey": "jeff",
        "jennifer": "jen",
        "john": "johnny jack",
        "jonathan": "jon",
        "joseph": "joe",
        "joshua": "josh",
        "katherine": "kate kathy katie",
        "kenneth": "ken",
        "lawrence": "larry",
        "matthew": "matt",
        "michael": "mike",
        "nicholas": "nick",
        "patrick": "pat",
        "peter": "pete",
        "philip": "phil",
        "richard": "rick dick",
        "robert": "bob bobby rob",
        "ronald": "ron",
        "samuel": "sam",
        "stephen": "steve",
        "steven": "steve",
        "susan": "sue",
        "theodore": "ted",
        "thomas": "tom",
        "timothy": "tim",
        "walter": "walt",
        "william": "bill will",
    }.items()
    for short in shorts.split()
}

# family names that come first where the language of the name puts them there: "Xi Jinping"
FAMILY_FIRST = _words(
    """
    cai chen deng hu hua jiang kim lee li lin liu ma mao moon nguyen park qin sun tran wang wen
    wu xi xu yang yoon zhang zhao zhou zhu
    """
)

MALE_TITLES = _words(
    """
    mr sir lord father brother king prince congressman chairman spokesman councilman
    businessman assemblyman pope bishop actor emir
    """
)
FEMALE_TITLES = _words(
    """
    mrs ms miss dame lady sister queen princess congresswoman chairwoman spokeswoman
    councilwoman businesswoman assemblywoman actress first-lady
    """
)

MALE_ROLES = MALE_TITLES | _words(
    "husband father son brother grandfather uncle nephew man boy widower"
)
FEMALE_ROLES = FEMALE_TITLES | _words(
    "wife mother daughter sister grandmother aunt niece woman girl widow"
)

# what a role in few words can stand for: "the diplomat" for a foreign minister
_OFFICES = _words(
    """
    president premier minister chancellor governor gov senator sen secretary ambassador envoy
    mayor commissioner director chairman chairwoman speaker representative rep congressman
    congresswoman general attorney sheriff judge chief spokesman spokeswoman official diplomat
    deputy lawmaker
    """
)
_LAWMAKERS = _words(
    "senator sen representative rep congressman congresswoman lawmaker mp legislator assemblyman"
)
ROLE_FAMILIES = {
    "diplomat": _words("ambassador envoy minister secretary diplomat consul"),
    "official": _OFFICES,
    "minister": _words("minister premier"),
    "leader": _words("president premier minister chancellor leader king chairman chairwoman"),
    "lawmaker": _LAWMAKERS,
    "legislator": _LAWMAKERS,
    "senator": _words("senator sen"),
    "congressman": _words("congressman representative rep"),
    "congresswoman": _words("congresswoman representative rep"),
    "representative": _words("representative rep"),
    "governor": _words("governor gov"),
    "politician": _OFFICES - _words("general judge sheriff spokesman spokeswoman"),
    "president": _words("president"),
    "secretary": _words("secretary"),
    "ambassador": _words("ambassador"),
    "envoy": _words("envoy ambassador"),
    "mayor": _words("mayor"),
    "spokesman": _words("spokesman"),
    "spokeswoman": _words("spokeswoman"),
    "nominee": _words("nominee"),
    "candidate": _words("candidate nominee hopeful contender"),
    "businessman": _words("businessman billionaire mogul tycoon"),
    "billionaire": _words("billionaire"),
    "analyst": _words("analyst"),
    "economist": _words("economist"),
    "professor": _words("professor prof"),
    "scientist": _words("scientist"),
    "director": _words("director"),
    "chief": _words("chief head director"),
    "judge": _words("judge justice"),
    "general": _words("general gen"),
    "sheriff": _words("sheriff"),
    "lawyer": _words("lawyer attorney"),
    "attorney": _words("lawyer attorney"),
    "author": _words("author writer"),
    "actor": _words("actor"),
    "singer": _words("singer"),
    "coach": _words("coach"),
    "pollster": _words("pollster"),
    "strategist": _words("strategist"),
}

# every word of a role by which somebody can be meant
ROLE_WORDS = TITLES.union(*ROLE_FAMILIES.values())

# those that a person alone can have, and that are no adjectives
SOLE_ROLES = (ROLE_WORDS | MALE_ROLES | FEMALE_ROLES) - _words(
    """
    acting contender defence defense executive fellow finance foreign former general
    hopeful incumbent interior late national player press reps rival senators sens vice
    """
)

# those that are no word of an institution's name, as in "Department of Justice"
PERSONAL_TITLES = SOLE_ROLES - _words("justice leader student teacher")

NATIONALITIES = _words(
    """
    american u.s us US russian ukrainian british uk english scottish irish french german italian
    spanish polish chinese japanese korean indian israeli palestinian iranian iraqi syrian
    turkish saudi egyptian european canadian mexican brazilian australian dutch belgian swedish
    norwegian finnish danish hungarian greek belarusian czech austrian swiss afghan pakistani
    """
)

# people without a name of their own
GROUPS = _words(
    """
    democrats republicans americans russians ukrainians conservatives liberals progressives
    independents europeans germans british french chinese israelis palestinians muslims
    christians jews catholics evangelicals latinos hispanics blacks whites texans californians
    voters critics supporters officials police sources researchers experts scientists analysts
    """
)
