"""Bring in a spreadsheet: choose it, do it; see how far a large one is."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.adapters.import_answers import Job
from services.portal.adapters.problem import Problem
from services.portal.entrypoints.desk import Desk, ImporterDesk, go
from services.portal.entrypoints.form_tokens import File, Form, new_key
from services.portal.entrypoints.importing_whose import Whose, download, page_of, whose_rows
from services.portal.entrypoints.venue_editing import authority_options, named
from services.portal.forms.form_problems import form_problems
from services.portal.forms.spreadsheet_templates import TEMPLATES, template_file
from services.portal.languages import gettext as _
from shared.errors import FieldProblem, NotFound
from shared.permissions import Role

router = APIRouter()

CSV = "text/csv; charset=utf-8"
INPUTS = (("authority", "authority"), (r".*", "file"))
"""Whatever is wrong with the file is shown at the file."""
PASSED_ON = (401, 403, 404, 503)
EARLIER_SHOWN = 5


@router.get("/my/import")
async def start(desk: ImporterDesk, authority: str | None = None) -> Response:
    return await _start_page(desk, await whose_rows(desk, authority))


@router.get("/my/import/template/{name}")
def template(name: str, desk: ImporterDesk) -> Response:
    if name not in TEMPLATES:
        raise NotFound("There is no such template.", remedy="The templates are venues.csv and classes.csv.")
    return download(template_file(name), name, CSV)


@router.get("/my/import/preview")
def preview_again(desk: ImporterDesk) -> Response:
    """The file itself came from a form; loading its address starts again."""
    return go("/my/import")


@router.post("/my/import/preview")
async def preview(desk: ImporterDesk, sent: Form, file: File) -> Response:
    whose = await whose_rows(desk, sent.one("authority"))
    if file is None:
        return await _start_page(desk, whose, Problem(422, "", "", problems=(FieldProblem("file", _("Choose a file.")),)))
    filename = (file.filename or "spreadsheet")[:200]
    try:
        upload = await desk.directory.importing.send((filename, await file.read()))
        asked = {"doing": "preview", "upload": upload, "filename": filename, **whose.named}
        return _after(await desk.directory.importing.begin(asked, new_key()))
    except Problem as problem:
        return await _told(desk, whose, problem)


@router.post("/my/import")
async def take(desk: ImporterDesk, sent: Form) -> Response:
    """The whole file or its good rows; done once, however often the button is pressed."""
    whose = await whose_rows(desk, sent.one("authority"))
    asked = {"doing": "import", "upload": sent.one("upload"), "filename": sent.one("filename"), **whose.named}
    try:
        job = await desk.directory.importing.begin(asked | {"take_good_rows": sent.one("do") == "good"}, sent.one("key") or new_key())
        return _after(job)
    except Problem as problem:
        return await _told(desk, whose, problem)


@router.get("/my/import/jobs/{id}")
async def job(id: str, desk: ImporterDesk) -> Response:
    """How far it is; when it has ended, what came of it."""
    try:
        found = await desk.directory.importing.job(id)
    except Problem as problem:
        return await _told(desk, await whose_rows(desk, None), problem)
    return _after(found) if found.ended else desk.page("import_job.html", job=found)


@router.post("/my/import/jobs/{id}/stop")
async def stop(id: str, desk: ImporterDesk, sent: Form) -> Response:
    try:
        return _after(await desk.directory.importing.stop(id))
    except Problem as problem:
        return await _told(desk, await whose_rows(desk, None), problem)


def _after(job: Job) -> Response:
    """To the page that shows where it is now."""
    whose = page_of(job)
    if not job.ended:
        return go(f"/my/import/jobs/{job.id}")
    if job.state == "stopped":
        return go("/my/import", done="stopped", **whose)
    if job.doing == "preview" or job.file_refused:
        return go(f"/my/import/previews/{job.upload}", done="refused" if job.file_refused else None, **whose)
    return go(f"/my/import/{job.import_id}", done="taken") if job.import_id else go("/my/import", done="same", **whose)


async def _told(desk: Desk, whose: Whose, problem: Problem) -> Response:
    if problem.status in PASSED_ON:
        raise problem
    return await _start_page(desk, whose, problem)


async def _start_page(desk: Desk, whose: Whose, problem: Problem | None = None) -> Response:
    """With the last imports that were done, once it is known whose."""
    earlier = (await desk.directory.importing.done(whose.named, EARLIER_SHOWN)).items if whose.known and problem is None else ()
    said = form_problems(named(problem), INPUTS)
    done = desk.request.query_params.get("done", "")
    shown: dict[str, Any] = {"problems": said.summary, "errors": said.beside, "done": done, "earlier": earlier}
    any_council = Role.PROVIDER not in desk.visitor.roles
    status = problem.status if problem else 200
    return desk.page("import.html", status, whose=whose, any_council=any_council, authorities=authority_options(), **shown)
