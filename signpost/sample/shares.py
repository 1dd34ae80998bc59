"""How large the sample is, and how untidy: every stated share in one place, so that a test can hold the sample to it."""

from enum import StrEnum

from shared.contracts.provision import Format

PROVIDERS, VENUES, CLASSES = 225, 500, 290
"""Per unit of scale, over all authorities."""

LEAST_PROVIDERS, LEAST_VENUES, LEAST_CLASSES = 4, 8, 4
"""Even an authority with little need has a council, a college, a charity and a library."""


class Band(StrEnum):
    """How long ago a human verified a listing; the ages lie inside the directory's bands, so that a demo keeps its shares for a while."""

    VERIFIED = "verified"
    AGEING = "ageing"
    STALE = "stale"
    HIDDEN = "hidden"


BANDS: dict[Band, float] = {Band.VERIFIED: 0.55, Band.AGEING: 0.20, Band.STALE: 0.15, Band.HIDDEN: 0.10}
DAYS_SINCE_VERIFIED: dict[Band, tuple[int, int]] = {
    Band.VERIFIED: (1, 60),
    Band.AGEING: (97, 150),
    Band.STALE: (190, 330),
    Band.HIDDEN: (372, 800),
}

FORMATS: dict[Format, float] = {Format.IN_PERSON: 0.88, Format.ONLINE: 0.08, Format.HYBRID: 0.04}


class State(StrEnum):
    LISTED = "listed"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


STATES: dict[State, float] = {State.LISTED: 0.94, State.ENDED: 0.03, State.WITHDRAWN: 0.03}


class Vacancy(StrEnum):
    """What a provider tells of its places. A drop-in has no list, so there a told waiting list becomes open places."""

    OPEN = "open"
    FULL = "full"
    WAITING = "waiting"
    NOT_TOLD = "not-told"


VACANCIES: dict[Vacancy, float] = {Vacancy.OPEN: 0.42, Vacancy.FULL: 0.14, Vacancy.WAITING: 0.19, Vacancy.NOT_TOLD: 0.25}

SPARSE = 0.10
"""Classes of which only a name and a level are told."""

DUPLICATES = 2
"""Classes per unit of scale that somebody listed a second time in other words."""


class Placing(StrEnum):
    """What a venue says of where it is."""

    COORDINATES = "coordinates"
    POSTCODE_ONLY = "postcode-only"
    TOWN_ONLY = "town-only"
    NOTHING = "nothing"


PLACINGS: dict[Placing, float] = {Placing.COORDINATES: 0.92, Placing.POSTCODE_ONLY: 0.04, Placing.TOWN_ONLY: 0.025, Placing.NOTHING: 0.015}

SLIPS = 0.04
"""Venues with a spelling slip in the town or the name."""
