"""The shapes of the feed's answers, for its OpenAPI document. All their fields are in the profile's schemas, which tests hold them to."""

from typing import Any

from pydantic import BaseModel, ConfigDict

PROFILE = "https://docs.openreferraluk.org/en/latest/"


class About(BaseModel):
    """What this API is."""

    version: str
    profile: str
    openapi_url: str


class Item(BaseModel):
    """By the Open Referral UK 3.0 profile; fields that say nothing are left out."""

    model_config = ConfigDict(extra="allow")

    id: str


class Named(Item):
    name: str
    description: str


class ServiceItem(Item):
    """`status`: active is offered; inactive is over or not checked for a year; defunct is withdrawn, and nothing else is told of it."""

    name: str
    status: str
    last_modified: str
    organization_id: str
    organization: dict[str, Any]


class AtLocationItem(Item):
    """Without `location` where a class is withdrawn; without an address where that is told on joining."""

    service_id: str
    service: ServiceItem


class FeedPageAnswer(BaseModel):
    """`size` is the count in this page. The addresses of the other pages are in the header Link."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool


class ServicesPage(FeedPageAnswer):
    contents: list[ServiceItem]


class AtLocationsPage(FeedPageAnswer):
    contents: list[AtLocationItem]


class NamedPage(FeedPageAnswer):
    contents: list[Named]
