"""The command line: `python -m rag build | ask | search | show | eval ...`."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from rag.commands import ask, build, doctor, transfer
from rag.commands.terminal import run


class _Commands(TyperGroup):
    """Imports more than asking needs where another command, or the list of all, is asked for."""

    # typer names the types of these only in a private module
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands:
            self._add_others()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Any) -> list[str]:
        self._add_others()
        return super().list_commands(ctx)

    def _add_others(self) -> None:
        from rag.commands import access as web
        from rag.commands import eval as commands
        from rag.commands import questions as commands_questions

        evaluation = typer.Typer(rich_markup_mode="markdown")
        commands.add_commands(evaluation)
        evaluation.add_typer(commands_questions.app, name="questions")
        web.add_commands(evaluation)
        for name, command in typer.main.get_group(evaluation).commands.items():
            self.commands.setdefault(name, command)


app = typer.Typer(
    cls=_Commands,
    help="Ask news articles who said what: exact words, speaker, date and source.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for _command in (
    build.build,
    ask.ask,
    ask.search,
    ask.show,
    ask.mcp,
    doctor.doctor,
):
    app.command()(_command)
app.command(name="export")(transfer.export_command)
app.command(name="import")(transfer.import_command)


def main() -> None:
    """Run the command line."""
    run(app)


if __name__ == "__main__":
    main()
