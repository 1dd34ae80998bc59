"""The report of an import, before it is done and after, for those whose list it was."""

from collections.abc import Mapping
from dataclasses import replace

from services.directory.domain.location import Places
from services.directory.domain.spreadsheet.paper import LikelyPair, Paper, differences
from services.directory.domain.spreadsheet.plan import Action, ImportRecord, ImportState, ImportTarget, Kind, LeftOut, Likeness
from services.directory.use_cases.importing.planning import LEFT_OUT
from services.directory.use_cases.ports import Stores, Works
from services.directory.use_cases.preview_ports import Previews
from services.directory.use_cases.show_imports import show_import
from services.directory.use_cases.show_preview import open_preview, pairs_of
from shared.permissions import Actor

MOST_PAIRS = 2_000
"""Likely duplicates told in one report, the surest first; nobody works through more at once."""

_COUNTED = {
    Action.ADD: "New",
    Action.CHANGE: "Changed",
    Action.SAME: "The same as before",
    Action.REFUSE: "Refused",
    Action.LEAVE: "Left out by the person who looked through it",
}
_STATES = {
    ImportState.DONE: "Done",
    ImportState.UNDONE: "Done, and taken back",
    ImportState.PARTLY_UNDONE: "Done, and taken back but for what was changed since",
}


def report_of_preview(works: Works, places: Places, previews: Previews, actor: Actor, upload: str, into: ImportTarget) -> Paper:
    """Raises as open_preview."""
    kept = open_preview(works, previews, actor, upload, into)
    plan, surest = kept.plan, sorted(kept.plan.likely, key=lambda each: -each.score)[:MOST_PAIRS]
    with works.look() as stores:
        pairs = pairs_of(stores, kept, actor, surest)
        facts = _facts(stores, places, kept.filename, plan.sheet, plan.recognised.kind, into, plan.counts, len(plan.likely))
    likely = tuple(
        LikelyPair(
            pair.row.number,
            pair.row.name,
            _other(pair.likeness),
            pair.likeness.sureness,
            pair.likeness.reason,
            differences(pair.said, pair.other_said),
        )
        for pair in pairs
    )
    return Paper(
        (("This is", "what bringing in the list would do; nothing is changed yet"), *facts),
        plan.headers,
        kept.rows(Action.REFUSE).rows,
        kept.rows(Action.CHANGE).rows,
        likely,
        [replace(row, notes=(LEFT_OUT,)) for row in kept.some(kept.left).values()],
        (*_columns(plan.recognised.left_out), *plan.left_out_sheets),
    )


def report_of_import(works: Works, places: Places, actor: Actor, import_id: str) -> Paper:
    """Raises NotFound, NotAllowed."""
    record, rows = show_import(works, actor, import_id)
    with works.look() as stores:
        facts = _facts(stores, places, record.filename, record.sheet, record.kind, record.target, record.counts, len(record.likely))
    names = {row.number: row.name for row in rows}
    likely = tuple(
        LikelyPair(each.number, names.get(each.number, ""), _other(each), each.sureness, each.reason)
        for each in record.likely
        if each.number in names
    )
    by_action = {action: [row for row in rows if row.action is action] for action in Action}
    return Paper(
        (*_done(record), *facts), record.headers, by_action[Action.REFUSE], by_action[Action.CHANGE], likely, by_action[Action.LEAVE], ()
    )


def _done(record: ImportRecord) -> tuple[tuple[str, str], ...]:
    done = [("This is", "what was brought in"), ("Brought in by", record.by_name), ("On", f"{record.at:%-d %B %Y at %H:%M} (UTC)")]
    done.append(("State", _STATES[record.state]))
    if record.undone_at:
        done.append(("Taken back by", f"{record.undone_by} on {record.undone_at:%-d %B %Y at %H:%M} (UTC)"))
    return tuple(done)


def _facts(
    stores: Stores, places: Places, filename: str, sheet: str, kind: Kind, into: ImportTarget, counts: Mapping[str, int], likely: int
) -> tuple[tuple[str, str], ...]:
    council = places.authority(into.authority)
    whose = stores.providers.get(into.provider_id).details.name if into.provider_id else None
    said = [
        ("File", filename),
        ("Sheet", sheet),
        ("Its rows are", kind.value),
        ("Council area", council.name if council else into.authority),
    ]
    said += [("Organisation", whose)] if whose else []
    said += [(words, str(counts[action.value])) for action, words in _COUNTED.items() if action.value in counts]
    return (*said, ("Likely duplicates", str(likely)))


def _other(likeness: Likeness) -> str:
    where = f"row {likeness.other_row}" if likeness.other_row else "on Signpost"
    return f"{likeness.other_name} ({where})"


def _columns(left: tuple[LeftOut, ...]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(f"Column “{each.column}”", each.reason, each.filled) for each in left)
