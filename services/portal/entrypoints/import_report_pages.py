"""Look back at imports: all that were done, what one did, its report; take it back."""

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.adapters.import_answers import Undone
from services.portal.adapters.problem import Problem
from services.portal.entrypoints.desk import Desk, ImporterDesk, go
from services.portal.entrypoints.form_tokens import Form
from services.portal.entrypoints.import_preview_pages import FILES
from services.portal.entrypoints.importing_whose import download, whose_rows
from services.portal.entrypoints.venue_editing import authority_options
from shared.errors import FieldProblem, NotFound
from shared.permissions import Role

router = APIRouter()

ACTIONS = ("refuse", "change", "add", "leave")
A_PAGE = 30


@router.get("/my/import/history")
async def history(desk: ImporterDesk, authority: str | None = None, cursor: str | None = None) -> Response:
    whose = await whose_rows(desk, authority)
    done = await desk.directory.importing.done(whose.named, A_PAGE, cursor or None) if whose.known else None
    any_council = Role.PROVIDER not in desk.visitor.roles
    return desk.page(
        "import_history.html", whose=whose, done=done, first=not cursor, any_council=any_council, authorities=authority_options()
    )


@router.get("/my/import/{id}")
async def report(id: str, desk: ImporterDesk, show: str = "", q: str = "", cursor: str | None = None) -> Response:
    return await _report_page(desk, id, show=show, q=q, cursor=cursor)


@router.get("/my/import/{id}/undo")
async def ask_undo(id: str, desk: ImporterDesk) -> Response:
    done = await desk.directory.importing.one(id)
    return go(f"/my/import/{id}") if done.undone_at else desk.page("undo_import.html", done=done)


@router.post("/my/import/{id}/undo")
async def undo(id: str, desk: ImporterDesk, sent: Form) -> Response:
    try:
        return await _report_page(desk, id, await desk.directory.importing.undo(id))
    except Problem as problem:
        if problem.status != 409:
            raise
        return await _report_page(desk, id, stuck=problem) if problem.problems else go(f"/my/import/{id}")


@router.get("/my/import/{id}/{name}")
async def file(id: str, name: str, desk: ImporterDesk) -> Response:
    if name not in FILES:
        raise NotFound("There is no such file.", remedy=f"There are {' and '.join(FILES)}.")
    return download(await desk.directory.importing.file(id, name), FILES[name])


async def _report_page(
    desk: Desk, id: str, undone: Undone | None = None, stuck: Problem | None = None, show: str = "", q: str = "", cursor: str | None = None
) -> Response:
    """`stuck`: nothing could be taken back, and why."""
    done = await desk.directory.importing.one(id)
    first = next((each for each in ACTIONS if done.counts.get(each)), "add")
    shown = show if show in ACTIONS else first
    rows = await desk.directory.importing.rows(id, shown, q[:100], cursor or None)
    taken = desk.request.query_params.get("done") == "taken" and done.undone_at is None
    said = (
        (FieldProblem("", stuck.detail, stuck.remedy), *(FieldProblem("", f"{p.field}: {p.message}") for p in stuck.problems))
        if stuck
        else ()
    )
    status = stuck.status if stuck else 200
    return desk.page(
        "import_report.html", status, done=done, taken=taken, undone=undone, problems=said, shown=shown, q=q, cursor=cursor, rows=rows
    )
