"""Bring in a spreadsheet: choose it, see what would happen, do it, look back, take it back."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.adapters.answers import Provider
from services.portal.adapters.import_answers import Preview, Undone
from services.portal.adapters.problem import Problem
from services.portal.entrypoints.desk import Desk, ImporterDesk, go
from services.portal.entrypoints.form_tokens import File, Form, new_key
from services.portal.entrypoints.venue_editing import authority_options, named
from services.portal.forms.form_problems import form_problems
from services.portal.forms.spreadsheet_templates import TEMPLATES, template_file
from services.portal.languages import gettext as _
from shared.errors import FieldProblem, NotFound
from shared.permissions import Role

router = APIRouter()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
INPUTS = (("authority", "authority"), (r".*", "file"))
"""Whatever is wrong with the file is shown at the file."""
PASSED_ON = (401, 403, 503)


@dataclass(frozen=True)
class Whose:
    """Whose the rows are: a provider's, else a council's; neither when the sheet itself names the council."""

    provider: Provider | None
    authority: str | None

    @property
    def named(self) -> dict[str, str | None]:
        return {"provider_id": self.provider.id if self.provider else None, "authority": self.authority}

    @property
    def page(self) -> dict[str, str | None]:
        """As parameters of our own addresses."""
        return {"provider": self.provider.id if self.provider else None, "authority": self.authority}

    @property
    def known(self) -> bool:
        return self.provider is not None or self.authority is not None


@router.get("/my/import")
async def start(desk: ImporterDesk, authority: str | None = None) -> Response:
    return await _start_page(desk, await _whose(desk, authority))


@router.get("/my/import/template/{name}")
def template(name: str, desk: ImporterDesk) -> Response:
    if name not in TEMPLATES:
        raise NotFound("There is no such template.", remedy="The templates are venues.csv and classes.csv.")
    return _download(template_file(name), name, CSV)


@router.get("/my/import/preview")
def preview_again(desk: ImporterDesk) -> Response:
    """The preview itself came from a form; loading its address starts again."""
    return go("/my/import")


@router.post("/my/import/preview")
async def preview(desk: ImporterDesk, sent: Form, file: File) -> Response:
    whose = await _whose(desk, sent.one("authority"))
    if file is None:
        return await _start_page(desk, whose, Problem(422, "", "", problems=(FieldProblem("file", _("Choose a file.")),)))
    try:
        found = await desk.directory.preview_import((file.filename or "spreadsheet", await file.read()), **whose.named)
    except Problem as problem:
        if problem.status in PASSED_ON:
            raise
        return await _start_page(desk, whose, problem)
    return _preview_page(desk, whose, found)


@router.get("/my/import/previews/{upload}/errors.xlsx")
async def preview_errors(upload: str, desk: ImporterDesk, authority: str | None = None) -> Response:
    whose = await _whose(desk, authority)
    return _download(await desk.directory.preview_errors(upload, **whose.named), "rows-to-mend.xlsx", XLSX)


@router.post("/my/import")
async def take(desk: ImporterDesk, sent: Form) -> Response:
    """The whole file or its good rows; done once, however often the button is pressed."""
    whose = await _whose(desk, sent.one("authority"))
    asked = {"upload": sent.one("upload"), "filename": sent.one("filename"), "take_good_rows": sent.one("do") == "good", **whose.named}
    try:
        report = await desk.directory.take_import(asked, sent.one("key") or new_key())
    except Problem as problem:
        if problem.status in PASSED_ON:
            raise
        return await _start_page(desk, whose, problem)
    if report.import_id:
        return go(f"/my/import/{report.import_id}", done="taken")
    if report.file_refused:
        again = Preview(upload=sent.one("upload"), filename=sent.one("filename"), authority=sent.one("authority"), plan=report.plan)
        return _preview_page(desk, whose, again, refused=True)
    return go("/my/import", done="same", **whose.page)


@router.get("/my/import/{id}")
async def report(id: str, desk: ImporterDesk) -> Response:
    return await _report_page(desk, id)


@router.get("/my/import/{id}/errors.xlsx")
async def errors(id: str, desk: ImporterDesk) -> Response:
    return _download(await desk.directory.import_errors(id), "rows-to-mend.xlsx", XLSX)


@router.get("/my/import/{id}/undo")
async def ask_undo(id: str, desk: ImporterDesk) -> Response:
    done = await desk.directory.one_import(id)
    return go(f"/my/import/{id}") if done.undone_at else desk.page("undo_import.html", done=done)


@router.post("/my/import/{id}/undo")
async def undo(id: str, desk: ImporterDesk, sent: Form) -> Response:
    try:
        return await _report_page(desk, id, await desk.directory.undo_import(id))
    except Problem as problem:
        if problem.status != 409:
            raise
        return await _report_page(desk, id, stuck=problem) if problem.problems else go(f"/my/import/{id}")


async def _whose(desk: Desk, authority: str | None) -> Whose:
    return Whose(await desk.provider(), authority or None)


async def _start_page(desk: Desk, whose: Whose, problem: Problem | None = None) -> Response:
    """With the imports done before, once it is known whose."""
    earlier = (await desk.directory.imports(**whose.named)).items if whose.known and problem is None else ()
    said = form_problems(named(problem), INPUTS)
    done = desk.request.query_params.get("done", "")
    shown: dict[str, Any] = {"problems": said.summary, "errors": said.beside, "done": done, "earlier": earlier}
    any_council = Role.PROVIDER not in desk.visitor.roles
    status = problem.status if problem else 200
    return desk.page("import.html", status, whose=whose, any_council=any_council, authorities=authority_options(), **shown)


def _preview_page(desk: Desk, whose: Whose, found: Preview, *, refused: bool = False) -> Response:
    return desk.page("import_preview.html", whose=whose, found=found, refused=refused, key=new_key())


async def _report_page(desk: Desk, id: str, undone: Undone | None = None, stuck: Problem | None = None) -> Response:
    """`stuck`: nothing could be taken back, and why."""
    done = await desk.directory.one_import(id)
    taken = desk.request.query_params.get("done") == "taken" and done.undone_at is None
    said = (
        (FieldProblem("", stuck.detail, stuck.remedy), *(FieldProblem("", f"{p.field}: {p.message}") for p in stuck.problems))
        if stuck
        else ()
    )
    return desk.page("import_report.html", stuck.status if stuck else 200, done=done, taken=taken, undone=undone, problems=said)


def _download(content: bytes, name: str, type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=type, headers=headers)
