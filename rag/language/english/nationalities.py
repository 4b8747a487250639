"""The names of states and peoples, and of other groups that have no name of their own.

A line is one state: its names | its adjectives | its people | what stands for its government or
for one of its people. A capital stands for its government in news. Names of several words have "_"
between them. Only irregular names and the states that are in the news by several names are listed:
"Iran" and "Iranian" would be recognised as one by their beginning.
"""

from __future__ import annotations

from rag.language.english import word_set

STATES = """
Afghanistan | Afghan | Afghans | Kabul
Argentina | Argentine Argentinian | Argentines |
Australia | Australian | Australians | Canberra Aussie
Austria | Austrian | Austrians | Vienna
Belarus Belorussia | Belarusian Belorussian | Belarusians | Minsk
Belgium | Belgian | Belgians |
Brazil | Brazilian | Brazilians |
Britain UK United_Kingdom Great_Britain | British | British Britons | Briton London Westminster
Britain | | | Downing_Street
Canada | Canadian | Canadians | Ottawa
China | Chinese | Chinese | Beijing
Cuba | Cuban | Cubans | Havana
Cyprus | Cypriot | Cypriots |
Czechia Czech_Republic | Czech | Czechs | Prague
Denmark | Danish | Danes | Dane Copenhagen
Egypt | Egyptian | Egyptians | Cairo
England | English | English |
Europe | European | Europeans |
European_Union EU | | | Brussels
Finland | Finnish | Finns | Finn Helsinki
France | French | French | Paris Elysee
Germany | German | Germans | Berlin
Greece | Greek | Greeks | Athens
Hungary | Hungarian | Hungarians | Budapest
India | Indian | Indians | New_Delhi Delhi
Iran | Iranian | Iranians | Tehran
Iraq | Iraqi | Iraqis | Baghdad
Ireland | Irish | Irish | Dublin
Israel | Israeli | Israelis | Jerusalem Tel_Aviv
Italy | Italian | Italians | Rome
Japan | Japanese | Japanese | Tokyo
Lebanon | Lebanese | Lebanese | Beirut
Mexico | Mexican | Mexicans |
Myanmar Burma | Burmese | Burmese |
Netherlands Holland | Dutch | Dutch | Hague
New_Zealand | | New_Zealanders | New_Zealander Wellington
North_Korea DPRK | North_Korean | North_Koreans | Pyongyang
Norway | Norwegian | Norwegians | Oslo
Pakistan | Pakistani | Pakistanis | Islamabad
Palestine | Palestinian | Palestinians |
Peru | Peruvian | Peruvians |
Philippines | Philippine Filipino | Filipinos | Manila
Poland | Polish | Poles | Pole Warsaw
Portugal | Portuguese | Portuguese | Lisbon
Russia Russian_Federation | Russian | Russians | Moscow Kremlin
Saudi_Arabia | Saudi | Saudis | Riyadh
Scotland | Scottish | Scots | Scot
South_Africa | South_African | South_Africans | Pretoria
South_Korea | South_Korean | South_Koreans | Seoul
Soviet_Union USSR | Soviet | Soviets |
Spain | Spanish | Spanish Spaniards | Spaniard Madrid
Sweden | Swedish | Swedes | Swede Stockholm
Switzerland | Swiss | Swiss |
Syria | Syrian | Syrians | Damascus
Taiwan | Taiwanese | Taiwanese | Taipei
Thailand | Thai | Thais | Bangkok
Turkey Turkiye Türkiye | Turkish | Turks | Turk Ankara
UAE United_Arab_Emirates | Emirati | Emiratis |
Ukraine | Ukrainian | Ukrainians | Kyiv Kiev
UN United_Nations | | |
United_States US USA U.S. U.S.A. America | American | Americans | Washington White_House
Venezuela | Venezuelan | Venezuelans | Caracas
Vietnam | Vietnamese | Vietnamese | Hanoi
Wales | Welsh | Welsh |
Yemen | Yemeni | Yemenis |
"""

_ROWS = [[cell.split() for cell in row.split("|")] for row in STATES.strip().splitlines()]

# every name that stands for a state -> the state's own name
NAMES_OF_STATES = {
    name.replace("_", " "): names[0].replace("_", " ")
    for names, adjectives, people, others in _ROWS
    for name in (*names, *adjectives, *people, *others)
}


def _last_words(column: int) -> frozenset[str]:
    return frozenset(name.rpartition("_")[2].lower() for row in _ROWS for name in row[column])


# adjectives that may stand before a title, in lower case; "US" differs from the pronoun "us"
NATIONALITIES = _last_words(1) | {"u.s", "us", "US", "uk"}

# people who are named together only, in lower case
GROUPS = _last_words(2) | word_set(
    """
    democrats republicans conservatives liberals progressives independents muslims christians jews
    catholics evangelicals latinos hispanics blacks whites texans californians voters critics
    supporters officials police sources researchers experts scientists analysts
    """
)
