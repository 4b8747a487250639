"""Parts of people's names, in lower case and without accents.

No list is complete, and none has to be: a name in no list is treated as any other. Given names only
tell "he" from "she", and where a name begins behind a place or a title.
"""

from __future__ import annotations

from rag.language.english import word_set

# parts of a family name, in lower case or with a capital letter
PARTICLES = word_set(
    """
    al ad as bin ibn ben abu da das de del della den der des di do dos du el la le los mac ten
    ter van vander von zu zur
    """
)

SUFFIXES = word_set("jr sr ii iii iv")

# family names that stand first in their own language: "Xi Jinping"
FAMILY_FIRST = word_set(
    """
    cai chen deng hu hua jiang kim lee li lin liu ma mao moon nguyen park qin sun tran wang wen
    wu xi xu yang yoon zhang zhao zhou zhu
    """
)

MALE_NAMES = word_set(
    """
    aaron abe abraham adam adrian ahmed aidan al alan alastair albert alejandro alex alexander
    alexei alfred ali alistair alvin amir anatoly andre andreas andrei andrew andy angus anthony
    antoine antonio antony ari arnold arthur arturo ashok barack barney barry bart ben benjamin
    benny bernard bernie bill billy bob bobby boris brad bradley brandon brendan brent brett brian
    bruce bryan byron caleb carl carlos cesar charles charlie chester chris christopher chuck
    clarence claude cliff clifford clint clyde cody colin connor conor corey cory craig curt curtis
    cyril damian damon dan daniel danny darrell darren daryl dave david dean dennis derek derrick
    desmond devin dick diego dmitri dmitry dmytro dom dominic don donald donnie doug douglas dwight
    dylan ed eddie edgar edmund eduardo edward edwin eli elias elijah elon emil emmanuel enrique
    eric erik ernest ernie esteban ethan eugene evan ezra felipe felix fernando francis francisco
    frank franklin fred freddie frederick gabe gabriel gareth gary gavin gene geoff george gerald
    gil gilbert giovanni giuseppe glenn gordon graham greg gregory guillermo gus hank hans harold
    harry hector henry herb herbert herman horace hubert hugh hussein ian ibrahim igor irving isaac
    ismail ivan jack jacob jaime jake jamal james jared jason javier jay jeb jeff jeffery jeffrey
    jens jeremy jerome jerry jesse jim jimmy joaquin joe joel joey johan johann john johnnie johnny
    jon jonathan jorge jose joseph josh joshua juan julian justin kareem karl keir keith kelvin ken
    kenneth kenny kevin konstantin kurt kyle larry lars lawrence leandro lee len leo leon leonard
    leonid leroy lewis liam lionel lorenzo lou louis lucas lucien ludwig luis lukas luke malcolm
    manny manuel marc marcel marcelo marco marcus mario mark martin marty marvin mathew mathias matt
    matteo matthew maurice mauricio max maxim melvin mervyn michael mickey miguel mikael mike
    mikhail mitch mitchell mitt mohamed mohammad mohammed moshe muhammad mustafa myron nate nathan
    nathaniel neal ned neil newt nicholas nick nico nicolas nigel nikolai noah norm norman octavio
    olaf oleg oliver omar oscar oswald otto pablo pascal patrick paul pavel pedro pete peter petro
    phil philip philippe phillip pierre quentin rafael raj rajesh ralph ramon rand randall randy
    raul ray raymond reggie reginald reince ricardo richard rick ricky rob robby robert roberto
    rodney rodolfo rodrigo roger roland rolf ron ronald ronnie rory ross roy ruben rudy rufus rupert
    russ russell ryan salman salvatore sam samuel sandeep sanjay santiago saul scott seamus sean
    sebastian sergei sergey sergio seth shawn silvio simeon simon stan stanley stefan stefano
    stephen steve steven stuart sven sylvester tariq ted terence terrance terrence terry theodore
    thomas tim timothy tobias toby todd tom tommy tony trevor tucker tyler ulrich umberto uwe vadim
    vasily vic victor viktor vin vince vincent vinod vitaly vladimir vladislav volodymyr walt walter
    wayne wes wesley wilbur wilfred will william willie willy wolfgang xavier yevgeny yousef youssef
    yuri yusuf zach zachary zack
    """
)

FEMALE_NAMES = word_set(
    """
    abby abigail adele adriana agnes aisha alexandra alice alicia alison allison amanda amelia amy
    ana anastasia andrea angela angelina angie anita ann anna anne annette annie annika antonia
    april arlene ashley astrid audrey ava barb barbara beatrice becca becky belinda bernadette
    bertha beth bethany betsy betty beverly bianca bonnie brenda briana bridget brittany brittney
    caitlin camila camille candace carla carly carmen carol carole caroline carolyn carrie caryn
    cassandra cate catherine cathy cecilia celeste charlene charlotte chelsea cheryl chloe christa
    christina christine christy cindy claire clare claudia colleen condoleezza connie constance
    cynthia daisy dana danielle daphne darlene deb debbie deborah debra deirdre delia denise diana
    diane dianne donna dora doris dorothy edith eileen elaine eleanor elena elisabeth elise eliza
    elizabeth ella ellen ellie elsa emily emma erica erika erin ernestine esther ethel eugenia
    eunice eva evelyn fatima felicia fiona florence fran frances freda frida gabrielle gail
    genevieve georgia geraldine gina ginny gloria grace greta gretchen gwen gwendolyn hannah heather
    heidi helen hilda hillary holly huma ida ilse imelda ines inez ingrid irene irina isabel
    isabella ivanka jackie jacqueline jacquelyn jana jane janet janice janine jasmine jean jeanette
    jeanne jeannette jen jenna jennifer jenny jessica jill joan joanna jodi jodie jolene josefina
    josephine joyce juanita judi judith judy julia julie kaitlyn kara karen karin karina karla kate
    katharine katherine kathleen kathrin kathryn kathy katie katja katrina katy katya kayleigh kelly
    kellyanne kendra kerri kimberley kimberly kirsten krista kristen kristi kristin kristina
    kristine kristy larisa laura lauren laurie leah leanne leila lena lesley letitia lila lillian
    lily linda lisa liz lois loretta lori lorraine louise lucia lucille lucy luisa lydia lynette
    lynne mabel madeleine maggie mandy marcia margaret margarita margery margot marguerite maria
    marian mariana marianne maribel marie marilyn marina marine marisa marissa marjorie marlene
    marsha martha mary maryann mathilda maureen maxine maya meg megan meghan melania melinda melissa
    mia michelle mildred millie mindy minnie miranda miriam molly monica muriel myra myrna nadia
    nancy naomi natalia natalie natasha nellie nichole nicola nicole nikki nina noelle nora noreen
    norma oksana olena olga olivia pam pamela paola patricia patty paula paulette pauline peggy
    penny petra phyllis polly priscilla rachel ramona raquel rebecca renee rhonda rita roberta robin
    rochelle rosa rosalie rosalind rose rosemary roxanne ruth sabrina sadie sally salma samantha
    sandra sara sarah saskia selena serena sharon sheena sheila shelly sherry shirley sonia sophia
    sophie stacy stella steph stephanie sue susan susanna susanne suzanne suzy svetlana sylvia
    tabitha tamara tammy tanya tara tasha tatiana tatyana teresa tessa thelma theresa therese
    tiffany tina tracey tracy tricia trish trudy ursula valerie vanessa velma vera veronica vicki
    vicky victoria viola virginia vivian vivien wanda wendy wilma winifred yasmin yelena yolanda
    yulia yvette yvonne zelda zoe zuzana
    """
)

GIVEN_NAMES = MALE_NAMES | FEMALE_NAMES

_SHORT_FORMS = """
abigail abby
abraham abe
alexander alex
alexandra alex
alfred al fred
andrew andy
angela angie
anthony tony
antony tony
barbara barb
benjamin ben benny
bernard bernie
bradley brad
cameron cam
catherine cathy cate kate
charles chuck charlie
christina chris christy
christine chris
christopher chris
clifford cliff
curtis curt
cynthia cindy
daniel dan danny
david dave
deborah deb debbie
debra deb debbie
dominic dom
donald don
douglas doug
edward ed eddie
edwin ed
eleanor ellie
elizabeth liz beth betty
emmanuel manny
eugene gene
frances fran
francis frank
franklin frank
frederick fred freddie
gabriel gabe
gerald gerry jerry
gilbert gil
gregory greg
gwendolyn gwen
harold hal harry
henry hank harry
herbert herb
jacob jake
jacqueline jackie
james jim jimmy
jeffrey jeff
jennifer jen
jerome jerry
jessica jess jessie
john johnny jack
jonathan jon
joseph joe
joshua josh
judith judy
katherine kate kathy katie katy
kathleen kate kathy
kathryn kate kathy katie
kenneth ken
kimberly kim
lawrence larry
leonard len
louis lou
margaret maggie meg peggy
martin marty
matthew matt
michael mike
mitchell mitch
nathan nate
nathaniel nate
nicholas nick
norman norm
pamela pam
patricia pat patty trish
patrick pat
peter pete
philip phil
randall randy
raymond ray
rebecca becca becky
reginald reggie
richard rick dick
robert bob bobby rob
ronald ron
russell russ
samantha sam
samuel sam
sandra sandy
stanley stan
stephanie steph
stephen steve
steven steve
susan sue
terrence terry
theodore ted
thomas tom
timothy tim
victor vic
victoria vicky
vincent vin vince
walter walt
wesley wes
william bill will
zachary zach zack
"""

# nickname -> the names that it is short for
NICKNAMES: dict[str, frozenset[str]] = {}
for _full, *_shorts in map(str.split, _SHORT_FORMS.strip().splitlines()):
    for _short in _shorts:
        NICKNAMES[_short] = NICKNAMES.get(_short, frozenset()) | {_full}
