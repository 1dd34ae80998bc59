"""What the pages for signed-in people work with: the request, the person, the directory in their name, and the way to a page."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from services.portal.adapters.answers import Provider
from services.portal.adapters.directory_api import DirectoryApi
from services.portal.entrypoints.asking import Directory, FreshnessAsker, FreshnessReader, HistoryReader, Importer, Rendering, Writer
from services.portal.entrypoints.form_tokens import form_token, keep_form_key
from services.portal.entrypoints.pages import Pages
from services.portal.forms.spoken import field_words, value_words
from shared.permissions import Actor


@dataclass(frozen=True)
class Desk:
    request: Request
    visitor: Actor
    directory: DirectoryApi
    pages: Pages

    def page(self, template: str, status: int = 200, **shown: Any) -> Response:
        """`template` is below templates/staff/. Its forms carry `form_token()`."""
        words = {"field_words": field_words, "value_words": value_words}
        token = partial(form_token, self.request, self.visitor)
        response = self.pages.render(self.request, self.visitor, f"staff/{template}", status, form_token=token, **words, **shown)
        keep_form_key(self.request, response)
        return response

    async def provider(self) -> Provider | None:
        """The one named in the address, else the only one the person works for; None when they must choose."""
        asked = self.request.query_params.get("provider")
        own = sorted(self.visitor.organisations)
        chosen = asked or (own[0] if len(own) == 1 else None)
        return await self.directory.provider(chosen) if chosen else None


def go(path: str, **parameters: str | None) -> Response:
    """To a page after something was done, so that loading it again does not do it again."""
    query = urlencode({name: value for name, value in parameters.items() if value})
    return RedirectResponse(f"{path}?{query}" if query else path, 303)


def choose_provider(desk: Desk) -> Response:
    """To the page where a person who works for several chooses one, and back to here."""
    return go("/my/choose", next=desk.request.url.path)


def _writer(request: Request, visitor: Writer, directory: Directory, pages: Rendering) -> Desk:
    return Desk(request, visitor, directory, pages)


def _importer(request: Request, visitor: Importer, directory: Directory, pages: Rendering) -> Desk:
    return Desk(request, visitor, directory, pages)


def _history_reader(request: Request, visitor: HistoryReader, directory: Directory, pages: Rendering) -> Desk:
    return Desk(request, visitor, directory, pages)


def _freshness_reader(request: Request, visitor: FreshnessReader, directory: Directory, pages: Rendering) -> Desk:
    return Desk(request, visitor, directory, pages)


def _freshness_asker(request: Request, visitor: FreshnessAsker, directory: Directory, pages: Rendering) -> Desk:
    return Desk(request, visitor, directory, pages)


WriterDesk = Annotated[Desk, Depends(_writer)]
ImporterDesk = Annotated[Desk, Depends(_importer)]
HistoryDesk = Annotated[Desk, Depends(_history_reader)]
FreshnessDesk = Annotated[Desk, Depends(_freshness_reader)]
AskerDesk = Annotated[Desk, Depends(_freshness_asker)]
