"""A person finds a class: with and without JavaScript, by keyboard alone, on the map, and a person may always go back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Violations, Visit

A_NUMBER = re.compile(r"\d[\d,]*")


def count(page: Page) -> int:
    found = A_NUMBER.search(page.locator("#count").inner_text())
    assert found is not None
    return int(found[0].replace(",", ""))


def press_until_on(page: Page, key: str, selector: str, most: int = 80) -> None:
    """Moves with the keyboard as a person does, until the focus is where they want it."""
    for _ in range(most):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} cannot be reached with {key}")


def test_choosing_a_filter_changes_the_count_at_once_and_says_so(visit: Visit) -> None:
    page = visit("/classes?near=Leeds&within=10")
    before = count(page)
    page.get_by_label(re.compile("^Entry 3")).check()
    expect(page.locator("#told")).to_have_text(re.compile(r"\d+ class"))
    assert count(page) < before
    assert "level=entry-3" in page.url
    assert page.evaluate("document.activeElement.value") == "entry-3"
    expect(page.locator(".sp-chip", has_text="Level: Entry 3")).to_be_visible()
    page.go_back()
    expect(page.locator("#count")).to_have_text(f"{before} classes")
    assert not page.get_by_label(re.compile("^Entry 3")).is_checked()


def test_without_javascript_the_button_does_the_same(visit: Visit) -> None:
    page = visit("/classes?near=Leeds&within=10", java_script_enabled=False)
    before = count(page)
    page.get_by_label(re.compile("^Entry 3")).check()
    page.get_by_role("button", name="Show classes").click()
    assert count(page) < before
    page.locator(".sp-chip", has_text="Level: Entry 3").click()
    assert count(page) == before


def test_without_javascript_the_map_is_a_picture_above_the_same_list(visit: Visit) -> None:
    page = visit("/classes?view=map&level=level-1", java_script_enabled=False)
    picture = page.get_by_role("img", name=re.compile("Map of the region"))
    expect(picture).to_be_visible()
    assert page.request.get(picture.get_attribute("src") or "").text().count("<circle") > 0
    assert page.locator(".sp-card").count() > 0


def test_a_phone_without_javascript_opens_the_filters_and_uses_them(visit: Visit) -> None:
    page = visit("/classes?near=Hull", java_script_enabled=False, viewport={"width": 320, "height": 640})
    before = count(page)
    expect(page.get_by_role("button", name="Show classes")).to_be_hidden()
    page.get_by_text("Filters", exact=True).first.click()
    page.get_by_label(re.compile("^Entry 1")).check()
    page.get_by_role("button", name="Show classes").click()
    assert count(page) < before
    expect(page.get_by_text("Filters (1)")).to_be_visible()


def test_from_the_start_to_a_class_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    press_until_on(page, "Tab", "#near")
    page.keyboard.type("LS8")
    page.keyboard.press("Enter")
    page.wait_for_url("**/classes?**")
    press_until_on(page, "Tab", "[value='entry-1']")
    page.keyboard.press("Space")
    expect(page.locator("#told")).to_have_text(re.compile(r"\d+ class"))
    press_until_on(page, "Tab", ".sp-card__name a", most=200)
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    press_until_on(page, "Tab", ".govuk-back-link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/classes?**level=entry-1**")


def test_the_map_gathers_classes_and_opens_one_by_keyboard(visit: Visit, violations: Violations) -> None:
    page = visit("/classes?view=map", bypass_csp=True, reduced_motion="reduce")
    page.wait_for_selector("#map[data-ready]")
    gathered = sum(int(text) for text in page.locator(".sp-cluster").all_inner_texts())
    single = page.locator(".sp-marker").count()
    assert 0 < gathered + single <= count(page)
    assert gathered > single
    page.locator(".sp-cluster").first.focus()
    page.keyboard.press("Enter")
    page.locator(".sp-marker").first.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content a")
    expect(popup).to_be_visible()
    assert violations(page) == []
    name = popup.inner_text()
    popup.press("Enter")
    expect(page.locator("h1")).to_have_text(name)


def test_a_filter_chosen_on_the_map_draws_the_map_again(visit: Visit) -> None:
    page = visit("/classes?view=map&near=Bradford&within=20")
    page.wait_for_selector("#map[data-ready]")
    before = count(page)
    page.get_by_label(re.compile("^Women only")).check()
    expect(page.locator("#count")).not_to_have_text(f"{before} classes")
    page.wait_for_selector("#map[data-ready]")
    drawn = sum(int(text) for text in page.locator(".sp-cluster").all_inner_texts()) + page.locator(".sp-marker").count()
    assert 0 < drawn <= count(page)


def test_an_area_only_class_is_a_circle_that_says_why(visit: Visit) -> None:
    page = visit("/classes?view=map&women_only=yes")
    page.wait_for_selector("#map[data-ready]")
    expect(page.locator(".sp-legend")).to_contain_text("Area only: address given when you join")
    areas = [pin for pin in page.request.get("/classes/map.json?women_only=yes").json()["pins"] if pin["area_only"]]
    assert areas, "the sample region has classes whose address is told on joining"
    page.goto(f"/classes/{areas[0]['id']}")
    expect(page.locator("aside")).to_contain_text("You are told the address when you join")


def test_who_may_pay_is_answered_without_being_put_into_the_address(visit: Visit) -> None:
    page = visit("/classes?cost=free&limit=1", java_script_enabled=False)
    page.locator(".sp-card__name a").first.click()
    page.get_by_text("See what it may be for you").click()
    page.get_by_label("Your home postcode or town").fill("LS8")
    page.get_by_label("I have no work").check()
    page.get_by_role("button", name="Show who may pay").click()
    expect(page.locator("#who-pays")).to_contain_text("not a promise")
    assert "LS8" not in page.url
    assert page.get_by_label("Your home postcode or town").input_value() == "LS8"


@pytest.mark.parametrize("path", ["/", "/classes?near=Leeds"])
def test_what_is_pressed_is_large_enough_for_a_thumb(visit: Visit, path: str) -> None:
    page = visit(path, viewport={"width": 320, "height": 640})
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input:not([type=hidden], [type=checkbox]), header a, .sp-tabs a, .sp-chip')]
          .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 41.5).map(each => each.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_text_at_twice_its_size_still_fits(visit: Visit) -> None:
    page = visit("/classes?near=Leeds", viewport={"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
