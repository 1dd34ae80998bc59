"""signpost geo load: full postcodes, from a national file."""

from pathlib import Path
from typing import Annotated

import typer

from shared.geo import load_postcodes
from signpost.commands.saying import DATA, Data, out

app = typer.Typer(help="Places: load full postcodes.", no_args_is_help=True)


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="ONSPD, NSPL, Code-Point Open (csv or zip), or a csv with postcode, lat, lon.")],
    data: Data = DATA,
) -> None:
    """Load full postcodes, so that a place is exact to about 100 m. Without them postcode sectors are used.

    A Signpost that runs on the folder uses them at once; venues already there are placed anew when they are next saved.
    """
    data.mkdir(parents=True, exist_ok=True)
    with out.status("Reading postcodes…") as status:
        report = load_postcodes(file, data, lambda rows: status.update(f"Reading postcodes: {rows:,} rows"))
    out.print(f"{report.loaded:,} postcodes loaded from {file.name} ({report.kind}), {report.ended:,} of them no longer in use.")
    for reason, rows in report.left_out.items():
        out.print(f"  {rows:,} rows left out: {reason}")
