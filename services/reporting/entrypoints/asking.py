"""What every route of reporting asks for: the parts it runs on, and who asks."""

from typing import Annotated, cast

from fastapi import Depends, Request

from services.reporting.wiring import Reporting
from shared.permissions import Actor, Permission
from shared.web.access import require


async def _reporting(request: Request) -> Reporting:
    return cast(Reporting, request.app.state.reporting)


Parts = Annotated[Reporting, Depends(_reporting)]
Visitor = Annotated[Actor, Depends(require(Permission.PUBLIC_READ))]
