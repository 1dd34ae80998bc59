"""Renders pages: one Jinja environment, and what every page shows (visitor, language, where it is)."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from services.portal import class_words, freshness_words, languages, map_picture, supply_view, words
from services.portal.entrypoints.asset_versions import versioned
from services.portal.languages import ENGLISH, LANGUAGES, Language
from services.portal.made_once import MadeOnce
from services.portal.settings import PortalSettings
from shared.contracts import labels
from shared.permissions import ANYONE, Actor, Permission
from shared.web.request_id import current_request_id

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
LANGUAGE_COOKIE = "signpost_language"
A_YEAR = 365 * 24 * 3600

IN_WORDS: tuple[Callable[..., object], ...] = (
    *(words.clock_time, words.day, words.moment, words.ago, words.pounds, words.distance, words.count_of, words.all_of),
    *(class_words.when, class_words.room, class_words.cost, class_words.place_name, class_words.is_exact, class_words.level_names),
    class_words.ages,
    *(freshness_words.asked_words, freshness_words.outcome_words, freshness_words.said_words, freshness_words.network_name),
    *(freshness_words.share_words, freshness_words.month_words, freshness_words.bar, freshness_words.lines, freshness_words.last_point),
    *(freshness_words.answer_words, class_words.ages, languages.language_name, supply_view.level_name, map_picture.swatch),
)
"""The filters of templates, each under its own name."""


class Pages:
    """`render` is the one way to make a page. Undefined names in a template are errors, and everything is escaped."""

    def __init__(self, settings: PortalSettings, *, demonstration: bool = False) -> None:
        self.settings = settings
        self._templates = _environment(settings)
        self._templates.globals |= {"demonstration": demonstration, "made_once": MadeOnce()}

    def render(self, request: Request, visitor: Actor, template: str, status: int = HTTPStatus.OK, **shown: Any) -> HTMLResponse:
        """`template` is below templates/. Pages made for one person are not kept by browsers or proxies."""
        language = language_of(request)
        languages.use_language(language)
        html = self._templates.get_template(template).render({**_about(request, visitor, language), **shown})
        response = HTMLResponse(html, status)
        response.headers["Cache-Control"] = "no-cache" if visitor is ANYONE else "no-store"
        response.headers["Content-Language"] = language.code if languages.translated(language) else ENGLISH.code
        if request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(
                LANGUAGE_COOKIE, language.code, max_age=A_YEAR, samesite="lax", httponly=True, secure=request.url.scheme == "https"
            )
        return response


def language_of(request: Request) -> Language:
    """Asked for with `?lang=`, else as chosen before."""
    asked = request.query_params.get("lang", request.cookies.get(LANGUAGE_COOKIE, ""))
    return LANGUAGES.get(asked, ENGLISH)


def _about(request: Request, visitor: Actor, language: Language) -> Mapping[str, Any]:
    return {
        "visitor": None if visitor is ANYONE else visitor,
        "may": visitor.may,
        "language": language,
        "translated": languages.translated(language),
        "languages": [each for each in LANGUAGES.values() if languages.translated(each)],
        "here": request.url.path,
        "address_with": lambda **changes: _address(request, changes),
        "request_id": current_request_id(),
        "today": datetime.now(words.LONDON).date(),
        "errors": defaultdict(str),
        "problems": (),
    }


def _address(request: Request, changes: Mapping[str, str]) -> str:
    """This page's own address from the path on, with parameters changed."""
    url = request.url.include_query_params(**changes)
    return f"{url.path}?{url.query}"


def _environment(settings: PortalSettings) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_callables(languages.gettext, languages.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"settings": settings, "labels": labels, "Permission": Permission}
    environment.globals |= {"asset": versioned, "next_start": class_words.next_start, "levels_in_words": class_words.levels}
    environment.filters |= {each.__name__: each for each in IN_WORDS}
    return environment
