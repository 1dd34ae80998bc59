"""The words and values of provision, as every service and every partner reads them.

Terms: seeds 000 (case studies) and 001 §1; levels are the adult ESOL core curriculum's. Times are local (Europe/London), money is pence.
"""

import re
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, HttpUrl, TypeAdapter, WithJsonSchema, validate_email

from shared.contracts.event import Value


class Level(StrEnum):
    PRE_ENTRY = "pre-entry"
    ENTRY_1 = "entry-1"
    ENTRY_2 = "entry-2"
    ENTRY_3 = "entry-3"
    LEVEL_1 = "level-1"
    LEVEL_2 = "level-2"


class Entry1Part(StrEnum):
    """Entry 1 is often split, and some learners need a class before it."""

    PART_1 = "part-1"
    PART_2 = "part-2"
    NEW_TO_LITERACY = "new-to-literacy"
    NEW_TO_LATIN_SCRIPT = "new-to-latin-script"


class Cefr(StrEnum):
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"


class Focus(StrEnum):
    GENERAL = "general"
    CONVERSATION = "conversation"
    LIFE_IN_THE_UK = "life-in-the-uk"
    HOME_OFFICE_TEST = "home-office-test"
    EMPLOYABILITY = "employability"
    HEALTH = "health"
    FAMILY_LEARNING = "family-learning"
    LITERACY = "literacy"
    FUNCTIONAL_SKILLS = "functional-skills"
    EXAM_PREPARATION = "exam-preparation"
    VOCATIONAL = "vocational"
    DRIVING_THEORY = "driving-theory"
    COMMUNITY_INTERPRETING = "community-interpreting"


class Format(StrEnum):
    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Day(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Funder(StrEnum):
    """Who pays for a place. Rules per funder: the directory's funding table."""

    ADULT_SKILLS_FUND = "adult-skills-fund"
    TAILORED_LEARNING = "tailored-learning"
    RESETTLEMENT = "resettlement"
    CHARITY = "charity"
    FEE = "fee"


class CostKind(StrEnum):
    FREE = "free"
    PAID = "paid"
    ASK = "ask"


class JoinRoute(StrEnum):
    TURN_UP = "turn-up"
    SELF_REFER = "self-refer"
    AGENCY_REFERRAL = "agency-referral"
    ASSESSMENT_FIRST = "assessment-first"


class Relation(StrEnum):
    """Colleges subcontract and partners share buildings and names, so one provider is not enough to say who stands behind a class."""

    DELIVERED_BY = "delivered-by"
    FUNDED_BY = "funded-by"
    ON_BEHALF_OF = "on-behalf-of"
    SHARED_SYLLABUS = "shared-syllabus"


class ProviderKind(StrEnum):
    COLLEGE = "college"
    COUNCIL = "council"
    CHARITY = "charity"
    COMMUNITY_GROUP = "community-group"
    LIBRARY = "library"
    FAITH_GROUP = "faith-group"
    TRAINING_PROVIDER = "training-provider"
    UNIVERSITY = "university"
    OTHER = "other"


class Precision(StrEnum):
    """How a place was found, most exact first."""

    GIVEN = "given"
    POSTCODE = "postcode"
    SECTOR = "sector"
    OUTCODE = "outcode"
    TOWN = "town"


_web = TypeAdapter(HttpUrl)


def _web_address(text: str) -> str:
    _web.validate_python(text)
    return text


def _local(moment: time) -> time:
    if moment.tzinfo:
        raise ValueError("A class meets by the clock on its wall: send the time without a zone, such as 09:30.")
    return moment


_CONTROL = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"}


def _without_control(text: object) -> object:
    """Control characters say nothing, and a terminal or spreadsheet that shows them would obey them."""
    return text.translate(_CONTROL) if isinstance(text, str) else text


def _readable(name: str) -> str:
    if not any(letter.isalnum() for letter in name):
        raise ValueError("This name cannot be read. Give a name with letters or numbers in it.")
    return name


_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_-]+(?:[.+][A-Za-z0-9_-]+)*")


@lru_cache(maxsize=2048)
def _domain(domain: str) -> str:
    return validate_email(f"a@{domain}")[1].rpartition("@")[2]


def _email(text: str) -> str:
    """As pydantic's EmailStr; a plain address costs a look at its domain once, for a sheet may hold thousands at a few domains."""
    local, _, domain = text.rpartition("@")
    if len(text) <= 254 and len(local) <= 64 and _PLAIN_LOCAL.fullmatch(local):
        return f"{local}@{_domain(domain)}"
    return validate_email(text)[1]


Email = Annotated[str, AfterValidator(_email), WithJsonSchema({"type": "string", "format": "email"})]
LocalTime = Annotated[time, AfterValidator(_local)]
Name = Annotated[str, Field(min_length=2, max_length=160), BeforeValidator(_without_control), AfterValidator(_readable)]
Line = Annotated[str, Field(max_length=240), BeforeValidator(_without_control)]
Text = Annotated[str, Field(max_length=4000), BeforeValidator(_without_control)]
WebAddress = Annotated[str, Field(max_length=400), AfterValidator(_web_address)]
Id = Annotated[str, Field(min_length=1, max_length=60)]
Age = Annotated[int, Field(ge=0, le=120, description="Years")]
Gss = Annotated[
    str,
    Field(
        pattern=r"^[A-Z]\d{8}$",
        description="GSS code of the authority, such as E08000035 for Leeds",
    ),
]
LanguageCode = Annotated[
    str,
    Field(
        pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?$",
        description="BCP 47, such as ar, ckb or pa-Arab",
    ),
]


class Contact(Value):
    """Whom to ask. A public office's details, never a learner's."""

    name: Line | None = None
    phone: Annotated[str, Field(pattern=r"^[+0-9 ()-]{6,24}( ?(ext|x)\.? ?\d{1,6})?$")] | None = None
    email: Email | None = None
    website: WebAddress | None = None


class WeeklySession(Value):
    """One meeting a week. Local time; `ends` is after `starts` on the same day."""

    day: Day
    starts: LocalTime
    ends: LocalTime


class Term(Value):
    """A run of weeks. The academic year is 1 August to 31 July."""

    name: Line | None = None
    starts: date
    ends: date


class Cost(Value):
    """What a learner may be asked for, never a promise of who pays."""

    kind: CostKind = CostKind.ASK
    amount_pence: Annotated[int, Field(ge=0, le=5_000_000)] | None = None
    note: Line | None = None


class Places(Value):
    """The vacancy signal with its age: how many places are open, how many people wait, who said so when."""

    open: Annotated[int, Field(ge=0, le=5000)] | None = None
    waiting: Annotated[int, Field(ge=0, le=5000)] | None = None
    waiting_list: bool | None = None
    told_at: AwareDatetime | None = None


class Childcare(StrEnum):
    """What is offered for children while a parent learns."""

    CRECHE = "creche"
    CHILDREN_WELCOME = "children-welcome"
    HELP_WITH_COST = "help-with-cost"
    NONE = "none"


class Partner(Value):
    """An organisation that stands behind a class in one of the four relations."""

    relation: Relation
    name: Name
    provider_id: Id | None = None


class Point(Value):
    """WGS84 degrees."""

    lat: Annotated[float, Field(ge=49, le=61, allow_inf_nan=False)]
    lon: Annotated[float, Field(ge=-9, le=3, allow_inf_nan=False)]
