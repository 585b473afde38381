"""The command that opens the desk and stays there."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from builder.cli.dutch import Dutch
from builder.cli.options import clock, day_option, site_option
from builder.cli.spoken import site_of, spoken

BUSY = 5


@click.command(cls=Dutch, options_metavar="[OPTIES]")
@site_option
@day_option
@click.option(
    "--port",
    metavar="NUMMER",
    type=click.IntRange(1024, 65535),
    default=None,
    help="poort op deze computer; zonder meer kiest Spijs er een die vrij is",
)
def serve(site: Path | None, datum: date | None, port: int | None) -> None:
    """Open het bureau: de site zoals zij wordt, in uw browser, terwijl u schrijft."""
    root = site_of(site)
    if not (root / "site.yml").is_file():
        raise click.UsageError(f"in {root} staat geen site.yml; noem de map van uw site met --site, of maak er een")
    from builder import desk

    try:
        desk.keep_open(root, datum, port or 0, clock, lambda text: spoken(text, site))
    except desk.AlreadyOpen as other:
        click.echo("spijs: het bureau van deze site is al open, in een ander venster; sluit dat met Ctrl-C", err=True)
        if other.address:
            desk.show(other.address, wait=True)
        sys.exit(BUSY)
    sys.stdout.flush()
    os._exit(0)  # a sheet that was being made is not waited for
