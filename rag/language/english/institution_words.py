"""Words in the names of institutions, in lower case."""

from __future__ import annotations

from rag.language.english import word_set

# a name that ends with one of these is an institution's, whatever titles it contains
INSTITUTIONS = word_set(
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

# these end the name of something built or decreed, if it has three words or more
WORKS = word_set("act airport arena dam highway plant refinery stadium")

# a small word and more of the name follow: "Center for", "Committee on", "Department of"
INSTITUTION_HEADS = word_set(
    """
    academy administration agency alliance association authority board bureau center centers
    centre centres coalition commission committee conference council department division
    federation foundation fund institute institutes ministry observatory office organisation
    organization service society subcommittee
    """
)
