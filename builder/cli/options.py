"""What more commands ask in the same way, and the day that it is."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from builder.cli.dutch import Dag

site_option = click.option(
    "--site", metavar="MAP", type=click.Path(path_type=Path), default=None, help="map met site.yml en content/"
)
day_option = click.option("--datum", type=Dag(), default=None, help="bouw alsof het deze dag is (jjjj-mm-dd)")
strict_option = click.option("--strict", is_flag=True, help="behandel waarschuwingen als fouten")


def clock() -> date:
    """The day that it is where readers are."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date()
