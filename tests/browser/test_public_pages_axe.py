"""axe finds nothing on any public page: in light and dark, on a narrow phone, from right to left; and nothing is cut off there."""

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import Violations, Visit

NARROW: ViewportSize = {"width": 320, "height": 640}
PAGES = {
    "start": "/",
    "results": "/classes?near=Harehills&within=10&level=entry-1&women_only=yes",
    "map": "/classes?view=map&level=level-1",
    "by provider": "/classes?view=providers&near=Hull",
    "nothing found": "/classes?q=zzqx&level=level-2",
    "a place nobody knows": "/classes?near=zzzz",
    "which classes can I go to": "/can-i-attend?near=LS8&within=5&day=monday&q=english&women_only=yes",
    "answers about a place nobody knows": "/can-i-attend?near=zzzz",
    "which class does not fit": "/classes/fit?near=LS8&level=level-2&name=conversation",
    "on offer": "/on-offer",
    "on offer at one level": "/on-offer?level=entry-1&shown=places&order=most",
    "page not found": "/nothing-here",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
}
EVERY_PAGE = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


def _settled(page: Page) -> Page:
    if page.locator("#map").count():
        page.wait_for_selector("#map[data-ready]")
    return page


@EVERY_PAGE
def test_axe_finds_nothing(visit: Visit, violations: Violations, path: str) -> None:
    page = _settled(visit(path, bypass_csp=True))
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, ["color-contrast"]) == []


@EVERY_PAGE
def test_a_narrow_phone_shows_it_whole(visit: Visit, path: str) -> None:
    page = _settled(visit(path, viewport=NARROW))
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


@EVERY_PAGE
def test_from_right_to_left_on_a_narrow_phone_it_fits_and_axe_finds_nothing(visit: Visit, violations: Violations, path: str) -> None:
    page = _settled(visit(f"{path}{'&' if '?' in path else '?'}lang=ar", bypass_csp=True, viewport=NARROW))
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    assert violations(page) == []


def test_a_class_its_provider_and_why_it_does_not_fit_pass_axe_in_every_look(visit: Visit, violations: Violations) -> None:
    page = visit("/classes?limit=1", bypass_csp=True)
    page.locator(".sp-card__name a").first.click()
    fit = f"{page.url}/fit?near=Whitby&within=2&level=level-2&day=sunday&time=morning&q=zzqx"
    for path in (page.url, page.locator(".sp-class__by a").get_attribute("href") or "", fit):
        page.goto(path)
        page.emulate_media(color_scheme="light")
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, ["color-contrast"]) == []
        page.set_viewport_size(NARROW)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
