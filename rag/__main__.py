"""The command line: `python -m rag build | ask | search | show | eval ...`."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from rag.commands import ask, build, doctor, export_import
from rag.commands.terminal import run


class _Commands(TyperGroup):
    """Imports what asking does not need only for other commands, and for the list of all."""

    # typer names the types of these only in a private module
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands:
            self._add_others()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        self._add_others()
        return super().list_commands(ctx)

    def _add_others(self) -> None:
        from rag.commands import evaluate_command, passwords, question_commands

        others = typer.Typer(rich_markup_mode="markdown")
        evaluate_command.add_commands(others)
        others.add_typer(question_commands.app, name="questions")
        passwords.add_commands(others)
        for name, command in typer.main.get_group(others).commands.items():
            self.commands.setdefault(name, command)


_HELP = """\
Ask news articles who said what: exact words, speaker, date and source.

Build an index of a folder of articles, then ask it, here or in a browser:

python -m rag build --corpus my-articles

python -m rag ask "What did Lavrov say about peacekeepers?"

python app.py --corpus my-articles
"""

app = typer.Typer(
    cls=_Commands,
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
app.command(cls=build.ClusterCommand)(build.build)
for _command in (
    ask.ask,
    ask.search,
    ask.show,
    ask.mcp,
    doctor.doctor,
):
    app.command()(_command)
app.command(name="export")(export_import.export_command)
app.command(name="import")(export_import.import_command)
app.command()(export_import.publish)


def main() -> None:
    """Run the command line."""
    run(app)


if __name__ == "__main__":
    main()
