"""signpost doctor: is everything there that a start needs?"""

from typing import Annotated

import typer

from services.directory.wiring import MIGRATIONS
from services.reporting import wiring as reporting
from signpost.commands.saying import DATA, Data, out
from signpost.commands.where import directory_settings, reporting_settings
from signpost.doctor import checks


def doctor(data: Data = DATA, port: Annotated[int, typer.Option(help="Where it would listen.", min=1, max=65535)] = 8000) -> None:
    """Look at everything a start needs and say what to do where something is missing. Changes nothing."""
    settings = directory_settings(data)
    databases = {settings.database: MIGRATIONS, reporting_settings(data).database: reporting.MIGRATIONS}
    found = checks(data, port, databases, settings.index)
    for check in found:
        out.print(f"{'[green]✓[/]' if check.ok else '[bold red]✗[/]'} {check.name}: {check.found}")
        if not check.ok:
            out.print(f"  → {check.remedy}")
    if not all(check.ok for check in found):
        raise typer.Exit(1)
