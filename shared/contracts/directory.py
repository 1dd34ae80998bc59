"""What the directory tells others: providers, venues and classes as anyone may see them, and what happened to them.

A class held at an address told on joining carries only its area here, so no subscriber can leak more than the directory shows.
"""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from shared.contracts.event import EventData, Value
from shared.contracts.provision import (
    Age,
    Cefr,
    Childcare,
    Contact,
    Cost,
    Email,
    Entry1Part,
    Focus,
    Format,
    Funder,
    Gss,
    Id,
    JoinRoute,
    LanguageCode,
    Level,
    Line,
    Name,
    Partner,
    Places,
    Point,
    Precision,
    ProviderKind,
    Term,
    Text,
    WebAddress,
    WeeklySession,
)

TOLD_ON_JOINING = "The address is given when you join"
"""Stands as the name of a place whose address is not shown."""
Several = Field(max_length=50)
"""A class that needs more is two classes, and everybody who looks for one would be sent them all."""


class ProviderDetails(Value):
    """An organisation that offers classes."""

    name: Name
    kind: ProviderKind = ProviderKind.OTHER
    authority: Gss
    network: (
        Annotated[
            Line,
            Field(description="The local ESOL network it belongs to, such as Leeds ESOL network"),
        ]
        | None
    ) = None
    description: Text = ""
    contact: Contact = Contact()


class VenueDetails(Value):
    """A building where classes meet. Several providers may share it."""

    name: Name
    authority: Gss
    address_1: Line | None = None
    address_2: Line | None = None
    town: Line | None = None
    county: Line | None = None
    postcode: Annotated[str, Field(max_length=12)] | None = None
    point: Point | None = None
    step_free: bool | None = None
    access_note: Line | None = None
    email: Email | None = None
    phone: Line | None = None
    website: WebAddress | None = None
    closed_in: (
        Annotated[
            int,
            Field(
                ge=1800,
                le=2200,
                description="The year it closed; a closed venue is kept but not offered",
            ),
        ]
        | None
    ) = None
    address_on_joining: Annotated[
        bool,
        Field(description="Show the area only; learners are told the address when they join"),
    ] = False


class ClassDetails(Value):
    """A group of learners who meet at one venue, or online. The same course elsewhere is another class."""

    name: Name
    provider_id: Id
    venue_id: Id | None = None
    description: Text = ""
    levels: Annotated[tuple[Level, ...], Several] = ()
    entry_1_parts: Annotated[tuple[Entry1Part, ...], Several] = ()
    cefr: Annotated[tuple[Cefr, ...], Several] = ()
    focus: Annotated[tuple[Focus, ...], Several] = (Focus.GENERAL,)
    format: Format = Format.IN_PERSON
    regulated: bool | None = None
    awarding_organisation: Line | None = None
    sessions: Annotated[tuple[WeeklySession, ...], Several] = ()
    terms: Annotated[tuple[Term, ...], Several] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    roll_on: Annotated[bool, Field(description="Roll-on, roll-off: learners may join at any time")] = False
    cost: Cost = Cost()
    funders: Annotated[tuple[Funder, ...], Several] = ()
    join: Annotated[tuple[JoinRoute, ...], Several] = ()
    join_note: Line | None = None
    places: Places = Places()
    childcare: Childcare | None = None
    childcare_note: Line | None = None
    women_only: bool = False
    minimum_age: Age | None = None
    maximum_age: Age | None = None
    step_free: bool | None = None
    access_note: Line | None = None
    travel_help: bool | None = None
    travel_note: Line | None = None
    support_languages: Annotated[tuple[LanguageCode, ...], Several] = ()
    partners: Annotated[tuple[Partner, ...], Several] = ()
    contact: Contact = Contact()
    address_on_joining: Annotated[
        bool,
        Field(description="Show the area only; learners are told the address when they join"),
    ] = False


class WhereShown(Value):
    """Where a class meets, as the public may know it: no `venue_id`, `address` or `postcode` when the address is told on joining."""

    venue_id: str | None = None
    name: str
    authority: Gss
    address: tuple[str, ...] = ()
    town: str | None = None
    postcode: str | None = None
    point: Point | None = None
    precision: Precision | None = None
    area_only: bool = False
    step_free: bool | None = None
    access_note: str | None = None


class ProviderShown(Value):
    """The provider as a class shows it."""

    id: str
    name: str
    kind: ProviderKind
    network: str | None = None


class ClassShown(Value):
    """A class's whole public state."""

    id: str
    authority: Gss
    details: ClassDetails
    provider: ProviderShown
    where: WhereShown | None = None
    verified_at: AwareDatetime
    withdrawn: bool = False


class ProviderRegistered(EventData):
    TYPE: ClassVar[str] = "uk.signpost.provider.registered.v1"
    id: str
    details: ProviderDetails


class ProviderUpdated(ProviderRegistered):
    TYPE: ClassVar[str] = "uk.signpost.provider.updated.v1"


class VenueAdded(EventData):
    TYPE: ClassVar[str] = "uk.signpost.venue.added.v1"
    id: str
    details: VenueDetails
    removed: bool = False


class VenueUpdated(VenueAdded):
    TYPE: ClassVar[str] = "uk.signpost.venue.updated.v1"


class VenueRemoved(VenueAdded):
    TYPE: ClassVar[str] = "uk.signpost.venue.removed.v1"


class ClassPublished(EventData):
    TYPE: ClassVar[str] = "uk.signpost.class.published.v1"
    state: ClassShown


class ClassUpdated(ClassPublished):
    TYPE: ClassVar[str] = "uk.signpost.class.updated.v1"


class ClassVerified(ClassPublished):
    TYPE: ClassVar[str] = "uk.signpost.class.verified.v1"


class ClassWithdrawn(ClassPublished):
    TYPE: ClassVar[str] = "uk.signpost.class.withdrawn.v1"


class ClassRestored(ClassPublished):
    TYPE: ClassVar[str] = "uk.signpost.class.restored.v1"


class PlacesChanged(ClassPublished):
    TYPE: ClassVar[str] = "uk.signpost.places.changed.v1"
