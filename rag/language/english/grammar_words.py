"""The small words of English grammar, in lower case."""

from __future__ import annotations

from rag.language.english import word_set
from rag.language.english.number_words import UNITS

BE = word_set("is are was were be been being am 's 're 'm isn't aren't wasn't weren't")
HAVE = word_set("has have had having 've 'd hasn't haven't hadn't")
DO = word_set("do does did don't doesn't didn't")
MODALS = word_set(
    """
    will would can could may might must shall should 'll won't wouldn't can't cannot couldn't
    shouldn't mustn't ought
    """
)
AUXILIARIES = BE | HAVE | DO | MODALS

NEGATIONS = word_set(
    """
    not never neither nor don't doesn't didn't won't wouldn't can't cannot couldn't shouldn't
    hasn't haven't hadn't isn't aren't wasn't weren't
    """
)

PRONOUNS = word_set("he she they it i we you who")
OTHER_PRONOUNS = word_set(
    """
    him her them me us himself herself themselves itself one's whom which what that this these
    those everyone everybody nobody anyone anybody someone somebody nothing something anything
    """
)
DETERMINERS = word_set(
    """
    a an the this that these those his her its their our my your some many several few most all
    both each every another any no more other such
    """
) | {*UNITS, "ten"}
PREPOSITIONS = word_set(
    """
    of for at in on from with by to about after before during since until against among amid
    between into onto over under through throughout toward towards upon without within near via
    despite regarding concerning like unlike following per behind beyond across around along
    outside inside above below off as than
    """
)
CONJUNCTIONS = word_set(
    """
    and but or nor yet so while whereas as because when if that whether where since though
    although unless until once before after than then why how what which who whom whose
    """
)
ADVERBS = word_set(
    """
    also then later again once now just even still already soon often sometimes recently
    earlier today yesterday tonight meanwhile however further furthermore moreover therefore
    thus instead too never always ever only simply rather quite very perhaps maybe indeed
    nonetheless nevertheless previously famously reportedly publicly repeatedly privately
    bluntly else afterwards afterward first finally both all not n't long back
    """
)
# verbs that report nothing, but show where a noun phrase ends
OTHER_VERBS = word_set(
    """
    took take takes went go goes came come comes made make makes gave give gives got get gets
    met meet meets saw see sees knew know knows left leave leaves ran run runs won win wins
    lost lose loses held hold holds kept keep keeps led lead leads stood stand stands sat sits
    spoke speak speaks began begin begins became become becomes brought bring brings bought
    broke built chose drew drove fell fought grew heard hear hears hit hits put puts sent send
    sends set sets spent stuck struck taught threw understood wants want wanted needs need
    needed tried try tries used uses seems seem seemed appears appear appeared looks look
    looked works work worked plays supports supported beat beats turned turns turn started
    starts start let lets having being been be shot fired chimed weighed died dies lives lived
    pays paid sought seeks sank sang swam woke froze rang rode shook slept sold stole swept swung
    tore wept flew hid laid fed fled forgot forgave slid withdrew overcame undertook
    """
)
