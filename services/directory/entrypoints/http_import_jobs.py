"""Bring in a large spreadsheet behind the page: send it, see how far it is, stop it."""

from collections.abc import Iterable
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query, Request, UploadFile

from services.directory.domain.spreadsheet.plan import ImportPlan, ImportReport, ImportTarget, Likeness, PlannedRow
from services.directory.entrypoints.asking import Importer, Key, Parts
from services.directory.entrypoints.import_answers import plan_answer
from services.directory.entrypoints.import_job_answers import JobAnswer, JobAsked, UploadAnswer, job_answer
from services.directory.entrypoints.import_jobs import ImportJobs, Job
from services.directory.use_cases.import_spreadsheet import import_spreadsheet
from services.directory.use_cases.importing.import_once import imported_before
from services.directory.use_cases.importing.import_target import target_of_file
from services.directory.use_cases.ports import IdempotencyKey, Progress
from services.directory.use_cases.preview_import import Keep, preview_import
from services.directory.wiring import Directory
from shared.errors import NotFound
from shared.permissions import Actor

router = APIRouter(prefix="/v1/imports", tags=["imports"])
Wait = Annotated[float, Query(ge=0, le=5, description="Seconds to wait for its end before it is answered how far it is.")]


async def _jobs(request: Request) -> ImportJobs:
    return cast(ImportJobs, request.app.state.import_jobs)


Jobs = Annotated[ImportJobs, Depends(_jobs)]


@router.post("/uploads", status_code=201, summary="Send a spreadsheet")
def upload(file: UploadFile, parts: Parts, actor: Importer) -> UploadAnswer:
    """csv, xlsx or ods up to 50 MB. It is kept for a day, and not looked into yet."""
    content = file.file.read()
    return UploadAnswer(upload=parts.uploads.keep(actor.subject, content), filename=file.filename or "spreadsheet")


@router.post("/jobs", status_code=202, summary="Begin to look through a spreadsheet, or to bring it in")
def begin(asked: JobAsked, parts: Parts, actor: Importer, jobs: Jobs, key: Key) -> JobAnswer:
    """With an Idempotency-Key it is begun once. Ask for the job to see how far it is and what came of it."""
    parts.uploads.path(actor.subject, asked.upload)
    work = _Preview(parts, actor, asked) if asked.doing == "preview" else _Import(parts, actor, asked, key)
    return job_answer(jobs.begin(actor.subject, asked.doing, asked.upload, asked.filename, key[0], work))


@router.get("/jobs/{id}", summary="How far a spreadsheet is")
def show(id: str, actor: Importer, jobs: Jobs, wait: Wait = 0) -> JobAnswer:
    """Its own person sees it, until an hour after its end."""
    job = jobs.get(actor.subject, id)
    job.ended.wait(wait)
    return job_answer(job)


@router.post("/jobs/{id}/stop", summary="Stop it")
def stop(id: str, actor: Importer, jobs: Jobs) -> JobAnswer:
    """Nothing of it is kept. One that has ended already stays as it is: an import that was done can be undone."""
    job = jobs.get(actor.subject, id)
    job.stop.set()
    job.ended.wait(5)
    return job_answer(job)


class _Preview:
    def __init__(self, parts: Directory, actor: Actor, asked: JobAsked) -> None:
        self._parts, self._actor, self._asked = parts, actor, asked

    def __call__(self, job: Job, progress: Progress) -> None:
        parts, file = self._parts, self._parts.uploads.path(self._actor.subject, job.upload)
        into = target_of_file(parts.works, parts.places, parts.spreadsheets, file, self._asked.provider_id, self._asked.authority)
        job.into = into
        keep = kept_in(parts, job.upload, into, job.filename)
        plan = preview_import(parts.works, parts.places, parts.spreadsheets, self._actor, file, into, keep=keep, progress=progress)
        job.plan = plan_answer(plan)


class _Import:
    def __init__(self, parts: Directory, actor: Actor, asked: JobAsked, key: IdempotencyKey) -> None:
        self._parts, self._actor, self._asked, self._key = parts, actor, asked, key

    def __call__(self, job: Job, progress: Progress) -> None:
        parts, asked = self._parts, self._asked
        if again := imported_before(parts.works, self._actor, self._key):
            _done(job, again)
            return
        file = parts.uploads.path(self._actor.subject, job.upload)
        into = target_of_file(parts.works, parts.places, parts.spreadsheets, file, asked.provider_id, asked.authority)
        job.into = into
        likely, left = looked_at(parts, self._actor, job.upload, into)
        report = import_spreadsheet(
            parts.works,
            parts.places,
            parts.spreadsheets,
            self._actor,
            file,
            asked.filename,
            into,
            take_good_rows=asked.take_good_rows,
            leave=left | set(asked.leave),
            likely=likely,
            key=self._key,
            progress=progress,
        )
        _done(job, report)


def _done(job: Job, report: ImportReport) -> None:
    job.plan, job.import_id, job.file_refused = plan_answer(report.plan), report.import_id, report.file_refused


def kept_in(parts: Directory, upload: str, into: ImportTarget, filename: str) -> Keep:
    """Puts a plan aside beside its upload."""

    def keep(plan: ImportPlan, rows: Iterable[PlannedRow]) -> None:
        parts.previews.keep(upload, into, filename, plan, rows)

    return keep


def looked_at(parts: Directory, actor: Actor, upload: str, into: ImportTarget) -> tuple[tuple[Likeness, ...], frozenset[int]]:
    """The likely duplicates of the preview and the rows that are to be left out; none where it is gone."""
    try:
        kept = parts.previews.open(actor.subject, upload, into)
        return kept.plan.likely, kept.left
    except NotFound:
        return (), frozenset()
