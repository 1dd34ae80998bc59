"""How fresh listings are, by network and provider; the listings behind each figure; and how well they were kept over time."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.adapters.calls import Query
from services.portal.entrypoints.desk import Desk, FreshnessDesk, go
from services.portal.freshness_words import BANDS
from services.portal.languages import gettext as _
from shared.contracts.labels import FRESHNESS
from shared.geo.region import region
from shared.permissions import Role

router = APIRouter()

NARROWED = ("authority", "network", "band")
MONTHS = 12
ON_A_PAGE = 25


@router.get("/my/freshness")
async def overview(desk: FreshnessDesk) -> Response:
    """A provider's staff have one page: their provider's."""
    if own := _only_provider(desk):
        return go(f"/my/freshness/providers/{own}", lang=desk.request.query_params.get("lang"))
    by = _grouped(desk)
    found = await desk.directory.freshness.overview([("by", by), ("limit", str(ON_A_PAGE)), *_asked(desk, *NARROWED, "cursor")])
    return desk.page("freshness.html", found=found, by=by, **_narrowing(desk, found.networks, found.authorities))


@router.get("/my/freshness/listings")
async def listings(desk: FreshnessDesk) -> Response:
    asked = dict(_asked(desk, *NARROWED, "provider", "cursor"))
    found = await desk.directory.freshness.ageing([("limit", str(ON_A_PAGE)), *asked.items()])
    provider = await desk.directory.provider(asked["provider"]) if "provider" in asked else None
    network = {"none": _("In no network")}.get(asked.get("network", ""), asked.get("network", ""))
    of = provider.details.name if provider else " · ".join(filter(None, (network, _place(asked.get("authority", "")))))
    return desk.page("ageing.html", found=found, band=asked.get("band", ""), of=of, provider=provider)


@router.get("/my/freshness/over-time")
async def over_time(desk: FreshnessDesk) -> Response:
    by = _grouped(desk)
    found = await desk.directory.freshness.over_time(
        [("by", by), ("months", str(MONTHS)), ("limit", str(ON_A_PAGE)), *_asked(desk, "authority", "network", "provider", "cursor")]
    )
    whole = await desk.directory.freshness.overview([("limit", "1")])
    return desk.page("over_time.html", found=found, by=by, **_narrowing(desk, whole.networks, whole.authorities))


def _grouped(desk: Desk) -> str:
    """Rows of networks for those who see several, of providers for a provider's staff."""
    asked = desk.request.query_params.get("by")
    return asked if asked in ("network", "provider") else "network"


def _asked(desk: Desk, *names: str) -> Query:
    """What the address holds of these; a form sends every field, filled in or not."""
    return [(name, value) for name in names if (value := desk.request.query_params.get(name))]


def _only_provider(desk: Desk) -> str | None:
    own = sorted(desk.visitor.organisations)
    return own[0] if desk.visitor.roles == {Role.PROVIDER} and len(own) == 1 else None


def _narrowing(desk: Desk, networks: tuple[str, ...], authorities: tuple[str, ...]) -> dict[str, Any]:
    """The choices of the form above the list, and what is chosen."""
    places = sorted((_place(gss), gss) for gss in authorities)
    return {
        "authorities": [("", _("All authorities")), *((gss, name) for name, gss in places)],
        "networks": [("", _("All networks")), *((name, name) for name in networks), ("none", _("In no network"))],
        "ages": [("", _("All ages")), *((band, FRESHNESS[band]) for band in BANDS)],
        "chosen": dict(_asked(desk, *NARROWED)),
        "paged": "cursor" in desk.request.query_params,
    }


def _place(gss: str) -> str:
    known = region().authorities
    return known[gss].name if gss in known else gss
