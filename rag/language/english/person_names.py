"""Parts of people's names, in lower case and without accents.

No list is complete, and none has to be: a name in no list is treated as any other. Given names only
tell "he" from "she", and where a name begins behind a place or a title.
"""

from __future__ import annotations

from rag.language.english import word_set

# parts of a family name, in lower case or with a capital letter
PARTICLES = word_set(
    """
    al ad as bin bint ibn ben abu da das de del dela della delos den der des di do dos du el la le
    los mac ni nic ould ten ter van vander von wa zu zur
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
    aaron abdul abdullah abe abraham adam adem adnan adrian ahmed aidan al alan alastair albert
    alejandro aleksandar aleksandr aleksei alessandro alex alexander alexei alfonso alfred ali
    alistair alvaro alvin amir amit anatoly andre andreas andrei andrew andrzej andy angus anil
    anthony antoine antonio antony anwar ari arif arjun arnaud arnold arthur arturo arun ashok
    ashraf asif ayman aziz barack barney barry bart bashar ben benjamin benny bernard bernie bill
    billy bob bobby bogdan boris brad bradley brandon branko brendan brent brett brian bruce bruno
    bryan byron caleb carl carlos cesar charles charlie chester chris christopher chuck clarence
    claude claudio cliff clifford clint clyde cody colin connor conor corey cory craig curt curtis
    cyril damian damon dan daniel danny darrell darren daryl dave david dean dennis derek derrick
    desmond devin dick diego dmitri dmitry dmytro dom domenico dominic don donald donnie doug
    douglas dwight dylan ed eddie edgar edmund eduardo edward edwin ehud eli elias elijah elon emil
    emmanuel emre enrique enzo erdal eric erik ernest ernesto ernie esteban ethan eugene evan ezra
    fabio fahad faisal farid farouk felipe felix fernando fikret filip florian francis francisco
    francois frank franklin fred freddie frederick gabe gabriel gareth gary gavin gene gennady geoff
    george georgy gerald gianni gil gilbert giorgio giovanni giuseppe glenn goran gordon graham greg
    gregory grigory guillermo gus gustavo habib hakan hakeem hamid hamza hank hans harold harry
    hassan hector heiko henrik henry herb herbert herman hiroshi horace hubert hugh hussein ian
    ibrahim igor ilya imran irving isaac ismail ivan ivo jack jacob jaime jair jake jalal jamal
    james jared jason javier jay jeb jeff jeffery jeffrey jens jeremy jerome jerry jesse jim jimmy
    jiri joao joaquin joe joel joey johan johann john johnnie johnny joko jon jonathan jorge jose
    joseph josh joshua josip juan julian julio jurgen justin kamal kareem karim karl keir keith
    kelvin kemal ken kenji kenneth kenny kevin khaled khalid konstantin kurt kyle kyriakos larry
    lars laszlo lawrence leandro lee len leo leon leonard leonid leroy lewis liam lionel lorenzo lou
    louis luca lucas lucien ludwig luis luiz lukas luke macky mahmoud malcolm mamadou manmohan manny
    manuel marat marc marcel marcelo marco marcus marek mariano mario mark martin marty marvin
    mateusz mathew mathias matt matteo matthew maurice mauricio max maxim mehmet melvin mervyn
    michael mickey miguel mikael mike mikhail milos mirko mitch mitchell mitt mohamed mohammad
    mohammed moshe muammar muhammad murat mustafa myron naftali narendra nasser nate nathan
    nathaniel nayib neal ned neil newt nicholas nick nico nicolae nicolas nigel nikita nikolai
    nikolay nikos noah norm norman octavio olaf oleg oleksandr oleksiy oliver omar orhan osama oscar
    oswald otto pablo paolo pascal patrick paul pavel pavlo pedro pete peter petr petro phil philip
    philippe phillip pierre piotr prabowo pyotr quentin rafael rahul raj rajesh rajiv ralph ramon
    ramzan rand randall randy raul ravi ray raymond recep reggie reginald reince renato ricardo
    richard rick ricky rishi rob robby robert roberto rodney rodolfo rodrigo roger rohit roland rolf
    ron ronald ronnie rory ross roy ruben rudy rufus rupert ruslan russ russell ryan saad sadiq
    salman salvatore sam sami samuel sandeep sanjay santiago saul scott seamus sean sebastian sergei
    sergey sergio serhiy seth shawn shinzo silvio simeon simon slobodan stan stanislav stanley
    stavros stefan stefano stephen steve steven stuart suleiman sunil sven sylvester taras tariq
    tayyip ted tedros terence terrance terrence terry theodore thomas tim timothy tobias toby todd
    tom tomas tomasz tommy tony trevor tucker tyler ulrich umar umberto uwe vaclav vadim valery
    vasily vic victor vikram viktor vin vince vincent vincenzo vinod vitaly vladimir vladislav
    volodymyr vyacheslav wael walt walter wayne wes wesley wilbur wilfred will william willie willy
    wojciech wolfgang xavier yahya yair yasser yevgeny yitzhak yoav yousef youssef yuri yusuf zach
    zachary zack zoltan zoran
    """
)

FEMALE_NAMES = word_set(
    """
    abby abigail adele adriana agnes agnieszka aisha alejandra alessandra alexandra alice alicia
    alina alisha alison allison amal amanda amelia amina amira amy ana anastasia andrea angela
    angelina angelique angie anita anja ann anna anne anneliese annette annie annika antonia april
    ariana arlene ashley astrid audrey ava ayesha barb barbara beata beatrice beatriz becca becky
    belinda benazir bernadette bertha beth bethany betsy bettina betty beverly bianca bonnie brenda
    briana bridget brittany brittney bronwyn caitlin camila camille candace carla carlotta carly
    carmela carmen carol carole caroline carolyn carrie caryn cassandra catalina cate catherine
    cathy cecilia celeste charlene charlotte chelsea cheryl chiara chloe christa christina christine
    christy ciara cindy claire clare claudia colleen condoleezza connie constance constanza corina
    cynthia daisy dalia dana daniela danielle daphne darlene deb debbie deborah debra deepika
    deirdre delia delphine denise diana diane dianne dilma dominika donna dora doris dorothy ebru
    edith eileen ekaterina elaine eleanor elena eleni eleonora elif elisabeth elise eliza elizabeth
    ella ellen ellie elodie elsa emily emine emma erica erika erin ernestine esra estela esther
    ethel eugenia eunice eva evelyn fabiola farah fatima fatma federica felicia fernanda fiona
    florence fran frances francesca freda frida gabriela gabriella gabrielle gail genevieve georgia
    geraldine gina ginny giorgia giulia gloria grace graciela greta gretchen gulnara gwen gwendolyn
    hanan hanna hannah harriet hatice heather heidi helen hilda hillary hina holly huma ida ilaria
    ilse imelda ines inez inga ingeborg ingrid inna ioana irene irina irma isabel isabela isabella
    ivana ivanka izabela jacinda jackie jacqueline jacquelyn jadwiga jana jane janet janice janine
    jasmine jean jeanette jeanne jeannette jen jenna jennie jennifer jenny jessica jill joan joana
    joanna jocelyn jodi jodie johanna jolanta jolene josefa josefina josephine joyce juanita judi
    judith judy julia julie julieta kaitlyn kaja kamala kara karen karin karina karla karolina
    katarina kate katerina katharine katherine kathleen kathrin kathryn kathy katie katja katrina
    katy katya kayleigh kelly kellyanne kendra kerri ketanji khadija kimberley kimberly kirsten
    kirsty krista kristalina kristen kristi kristin kristina kristine kristy lara larisa larissa
    latifa latoya laura lauren laurie leah leanne leila lena leonor lesley leticia letitia leyla
    lila liliana lillian lily linda lisa liz lois loretta lori lorraine louise lucia lucille lucy
    ludmila luisa luiza lupita lydia lynette lynne lyudmila mabel madeleine magdalena maggie malala
    malin mandy manuela marcia maren margaret margarita margery margot marguerite maria marian
    mariana marianne maribel marie marija marilyn marina marine marisa marisol marissa marjorie
    marlene marsha marta martha martina mary maryann mathilda mathilde maureen maxine maya meg megan
    meghan melania melina melinda melissa meryem mette mia michaela michelle mihaela mildred milena
    millie mindy minnie miranda miriam mirjana molly monica monika muriel myra myrna nadia najat
    nancy naomi natalia natalie natalya natasha neha nellie nichole nicola nicole nikki nina nirmala
    noelle nora noreen norma oksana olena olga olivia oprah paloma pam pamela paola patricia patty
    paula paulette paulina pauline peggy penny pernille petra phyllis pia polly pooja priscilla
    priti priya priyanka rachel raisa ramona rania raquel rebeca rebecca renee rhonda rita roberta
    robin rochelle rosa rosalia rosalie rosalind rose rosemary roxanne roza rukhsana ruth ruxandra
    sabrina sadia sadie saima sally salma salome samantha sandra sanna sara sarah sarai saskia
    selena serena shabana shakira shanelle sharon sheena sheila shelly sherry shirin shirley shreya
    sigrid sinead siobhan slavica smriti solange soledad sonia sophia sophie soraya stacy stefania
    stella steph stephanie sue sunita susan susanna susanne sushma suzanne suzy svenja svetlana
    sylvia tabitha tahira tamara tammy tanya tara tarja tasha tatiana tatjana tatyana teresa tessa
    thelma theresa therese tiffany tina tracey tracy tricia trish trudy tulsi ulrike ursula uzma
    valentina valeria valerie vanessa velma vera veronica veronika vesna vicki vicky victoria
    viktoria viola violeta virginia vivian viviane vivien vjosa wanda wendy wilhelmina wilma
    winifred ximena yasmin yasmine yelena yevgenia yolanda yulia yvette yvonne zainab zelda zeynep
    zoe zofia zuzana
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
