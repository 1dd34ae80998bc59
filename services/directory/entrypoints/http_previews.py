"""Look at what a spreadsheet would do: its rows page by page, likely duplicates side by side, the report."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from services.directory.domain.spreadsheet.plan import Action, ImportTarget
from services.directory.entrypoints.asking import Cursor, Importer, Limit, Parts
from services.directory.entrypoints.import_answers import (
    LikelyAnswer,
    LikelyPage,
    PreviewAnswer,
    RowPage,
    likely_answer,
    plan_answer,
    planned_row,
)
from services.directory.entrypoints.import_files import ERRORS, REPORT, workbook
from services.directory.entrypoints.import_job_answers import LeaveAsked
from services.directory.use_cases.importing.import_target import target_of_file
from services.directory.use_cases.report_import import report_of_preview
from services.directory.use_cases.show_preview import leave_rows, likely_pairs, open_preview, preview_rows
from shared.web.paging import decode_cursor, encode_cursor

router = APIRouter(prefix="/v1/imports/previews/{upload}", tags=["imports"])
ProviderId = Annotated[str | None, Query(max_length=60, description="Whose the rows are: the provider.")]
AuthorityText = Annotated[
    str | None, Query(max_length=60, description="GSS code or name; may be left out with a provider, or where the sheet names it.")
]
Words = Annotated[str, Query(max_length=100, description="Looked for in the name and in all that a row says.")]


def _into(upload: str, parts: Parts, actor: Importer, provider_id: ProviderId = None, authority: AuthorityText = None) -> ImportTarget:
    file = parts.uploads.path(actor.subject, upload)
    return target_of_file(parts.works, parts.places, parts.spreadsheets, file, provider_id, authority)


Into = Annotated[ImportTarget, Depends(_into)]


@router.get("", summary="What a spreadsheet would do")
def preview(upload: str, parts: Parts, actor: Importer, into: Into) -> PreviewAnswer:
    """As it was when it was looked through. Its rows are to be asked for."""
    kept = open_preview(parts.works, parts.previews, actor, upload, into)
    return PreviewAnswer(
        upload=upload, filename=kept.filename, authority=into.authority, plan=plan_answer(kept.plan), left=sorted(kept.left)
    )


@router.get("/rows", summary="The rows of a preview")
def rows(
    upload: str,
    parts: Parts,
    actor: Importer,
    into: Into,
    action: Action | None = None,
    q: Words = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> RowPage:
    """In the order of the sheet; without an action all that are not the same as what is stored."""
    after = int(decode_cursor(cursor, "preview rows").text("after")) if cursor else 0
    found = preview_rows(parts.works, parts.previews, actor, upload, into, action, q, after, limit + 1)
    shown, more = found.rows[:limit], len(found.rows) > limit
    following = encode_cursor({"after": str(shown[-1].number)}, "preview rows") if more else None
    return RowPage(items=[planned_row(each) for each in shown], total=found.total, next=following)


@router.get("/likely", summary="Likely duplicates, side by side")
def likely(upload: str, parts: Parts, actor: Importer, into: Into, limit: Limit = 50, cursor: Cursor = None) -> LikelyPage:
    """In the order of the sheet, the surest first within a row."""
    after = int(decode_cursor(cursor, "likely").text("after")) if cursor else 0
    plan, pairs = likely_pairs(parts.works, parts.previews, actor, upload, into, after, limit)
    more = after + limit if after + limit < len(plan.likely) else None
    items: list[LikelyAnswer] = [likely_answer(each) for each in pairs]
    return LikelyPage(items=items, total=len(plan.likely), next=encode_cursor({"after": str(more)}, "likely") if more else None)


@router.post("/leave", summary="Leave rows out, or take them after all", status_code=204)
def leave(upload: str, asked: LeaveAsked, parts: Parts, actor: Importer, into: Into) -> None:
    """Kept with the preview; an import of the same file obeys it."""
    leave_rows(parts.works, parts.previews, actor, upload, into, asked.numbers, out=asked.out)


@router.get("/errors.xlsx", summary="The rows that would be refused, with an ERRORS column", response_class=Response)
def errors(upload: str, parts: Parts, actor: Importer, into: Into) -> Response:
    kept = open_preview(parts.works, parts.previews, actor, upload, into)
    return workbook(parts.spreadsheets.errors_workbook(kept.plan.headers, kept.rows(Action.REFUSE).rows), ERRORS)


@router.get("/report.xlsx", summary="A report to send back to those whose list it is", response_class=Response)
def report(upload: str, parts: Parts, actor: Importer, into: Into) -> Response:
    """Summary, refused rows, likely duplicates, what changes field by field, what is left out and why."""
    paper = report_of_preview(parts.works, parts.places, parts.previews, actor, upload, into)
    return workbook(parts.spreadsheets.report(paper), REPORT)
