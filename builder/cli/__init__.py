"""The commands: the door to ``click``. Names are English, every word that is said is Dutch."""

from __future__ import annotations

import contextlib
import os
import sys
import time
import traceback
from datetime import date
from pathlib import Path
from typing import Any

import click

from builder import __version__
from builder.cli.atdesk import serve
from builder.cli.dutch import Dutch, DutchGroup, in_dutch
from builder.cli.onward import AFTER_A_COPY, AFTER_A_SITE, AFTER_A_SOURCE
from builder.cli.options import clock, day_option, site_option, strict_option
from builder.cli.spoken import all_spoken, site_of, spoken
from builder.cli.streams import open_streams
from builder.diagnostics import MachineError, has_errors, machine_says
from builder.inputs import Inputs, look

FINDINGS, USAGE, BUG, MACHINE, BUSY = 1, 2, 3, 4, 5  # BUSY as in cli/atdesk.py


@click.group(cls=DutchGroup, name="spijs", options_metavar="[OPTIES]", subcommand_metavar="OPDRACHT …")
@click.version_option(__version__, message="Spijs %(version)s", help="toon de versie")
def cli() -> None:
    """Spijs maakt van één set bronnen het hele communicatiemateriaal van een loopbaancentrum."""


@cli.command(cls=Dutch, options_metavar="[OPTIES]")
@site_option
@day_option
@click.option(
    "--output", metavar="MAP", type=click.Path(path_type=Path), default=None, help="map waarin het resultaat komt"
)
@click.option("--only", multiple=True, metavar="KANAAL", help="maak alleen dit kanaal (mag vaker)")
@click.option(
    "--jobs", metavar="AANTAL", type=click.IntRange(1, 64), default=None, help="aantal processen voor de PDF's"
)
@strict_option
def build(
    site: Path | None, datum: date | None, output: Path | None, only: tuple[str, ...], jobs: int | None, strict: bool
) -> None:
    """Maak alles wat nieuw of veranderd is en zet het in output/."""
    from builder.publish import Busy, refusal

    root = site_of(site)
    if datum and datum != clock() and output is None:
        raise click.UsageError("een bouw voor een andere dag hoort niet in output/; geef ook een map met --output")
    where = output or root / "output"
    if problem := refusal(where, root):
        raise click.UsageError(problem)
    if only:
        _known_channels(only)
    start = time.monotonic()
    try:
        seen = look(root)
        if not only and _idle(seen, site, where, datum, strict):
            return
        from builder.build import build as run
        from builder.report import findings_text, summary
        from builder.survey import Order

        order = Order(seen, where.absolute(), clock(), datum, only, jobs or os.cpu_count() or 1, strict)
        outcome = run(order, _progress(start))
    except Busy as busy:
        click.echo(f"spijs: {busy}", err=True)
        sys.exit(BUSY)
    _say(findings_text(outcome.findings), site, err=True)
    _say(summary(outcome, where, time.monotonic() - start), site)
    if outcome.waits or has_errors(outcome.findings, settled=True):
        sys.exit(FINDINGS)


def _idle(seen: Inputs, site: Path | None, where: Path, day: date | None, strict: bool) -> bool:
    """Say so when nothing has changed since the last build: without loading what a build needs, in a moment."""
    from builder.publish import left_behind, one_at_a_time
    from builder.report import findings_text, idle
    from builder.unchanged import asked, nothing_new

    start = time.monotonic()
    with one_at_a_time(where.absolute()) as work:
        left = tuple(left_behind(work))
        last = nothing_new(work, asked(seen, clock(), day, strict), where)
    if not last:
        return False
    _say(findings_text(last.findings), site, err=True)
    _say(idle(last, where, time.monotonic() - start, left), site)
    if has_errors(last.findings, settled=True):
        sys.exit(FINDINGS)
    return True


cli.add_command(serve)


@cli.command(cls=Dutch, options_metavar="[OPTIES]")
@site_option
@day_option
@strict_option
@click.option("--json", "as_json", is_flag=True, help="geef de bevindingen als JSON")
def check(site: Path | None, datum: date | None, strict: bool, as_json: bool) -> None:
    """Kijk alle bronnen na zonder iets te maken."""
    from builder.build import check_all
    from builder.report import count_text, findings_json, findings_text
    from builder.survey import Order

    root = site_of(site)
    findings = check_all(Order(look(root), root / "output", clock(), datum))
    if as_json:
        click.echo(findings_json(all_spoken(findings, site)))
    else:
        _say(findings_text(findings), site, err=True)
        _say(f"Nagekeken: {count_text(findings)}. Of alles op papier past, ziet u bij: ./spijs build", site)
    if has_errors(findings, strict, settled=True):
        sys.exit(FINDINGS)


@cli.command(cls=Dutch, options_metavar="[OPTIES]")
@site_option
@click.argument("file", metavar="BESTAND")
def why(site: Path | None, file: str) -> None:
    """Zeg waarom een bestand in output/ gemaakt is of zou worden, of waarom een bron niet te zien is."""
    from builder.survey import Order
    from builder.why import explain

    root = site_of(site)
    path = Path(file)
    output = root / "output"
    below = next((base for base in (output, root) if path.resolve().is_relative_to(base.resolve())), None)
    name = path.resolve().relative_to(below.resolve()).as_posix() if below and path.exists() else path.as_posix()
    text = explain(Order(look(root), output, clock()), name.removeprefix("output/"))
    if text is None:
        raise click.UsageError(f"«{file}» is geen bron, en geen bestand dat Spijs maakt; kijk in {output}")
    _say(text, site)


@cli.command(cls=Dutch, options_metavar="[OPTIES]")
@site_option
@click.argument("kind", metavar="SOORT")
@click.argument("name", metavar="NAAM")
def new(site: Path | None, kind: str, name: str) -> None:
    """Maak een nieuwe bron (vraagt wat er nodig is), of een eigen site: new site MAP."""
    from builder.new import Refusal, new_source, own_copies
    from builder.new_site import new_site

    def ask(question: str, example: str) -> str:
        return str(click.prompt(question, default=example, show_default=bool(example)))

    try:
        if kind == "site":
            made = new_site(Path(name), ask)
            _say(f"{made} {AFTER_A_SITE}", made)
        else:
            copy = own_copies(site_of(site), kind, name)
            path = copy or new_source(site_of(site), kind, name, ask)
            _say(f"{path} {AFTER_A_COPY if copy else AFTER_A_SOURCE}", site)
    except Refusal as refused:
        raise click.UsageError(str(refused)) from None


@cli.command(cls=Dutch, options_metavar="[OPTIES]")
@site_option
@click.argument("sheet", metavar="[BLAD]", required=False)
@click.argument("where", metavar="[PLEK]", required=False)
@click.option("--weg", "down", is_flag=True, help="schrijf op dat dit blad daar vandaag van de muur ging")
def hang(site: Path | None, sheet: str | None, where: str | None, down: bool) -> None:
    """Schrijf op waar een blad hangt (map/naam en een plek); zonder meer: laat zien wat er hangt en wat weg moet."""
    from builder.hanging import Refusal, answer
    from builder.survey import Order

    root = site_of(site)
    try:
        told = answer(
            Order(look(root), root / "output", clock()), sheet, where, down, lambda text: str(click.prompt(text))
        )
        click.echo(told)
    except Refusal as refused:
        raise click.UsageError(str(refused)) from None


@cli.command(cls=Dutch, options_metavar="[OPTIES]")
@site_option
@click.argument("what", metavar="WAT", type=click.Choice(["drukkerij"]))
@click.option(
    "--output", metavar="BESTAND", type=click.Path(path_type=Path), default=None, help="het pakket (zip) dat u maakt"
)
def pack(site: Path | None, what: str, output: Path | None) -> None:
    """Maak een pakket voor de drukker: de bladen met een oplage, en een lijst van wat ervan gemaakt moet worden."""
    from builder.pack import Unpacked
    from builder.pack import pack as make
    from builder.publish import Busy
    from builder.report import packed
    from builder.survey import Order

    root = site_of(site)
    file = output or root / f"{what}.zip"
    try:
        _say(packed(make(Order(look(root), root / "output", clock()), file), file), site)
    except Unpacked as refused:
        _say(f"spijs: {refused}", site, err=True)
        sys.exit(FINDINGS)
    except Busy as busy:
        click.echo(f"spijs: {busy}", err=True)
        sys.exit(BUSY)


@cli.command(cls=Dutch, options_metavar="[OPTIES]")
@site_option
@click.option("--reference", is_flag=True, help="toon de naslag van alle velden als Markdown")
def schema(site: Path | None, reference: bool) -> None:
    """Schrijf JSON-schema's, waarmee een editor als VS Code bronnen aanvult en nakijkt."""
    from builder.reference import field_reference, write_schemas

    if reference:
        click.echo(field_reference(), nl=False)
        return
    click.echo(write_schemas(site_of(site)))


def main() -> None:
    """Run a command; its exit code says how it ended (0 done, 1 findings, 2 usage, 3 our bug, 4 machine, 5 busy)."""
    open_streams()
    try:
        cli.main(standalone_mode=False, prog_name="./spijs")
    except click.exceptions.Abort as abort:
        for cause in (abort.__cause__, abort.__context__):
            if isinstance(cause, KeyboardInterrupt):
                raise cause from None
        _leave(USAGE, "afgebroken")
    except click.ClickException as error:
        _leave(USAGE, f"{in_dutch(error, cli.commands)}\n(uitleg: ./spijs --help)")
    except MachineError as error:
        _leave(MACHINE, str(error))
    except ImportError as error:
        _leave(MACHINE, f"een onderdeel ontbreekt ({error.name}); voer de opdracht opnieuw uit met ./spijs")
    except OSError as error:
        place = error.filename or "wat deze opdracht zegt"
        _leave(MACHINE, f"de computer werkt niet mee: {machine_says(error)} ({place})")
    except Exception:  # everything that is foreseen was caught above: this is a bug of ours
        _leave(BUG, f"hier gaat Spijs zelf de fout in; uw bestanden zijn niet veranderd. Stuur dit mee: {_log()}")


def _say(text: str, site: Path | None = None, err: bool = False) -> None:
    """Say something, with its commands as they must be typed here for the site that was given."""
    click.echo(spoken(text, site), err=err, nl=bool(text))


def _leave(code: int, sentence: str) -> None:
    with contextlib.suppress(OSError):
        _say(f"spijs: {sentence}", err=True)
    sys.exit(code)


def _log() -> str:
    import tempfile

    try:
        with tempfile.NamedTemporaryFile("w", prefix="spijs-", suffix=".log", delete=False, encoding="utf-8") as file:
            traceback.print_exc(file=file)
        return file.name
    except OSError:  # no room for it
        return repr(sys.exc_info()[1])


def _known_channels(names: tuple[str, ...]) -> None:
    from builder.channels import CHANNELS

    known = [channel.name for channel in CHANNELS]
    for name in names:
        if name not in known:
            raise click.UsageError(f"het kanaal «{name}» bestaat niet; kies uit: {', '.join(known)}")


def _progress(start: float) -> Any:
    """Tell what is being made once it takes longer than a second: in place on a screen, not at all in a log."""

    def tell(what: str, done: int, total: int) -> None:
        if sys.stderr.isatty() and time.monotonic() - start > 1:
            end = "\n" if done == total else ""
            click.echo(f"\r\033[K  {done} van {total}  {what[:60]}{end}", err=True, nl=False)

    return tell
