"""Places asked for before: the rows of a sheet name the same postcodes and towns again and again, and each is asked after five times."""

from functools import lru_cache
from typing import Any

from services.directory.domain.location import Places
from shared.geo import Authority, Place

_MOST = 20_000
"""Answers of one kind; some few hundred bytes each."""


class RememberedPlaces:
    """For the length of one import: postcodes that are loaded meanwhile are seen by the next one."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._find = lru_cache(_MOST)(places.find)
        self._geocode = lru_cache(_MOST)(places.geocode)
        self._exists = lru_cache(_MOST)(places.exists)

    def find(self, text: str) -> Place | None:
        return self._find(text)

    def named(self, text: str) -> Place | None:
        return self._places.named(text)

    def elsewhere(self, text: str) -> bool:
        return self._places.elsewhere(text)

    def suggest(self, text: str, limit: int) -> list[Place]:
        return self._places.suggest(text, limit)

    def geocode(self, postcode: str | None, town: str | None) -> Place | None:
        return self._geocode(postcode, town)

    def exists(self, postcode: str) -> bool | None:
        return self._exists(postcode)

    def covers(self, postcode: str) -> bool:
        return self._places.covers(postcode)

    def authority(self, gss: str) -> Authority | None:
        return self._places.authority(gss)

    def authority_named(self, text: str) -> str | None:
        return self._places.authority_named(text)

    def outlines(self) -> dict[str, Any]:
        return self._places.outlines()
