"""Function words of languages that questions are asked in, by ISO 639-1 code.

Each list holds the commonest articles, prepositions, auxiliaries and question words, from general
knowledge of the language. A classifier of whole texts is unsure of so few words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FUNCTION_WORDS: Final[Mapping[str, frozenset[str]]] = {
    code: frozenset(words.split())
    for code, words in {
        "de": "der die das den dem des ein eine einen einem und oder ist sind war hat haben wird "
        "wurde was wer wie wo wann warum wieso welche welcher welches über von vom zu zum zur mit "
        "für auf im in an bei nach aus nicht sich gesagt sagt sagte hatte kann gibt es",
        "fr": "le la les un une des du de et ou est sont a ont était que qui quoi quel quelle "
        "quels "
        "quelles où quand comment pourquoi combien sur dans pour par avec au aux ce cette ces il "
        "elle dit sur pas ne se en qu l d",
        "es": "el la los las un una unos unas de del y o es son fue ha han que qué quién quiénes "
        "cuál cuándo cómo dónde cuánto cuántos sobre en por para con al se su no dijo dice lo por",
        "it": "il lo la i gli le un una di del della dei e o è sono era ha hanno che chi cosa "
        "quale "
        "quando come dove perché quanto quanti su sul sulla in per con al alla non si ha detto",
        "pt": "o a os as um uma de do da dos das e ou é são foi tem que quem qual quando como onde "
        "porque quanto quantos sobre em no na por para com ao não se disse o",
        "nl": "de het een en of is zijn was heeft hebben wat wie hoe waar wanneer waarom welke "
        "over "
        "van voor met op in te bij naar niet zich gezegd zei door aan dat die",
        "pl": "i w na z o do się nie że co kto jak gdzie kiedy dlaczego jest są był czy od po "
        "przez",
    }.items()
}
