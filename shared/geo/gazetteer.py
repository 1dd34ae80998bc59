"""Where is it? Postcodes, parts of postcodes, towns, districts, authorities and coordinates, as people write them."""

import json
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from shared.geo.names import NameIndex
from shared.geo.outlines import nearest_outline
from shared.geo.place import Place, PlaceKind
from shared.geo.postcode_table import Located, PostcodeTable
from shared.geo.postcodes import (
    area_of,
    mended_postcode,
    normal_postcode,
    outcode_of,
    part_readings,
    postcode_inside,
    sector_of,
    sector_of_broken,
)
from shared.geo.region import Authority, Centre, Region, region

POSTCODE_PRECISION_M = 100
NEAR_OUTLINE_M = 2_000
"""A point in no outline still belongs to one this near: outlines are simplified, and piers stand in the sea."""
LONGEST_TEXT = 200
WHOLE_AREAS = frozenset({"BD", "HD", "HG", "HU", "HX", "LS", "WF", "YO"})
"""Postcode areas that lie in the region as a whole."""
_COORDINATES = re.compile(r"\s*\(?\s*([-+]?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*\)?\s*")
_OUTCODE_AT_END = re.compile(r".*[\s,]([A-Za-z]{1,2}\d{1,2}(?: \d)?)\s*")


class Gazetteer:
    """Knows the region from the package; knows full postcodes once a table is given. Safe across threads."""

    def __init__(self, postcodes: PostcodeTable | None = None) -> None:
        self._postcodes = postcodes
        self._region: Region = region()
        self._names = _names()

    def find(self, text: str) -> Place | None:
        """The place a person means, or None. `kind` says how it was understood: an unknown full postcode is found as its
        sector or outward code. Coordinates must lie in or near the region."""
        text = text.strip()[:LONGEST_TEXT]
        if not text:
            return None
        return self._coordinates(text) or self._postcode(text) or self._part(text) or self._names.find(text) or self._in_address(text)

    def named(self, text: str) -> Place | None:
        """As `find`, without forgiving slips or looking within a longer text: for a word that may or may not be a place."""
        text = text.strip()[:LONGEST_TEXT]
        if not any(letter.isdigit() for letter in text):
            return self._names.exact(text)
        normal = normal_postcode(text)
        return self._full(text, normal, corrected=False) if normal else self._part(text)

    def elsewhere(self, text: str) -> bool:
        """A well-known place outside the region."""
        return self._names.elsewhere(text)

    def geocode(self, postcode: str | None, town: str | None) -> Place | None:
        """The best point for a listing: by postcode, else its sector, else its outward code, else its town; `kind` says which."""
        code = (postcode or "").strip()[:LONGEST_TEXT]
        by_code = (self._postcode(code) or self._part(code)) if code else None
        if by_code or not town:
            return by_code
        return self.find(town)

    def exists(self, postcode: str) -> bool | None:
        """False for text that is no postcode, or one that a loaded national file does not have; None where nobody can know."""
        normal = normal_postcode(postcode)
        if normal is None:
            return False
        return self._postcodes.exists(normal) if self._postcodes else None

    def covers(self, postcode: str) -> bool:
        """Whether every outward code of its area (the LS of LS8 5AA) is known, so that an unknown one is a mistake."""
        return area_of(postcode) in WHOLE_AREAS

    def suggest(self, text: str, limit: int = 8) -> list[Place]:
        """What the text may become as it is typed: names that start with it, outward codes and sectors."""
        text = text.strip()[:LONGEST_TEXT]
        typed = " ".join(text.upper().split())
        exact = self._postcode(text) if typed else None
        codes = [code for code in (*self._region.outcodes, *self._region.sectors) if typed and code.startswith(typed)]
        codes.sort(key=lambda code: (code != typed and not code.startswith(f"{typed} "), len(code), code))
        found = [self._centre(text, code) for code in codes[:limit]]
        return ([exact] if exact else [])[:limit] or (self._names.starting(text, limit) + found)[:limit]

    def authority_at(self, lat: float, lon: float) -> str | None:
        """GSS code of the authority at a point (degrees, WGS84), or None outside the region."""
        return nearest_outline(self._region.outlines, lat, lon, NEAR_OUTLINE_M)

    def authority(self, gss: str) -> Authority | None:
        return self._region.authorities.get(gss)

    def authority_named(self, text: str) -> str | None:
        """GSS code of the authority of that name, official or not, or code; None when there is none in the region."""
        wanted = text.strip().casefold()
        for one in self._region.authorities.values():
            if wanted in {name.casefold() for name in (one.gss, one.name, one.official_name, *one.aliases)}:
                return one.gss
        return None

    def authorities(self) -> list[Authority]:
        """All authorities of the region by name."""
        return sorted(self._region.authorities.values(), key=lambda one: one.name)

    def outlines(self) -> dict[str, Any]:
        """GeoJSON FeatureCollection; each feature has `gss`, `name` and `combined_authority`. The caller's own copy."""
        document: dict[str, Any] = json.loads(self._region.geojson)
        return document

    def _coordinates(self, text: str) -> Place | None:
        match = _COORDINATES.fullmatch(text)
        if match is None:
            return None
        lat, lon = float(match[1]), float(match[2])
        authority = self.authority_at(lat, lon)
        return Place(text, f"{lat:g}, {lon:g}", "coordinates", lat, lon, authority, 10) if authority else None

    def _postcode(self, text: str) -> Place | None:
        normal = normal_postcode(text)
        mended = None if normal else mended_postcode(text)
        code = normal or mended
        if code:
            return self._full(text, code, corrected=mended is not None)
        sector = sector_of_broken(text)
        return self._centre_if_known(text, sector, corrected=True) if sector else None

    def _full(self, text: str, code: str, corrected: bool) -> Place | None:
        row = self._postcodes.find(code) if self._postcodes else None
        if row:
            return Place(text, code, "postcode", row.lat, row.lon, self._authority_of(row), POSTCODE_PRECISION_M, corrected)
        return self._centre_if_known(text, sector_of(code), corrected) or self._centre_if_known(text, outcode_of(code), corrected)

    def _authority_of(self, row: Located) -> str | None:
        """Files of other years have codes since replaced (Harrogate E07000165, now North Yorkshire E06000065): then the outline tells."""
        known = row.authority in self._region.authorities
        return row.authority if known else self.authority_at(row.lat, row.lon) or row.authority

    def _part(self, text: str) -> Place | None:
        places = (self._centre_if_known(text, reading) for reading in part_readings(text))
        return next((place for place in places if place), None)

    def _in_address(self, text: str) -> Place | None:
        """A postcode or place within a longer text, as in an address."""
        code = postcode_inside(text)
        if code:
            return self._full(text, code, corrected=False)
        part = _OUTCODE_AT_END.fullmatch(text)
        place = (self._part(part[1]) if part else None) or self._names.in_address(text)
        return replace(place, text=text) if place else None

    def _centre_if_known(self, text: str, code: str, corrected: bool = False) -> Place | None:
        known = code in self._region.sectors or code in self._region.outcodes
        return self._centre(text, code, corrected) if known else None

    def _centre(self, text: str, code: str, corrected: bool = False) -> Place:
        sector = self._region.sectors.get(code)
        centre: Centre = sector or self._region.outcodes[code]
        kind: PlaceKind = "sector" if sector else "outcode"
        return Place(text, code, kind, centre.lat, centre.lon, centre.authority, centre.precision_m, corrected)


@lru_cache(maxsize=1)
def _names() -> NameIndex:
    return NameIndex(region())
