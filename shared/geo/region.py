"""The committed data of the region, read once: outward codes, sectors, places, authorities.

Contains OS data, Royal Mail data and National Statistics data © Crown copyright and database right. Made by scripts/make_gazetteer.py.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shared.geo.outlines import Outline

FOLDER = Path(__file__).parent / "data"
ATTRIBUTION = "Contains OS data, Royal Mail data and National Statistics data © Crown copyright and database right"


@dataclass(frozen=True)
class Centre:
    """The middle of the postcodes of an outward code or sector; nine in ten of them lie within `precision_m` metres of it."""

    code: str
    lat: float
    lon: float
    authority: str
    precision_m: int


@dataclass(frozen=True)
class Settlement:
    """A town, district or village; `postcodes` is how many lie nearest to it, so how large it is."""

    name: str
    kind: str
    within: str
    lat: float
    lon: float
    authority: str
    precision_m: int
    postcodes: int
    outcode: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Authority:
    """A local authority; `combined_authority` is the one that funds adult learning there."""

    gss: str
    name: str
    official_name: str
    aliases: tuple[str, ...]
    combined_authority: str
    lat: float
    lon: float
    precision_m: int
    bounds: tuple[float, float, float, float]
    """West, south, east, north, in degrees."""


@dataclass(frozen=True)
class Region:
    outcodes: dict[str, Centre]
    sectors: dict[str, Centre]
    settlements: tuple[Settlement, ...]
    authorities: dict[str, Authority]
    outlines: tuple[Outline, ...]
    geojson: str
    """A FeatureCollection of the authorities, as text, so that nobody can change it for the others."""


@cache
def region() -> Region:
    document = json.loads((FOLDER / "authorities.json").read_text(encoding="utf-8"))["authorities"]
    outlines = tuple(Outline.of(one["gss"], one["geometry"]) for one in document)
    authorities = {one["gss"]: _authority(one, outline) for one, outline in zip(document, outlines, strict=True)}
    return Region(_centres("outcode"), _centres("sector"), tuple(_settlements()), authorities, outlines, _geojson(document))


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)


def _centres(part: str) -> dict[str, Centre]:
    return {
        row[part]: Centre(row[part], float(row["lat"]), float(row["lon"]), row["authority"], int(row["precision_m"]))
        for row in _rows(f"{part}s.csv")
    }


def _settlements() -> Iterator[Settlement]:
    for row in _rows("places.csv"):
        where = (float(row["lat"]), float(row["lon"]), row["authority"], int(row["precision_m"]), int(row["postcodes"]))
        yield Settlement(row["name"], row["kind"], row["within"], *where, row["outcode"], tuple(filter(None, row["aliases"].split("|"))))


def _authority(one: dict[str, Any], outline: Outline) -> Authority:
    bounds = (outline.west, outline.south, outline.east, outline.north)
    names = (one["gss"], one["name"], one["official_name"], tuple(one["aliases"]), one["combined_authority"])
    return Authority(*names, one["lat"], one["lon"], one["precision_m"], bounds)


def _geojson(document: list[dict[str, Any]]) -> str:
    shown = ("gss", "name", "combined_authority")
    features = [
        {"type": "Feature", "id": one["gss"], "properties": {k: one[k] for k in shown}, "geometry": one["geometry"]} for one in document
    ]
    return json.dumps({"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features})
