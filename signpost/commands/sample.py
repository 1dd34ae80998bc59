"""signpost sample: the invented region, once or many times over."""

from typing import Annotated

import typer
from rich.progress import Progress

from services.directory.entrypoints.local_delivery import search_delivery
from services.directory.settings import DirectorySettings
from services.directory.wiring import open_directory
from signpost.commands.saying import DATA, Data, out
from signpost.sample.build import build_sample
from signpost.sample.region import Spread


def sample(
    data: Data = DATA,
    seed: Annotated[int, typer.Option(help="Another seed gives another region; the same seed the same one.")] = 2026,
    scale: Annotated[int, typer.Option(help="How many times over: 1 is about 290 classes, 100 about 29,000.", min=1, max=2000)] = 1,
    spread: Annotated[Spread, typer.Option(help="`density`: more in the same area. `area`: more area at the same density.")] = "density",
) -> None:
    """Add the sample region: plainly invented providers, venues and classes. What is there already is left alone."""
    directory = open_directory(DirectorySettings(data=data))
    try:
        with Progress(console=out, transient=True) as bar:
            task = bar.add_task("Adding the sample region", total=scale)
            added = build_sample(directory, seed=seed, scale=scale, spread=spread, progress=lambda done: bar.update(task, completed=done))
            bar.add_task("Bringing the search index up to date", total=None)
            search_delivery(directory).run_until_idle()
    finally:
        directory.close()
    out.print(f"{added} classes added to {data}." if added else "The sample region is there already; nothing was changed.")
