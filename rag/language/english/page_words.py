"""Words of a web page's controls and captions, in lower case: they run into names."""

from __future__ import annotations

from rag.language.english import word_set

CONTROL_WORDS = word_set(
    """
    ad ads advertisement audio caption click feedback gallery getty image images listen newsletter
    photo photos read related see share subscribe video videos watch
    """
)

# before a colon these introduce a list, a link or a note
LABEL_HEADINGS = word_set(
    """
    check claim click contact correction credit date editor email http https image listen location
    note photo photos phone question read related see source sources subject tags time topic update
    verdict video watch where
    """
)
