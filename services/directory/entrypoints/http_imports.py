"""Bring in a spreadsheet: see what would happen, do it, get the failed rows back, take it back."""

from typing import Annotated

from fastapi import APIRouter, Query, UploadFile
from starlette.responses import Response

from services.directory.domain.spreadsheet.plan import Action
from services.directory.entrypoints.answers import Page
from services.directory.entrypoints.asking import Importer, Key, Limit, Parts
from services.directory.entrypoints.import_answers import (
    ROWS_SHOWN,
    ImportAnswer,
    PreviewAnswer,
    ReportAnswer,
    Takeable,
    UndoAnswer,
    import_answer,
    plan_answer,
    report_answer,
    undo_answer,
)
from services.directory.entrypoints.import_turns import Turns
from services.directory.use_cases.import_spreadsheet import import_spreadsheet
from services.directory.use_cases.importing.import_once import imported_before
from services.directory.use_cases.importing.import_target import target_of_file
from services.directory.use_cases.preview_import import preview_import
from services.directory.use_cases.show_imports import list_imports, show_import
from services.directory.use_cases.undo_import import undo_import

router = APIRouter(prefix="/v1/imports", tags=["imports"])
TURNS = Turns(at_once=2, wait_seconds=30)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
        plan = preview_import(parts.works, parts.places, parts.spreadsheets, actor, content, into)
    upload = parts.uploads.keep(actor.subject, content)
    return PreviewAnswer(upload=upload, filename=file.filename or "spreadsheet", authority=into.authority, plan=plan_answer(plan))


@router.get("/previews/{upload}/errors.xlsx", summary="The rows that would be refused, with an ERRORS column", response_class=Response)
def preview_errors(upload: str, parts: Parts, actor: Importer, provider_id: ProviderId = None, authority: AuthorityText = None) -> Response:
    with TURNS.taken():
        content = parts.uploads.get(actor.subject, upload)
        into = target_of_file(parts.works, parts.places, parts.spreadsheets, content, provider_id, authority)
        plan = preview_import(parts.works, parts.places, parts.spreadsheets, actor, content, into)
    return _workbook(parts.spreadsheets.errors_workbook(plan.headers, plan.refused))


@router.post("", status_code=201, summary="Bring in a spreadsheet that was previewed")
def take(asked: Takeable, parts: Parts, actor: Importer, key: Key) -> ReportAnswer:
    """The whole file, or with `take_good_rows` those of its rows that are right. With an Idempotency-Key it is done once."""
    if again := imported_before(parts.works, actor, key):
        return report_answer(again)
    with TURNS.taken():
        content = parts.uploads.get(actor.subject, asked.upload)
        into = target_of_file(parts.works, parts.places, parts.spreadsheets, content, asked.provider_id, asked.authority)
        report = import_spreadsheet(
            parts.works,
            parts.places,
            parts.spreadsheets,
            actor,
            content,
            asked.filename,
            into,
            take_good_rows=asked.take_good_rows,
            key=key,
        )
    return report_answer(report)


@router.get("", summary="Imports that were done")
def imports(
    parts: Parts, actor: Importer, provider_id: ProviderId = None, authority: AuthorityText = None, limit: Limit = 50
) -> Page[ImportAnswer]:
    """Newest first; of one provider, or of one authority."""
    return Page(items=[import_answer(each) for each in list_imports(parts.works, parts.places, actor, provider_id, authority, limit)])


@router.get("/{id}", summary="Show an import")
def show(id: str, parts: Parts, actor: Importer) -> ImportAnswer:
    """With its first 200 rows."""
    record, rows = show_import(parts.works, actor, id, most_rows=ROWS_SHOWN)
    return import_answer(record, rows)


@router.get("/{id}/errors.xlsx", summary="The rows that were refused, with an ERRORS column", response_class=Response)
def errors(id: str, parts: Parts, actor: Importer) -> Response:
    record, rows = show_import(parts.works, actor, id, action=Action.REFUSE)
    return _workbook(parts.spreadsheets.errors_workbook(record.headers, rows))


@router.post("/{id}/undo", summary="Take an import back")
def undo(id: str, parts: Parts, actor: Importer) -> UndoAnswer:
    """Rows that somebody changed since are left alone, and named."""
    return undo_answer(undo_import(parts.works, parts.places, actor, id))


def _workbook(content: bytes) -> Response:
    return Response(content, media_type=XLSX, headers={"Content-Disposition": 'attachment; filename="rows-to-mend.xlsx"'})
