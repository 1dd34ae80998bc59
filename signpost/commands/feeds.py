"""signpost import --feed: take in another authority's Open Referral UK feed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.progress import Progress
from rich.table import Table

from services.directory.domain.feeds.merge import Prefer
from services.directory.domain.feeds.report import FeedReport, FeedRow, Outcome
from services.directory.domain.location import Places
from services.directory.use_cases.import_feed import FeedChoices, import_feed
from services.directory.use_cases.importing.import_target import target_meant
from services.directory.use_cases.ports import Works
from services.directory.wiring import open_feed
from shared.errors import FieldProblem, Invalid
from shared.permissions import Actor
from signpost.commands.saying import DATA, out, plain

ROWS_SHOWN = 20
DONE = {
    Outcome.ADDED: "added",
    Outcome.CHANGED: "changed",
    Outcome.SAME: "the same",
    Outcome.WITHDRAWN: "withdrawn",
    Outcome.MISSING: "no longer in the feed",
    Outcome.REFUSED: "refused",
    Outcome.ENDED: "not active",
    Outcome.OTHER: "no English class",
}
WOULD = DONE | {Outcome.ADDED: "to add", Outcome.CHANGED: "to change", Outcome.WITHDRAWN: "to withdraw"}


@dataclass(frozen=True)
class FeedAsked:
    """What the command line says of a feed."""

    url: str
    authority: str | None
    dry_run: bool
    full: bool
    accept_vanished: bool
    take_theirs: tuple[str, ...]
    keep_ours: tuple[str, ...]
    allow_private: bool

    @property
    def choices(self) -> FeedChoices:
        """Raises Invalid for an id that both are said of."""
        if both := sorted(set(self.take_theirs) & set(self.keep_ours)):
            raise Invalid.field("--take-theirs", f"{both[0]} is given with --keep-ours too.", "Say one of the two.")
        preferences = dict.fromkeys(self.take_theirs, Prefer.THEIRS) | dict.fromkeys(self.keep_ours, Prefer.OURS)
        return FeedChoices(self.dry_run, self.full, self.accept_vanished, preferences)


def bring_feed(works: Works, places: Places, actor: Actor, asked: FeedAsked, data: Path) -> None:
    if not asked.authority:
        raise Invalid.field("--authority", "Nothing says which council area the feed is of.", "Add --authority NAME, such as Leeds.")
    into, feed = target_meant(works, places, None, asked.authority), open_feed(asked.url, allow_private=asked.allow_private)
    try:
        with Progress(console=out, transient=True) as bar:
            task = bar.add_task("Reading the feed", total=None)
            telling = _telling(bar, task)
            report = import_feed(works, places, feed, actor, into, asked.choices, telling)
    finally:
        feed.close()
    _say(report, data)
    if report.vanished.unconfirmed:
        raise typer.Exit(1)


def _telling(bar: Progress, task: int) -> Callable[[int, int], None]:
    return lambda done, total: bar.update(task, completed=done, total=total or None)  # type: ignore[arg-type]  # rich calls an int TaskID


def _say(report: FeedReport, data: Path) -> None:
    words = WOULD if report.dry_run else DONE
    counts = ", ".join(f"{report.counts[each.value]} {word}" for each, word in words.items() if report.counts.get(each.value))
    out.print(f"[bold]{plain(report.url)}[/]: {counts or 'nothing changed there since'}")
    if report.went_on_at:
        out.print(f"  An earlier import was broken off; this one went on at page {report.went_on_at}. The counts are of what was left.")
    _say_rows("Both sides changed these; ours stayed", report, _clashes)
    _say_rows("Kept as they were changed here", report, _kept)
    _say_rows("Refused", report, lambda row: _problems(row.problems))
    _say_rows("Left out of what was taken", report, lambda row: _problems(row.notes))
    _say_rows("Gone from the feed", report, _gone)
    _say_vanished(report)
    _say_end(report, data)


def _say_rows(title: str, report: FeedReport, say: Callable[[FeedRow], str]) -> None:
    telling = [(row, said) for row in report.rows if (said := say(row))]
    if not telling:
        return
    table = Table("what", "id in the feed", "name", title, title=title, title_justify="left")
    for row, said in telling[:ROWS_SHOWN]:
        table.add_row(row.kind, plain(row.key), plain(row.name), plain(said))
    out.print(table)
    if len(telling) > ROWS_SHOWN:
        out.print(f"… and {len(telling) - ROWS_SHOWN} more.")


def _clashes(row: FeedRow) -> str:
    said = [f"{each.field}: the feed says {each.feed_says!r} (before: {each.feed_said!r}), we say {each.we_say!r}" for each in row.clashes]
    return "\n".join([*said, f"→ --take-theirs {row.key}, or --keep-ours {row.key}"] if said else [])


def _kept(row: FeedRow) -> str:
    return ", ".join(row.kept)


def _problems(problems: tuple[FieldProblem, ...]) -> str:
    return "\n".join(f"{each.field}: {each.message} {each.remedy}".strip() for each in problems)


def _gone(row: FeedRow) -> str:
    return {Outcome.WITHDRAWN: "withdrawn", Outcome.MISSING: "left as it is: others may use it"}.get(row.outcome, "")


def _say_vanished(report: FeedReport) -> None:
    if report.doubt:
        out.print(f"What is missing from the feed was not taken as gone: {plain(report.doubt)}. The next import compares everything again.")
    if report.vanished.unconfirmed:
        out.print(f"[bold red]{report.vanished.gone} of {report.vanished.of} classes are gone from the feed.[/] Nothing was withdrawn.")
        out.print("  → Ask the people who run the feed. If it is right, run this again with --accept-vanished.")


def _say_end(report: FeedReport, data: Path) -> None:
    elsewhere = "" if data == DATA else f" --data {data}"
    if report.dry_run:
        out.print("Nothing was changed: this was a dry run.")
    elif report.import_id is None:
        out.print("Nothing changed: everything that can be taken is here already.")
    else:
        out.print(f"Done. To take it back: signpost import --undo {report.import_id}{elsewhere}")
