"""What every route of the directory asks for: the parts it runs on, who acts, the version that is changed."""

from typing import Annotated, cast

from fastapi import Depends, Query, Request

from services.directory.wiring import Directory
from shared.permissions import Actor, Permission
from shared.web.access import require
from shared.web.conditional import require_if_match
from shared.web.idempotency import read_idempotency


async def _directory(request: Request) -> Directory:
    return cast(Directory, request.app.state.directory)


Parts = Annotated[Directory, Depends(_directory)]
Visitor = Annotated[Actor, Depends(require(Permission.PUBLIC_READ))]
Writer = Annotated[Actor, Depends(require(Permission.PROVISION_WRITE))]
Importer = Annotated[Actor, Depends(require(Permission.PROVISION_IMPORT))]
HistoryReader = Annotated[Actor, Depends(require(Permission.HISTORY_READ))]
FreshnessReader = Annotated[Actor, Depends(require(Permission.FRESHNESS_READ))]
FreshnessAsker = Annotated[Actor, Depends(require(Permission.FRESHNESS_ASK))]
Version = Annotated[int, Depends(require_if_match)]
Key = Annotated[tuple[str | None, str], Depends(read_idempotency)]
Before = Annotated[int | None, Query(ge=1, lt=2**63, description="`next` of the page before: what happened earlier still.")]
Cursor = Annotated[str | None, Query(max_length=1024, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=200)]
