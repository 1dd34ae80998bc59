"""The page that describes the events: axe finds nothing on it, in light and dark, and a narrow phone shows it whole."""

from tests.browser.conftest import Violations, Visit
from tests.browser.test_public_pages_axe import NARROW

PAGE = "/events/asyncapi"


def test_axe_finds_nothing(visit: Visit, violations: Violations) -> None:
    page = visit(PAGE, bypass_csp=True)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, ["color-contrast"]) == []


def test_a_narrow_phone_shows_it_whole_and_a_link_leads_to_an_event(visit: Visit) -> None:
    page = visit(PAGE, viewport=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    page.get_by_role("navigation").get_by_role("link", name="uk.signpost.class.published.v1").click()
    assert page.get_by_role("heading", name="uk.signpost.class.published.v1").first.is_visible()
