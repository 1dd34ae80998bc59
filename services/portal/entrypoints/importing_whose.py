"""Whose the rows of a spreadsheet are, on the pages that bring one in; and the files those pages hand out."""

from dataclasses import dataclass

from starlette.responses import Response

from services.portal.adapters.answers import Provider
from services.portal.adapters.import_answers import Import, Job
from services.portal.entrypoints.desk import Desk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Whose:
    """A provider's, else a council's; neither when the sheet itself names the council."""

    provider: Provider | None
    authority: str | None

    @property
    def named(self) -> dict[str, str | None]:
        return {"provider_id": self.provider.id if self.provider else None, "authority": None if self.provider else self.authority}

    @property
    def page(self) -> dict[str, str | None]:
        """As parameters of our own addresses."""
        return {"provider": self.provider.id if self.provider else None, "authority": None if self.provider else self.authority}

    @property
    def known(self) -> bool:
        return self.provider is not None or self.authority is not None


async def whose_rows(desk: Desk, authority: str | None) -> Whose:
    return Whose(await desk.provider(), authority or None)


def page_of(thing: Job | Import) -> dict[str, str | None]:
    """The parameters of our addresses for what was worked on."""
    return {"provider": thing.provider_id, "authority": None if thing.provider_id else thing.authority}


def download(content: bytes, name: str, type: str = XLSX) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=type, headers=headers)
