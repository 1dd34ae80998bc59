"""signpost import: bring in a council's or provider's spreadsheet, as it is, or another authority's feed."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TaskID
from rich.table import Table

from services.directory.domain.spreadsheet.plan import Action, ImportPlan, ImportReport, ImportTarget, UndoReport
from services.directory.settings import DirectorySettings
from services.directory.use_cases.import_spreadsheet import import_spreadsheet
from services.directory.use_cases.importing.import_target import target_of_file
from services.directory.use_cases.ports import Progress as Told
from services.directory.use_cases.ports import Spreadsheets, Works
from services.directory.use_cases.preview_import import preview_import
from services.directory.use_cases.undo_import import undo_import
from services.directory.wiring import open_database, open_places, open_spreadsheets, open_works
from shared.clock import SystemClock
from shared.errors import Invalid
from shared.geo import Gazetteer
from shared.permissions import Actor, Role
from signpost.commands.feeds import FeedAsked, bring_feed
from signpost.commands.saying import DATA, Data, out, plain

LEFT_NAMED = 5
"""Names told of what an undo left alone for one reason."""
ROWS_SHOWN = 20
DONE = {Action.ADD: "added", Action.CHANGE: "changed", Action.SAME: "the same", Action.REFUSE: "refused", Action.LEAVE: "left out"}
WOULD = {Action.ADD: "to add", Action.CHANGE: "to change", Action.SAME: "the same", Action.REFUSE: "refused", Action.LEAVE: "left out"}


def import_file(
    file: Annotated[Path | None, typer.Argument(help="csv, xlsx or ods, with venues or courses.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")] = False,
    take_good_rows: Annotated[bool, typer.Option("--take-good-rows", help="Leave out the refused rows, not the whole file.")] = False,
    leave: Annotated[list[int] | None, typer.Option(help="Number of a row to leave out; may be given again.")] = None,
    provider: Annotated[str | None, typer.Option(help="Id of the provider the rows belong to.")] = None,
    authority: Annotated[str | None, typer.Option(help="Council area the rows belong to, unless the sheet says it.")] = None,
    errors: Annotated[Path | None, typer.Option(help="Write the refused rows, with an ERRORS column, into this xlsx file.")] = None,
    undo: Annotated[str | None, typer.Option(help="Take an import back, by its id.")] = None,
    feed: Annotated[str | None, typer.Option(help="Address of an Open Referral UK feed to take in, instead of a file.")] = None,
    full: Annotated[bool, typer.Option("--full", help="With --feed: compare everything, not only what the feed says changed.")] = False,
    accept_vanished: Annotated[
        bool, typer.Option("--accept-vanished", help="With --feed: withdraw what is gone, though it is suspiciously much.")
    ] = False,
    take_theirs: Annotated[list[str], typer.Option(help="With --feed: where both sides changed this id, take what the feed says.")] = [],  # noqa: B006  read only
    keep_ours: Annotated[list[str], typer.Option(help="With --feed: where both sides changed this id, keep what we say.")] = [],  # noqa: B006
    allow_private: Annotated[bool, typer.Option("--allow-private", help="With --feed: the feed may be within a private network.")] = False,
    data: Data = DATA,
) -> None:
    """Bring in a spreadsheet as it is: columns are recognised by name and by what they hold. Or take in a feed with --feed and --authority.

    Importing again changes only what changed."""
    if errors:
        _check_writable(errors)
    works, places = open_works(open_database(DirectorySettings(data=data)), SystemClock()), open_places(DirectorySettings(data=data))
    if undo:
        _say_undone(undo_import(works, places, _operator(places), undo))
        return
    of_file = {"FILE": file, "--provider": provider, "--take-good-rows": take_good_rows, "--errors": errors, "--leave": leave}
    of_feed = {"--full": full, "--accept-vanished": accept_vanished, "--take-theirs": take_theirs, "--keep-ours": keep_ours}
    _check_together("--feed", of_file) if feed else _check_together("a file", of_feed)
    if feed:
        asked = FeedAsked(feed, authority, dry_run, full, accept_vanished, tuple(take_theirs), tuple(keep_ours), allow_private)
        bring_feed(works, places, _operator(places), asked, data)
        return
    if file is None:
        raise Invalid.field("FILE", "There is no file to import.", "signpost import FILE --dry-run, or --feed URL, or --undo ID")
    _bring_file(works, places, file, (provider, authority), dry_run, take_good_rows, leave or [], errors, data)


def _bring_file(
    works: Works,
    places: Gazetteer,
    file: Path,
    whose: tuple[str | None, str | None],
    dry_run: bool,
    take_good_rows: bool,
    leave: list[int],
    errors: Path | None,
    data: Path,
) -> None:
    """`whose`: provider and authority, as they were given."""
    actor, files = _operator(places), open_spreadsheets()
    into = _into(works, places, files, file, *whose)
    with Progress(console=out, transient=True) as bar:
        told = _told(bar, bar.add_task("Looking through" if dry_run else "Importing", total=None))
        if dry_run:
            plan, report = preview_import(works, places, files, actor, file, into, progress=told), None
        else:
            report = import_spreadsheet(
                works, places, files, actor, file, file.name, into, take_good_rows=take_good_rows, leave=leave, progress=told
            )
            plan = report.plan
    if report:
        _say_report(report, data)
    else:
        _say_plan(plan, WOULD)
        _say_likely(plan)
        out.print("Nothing was changed: this was a dry run.")
    _keep_refused(files, plan, errors)
    if report and report.file_refused:
        raise typer.Exit(1)


def _told(bar: Progress, task: TaskID) -> Told:
    return lambda done, total: bar.update(task, completed=done, total=total)


def _check_together(given: str, others: Mapping[str, object]) -> None:
    """Raises Invalid for an option that would be passed over in silence."""
    for name, value in others.items():
        if value:
            raise Invalid.field(name, f"{name} does not go with {given}.", "Leave one of the two out.")


def _into(works: Works, places: Gazetteer, files: Spreadsheets, file: Path, provider: str | None, authority: str | None) -> ImportTarget:
    """As target_of_file, with advice in the words of the command line."""
    try:
        return target_of_file(works, places, files, file, provider, authority)
    except Invalid as wrong:
        if any(problem.field == "authority" for problem in wrong.problems):
            raise Invalid.field("authority", wrong.message, "Add --authority NAME, such as --authority Leeds, or --provider ID.") from wrong
        raise


def _keep_refused(files: Spreadsheets, plan: ImportPlan, into: Path | None) -> None:
    if into and plan.refused:
        into.write_bytes(files.errors_workbook(plan.headers, plan.refused))
        out.print(f"The refused rows are in {into}; mend them there and import that file.")


def _check_writable(into: Path) -> None:
    """Before anything is imported: the refused rows must not get lost. Raises Invalid."""
    new = not into.exists()
    try:
        with into.open("ab"):
            pass
        if new:
            into.unlink()
    except OSError as error:
        raise Invalid.field(
            "--errors",
            f"--errors {into} cannot be written: {error.strerror}.",
            "Nothing was imported. Choose a file in a folder that is there and may be written to.",
        ) from error


def _operator(places: Gazetteer) -> Actor:
    """Whoever may use the command line of this machine may act for all its authorities."""
    everywhere = frozenset(one.gss for one in places.authorities())
    return Actor("operator:command-line", "Command line", frozenset({Role.OPERATOR}), authorities=everywhere)


def _say_plan(plan: ImportPlan, words: dict[Action, str]) -> None:
    recognised = plan.recognised
    counts = ", ".join(f"{plan.counts[action.value]} {word}" for action, word in words.items() if plan.counts.get(action.value))
    out.print(f"[bold]{len(plan.rows)} rows as {recognised.kind.value}[/] (sheet {plain(plan.sheet)}): {counts}")
    for field, column in recognised.columns.items():
        out.print(f"  {plain(column.header)} → {field.replace('_', ' ')}  [dim]{plain(column.why)}[/]")
    out.print("Left out:" if recognised.left_out else "No column was left out.")
    for left in recognised.left_out:
        out.print(f"  {plain(left.column)}, {left.filled} cells: {plain(left.reason)}")
    for remark in (*recognised.remarks, *(f"Sheet {each.column}: {each.reason}" for each in plan.left_out_sheets)):
        out.print(f"  {plain(remark)}")
    _say_rows(plan)


def _say_likely(plan: ImportPlan) -> None:
    if not plan.likely:
        return
    names = {row.number: row.name for row in plan.rows}
    table = Table("row", "name", "likely to be", "why", title=f"Likely duplicates: {len(plan.likely)}", title_justify="left")
    for each in plan.likely[:ROWS_SHOWN]:
        other = f"{each.other_name} (row {each.other_row})" if each.other_row else f"{each.other_name} (on Signpost)"
        table.add_row(str(each.number), plain(names[each.number]), plain(other), plain(f"{each.sureness}: {each.reason}"))
    out.print(table)
    if len(plan.likely) > ROWS_SHOWN:
        out.print(f"… and {len(plan.likely) - ROWS_SHOWN} more; the import page shows them side by side.")
    out.print("Leave a row out with --leave ROW; otherwise it is taken.")


def _say_rows(plan: ImportPlan) -> None:
    telling = [*plan.refused, *(row for row in plan.rows if row.notes and row.action is not Action.REFUSE)]
    if not telling:
        return
    table = Table("row", "name", "what", title="Rows to look at", title_justify="left")
    for row in telling[:ROWS_SHOWN]:
        said = [f"{each.field}: {each.message} {each.remedy}".strip() for each in row.problems] + list(row.notes)
        table.add_row(str(row.number), plain(row.name), plain("\n".join(said)))
    out.print(table)
    if len(telling) > ROWS_SHOWN:
        out.print(f"… and {len(telling) - ROWS_SHOWN} more; --errors FILE.xlsx writes all that are refused.")


def _say_report(report: ImportReport, data: Path) -> None:
    _say_plan(report.plan, WOULD if report.file_refused else DONE)
    if report.file_refused:
        out.print("[bold red]Nothing was imported,[/] because rows were refused.")
        out.print("  → Mend them and import again, or take the others with --take-good-rows.")
    elif report.import_id is None:
        out.print("Nothing changed: everything in the file is there already.")
    elif not report.plan.counts[Action.ADD] + report.plan.counts[Action.CHANGE]:
        out.print("Nothing changed: what could be taken is there already.")
    else:
        elsewhere = "" if data == DATA else f" --data {data}"
        out.print(f"Done. To take it back: signpost import --undo {report.import_id}{elsewhere}")


def _say_undone(report: UndoReport) -> None:
    out.print(f"Taken back: {report.removed} removed, {report.restored} brought back to what they were.")
    alike = Counter(reason for _, reason in report.left_alone)
    for reason, count in alike.items():
        names = [name for name, why in report.left_alone if why == reason]
        more = f" and {count - LEFT_NAMED} more" if count > LEFT_NAMED else ""
        out.print(f"  left alone: {plain(', '.join(names[:LEFT_NAMED]))}{more}: {plain(reason)}")
