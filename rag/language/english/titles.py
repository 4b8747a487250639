"""Titles and roles that stand before names, in lower case without a final full stop."""

from __future__ import annotations

# as newspapers shorten them before a name
ABBREVIATED_TITLES = {
    "adm": "admiral",
    "amb": "ambassador",
    "atty": "attorney",
    "capt": "captain",
    "col": "colonel",
    "gen": "general",
    "gov": "governor",
    "lt": "lieutenant",
    "prof": "professor",
    "rep": "representative",
    "sec": "secretary",
    "sen": "senator",
    "sgt": "sergeant",
}
