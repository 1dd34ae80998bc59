"""What a person may want of a class, and how far a class has it: read off its card as a person reads it, by no code of the search.

A degree is 3 exactly, 2 nearly, 1 worth knowing, 0 not. Many listings are half filled in. Where a field says nothing but the name of the
class does ("Ladies' English", "ESOL E2 (Mon & Thu)"), a person takes the name's word for it, though less surely: 2.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from functools import cache

from services.directory.domain.running import first_day, today_at
from shared.contracts.directory import ClassShown
from shared.contracts.provision import CostKind, Entry1Part, Focus, Format, JoinRoute, Level
from tests.search_quality.corpus import NOW

EXACTLY, NEARLY, WORTH_KNOWING, NOT = 3, 2, 1, 0
Degree = int
SOON, NEXT_HALF_TERM, NEXT_TERM = timedelta(days=14), timedelta(days=42), timedelta(days=120)
SAID_IN_A_NAME: Mapping[str, str] = {
    "morning": "mornings?",
    "afternoon": "afternoons?",
    "evening": "evenings?",
    **{f"{day[:3]}": f"{day}s?|{day[:3]}" for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")},
    "conversation": "conversation|chat|talk",
    "life-in-the-uk": "life in the uk|citizenship",
    "employability": "for work|a job",
    "health": "health|wellbeing|doctor",
    "family-learning": "mums|parents|family",
    "literacy": "read|reading|literacy|abc",
    "functional-skills": "functional skills",
    "exam-preparation": "ielts|test",
    "home-office-test": "home office|speaking and listening for citizenship",
    "driving-theory": "driving theory",
    "community-interpreting": "interpreting",
    "vocational": "english for work|a job in",
    "women": "women|women's|ladies|ladies'|sisters",
    "creche": "creche",
}
"""How providers of the sample write it; regular expressions over plain lower case."""


@cache
def plain(text: str) -> str:
    """Lower case without accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parted if not unicodedata.combining(letter)).replace("’", "'")


def says(text: str, key: str) -> bool:
    return re.search(rf"(?<!\w)(?:{SAID_IN_A_NAME[key]})(?!\w)", plain(text)) is not None


def _level(shown: ClassShown, wanted: str) -> Degree:
    return EXACTLY if Level(wanted) in shown.details.levels else NOT


def _session(shown: ClassShown, wanted: str) -> Degree:
    """`wanted`: a day, a part of the day, or both of one session, such as thursday-morning."""
    parts = wanted.split("-")
    if shown.details.sessions:
        return EXACTLY if any(set(parts) <= {each.day.value, _part(each.starts)} for each in shown.details.sessions) else NOT
    keys = [part if part in SAID_IN_A_NAME else part[:3] for part in parts]
    return NEARLY if all(says(shown.details.name, key) for key in keys) else NOT


def _part(starts: time) -> str:
    return "morning" if starts.hour < 12 else "afternoon" if starts.hour < 17 else "evening"


def _women(shown: ClassShown, wanted: str) -> Degree:
    if shown.details.women_only:
        return EXACTLY
    return NEARLY if says(shown.details.name, "women") else NOT


def _childcare(shown: ClassShown, wanted: str) -> Degree:
    if shown.details.childcare:
        return EXACTLY if shown.details.childcare == wanted else NOT
    return NEARLY if wanted == "creche" and says(shown.details.name, "creche") else NOT


def _cost(shown: ClassShown, wanted: str) -> Degree:
    """Where the provider wants to be asked, it is free for many: worth knowing."""
    assert wanted == "free"
    return {CostKind.FREE: EXACTLY, CostKind.ASK: WORTH_KNOWING, CostKind.PAID: NOT}[shown.details.cost.kind]


def _format(shown: ClassShown, wanted: str) -> Degree:
    return EXACTLY if shown.details.format in (Format(wanted), Format.HYBRID) else NOT


def _focus(shown: ClassShown, wanted: str) -> Degree:
    if Focus(wanted) in shown.details.focus:
        return EXACTLY
    return NEARLY if shown.details.focus == (Focus.GENERAL,) and says(shown.details.name, wanted) else NOT


def _join(shown: ClassShown, wanted: str) -> Degree:
    return EXACTLY if JoinRoute(wanted) in shown.details.join else NOT


def _assessment(shown: ClassShown, wanted: str) -> Degree:
    assert wanted == "none"
    if not shown.details.join:
        return WORTH_KNOWING
    return NOT if JoinRoute.ASSESSMENT_FIRST in shown.details.join else EXACTLY


def _new_to(shown: ClassShown, wanted: str) -> Degree:
    """`wanted`: literacy or latin-script. A pre-entry class may take such a learner without saying so."""
    parts = {Entry1Part.NEW_TO_LITERACY, Entry1Part.NEW_TO_LATIN_SCRIPT} & set(shown.details.entry_1_parts)
    if Entry1Part(f"new-to-{wanted}") in parts or Focus.LITERACY in shown.details.focus:
        return EXACTLY
    if parts or says(shown.details.name, "literacy"):
        return NEARLY
    return WORTH_KNOWING if shown.details.levels == (Level.PRE_ENTRY,) else NOT


def _starts(shown: ClassShown, wanted: str) -> Degree:
    """A class that has begun and takes nobody later is only worth a call."""
    assert wanted == "soon"
    today, first = today_at(NOW), first_day(shown.details)
    if shown.details.roll_on and (first is None or first <= today):
        return EXACTLY
    if first is None or first < today:
        return WORTH_KNOWING
    bands = ((SOON, EXACTLY), (NEXT_HALF_TERM, NEARLY), (NEXT_TERM, WORTH_KNOWING))
    return next((degree for within, degree in bands if first - today <= within), NOT)


def _roll_on(shown: ClassShown, wanted: str) -> Degree:
    return EXACTLY if shown.details.roll_on else NOT


def _step_free(shown: ClassShown, wanted: str) -> Degree:
    told = shown.where.step_free if shown.where else None
    return WORTH_KNOWING if told is None else EXACTLY if told else NOT


def _certificate(shown: ClassShown, wanted: str) -> Degree:
    return EXACTLY if shown.details.regulated else NOT


def _bus_fares(shown: ClassShown, wanted: str) -> Degree:
    return EXACTLY if shown.details.travel_help else NOT


def _speaks(shown: ClassShown, wanted: str) -> Degree:
    return EXACTLY if wanted in shown.details.support_languages else NOT


def _places(shown: ClassShown, wanted: str) -> Degree:
    assert wanted == "open"
    open_ = shown.details.places.open
    return WORTH_KNOWING if open_ is None else EXACTLY if open_ else NOT


def _says(shown: ClassShown, wanted: str) -> Degree:
    """These words in the class's name; nearly, in its description; worth knowing, in what it says of help with travel."""
    told = (shown.details.name, shown.details.description, shown.details.travel_note or "")
    found = (degree for degree, text in zip((EXACTLY, NEARLY, WORTH_KNOWING), told, strict=True) if plain(wanted) in plain(text))
    return next(found, NOT)


def _whose(shown: ClassShown, wanted: str) -> Degree:
    """Of this provider; nearly, in its rooms or with it as a partner."""
    if plain(wanted) in plain(shown.provider.name):
        return EXACTLY
    beside = [partner.name for partner in shown.details.partners] + ([shown.where.name] if shown.where else [])
    return NEARLY if any(plain(wanted) in plain(name) for name in beside) else NOT


FACTS: Mapping[str, Callable[[ClassShown, str], Degree]] = {
    "level": _level,
    "session": _session,
    "women": _women,
    "childcare": _childcare,
    "cost": _cost,
    "format": _format,
    "focus": _focus,
    "join": _join,
    "assessment": _assessment,
    "new_to": _new_to,
    "starts": _starts,
    "roll_on": _roll_on,
    "step_free": _step_free,
    "certificate": _certificate,
    "bus_fares": _bus_fares,
    "speaks": _speaks,
    "places": _places,
    "says": _says,
    "whose": _whose,
}
"""The vocabulary of `wants` in queries.toml."""
