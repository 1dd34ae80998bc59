"""Suggestions by keyboard and by touch, told to screen readers; answers counted as they are given; and all of it without JavaScript."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Violations, Visit

CLASS_PAGE = re.compile(r"/classes/[0-9a-f-]{36}$")


def typing(page: Page, field: str, text: str) -> Locator:
    """Types and waits for what is suggested; the options."""
    page.locator(field).press_sequentially(text)
    options = page.locator("[role=option]")
    expect(options.first).to_be_visible()
    return options


def active(page: Page) -> str | None:
    """The text of the option that a screen reader is told of, while the focus stays in the field."""
    return page.evaluate(
        """() => { const id = document.activeElement.getAttribute("aria-activedescendant");
          return id && document.getElementById(id).querySelector(".sp-suggest__text").textContent }"""
    )


def test_a_place_is_chosen_by_keyboard_alone_and_fills_the_field(visit: Visit) -> None:
    page = visit("/classes")
    field = page.get_by_role("combobox", name="Where?")
    options = typing(page, "#near", "har")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="suggestions. Use the arrow keys")).to_have_count(1)
    assert active(page) is None, "nothing is chosen for the person"
    page.keyboard.press("ArrowDown")
    first = active(page)
    page.keyboard.press("ArrowDown")
    assert active(page) != first
    page.keyboard.press("ArrowUp")
    assert active(page) == first == "Harrogate"
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Harrogate")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert page.url.endswith("/classes"), "Enter has chosen, not sent the form"
    page.keyboard.press("Enter")
    page.wait_for_url("**/classes?**near=Harrogate**")


def test_the_arrows_go_round_and_through_the_field_itself(visit: Visit) -> None:
    page = visit("/classes")
    options = typing(page, "#near", "har")
    page.keyboard.press("ArrowUp")
    assert active(page) == options.last.locator(".sp-suggest__text").inner_text()
    page.keyboard.press("ArrowDown")
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert active(page) is None
    assert page.evaluate("document.activeElement.selectionStart") == 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.selectionStart") == 3


def test_escape_closes_first_and_empties_then(visit: Visit) -> None:
    page = visit("/classes")
    typing(page, "#near", "har")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(page.locator("#near")).to_have_value("har")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#near")).to_have_value("")


def test_enter_with_nothing_chosen_searches_for_what_was_typed(visit: Visit) -> None:
    page = visit("/classes")
    typing(page, "#q", "conversation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/classes?**q=conversation**")


def test_tab_goes_on_and_chooses_nothing(visit: Visit) -> None:
    page = visit("/classes")
    typing(page, "#near", "har")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("#near")).to_have_value("har")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_class_leads_to_its_page_and_a_provider_to_its_classes_near_there(visit: Visit) -> None:
    page = visit("/classes?near=Leeds&within=50")
    options = typing(page, "#q", "conversation")
    options.filter(has_text="Class:").first.click()
    page.wait_for_url(CLASS_PAGE)
    page.goto("/classes?near=Leeds&within=50")
    options = typing(page, "#q", "college")
    provider = options.filter(has_text="Provider:").first
    name = provider.locator(".sp-suggest__text").inner_text()
    provider.click()
    page.wait_for_url("**/classes?near=Leeds&within=50&provider=**")
    expect(page.locator(".sp-chip")).to_contain_text(name)


def test_a_place_typed_into_the_other_field_is_put_where_it_belongs(visit: Visit) -> None:
    page = visit("/")
    options = typing(page, "#q", "halif")
    options.first.click()
    expect(page.locator("#near")).to_have_value("Halifax")
    expect(page.locator("#q")).to_have_value("")
    expect(page.get_by_role("status").filter(has_text="Where: Halifax")).to_have_count(1)


def test_a_finger_chooses_too_and_a_slip_is_forgiven(visit: Visit) -> None:
    page = visit("/classes", has_touch=True, viewport={"width": 390, "height": 844})
    typing(page, "#near", "halfax").first.tap()
    expect(page.locator("#near")).to_have_value("Halifax")


def test_a_question_is_ended_by_the_next_letter(visit: Visit) -> None:
    page = visit("/classes")
    page.route("**/suggest.json?q=hal&**", lambda route: None)  # never answered
    with page.expect_request("**/suggest.json?q=hal&**"):
        page.locator("#near").press_sequentially("hal")
    with page.expect_event("requestfailed", lambda request: "q=hal&" in request.url):
        options = typing(page, "#near", "if")
    expect(options.first).to_contain_text("Halifax")


def test_what_is_suggested_passes_axe_and_fits_from_right_to_left(visit: Visit, violations: Violations) -> None:
    page = visit("/?lang=ar", bypass_csp=True, viewport={"width": 320, "height": 640})
    typing(page, "#q", "lee")
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.emulate_media(color_scheme="dark")
    assert violations(page, ["color-contrast"]) == []


def test_without_javascript_the_fields_are_plain_fields(visit: Visit) -> None:
    page = visit("/classes", java_script_enabled=False)
    expect(page.get_by_role("combobox", name="Where?")).to_have_count(0)
    page.get_by_label("Where?").fill("Harrogate")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("h1")).to_have_text("English classes near Harrogate")


def number(page: Page) -> str:
    return page.locator("#count").inner_text()


def test_each_answer_is_counted_at_once_and_leads_to_those_classes(visit: Visit) -> None:
    page = visit("/can-i-attend")
    before = number(page)
    page.get_by_label(re.compile("^Monday")).check()
    expect(page.locator("#told")).to_have_text(re.compile(r"\d+ class"))
    expect(page.locator("#count")).not_to_have_text(before)
    assert page.evaluate("document.activeElement.value") == "monday"
    page.get_by_label(re.compile("^It must be free")).check()
    page.wait_for_url("**cost=free**")
    page.locator("#near").press_sequentially("Leeds")
    page.locator("#near").press("Tab")
    page.wait_for_url("**near=Leeds**")
    page.get_by_label(re.compile("^I take a bus")).check()
    page.wait_for_url("**within=5**")
    left = number(page)
    page.get_by_role("button", name="Show my classes").click()
    page.wait_for_url("**/classes?**")
    expect(page.locator("#count")).to_have_text(left)
    expect(page.locator(".sp-chip", has_text="Day: Monday")).to_be_visible()
    assert page.context.cookies() == []


def test_without_javascript_a_button_counts_again(visit: Visit) -> None:
    page = visit("/can-i-attend", java_script_enabled=False)
    before = number(page)
    page.get_by_label(re.compile("^Monday")).check()
    page.get_by_role("button", name="Count again").click()
    left = number(page)
    assert left != before
    assert page.get_by_label(re.compile("^Monday")).is_checked()
    page.get_by_role("button", name="Show my classes").click()
    expect(page.locator("#count")).to_have_text(left)


def test_a_class_that_is_missed_is_named_and_told_why_without_javascript(visit: Visit) -> None:
    page = visit("/classes?level=level-2&day=sunday", java_script_enabled=False)
    page.get_by_label("Name of the class").fill("conversation")
    page.get_by_role("button", name="See why it does not fit").click()
    page.locator(".sp-candidates a").first.click()
    expect(page.locator("h1")).to_have_text("Why does this class not fit?")
    page.get_by_role("link", name="Search without any of these").or_(page.locator(".sp-reasons__ways a").first).first.click()
    expect(page.locator("#count")).not_to_have_text("0 classes")


def test_a_class_that_is_missed_is_chosen_as_it_is_typed(visit: Visit) -> None:
    page = visit("/classes?level=level-2&day=sunday")
    typing(page, "#class-name", "conv").first.click()
    page.wait_for_url("**/fit?level=level-2&day=sunday")
    expect(page.locator(".sp-reasons li").first).to_be_visible()


def test_the_link_of_a_search_is_copied(visit: Visit, address: str) -> None:
    page = visit("/classes?level=entry-1&near=Leeds", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link").click()
    expect(page.locator("#told")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/classes?level=entry-1&near=Leeds"


@pytest.mark.parametrize("part", [".sp-asked", ".sp-chips"])
def test_paper_shows_what_was_asked_and_nothing_to_press(visit: Visit, part: str) -> None:
    page = visit("/classes?level=entry-1&near=Leeds&within=10")
    page.emulate_media(media="print")
    expect(page.locator(part)).to_be_visible()
    expect(page.locator(".sp-keep")).to_be_hidden()
    expect(page.locator("#search")).to_be_hidden()
