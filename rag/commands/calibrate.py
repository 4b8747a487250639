"""`calibrate`: how sure an answer is, learnt from one's own articles."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from rag.answer.own_weights import remove_own, write_own
from rag.assistant import Assistant
from rag.commands.options import IndexOption
from rag.commands.terminal import err, out
from rag.errors import QuestionError
from rag.index import generation
from rag.models.embedder import Embedder
from rag.settings import read_settings

if TYPE_CHECKING:
    from rag.evaluation.calibrate import Calibration


def calibrate(
    index: IndexOption = None,
    most: Annotated[
        int, typer.Option("--n", min=1, max=10_000, help="Questions made of sentences, at most.")
    ] = 400,
    seed: Annotated[int, typer.Option(help="Another number, other questions.")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure, and write nothing.")] = False,
    remove: Annotated[
        bool, typer.Option("--remove", help="Go back to the weights that come with the program.")
    ] = False,
) -> None:
    """Learn from your own articles how sure an answer on a fact is.

    python -m rag calibrate --dry-run

    Questions are made of the articles' sentences. Each is asked as it is; with the articles held
    back that answer it; and with a name, a number or a year exchanged, so that nothing does.
    Weights are fitted that tell the first from the others, and measured on articles that they
    were not fitted on, beside those that come with the program:

    AUC: how often a question with an answer gets the higher confidence. refused@90: of those
    without, the share refused where 90 % of the others are answered. ECE: how far the confidence
    is from the share that has an answer.

    The weights are written beside the index and used from the next start on, by this embedding
    model only. Made questions share more words with their articles than people's do: before you
    keep the weights, run test questions of your own with and without them (python -m rag eval,
    python -m rag diff).
    """
    settings = read_settings()
    place = index or settings.index
    if remove:
        told = "Removed" if remove_own(place) else "There were no weights of its own"
        out.print(f"{told}: {escape(str(place))} is asked with those that come with the program.")
        return
    from rag.evaluation.calibrate import calibrate as fitted
    from rag.progress import progress_bar

    embedder = Embedder(settings.model, settings.cache)
    read = generation.read(place, embedder.fingerprint)
    generation.check_model(read, embedder.probes, embedder.window, embedder.name)
    with progress_bar() as progress:
        found = fitted(
            Assistant(read, embedder),
            embedder,
            least=settings.confidence,
            most=most,
            seed=seed,
            progress=progress,
        )
    _print(found, settings.confidence)
    if found.worse:
        raise QuestionError(
            "the fitted weights part the questions worse than those that come with the program; "
            "nothing was written",
            hint="more questions may help (--n), or other ones (--seed); the program's own weights "
            "stay in use",
        )
    if dry_run:
        err.print("Nothing was written: --dry-run.")
        return
    about = {
        "generation": read.name,
        "questions": found.questions,
        "seed": seed,
        "measured": {"own": asdict(found.own), "shipped": asdict(found.shipped)},
    }
    path = write_own(found.weights, place, embedder.fingerprint, about)
    out.print(f"Written to {escape(str(path))}; used from the next start on.")


def _print(found: Calibration, least: float) -> None:
    from rich.table import Table

    out.print(
        f"{found.questions:,} questions, {found.answerable:,} of them with an answer; "
        f"{found.ruled_out:,} more are refused whatever the weights."
    )
    table = Table("weights", "AUC", "refused@90", "ECE", f"answered at {least:g}", "refused")
    for name, one in (("of the program", found.shipped), ("fitted", found.own)):
        shares = (one.auc, one.refused_at_90, one.ece, one.answered, one.refused)
        table.add_row(name, *(f"{value:.3f}" for value in shares))
    out.print(table)
    weights = ", ".join(f"{name} {value:.3f}" for name, value in found.weights.of.items())
    out.print(f"Fitted: {weights}, and {found.weights.bias:.3f}")
