"""`/live` says the process is up; `/ready` says it can do its work, and otherwise what is missing and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from shared.errors import FieldProblem, SignpostError, Unavailable
from shared.permissions import Permission
from shared.web.access import require
from shared.web.threads import read


@dataclass(frozen=True)
class ReadyCheck:
    """`check` returns None when all is well, else why not. `remedy` says what a person running this should do."""

    name: str
    check: Callable[[], str | None]
    remedy: str


class Health(BaseModel):
    """`checks` names what was looked at and found well."""

    status: str = "ok"
    checks: list[str] = []


def health_router(checks: Sequence[ReadyCheck]) -> APIRouter:
    router = APIRouter(tags=["health"], dependencies=[Depends(require(Permission.PUBLIC_READ))])

    @router.get("/live", summary="Is the process up?")
    async def live() -> Health:
        return Health()

    @router.get("/ready", summary="Can it do its work?")
    async def ready() -> Health:
        failed = await read(lambda: tuple(problem for check in checks if (problem := _failing(check))))
        if failed:
            names = ", ".join(problem.field for problem in failed)
            raise Unavailable(f"Not ready: {names}.", remedy=failed[0].remedy, problems=failed)
        return Health(checks=[check.name for check in checks])

    return router


def _failing(check: ReadyCheck) -> FieldProblem | None:
    """A check that breaks down counts as failed; only our own errors are written to be shown."""
    try:
        why = check.check()
    except SignpostError as error:
        why = error.message
    except Exception as error:  # noqa: BLE001 - whatever a check raises, /ready must still answer
        why = f"The check itself failed ({type(error).__name__})."
    return FieldProblem(check.name, why, check.remedy) if why else None
