"""Look at what a file would do, page by page, without planning it again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.directory.domain.spreadsheet.plan import Action, ImportPlan, ImportTarget, Kind, Likeness, PlannedRow
from services.directory.use_cases.importing.import_rights import check_may_import
from services.directory.use_cases.ports import Stores, Works
from services.directory.use_cases.preview_ports import KeptPreview, KeptRows, Previews
from services.directory.use_cases.show_venue import sees_whole
from shared.errors import Invalid
from shared.permissions import Actor

Details = Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """A row beside what it is likely to be, each with all that it says, as JSON holds it."""

    likeness: Likeness
    row: PlannedRow
    said: Details
    other_said: Details


def open_preview(works: Works, previews: Previews, actor: Actor, upload: str, into: ImportTarget) -> KeptPreview:
    """Raises NotFound when it is gone or another person's, NotAllowed for who may not import there now."""
    with works.look() as stores:
        check_may_import(actor, into, stores)
    return previews.open(actor.subject, upload, into)


def leave_rows(
    works: Works, previews: Previews, actor: Actor, upload: str, into: ImportTarget, numbers: Collection[int], *, out: bool
) -> None:
    """Rows that are likely there already are left out, or taken after all. Raises as open_preview, Invalid for a row that is not there."""
    kept = open_preview(works, previews, actor, upload, into)
    rows = kept.some(numbers)
    if unknown := sorted(set(numbers) - rows.keys()):
        raise Invalid.field(
            "numbers", f"There is no row {unknown[0]} in the sheet.", "Give the numbers that the spreadsheet program shows."
        )
    kept.leave(numbers, out=out)


def preview_rows(
    works: Works,
    previews: Previews,
    actor: Actor,
    upload: str,
    into: ImportTarget,
    action: Action | None,
    words: str,
    after: int,
    limit: int,
) -> KeptRows:
    """Raises as open_preview."""
    return open_preview(works, previews, actor, upload, into).rows(action, words, after, limit)


def likely_pairs(
    works: Works, previews: Previews, actor: Actor, upload: str, into: ImportTarget, after: int, limit: int
) -> tuple[ImportPlan, list[Pair]]:
    """`after`: how many pairs were seen. Raises as open_preview."""
    kept = open_preview(works, previews, actor, upload, into)
    some = kept.plan.likely[after : after + limit]
    with works.look() as stores:
        return kept.plan, pairs_of(stores, kept, actor, some)


def pairs_of(stores: Stores, kept: KeptPreview, actor: Actor, some: Sequence[Likeness]) -> list[Pair]:
    """Without those whose other half is gone since, or hidden from the person."""
    rows = kept.some({each.number for each in some} | {each.other_row for each in some if each.other_row})
    stored = _stored(stores, kept.plan.recognised.kind, actor, {each.other_id for each in some if each.other_id})
    pairs = []
    for each in some:
        other = _after(rows[each.other_row]) if each.other_row else stored.get(each.other_id or "")
        if other is not None:
            pairs.append(Pair(each, rows[each.number], _after(rows[each.number]), other))
    return pairs


def _after(row: PlannedRow) -> Details:
    return {field: pair[1] for field, pair in row.changes.items()}


def _stored(stores: Stores, kind: Kind, actor: Actor, ids: set[str]) -> dict[str, Details]:
    if kind is Kind.VENUES:
        venues = stores.venues.some(ids).values()
        return {each.id: _said(each.details.model_dump(mode="json")) for each in venues if sees_whole(actor, each)}
    return {each.id: _said(each.details.model_dump(mode="json")) for each in stores.classes.some(ids).values()}


def _said(details: Details) -> Details:
    """As a row that is added: without what is empty."""
    return {field: value for field, value in details.items() if value not in (None, "", [], False)}
