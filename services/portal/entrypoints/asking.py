"""What every page asks for: who visits, the directory in their name, and the pages to render with."""

from typing import Annotated, cast

from fastapi import Depends, Request

from services.portal.adapters.directory_api import DirectoryApi
from services.portal.adapters.reporting_api import ReportingApi
from services.portal.entrypoints.pages import Pages
from shared.identity.demo import DemoSignIn
from shared.permissions import Actor, Permission
from shared.web.access import require


async def _directory(request: Request) -> DirectoryApi:
    """Speaks for the visitor, so that the directory decides with its own rules what they may do."""
    directory = cast(DirectoryApi, request.app.state.directory)
    return directory.speaking_for(request.state.token)


async def _reporting(request: Request) -> ReportingApi:
    """As the directory: in the visitor's name."""
    return cast(ReportingApi, request.app.state.reporting).speaking_for(request.state.token)


async def _pages(request: Request) -> Pages:
    return cast(Pages, request.app.state.pages)


async def _demo(request: Request) -> DemoSignIn | None:
    return cast(DemoSignIn | None, request.app.state.demo)


Directory = Annotated[DirectoryApi, Depends(_directory)]
Reporting = Annotated[ReportingApi, Depends(_reporting)]
Rendering = Annotated[Pages, Depends(_pages)]
Demo = Annotated[DemoSignIn | None, Depends(_demo)]
Visitor = Annotated[Actor, Depends(require(Permission.PUBLIC_READ))]
SignedIn = Annotated[Actor, Depends(require(Permission.OWN_ACCOUNT))]
Writer = Annotated[Actor, Depends(require(Permission.PROVISION_WRITE))]
Importer = Annotated[Actor, Depends(require(Permission.PROVISION_IMPORT))]
HistoryReader = Annotated[Actor, Depends(require(Permission.HISTORY_READ))]
FreshnessReader = Annotated[Actor, Depends(require(Permission.FRESHNESS_READ))]
FreshnessAsker = Annotated[Actor, Depends(require(Permission.FRESHNESS_ASK))]
