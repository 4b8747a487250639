"""Words of a web page's controls and captions, in lower case: they run into names."""

from __future__ import annotations

from rag.language.english import word_set

CONTROL_WORDS = word_set(
    """
    ad ads advertisement audio caption click feedback gallery getty image images listen newsletter
    photo photos read related see share subscribe video videos watch
    """
)
