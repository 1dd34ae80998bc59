"""signpost words: the lists of what people say, in each language, for who extends them."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from services.directory.domain.question import NoWords
from services.directory.domain.understanding.phrases import PhraseBook
from services.directory.domain.understanding.reading import understand
from services.directory.domain.understanding.understood import label
from services.directory.domain.understanding.words_check import faults, lacking
from services.directory.settings import DirectorySettings
from services.directory.wiring import WORDS, open_places, read_words
from signpost.commands.saying import DATA, Data, out, plain

app = typer.Typer(help="What people say in each language, as the search understands it.", no_args_is_help=True)
Folder = Annotated[
    Path | None, typer.Option(help="The folder with one file a language, unless the product's own.", exists=True, file_okay=False)
]


@app.command()
def check(folder: Folder = None, data: Data = DATA) -> None:
    """Look for mistakes in the lists, and for what a language still lacks. Ends with 1 when there is a mistake."""
    files, unreadable = read_words(folder or WORDS)
    found = [*unreadable, *faults(files, open_places(DirectorySettings(data=data)))]
    table = Table("language", "phrases", "places", "nothing said yet for")
    for file in files:
        phrases, places = (sum(map(len, lists.values())) for lists in (file.said, file.places))
        table.add_row(f"{plain(file.language)} ({plain(file.own_name)})", str(phrases), str(places), ", ".join(lacking(file)))
    out.print(table)
    for fault in found:
        out.print(f"[bold red]✗[/] {plain(fault.file)}, {plain(fault.at)}: {plain(fault.message)} {plain(fault.remedy)}")
    if found:
        raise typer.Exit(1)
    out.print("No mistakes.")


@app.command("try")
def try_(
    question: Annotated[str, typer.Argument(help="As somebody might type it, in quotation marks.")],
    folder: Folder = None,
    data: Data = DATA,
) -> None:
    """Show what a question is understood as, without searching."""
    understood = understand(question, PhraseBook(read_words(folder or WORDS)[0]), open_places(DirectorySettings(data=data)), NoWords())
    table = Table("typed", "stands for")
    for part in understood.parts:
        table.add_row(plain(part.typed), plain(f"left out: {part.why}" if part.why else label(part)))
    out.print(table)
    out.print(f"Looked for as words: {plain(understood.words) or 'nothing'}")
