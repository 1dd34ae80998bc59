"""What the API answers about files that are worked on."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.directory.domain.spreadsheet.limits import MOST_ROWS
from services.directory.entrypoints.import_answers import PlanAnswer, Takeable
from services.directory.entrypoints.import_jobs import Doing, Job, State
from shared.web.problems import kind_of

Number = Annotated[int, Field(ge=1, le=2_000_000)]


class UploadAnswer(BaseModel):
    """The file is kept for a day under `upload`."""

    upload: str
    filename: str


class JobAsked(Takeable):
    """What to do with a file that was sent before. `leave`: numbers of rows that are to be left out beside those named in the preview."""

    model_config = ConfigDict(extra="forbid")

    doing: Literal["preview", "import"]
    leave: Annotated[tuple[Number, ...], Field(max_length=MOST_ROWS)] = ()


class LeaveAsked(BaseModel):
    """`out`: leave these rows out; else take them after all."""

    model_config = ConfigDict(extra="forbid")

    numbers: Annotated[tuple[Number, ...], Field(min_length=1, max_length=500)]
    out: bool


class FieldProblemAnswer(BaseModel):
    field: str
    message: str
    remedy: str


class ProblemAnswer(BaseModel):
    """Why it ended without effect; nothing was changed."""

    status: int
    title: str
    detail: str
    remedy: str
    problems: list[FieldProblemAnswer]


class JobAnswer(BaseModel):
    """`done` of `total` are rows, each counted once for every time it is gone through. `plan`: what would happen, or happened."""

    id: str
    doing: Doing
    state: State
    done: int
    total: int
    upload: str
    filename: str
    authority: str | None
    provider_id: str | None
    import_id: str | None = None
    file_refused: bool = False
    plan: PlanAnswer | None = None
    problem: ProblemAnswer | None = None


def job_answer(job: Job) -> JobAnswer:
    return JobAnswer(
        id=job.id,
        doing=job.doing,
        state=job.state,
        done=job.done,
        total=job.total,
        upload=job.upload,
        filename=job.filename,
        authority=job.into.authority if job.into else None,
        provider_id=job.into.provider_id if job.into else None,
        import_id=job.import_id,
        file_refused=job.file_refused,
        plan=job.plan,
        problem=_problem(job),
    )


def _problem(job: Job) -> ProblemAnswer | None:
    if job.error is None:
        return None
    kind = kind_of(job.error)
    problems = [FieldProblemAnswer(field=each.field, message=each.message, remedy=each.remedy) for each in job.error.problems]
    return ProblemAnswer(status=kind.status, title=kind.title, detail=job.error.message, remedy=job.error.remedy, problems=problems)
