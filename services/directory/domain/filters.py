"""Every filter of the search, in one table: the API's parameters, both engines, the plain scan and the search page are made from it.

To add a filter, add a row here (docs/how-to/add-a-filter.md). A filter reads codes off a class; a class matches when it has one of the
codes asked for. Filters combine with AND, the codes within one with OR.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cache

from babel import Locale

from shared.contracts import labels
from shared.contracts.directory import ClassShown
from shared.contracts.provision import CostKind, Entry1Part, Focus, Format, JoinRoute
from shared.geo.region import region

_ENGLISH = Locale("en")
Codes = frozenset[str]
Slot = tuple[str, str]

NOON, EVENING = time(12), time(17)
"""A session is in the morning, afternoon or evening by when it starts."""


@dataclass(frozen=True)
class Spoken:
    """How it is told that a class does not fit: “{has} …; you asked for …”, or “The provider has not said {unsaid}.”

    Left out, the label stands there. `codes`: what is said for a code where its label cannot stand in a sentence.
    """

    has: str = ""
    unsaid: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Filter:
    """One filter. `options` maps each code to its label; None means the codes come from the listings (`names` tells their labels).

    `anywhere`: codes for which place does not matter: with one of them asked for, a class that has it is found at any distance.
    `spoken`: the words of domain/fit.py.
    """

    name: str
    label: str
    codes: Callable[[ClassShown], Codes]
    options: Mapping[str, str] | None = None
    names: Callable[[ClassShown], Mapping[str, str]] = field(default=lambda shown: {})
    help: str = ""
    anywhere: Codes = frozenset()
    spoken: Spoken = Spoken()


def time_of_day(starts: time) -> str:
    if starts < NOON:
        return "morning"
    return "afternoon" if starts < EVENING else "evening"


def slots(shown: ClassShown) -> frozenset[Slot]:
    """(day, time of day) of each weekly session; `day` and `time` are asked of one and the same."""
    return frozenset((session.day.value, time_of_day(session.starts)) for session in shown.details.sessions)


def _places(shown: ClassShown) -> Codes:
    places = shown.details.places
    if places.open is None and places.waiting_list is None:
        return frozenset({"not-told"})
    if places.open:
        return frozenset({"open"})
    return frozenset({"waiting-list" if places.waiting_list else "full"})


def _cost(shown: ClassShown) -> Codes:
    kind = shown.details.cost.kind
    return frozenset() if kind is CostKind.ASK else frozenset({kind.value})


def _yes_no(value: bool | None) -> Codes:
    return frozenset() if value is None else frozenset({"yes" if value else "no"})


def _step_free(shown: ClassShown) -> Codes:
    return _yes_no(shown.where.step_free if shown.where else None)


def _childcare(shown: ClassShown) -> Codes:
    return frozenset({shown.details.childcare.value}) if shown.details.childcare else frozenset()


def _format(shown: ClassShown) -> Codes:
    """A hybrid class can be attended both ways, so it is found as in person, as online and as hybrid."""
    if shown.details.format is Format.HYBRID:
        return frozenset(Format)
    return frozenset({shown.details.format.value})


def _without_assessment(shown: ClassShown) -> Codes:
    """Nobody knows for a class that does not say how to join."""
    return _yes_no(JoinRoute.ASSESSMENT_FIRST not in shown.details.join) if shown.details.join else frozenset()


def _new_to_reading(shown: ClassShown) -> Codes:
    """“No” is never said: a class that does not name them may welcome them all the same."""
    named = {Entry1Part.NEW_TO_LITERACY, Entry1Part.NEW_TO_LATIN_SCRIPT}.intersection(shown.details.entry_1_parts)
    return _yes_no(True if named or Focus.LITERACY in shown.details.focus else None)


def _network(shown: ClassShown) -> Codes:
    return frozenset({shown.provider.network}) if shown.provider.network else frozenset()


@cache
def language_name(code: str) -> str:
    """The English name of a BCP 47 language, such as “Punjabi (Arabic)” for pa-Arab; the code itself when it has none."""
    language, _, script = code.partition("-")
    name = _ENGLISH.languages.get(language, language)
    return f"{name} ({_ENGLISH.scripts.get(script, script)})" if script else str(name)


def is_language(code: str) -> bool:
    """Whether it stands for a language that has an English name; not any text of that form."""
    language, dash, script = code.partition("-")
    return language in _ENGLISH.languages and (not dash or script in _ENGLISH.scripts)


def _language_names(shown: ClassShown) -> dict[str, str]:
    return {code: language_name(code) for code in shown.details.support_languages}


def _authority(shown: ClassShown) -> str:
    return shown.where.authority if shown.where else shown.authority


def _authority_names(shown: ClassShown) -> dict[str, str]:
    code = _authority(shown)
    known = region().authorities.get(code)
    return {code: known.name if known else code}


FILTERS: tuple[Filter, ...] = (
    Filter(
        "level",
        "Level",
        lambda c: frozenset(c.details.levels),
        labels.LEVEL,
        help="One class may serve several levels.",
        spoken=Spoken("It is for", "which level it is for"),
    ),
    Filter("day", "Day", lambda c: frozenset(day for day, _ in slots(c)), labels.DAY),
    Filter(
        "time",
        "Time of day",
        lambda c: frozenset(part for _, part in slots(c)),
        labels.TIME,
        help="By when the class starts: before 12:00, before 17:00, or later.",
    ),
    Filter(
        "format",
        "How it is taught",
        _format,
        labels.FORMAT,
        anywhere=frozenset({"online"}),
        spoken=Spoken("It is", codes={"in-person": "in person", "online": "online", "hybrid": "both in person and online"}),
    ),
    Filter(
        "cost",
        "Cost",
        _cost,
        {"free": "Free", "paid": "There is a fee"},
        spoken=Spoken("It is", "what it costs", {"free": "free", "paid": "not free"}),
    ),
    Filter(
        "places",
        "Places",
        _places,
        labels.PLACES,
        help="What the provider last told us.",
        spoken=Spoken(
            "It has",
            codes={
                "open": "places open",
                "waiting-list": "a waiting list",
                "full": "no places and no waiting list",
                "not-told": "not told whether there are places",
            },
        ),
    ),
    Filter(
        "join",
        "How to join",
        lambda c: frozenset(c.details.join),
        labels.JOIN,
        spoken=Spoken(
            "You join by",
            "how to join",
            {
                "turn-up": "just turning up",
                "self-refer": "asking for a place yourself",
                "agency-referral": "being referred by an adviser",
                "assessment-first": "an assessment first",
            },
        ),
    ),
    Filter(
        "without_assessment",
        "No test before you join",
        _without_assessment,
        labels.YES_NO,
        help="No assessment is asked for first.",
        spoken=Spoken(
            "It has", "whether there is a test before you join", {"yes": "no test before you join", "no": "a test before you join"}
        ),
    ),
    Filter(
        "roll_on",
        "Join at any time",
        lambda c: _yes_no(c.details.roll_on),
        labels.YES_NO,
        spoken=Spoken("It has", codes={"yes": "joining at any time", "no": "a fixed start"}),
    ),
    Filter(
        "focus",
        "What it is about",
        lambda c: frozenset(c.details.focus),
        labels.FOCUS,
        spoken=Spoken("It is about", "what it is about"),
    ),
    Filter(
        "new_to_reading",
        "New to reading and writing",
        _new_to_reading,
        labels.YES_NO,
        help="For people who have not learnt to read and write, or not in Latin letters.",
        spoken=Spoken(
            "It is for", "whether it is for people new to reading", {"yes": "people new to reading and writing", "no": "people who read"}
        ),
    ),
    Filter(
        "women_only",
        "Women only",
        lambda c: _yes_no(c.details.women_only),
        labels.YES_NO,
        spoken=Spoken("It is for", codes={"yes": "women only", "no": "everybody"}),
    ),
    Filter(
        "childcare",
        "Childcare",
        _childcare,
        labels.CHILDCARE,
        spoken=Spoken(
            "It has",
            "whether there is childcare",
            {
                "creche": "a crèche",
                "children-welcome": "room for children in the class",
                "help-with-cost": "help with the cost of childcare",
                "none": "no childcare",
            },
        ),
    ),
    Filter(
        "step_free",
        "Step-free access",
        _step_free,
        labels.YES_NO,
        spoken=Spoken("It has", "whether there are steps", {"yes": "step-free access", "no": "steps"}),
    ),
    Filter(
        "travel_help",
        "Help with travel",
        lambda c: _yes_no(c.details.travel_help),
        labels.YES_NO,
        spoken=Spoken("It has", "whether there is help with travel", {"yes": "help with travel", "no": "no help with travel"}),
    ),
    Filter(
        "regulated",
        "Leads to a certificate",
        lambda c: _yes_no(c.details.regulated),
        labels.YES_NO,
        help="A regulated qualification; people also say accredited.",
        spoken=Spoken("It leads to", "whether it leads to a certificate", {"yes": "a certificate", "no": "no certificate"}),
    ),
    Filter(
        "support_language",
        "Help in your language",
        lambda c: frozenset(c.details.support_languages),
        names=_language_names,
        spoken=Spoken("There is help in", "in which languages there is help"),
    ),
    Filter(
        "provider",
        "Provider",
        lambda c: frozenset({c.provider.id}),
        names=lambda c: {c.provider.id: c.provider.name},
        spoken=Spoken("Its provider is"),
    ),
    Filter(
        "authority",
        "Council area",
        lambda c: frozenset({_authority(c)}),
        names=_authority_names,
        help="Where the class meets; for an online class, where its provider is.",
        spoken=Spoken("Its council area is"),
    ),
    Filter("network", "ESOL network", _network, spoken=Spoken("Its ESOL network is", "to which ESOL network it belongs")),
)

ONE_SESSION = ("day", "time")
"""Asked of one weekly session together: their codes are the two parts of `slots`."""

BY_NAME: dict[str, Filter] = {each.name: each for each in FILTERS}
