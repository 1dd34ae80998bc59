"""What the directory answers, as the portal reads it: only what pages show, and whatever is new is passed over."""

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from shared.contracts.directory import ClassDetails, ClassShown, ProviderDetails, VenueDetails
from shared.contracts.provision import Point, Precision

T = TypeVar("T")


class PlaceUnderstood(BaseModel):
    """`precision_m`: metres within which the place truly is, nine times in ten."""

    name: str
    kind: str
    lat: float
    lon: float
    precision_m: int
    corrected: bool
    alternatives: tuple[str, ...]


class Result(BaseModel):
    """`distance_m` in metres from the place asked for; None without one."""

    state: ClassShown
    distance_m: int | None
    freshness: str
    why: tuple[str, ...]


class Facet(BaseModel):
    code: str
    label: str
    count: int


class Option(BaseModel):
    code: str
    label: str


class Filter(BaseModel):
    """`options` is empty where the values come from the listings; they are then read from the facets."""

    name: str
    label: str
    help: str
    options: tuple[Option, ...]


class Part(BaseModel):
    """A phrase of the question and what it stands for; `without` is the question without it, `why` it was left out."""

    typed: str
    kind: str
    label: str
    used: bool
    why: str
    without: str


class Understood(BaseModel):
    parts: tuple[Part, ...]
    unknown: tuple[str, ...]


class Way(BaseModel):
    """Without this criterion there would be `total`; `q` is the question to ask instead when it was said in words."""

    criterion: str
    label: str
    total: int
    q: str | None


class Almost(Result):
    """Fits but for `misses`."""

    misses: tuple[str, ...]


class Nearest(BaseModel):
    id: str
    name: str
    provider: str
    distance_m: int


class Found(BaseModel):
    total: int
    results: tuple[Result, ...]
    facets: dict[str, tuple[Facet, ...]]
    place: PlaceUnderstood | None
    within_m: float | None
    widened: bool
    any_word: bool
    understood: Understood
    corrected: dict[str, str]
    did_you_mean: str | None
    relax: tuple[Way, ...]
    almost: tuple[Almost, ...]
    nearest: tuple[Nearest, ...]
    next: str | None


class Miss(BaseModel):
    """Why a class does not fit. `criterion` is the search's parameter, or `hidden` or `over`, which are of the class itself. `q` is the
    question to ask instead when it was said in words."""

    criterion: str
    wanted: str
    offered: str
    message: str
    q: str | None = None


class Fit(BaseModel):
    fits: bool
    misses: tuple[Miss, ...]


class Suggestion(BaseModel):
    """`kind` is place, provider or class. `id`: of the provider or class; of a place what to search near."""

    kind: str
    text: str
    detail: str
    id: str


class Pin(BaseModel):
    id: str
    name: str
    provider: str
    where: str
    lat: float
    lon: float
    precision: Precision | None
    area_only: bool


class Pinned(BaseModel):
    total: int
    pins: tuple[Pin, ...]
    without_place: int
    left_out: int
    place: PlaceUnderstood | None


class Funding(BaseModel):
    """`starting` only with likely-free-from."""

    likelihood: str
    rule: str
    source: str
    starting: date | None = None


class ShownClass(BaseModel):
    state: ClassShown
    version: int
    freshness: str
    listed: bool
    funding: tuple[Funding, ...] = ()


class Listing(BaseModel):
    """A class as its own staff see it. `version` goes back with a change."""

    id: str
    version: int
    authority: str
    details: ClassDetails
    verified_at: datetime
    verified_by: str
    freshness: str
    withdrawn: bool


class Provider(BaseModel):
    id: str
    version: int
    details: ProviderDetails


class Venue(BaseModel):
    id: str
    version: int
    details: VenueDetails
    point: Point | None
    precision: Precision | None
    steward: str | None
    removed: bool


class Happening(BaseModel):
    """`changes`: field → [before, after]."""

    at: datetime
    who: str
    action: str
    version: int
    changes: dict[str, list[Any]]


class Source(BaseModel):
    """`id` is the listing's own in the feed."""

    feed: str
    id: str
    read_at: datetime | None


class Page(BaseModel, Generic[T]):
    items: tuple[T, ...]
    next: str | None = None
