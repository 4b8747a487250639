"""Names of one state: "China", "Chinese" and "Beijing" in a question and an article agree.

A capital stands for its government in news. Only irregular pairs and the states that are in the
news by several names are listed; regular pairs (Iran, Iranian) are found by their beginning.
"""

from __future__ import annotations

import re
from functools import cache

_NAMES = """
Afghanistan Afghan Afghans Kabul
Argentina Argentine Argentinian Argentines
Australia Australian Australians Canberra Aussie
Austria Austrian Austrians Vienna
Belarus Belarusian Belarusians Belorussia Belorussian Minsk
Belgium Belgian Belgians
Brazil Brazilian Brazilians
Britain British Briton Britons UK United_Kingdom Great_Britain London Downing_Street Westminster
Canada Canadian Canadians Ottawa
China Chinese Beijing
Cuba Cuban Cubans Havana
Cyprus Cypriot Cypriots
Czechia Czech Czechs Czech_Republic Prague
Denmark Danish Dane Danes Copenhagen
Egypt Egyptian Egyptians Cairo
England English
Europe European Europeans
European_Union EU Brussels
Finland Finnish Finn Finns Helsinki
France French Paris Elysee
Germany German Germans Berlin
Greece Greek Greeks Athens
Hungary Hungarian Hungarians Budapest
India Indian Indians New_Delhi Delhi
Iran Iranian Iranians Tehran
Iraq Iraqi Iraqis Baghdad
Ireland Irish Dublin
Israel Israeli Israelis Jerusalem Tel_Aviv
Italy Italian Italians Rome
Japan Japanese Tokyo
Lebanon Lebanese Beirut
Mexico Mexican Mexicans
Myanmar Burma Burmese
Netherlands Dutch Holland Hague
New_Zealand New_Zealander New_Zealanders Wellington
North_Korea North_Korean North_Koreans Pyongyang DPRK
Norway Norwegian Norwegians Oslo
Pakistan Pakistani Pakistanis Islamabad
Palestine Palestinian Palestinians
Peru Peruvian Peruvians
Philippines Philippine Filipino Filipinos Manila
Poland Polish Pole Poles Warsaw
Portugal Portuguese Lisbon
Russia Russian Russians Russian_Federation Moscow Kremlin
Saudi_Arabia Saudi Saudis Riyadh
Scotland Scottish Scots Scot
South_Africa South_African South_Africans Pretoria
South_Korea South_Korean South_Koreans Seoul
Soviet_Union Soviet Soviets USSR
Spain Spanish Spaniard Spaniards Madrid
Sweden Swedish Swede Swedes Stockholm
Switzerland Swiss
Syria Syrian Syrians Damascus
Taiwan Taiwanese Taipei
Thailand Thai Thais Bangkok
Turkey Turkish Turk Turks Turkiye Türkiye Ankara
UAE United_Arab_Emirates Emirati Emiratis
Ukraine Ukrainian Ukrainians Kyiv Kiev
UN United_Nations
United_States US USA U.S. U.S.A. America American Americans Washington White_House
Venezuela Venezuelan Venezuelans Caracas
Vietnam Vietnamese Hanoi
Wales Welsh
Yemen Yemeni Yemenis
"""

NAMES_OF_STATES = {
    name.replace("_", " "): line.split()[0].replace("_", " ")
    for line in _NAMES.strip().splitlines()
    for name in line.split()
}
NAME_OF_STATE = re.compile(
    r"(?<!\w)(?:"
    + "|".join(re.escape(name) for name in sorted(NAMES_OF_STATES, key=len, reverse=True))
    + r")(?!\w)"
)


def states(text: str) -> frozenset[str]:
    """The states a text names, each by one name: "Chinese" gives "China". Case counts."""
    return frozenset(NAMES_OF_STATES[name] for name in NAME_OF_STATE.findall(text))


def names_state(state: str, text: str) -> bool:
    """Whether a text names a state, given by the name that `states` gives it. Case counts."""
    return _pattern_of(state).search(text) is not None


@cache  # a pattern a state
def _pattern_of(state: str) -> re.Pattern[str]:
    names = sorted(other_names(state), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def is_place(name: str) -> bool:
    """Whether a name, in its usual case, is a state's, its people's or its capital's."""
    return name in NAMES_OF_STATES


def other_names(name: str) -> list[str]:
    """All the names of a state, given one of them; of anything else, just its name."""
    state = NAMES_OF_STATES.get(name)
    if state is None:
        return [name]
    return [other for other, same in NAMES_OF_STATES.items() if same == state]
