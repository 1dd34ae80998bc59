"""What the search answers, as models: results with counts and how the question was read, the map, fit, suggestions."""

from collections.abc import Sequence
from datetime import datetime

import orjson
from pydantic import BaseModel

from services.directory.domain.filters import Filter
from services.directory.domain.freshness import Freshness, freshness
from services.directory.domain.understanding.understood import Part, PartKind, label, used
from services.directory.use_cases.find_classes import Answer, Asked
from services.directory.use_cases.fit_class import Missed
from services.directory.use_cases.map_classes import PinnedClasses
from services.directory.use_cases.ports import Hit
from services.directory.use_cases.suggest import Kind, Suggestion
from shared.contracts.directory import ClassShown, WhereShown
from shared.contracts.provision import Point, Precision
from shared.geo import Place


class PlaceAnswer(BaseModel):
    """How `near` was understood. `precision_m`: nine times in ten the truth is within so many metres of the point."""

    name: str
    kind: str
    lat: float
    lon: float
    precision_m: int
    corrected: bool
    alternatives: tuple[str, ...]


class ResultAnswer(BaseModel):
    """One class found: its public state, how far (metres), how fresh, and why it matched."""

    state: ClassShown
    distance_m: int | None
    freshness: Freshness
    why: tuple[str, ...]


class FacetAnswer(BaseModel):
    """How many there would be with this value, whatever else of the same filter is chosen."""

    code: str
    label: str
    count: int


class OptionAnswer(BaseModel):
    code: str
    label: str


class FilterAnswer(BaseModel):
    """One filter: its query parameter, what people read, and its options where they are fixed."""

    name: str
    label: str
    help: str
    options: list[OptionAnswer]


class PartAnswer(BaseModel):
    """One phrase of `q` and what it stands for. `criterion`: the parameter that asks the same; None for what was left out, see `why`.

    `read`: with slips mended. `codes`: of that parameter, any of them will do. `used` is False where a choice of its own goes before the
    words. `without`: `q` without this phrase.
    """

    typed: str
    read: str
    kind: PartKind
    criterion: str | None
    codes: list[str]
    label: str
    used: bool
    why: str
    without: str


class UnderstoodAnswer(BaseModel):
    """How `q` was read. `words`: what is left, looked for as text. `unknown`: words among them that no class says, so left out."""

    parts: list[PartAnswer]
    words: str
    unknown: list[str]


class WayAnswer(BaseModel):
    """Without this criterion there would be `total`. Leave the parameter out, or send `q` as given here when it was said in words."""

    criterion: str
    label: str
    total: int
    q: str | None


class NearestAnswer(BaseModel):
    """A class beyond the distance asked for."""

    id: str
    name: str
    provider: str
    distance_m: int


class AlmostAnswer(ResultAnswer):
    """A class that fits but for `misses`, in words."""

    misses: tuple[str, ...]


class FindAnswer(BaseModel):
    """One page of a search. `corrected`: words read as others. `next` goes into `cursor`.

    `within_m`: the distance that was kept to, in metres; with a place in `q` and no distance it is 10,000, or more where little lies so
    near (`widened`). `any_word`: hardly a class has all the words, so one was enough. `did_you_mean`: `q` without its slips. With three
    results or fewer, `relax` says what letting one criterion go would give, most first, `almost` which classes fit but for one thing (or
    as few as can be), `nearest` what lies beyond the distance.
    """

    total: int
    results: list[ResultAnswer]
    facets: dict[str, list[FacetAnswer]]
    place: PlaceAnswer | None
    within_m: float | None
    widened: bool
    any_word: bool
    understood: UnderstoodAnswer
    corrected: dict[str, str]
    did_you_mean: str | None
    relax: list[WayAnswer]
    almost: list[AlmostAnswer]
    nearest: list[NearestAnswer]
    next: str | None


class MissAnswer(BaseModel):
    """One thing asked that the class does not answer. `criterion`: the query parameter; or `hidden` (by age) or `over`, which are of the
    class itself. `wanted` and `offered` are as people say them, empty where nothing is known; `message` can be read aloud, and misses that
    share one are one thing to say: either criterion may be dropped. `q`: the question to ask instead, when it was said in words."""

    criterion: str
    wanted: str
    offered: str
    message: str
    q: str | None


class FitAnswer(BaseModel):
    """Without misses the same search finds the class."""

    fits: bool
    misses: list[MissAnswer]


class SuggestionAnswer(BaseModel):
    """`detail` tells it from others of its name. `id`: of the provider or class; of a place what to give as `near`."""

    kind: Kind
    text: str
    detail: str
    id: str


class SuggestAnswer(BaseModel):
    """Names that start with the text, then those with words that do, then those meant by a slip; the larger first."""

    suggestions: list[SuggestionAnswer]


class PinAnswer(BaseModel):
    """One class on the map. `area_only`: the point is the middle of its area, not its door."""

    id: str
    name: str
    provider: str
    where: str
    lat: float
    lon: float
    precision: Precision | None
    area_only: bool


class MapAnswer(BaseModel):
    """Every class found that has a place, up to `limit`; `without_place` cannot be drawn; `left_out` were over the limit."""

    total: int
    pins: list[PinAnswer]
    without_place: int
    left_out: int
    place: PlaceAnswer | None


def options_of(each: Filter) -> list[OptionAnswer]:
    return [OptionAnswer(code=code, label=label) for code, label in (each.options or {}).items()]


def place_answer(place: Place | None) -> PlaceAnswer | None:
    return PlaceAnswer.model_validate(vars(place)) if place else None


def find_answer(answer: Answer, now: datetime, next: str | None) -> dict[str, object]:
    """Plain data for orjson: cards are spliced in as they were stored, see FindAnswer for the shape."""
    results = [_result(hit, now) for hit in answer.found.hits]
    place = place_answer(answer.place)
    return {
        "total": answer.found.total,
        "results": results,
        "facets": answer.found.facets,
        "place": place.model_dump() if place else None,
        "within_m": answer.asked.criteria.within_m,
        "widened": answer.loosely.widened,
        "any_word": answer.loosely.any_word,
        "understood": understood_answer(answer.asked, answer.found.unknown).model_dump(),
        "corrected": {**(answer.asked.understood.corrected or {}), **answer.found.corrected},
        "did_you_mean": answer.did_you_mean,
        "relax": [vars(way) for way in answer.advice.ways],
        "almost": [{**_result(each.hit, now), "misses": each.misses} for each in answer.advice.almost],
        "nearest": [_nearest(hit).model_dump() for hit in answer.advice.nearest],
        "next": next,
    }


def _result(hit: Hit, now: datetime) -> dict[str, object]:
    """See ResultAnswer."""
    return {"state": orjson.Fragment(hit.card), "distance_m": hit.distance_m, "freshness": freshness(hit.verified_at, now), "why": hit.why}


def understood_answer(asked: Asked, unknown: Sequence[str]) -> UnderstoodAnswer:
    parts = [_part(part, asked) for part in asked.understood.parts]
    return UnderstoodAnswer(parts=parts, words=asked.understood.words, unknown=list(unknown))


def _part(part: Part, asked: Asked) -> PartAnswer:
    return PartAnswer(
        typed=part.typed,
        read=part.read,
        kind=part.kind,
        criterion=part.criterion,
        codes=[code.partition(":")[2] for code in part.codes],
        label=label(part),
        used=used(part, asked.given, asked.understood),
        why=part.why,
        without=asked.understood.without(part),
    )


def _nearest(hit: Hit) -> NearestAnswer:
    state = ClassShown.model_validate_json(hit.card)
    return NearestAnswer(id=state.id, name=state.details.name, provider=state.provider.name, distance_m=hit.distance_m or 0)


def fit_answer(missed: tuple[Missed, ...]) -> FitAnswer:
    return FitAnswer(fits=not missed, misses=[MissAnswer(**vars(each.miss), q=each.q) for each in missed])


def suggest_answer(suggestions: tuple[Suggestion, ...]) -> SuggestAnswer:
    return SuggestAnswer(suggestions=[SuggestionAnswer.model_validate(vars(each)) for each in suggestions])


def map_answer(found: PinnedClasses) -> MapAnswer:
    return MapAnswer(
        total=found.total,
        pins=[_pin(state, where, point) for state, where, point in found.pins],
        without_place=found.without_place,
        left_out=found.left_out,
        place=place_answer(found.place),
    )


def _pin(state: ClassShown, where: WhereShown, point: Point) -> PinAnswer:
    return PinAnswer(
        id=state.id,
        name=state.details.name,
        provider=state.provider.name,
        where=", ".join(part for part in (where.name, where.town) if part),
        lat=point.lat,
        lon=point.lon,
        precision=where.precision,
        area_only=where.area_only,
    )
