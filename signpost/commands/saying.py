"""How the commands speak: to people on a terminal, errors with what to do."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from shared.errors import SignpostError

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Data = Annotated[Path, typer.Option(help="The folder everything is kept in.", envvar="SIGNPOST_DATA")]
DATA = Path("data")


def complain(error: SignpostError) -> None:
    """What is wrong, field by field, and what to do."""
    err.print(f"[bold red]✗[/] {plain(error.message)}")
    for problem in error.problems:
        if problem.message != error.message:
            err.print(f"  {plain(problem.field)}: {plain(problem.message)} {plain(problem.remedy)}".rstrip())
    if error.remedy:
        err.print(f"  → {plain(error.remedy)}")


def plain(text: str) -> str:
    """Square brackets in a name are not markup."""
    return text.replace("[", r"\[")
