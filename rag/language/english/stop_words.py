"""Words that say nothing about the topic of a text, in lower case."""

from __future__ import annotations

from rag.language.english import word_set

STOP_WORDS = word_set(
    """
    a about above across after again against all almost along already also although am among an and
    another any anybody anyone anything are around as at away back be became because been before
    behind being below between both but by came can cannot come could did do does doing done down
    during each either else enough even ever every everybody everyone everything few for from
    further get gets getting give given gives go goes going gone got had has have having he her here
    hers herself him himself his how however i if in into is it its itself just kind let lot made
    make makes many may me might mine more most much must my myself near neither never no nobody
    none nor not nothing now of off often on once one only onto or other others our ours ourselves
    out over own part per please put quite rather really same see seem seems several shall she
    should since so some somebody someone something sort still such take taken takes than that the
    their theirs them themselves then there these they thing things this those though through thus
    to together too toward towards under until up upon us very via was way we well went were what
    whatever when where whether which while who whoever whole whom whose why will with within
    without would yes yet you your yours yourself
    don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't shouldn't
    haven't hasn't hadn't
    """
)

# words that say what kind of answer a question wants, and not what the answer is about
ASKING_WORDS = word_set(
    """
    say said says saying tell told tells telling ask asked article articles report reported reports
    reporting according comment comments commented statement statements opinion view views position
    stance remark remarks quote quotes quoted mention mentioned mentions news information topic
    subject matter regarding concerning respect issue question word words exactly exact find show
    talk talked talks talking speak spoke spoken describe described express expressed thought
    thoughts think thinks latest recent recently newest happen happened happens happening occur
    occurred occurs update updates explain
    """
)
