"""Click in Dutch: its headings, its complaints, and a day as an option."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import click


class Dutch(click.Command):
    """A command whose help has Dutch headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Gebruik: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        rows = [row for param in options if (row := param.get_help_record(ctx))]
        with formatter.section("Opties"):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "toon deze uitleg"
        return option


class DutchGroup(Dutch, click.Group):
    """A group of commands whose help has Dutch headings."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section("Opdrachten"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(70)) for name in self.list_commands(ctx)])


class Dag(click.ParamType[date]):
    """A day on the command line."""

    name = "jjjj-mm-dd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise click.UsageError(f"'{value}' is geen datum; schrijf jjjj-mm-dd, bijvoorbeeld 2027-02-28") from None


def in_dutch(error: click.ClickException, commands: Iterable[str]) -> str:
    """Click's own complaints in Dutch."""
    match error:
        case click.NoSuchOption():
            near = f"; bedoelde u {error.possibilities[0]}?" if error.possibilities else ""
            return f"de optie {error.option_name} bestaat niet{near}"
        case click.MissingParameter():
            return f"er ontbreekt iets: {error.param.make_metavar(error.ctx) if error.param and error.ctx else ''}"
        case click.BadParameter(param=click.Argument(type=click.Choice(choices=choices), metavar=metavar)):
            return f"bij {metavar} kan alleen: {', '.join(map(str, choices))}"
        case click.BadParameter():
            return f"de waarde bij {error.param.opts[0] if error.param else 'deze optie'} kan niet"
        case click.BadOptionUsage():
            return f"achter {error.option_name} hoort iets anders; kijk bij de uitleg"
        case click.UsageError() if error.message.startswith("No such command"):
            name = error.message.partition("'")[2].partition("'")[0]
            return f"de opdracht «{name}» bestaat niet; kies uit: {', '.join(commands)}"
        case click.UsageError() if error.message.startswith("Got unexpected"):
            return "er staan te veel woorden in deze opdracht"
        case _:
            return error.message
