"""Bring in a spreadsheet: see what would happen, do it, get the failed rows back, take it back."""

from typing import Annotated

from fastapi import APIRouter, Query, UploadFile
from starlette.responses import Response

from services.directory.domain.spreadsheet.plan import Action
from services.directory.entrypoints.answers import Page
from services.directory.entrypoints.asking import Cursor, Importer, Key, Limit, Parts
from services.directory.entrypoints.http_import_jobs import kept_in, looked_at
from services.directory.entrypoints.http_previews import Words
from services.directory.entrypoints.import_answers import (
    ROWS_SHOWN,
    ImportAnswer,
    PreviewAnswer,
    ReportAnswer,
    RowPage,
    Takeable,
    UndoAnswer,
    import_answer,
    imported_row,
    plan_answer,
    report_answer,
    undo_answer,
)
from services.directory.entrypoints.import_files import ERRORS, REPORT, workbook
from services.directory.entrypoints.import_turns import Turns
from services.directory.use_cases.import_spreadsheet import import_spreadsheet
from services.directory.use_cases.importing.import_once import imported_before
from services.directory.use_cases.importing.import_target import target_of_file
from services.directory.use_cases.preview_import import preview_import
from services.directory.use_cases.report_import import report_of_import
from services.directory.use_cases.show_imports import list_imports, show_import
from services.directory.use_cases.undo_import import undo_import
from shared.web.paging import decode_cursor, encode_cursor

router = APIRouter(prefix="/v1/imports", tags=["imports"])
TURNS = Turns(at_once=2, wait_seconds=30)
ProviderId = Annotated[str | None, Query(max_length=60, description="Whose the rows are: the provider.")]
AuthorityText = Annotated[
    str | None, Query(max_length=60, description="GSS code or name; may be left out with a provider, or where the sheet names it.")
]


@router.post("/preview", summary="See what bringing in a spreadsheet would do")
def preview(
    file: UploadFile, parts: Parts, actor: Importer, provider_id: ProviderId = None, authority: AuthorityText = None
) -> PreviewAnswer:
    """csv, xlsx or ods up to 50 MB. Nothing is changed; the file is kept for a day."""
    with TURNS.taken():
        content = file.file.read()
        into = target_of_file(parts.works, parts.places, parts.spreadsheets, content, provider_id, authority)
        upload = parts.uploads.keep(actor.subject, content)
        keep = kept_in(parts, upload, into, file.filename or "spreadsheet")
        plan = preview_import(parts.works, parts.places, parts.spreadsheets, actor, content, into, keep=keep)
    return PreviewAnswer(upload=upload, filename=file.filename or "spreadsheet", authority=into.authority, plan=plan_answer(plan))


@router.post("", status_code=201, summary="Bring in a spreadsheet that was previewed")
def take(asked: Takeable, parts: Parts, actor: Importer, key: Key) -> ReportAnswer:
    """The whole file, or with `take_good_rows` those of its rows that are right. With an Idempotency-Key it is done once."""
    if again := imported_before(parts.works, actor, key):
        return report_answer(again)
    with TURNS.taken():
        content = parts.uploads.get(actor.subject, asked.upload)
        into = target_of_file(parts.works, parts.places, parts.spreadsheets, content, asked.provider_id, asked.authority)
        likely, left = looked_at(parts, actor, asked.upload, into)
        report = import_spreadsheet(
            parts.works,
            parts.places,
            parts.spreadsheets,
            actor,
            content,
            asked.filename,
            into,
            take_good_rows=asked.take_good_rows,
            leave=left,
            likely=likely,
            key=key,
        )
    return report_answer(report)


@router.get("", summary="Imports that were done")
def imports(
    parts: Parts, actor: Importer, provider_id: ProviderId = None, authority: AuthorityText = None, limit: Limit = 50, cursor: Cursor = None
) -> Page[ImportAnswer]:
    """Newest first; of one provider, or of one authority."""
    after = decode_cursor(cursor, "imports").text("after") if cursor else None
    found = list_imports(parts.works, parts.places, actor, provider_id, authority, limit + 1, after)
    more = encode_cursor({"after": found[limit - 1].id}, "imports") if len(found) > limit else None
    return Page(items=[import_answer(each) for each in found[:limit]], next=more)


@router.get("/{id}", summary="Show an import")
def show(id: str, parts: Parts, actor: Importer) -> ImportAnswer:
    """With its first 200 rows."""
    record, rows = show_import(parts.works, actor, id, most_rows=ROWS_SHOWN)
    return import_answer(record, rows)


@router.get("/{id}/errors.xlsx", summary="The rows that were refused, with an ERRORS column", response_class=Response)
def errors(id: str, parts: Parts, actor: Importer) -> Response:
    record, rows = show_import(parts.works, actor, id, action=Action.REFUSE)
    return workbook(parts.spreadsheets.errors_workbook(record.headers, rows), ERRORS)


@router.get("/{id}/rows", summary="The rows of an import")
def rows(
    id: str, parts: Parts, actor: Importer, action: Action | None = None, q: Words = "", limit: Limit = 50, cursor: Cursor = None
) -> RowPage:
    """In the order of the sheet; those that brought nothing new are not kept. `q` is looked for in names."""
    after = int(decode_cursor(cursor, "import rows").text("after")) if cursor else 0
    record, found = show_import(parts.works, actor, id, action=action, most_rows=limit + 1, after=after, words=q)
    more = encode_cursor({"after": str(found[limit - 1].number)}, "import rows") if len(found) > limit else None
    total = record.counts.get(action.value, 0) if action and not q else None
    return RowPage(items=[imported_row(each) for each in found[:limit]], total=total, next=more)


@router.get("/{id}/report.xlsx", summary="A report to send back to those whose list it was", response_class=Response)
def report(id: str, parts: Parts, actor: Importer) -> Response:
    """Summary, refused rows, likely duplicates, what changed field by field, what was left out and why."""
    return workbook(parts.spreadsheets.report(report_of_import(parts.works, parts.places, actor, id)), REPORT)


@router.post("/{id}/undo", summary="Take an import back")
def undo(id: str, parts: Parts, actor: Importer) -> UndoAnswer:
    """Rows that somebody changed since are left alone, and named."""
    return undo_answer(undo_import(parts.works, parts.places, actor, id))
