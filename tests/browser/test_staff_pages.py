"""The signed-in pages in a real browser: the main job by hand, with JavaScript off too, and axe on every page in every look."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Violations, Visit

NARROW: ViewportSize = {"width": 320, "height": 640}
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
SHEET = "COURSE_NAME,EDUCATION_LEVEL,DAY,START_TIME,END_TIME,DELIVERY_MODE\n"
GOOD_ROW, BAD_ROW = "Sheet English,Entry 1,Monday,09:30,11:30,Online\n", "Broken row,Entry 1,Blursday,09:30,11:30,Online\n"

Staff = Callable[..., Page]


@pytest.fixture(scope="package")
def amina(address: str, browser: Browser) -> Any:
    """Her session, signed in once for all tests of this package."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in as Amina").click()
    expect(page.get_by_role("heading", name="My listings")).to_be_visible()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def staff(visit: Visit, amina: Any) -> Staff:
    """`staff(path, **context)` opens a page as Amina."""
    return lambda path, **options: visit(path, storage_state=amina, **options)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_class_is_published_found_given_places_withdrawn_and_brought_back(visit: Visit, javascript: bool) -> None:
    name = f"Quince English {'with' if javascript else 'without'} script"
    page = visit("/sign-in", java_script_enabled=javascript)
    page.get_by_role("button", name="Sign in as Tom").click()
    page.get_by_role("link", name="Publish a class").click()
    _fill_class(page, name)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"“{name}” is published")).to_be_visible()
    _find(page, name, there=True)
    page.goto("/my")
    listing = page.locator("article", has=page.get_by_role("heading", name=name))
    listing.get_by_role("link", name="Change places").click()
    page.get_by_label("Places open").fill("5")
    page.get_by_role("button", name="Save places").click()
    expect(page.get_by_text("5 places open").first).to_be_visible()
    listing.get_by_role("button", name="Still right").click()
    expect(page.get_by_text("marked as still right")).to_be_visible()
    listing.get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw this class").click()
    _find(page, name, there=False)
    page.goto("/my")
    listing.get_by_role("button", name="Restore").click()
    _find(page, name, there=True)
    page.goto("/my")
    listing.get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text(["restored it", "withdrew it", "still right", "places", "published it"])
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out")).to_be_visible()


def _fill_class(page: Page, name: str) -> None:
    page.get_by_label("Name of the class").fill(name)
    page.get_by_label("Entry 1", exact=True).check()
    page.locator("#sessions-0-day").select_option("tuesday")
    page.locator("#sessions-0-starts").fill("9.30")
    page.locator("#sessions-0-ends").fill("11:30am")
    page.get_by_label("Online", exact=True).check()
    page.get_by_label("None: it is online").check()


def _find(page: Page, name: str, *, there: bool) -> None:
    """The index hears of it within a second or so: look again until it has."""
    for _ in range(50):
        page.goto(f"/classes?q={name.replace(' ', '+')}")
        if (page.get_by_role("link", name=name, exact=True).count() > 0) is there:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{name} is {'not ' if there else 'still '}found")


def test_a_double_click_publishes_once(staff: Staff) -> None:
    page = staff("/my/publish")
    _fill_class(page, "Double English")
    page.get_by_role("button", name="Publish", exact=True).dblclick()
    expect(page.get_by_text("“Double English” is published")).to_be_visible()
    page.goto("/my")
    expect(page.get_by_role("heading", name="Double English")).to_have_count(1)


def test_enter_in_a_field_saves_and_never_presses_a_button_by_chance(staff: Staff) -> None:
    page = staff("/my/publish")
    _fill_class(page, "Enter English")
    page.get_by_role("button", name="Add another time").click()
    page.locator("#sessions-1-day").select_option("friday")
    page.locator("#sessions-1-starts").fill("1pm")
    page.locator("#sessions-1-ends").fill("3pm")
    page.get_by_label("Find another venue").fill("Library")
    page.get_by_label("Find another venue").press("Enter")
    expect(page.get_by_text("found for “Library”")).to_be_visible()
    page.get_by_label("Name of the class").press("Enter")
    expect(page.get_by_text("“Enter English” is published")).to_be_visible()
    expect(page.get_by_text("Tuesdays, 9:30am to 11:30am").first).to_be_visible()


def test_two_people_edit_and_nothing_is_lost(staff: Staff) -> None:
    first, second = staff("/my"), staff("/my")
    edit = first.locator("a", has_text="Edit").and_(first.locator("[href$='/edit']")).last.get_attribute("href")
    for page in (first, second):
        page.goto(str(edit))
    first.get_by_label("Description").fill("Theirs")
    first.get_by_role("button", name="Save changes").click()
    second.get_by_label("Description").fill("Mine")
    second.get_by_role("button", name="Save changes").click()
    expect(second.get_by_role("alert")).to_contain_text("You saved this class in another window meanwhile")
    expect(second.get_by_label("Description")).to_have_value("Mine")
    second.get_by_role("button", name="Save changes").click()
    expect(second.get_by_text("Your changes to")).to_be_visible()


def test_an_error_summary_leads_to_the_field(staff: Staff) -> None:
    page = staff("/my/publish")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="Give the class a name.").click()
    expect(page.get_by_label("Name of the class")).to_be_focused()


def test_a_spreadsheet_is_previewed_taken_its_failed_rows_downloaded_and_undone(staff: Staff, tmp_path: Path) -> None:
    sheet = tmp_path / "autumn.csv"
    sheet.write_text(SHEET + GOOD_ROW + BAD_ROW)
    page = staff("/my/import", java_script_enabled=False)
    page.get_by_label("The file").set_input_files(sheet)
    page.get_by_role("button", name="See what would happen").click()
    expect(page.get_by_text("does not name a day of the week")).to_be_visible()
    page.get_by_role("button", name="Take the good rows").click()
    expect(page.get_by_text("1 new and 0 changed.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Get the refused rows").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("The import was taken back: 1 removed")).to_be_visible()


PAGES = {
    "my listings": "/my",
    "publish": "/my/publish",
    "a new venue": "/my/venues/new",
    "the organisation": "/my/provider",
    "import": "/my/import",
    "choose an organisation": "/my/choose",
    "how fresh its listings are": "/my/freshness",
    "sign in": "/sign-in",
}
OF_A_CLASS = {"edit": "/edit", "history": "/history", "withdraw": "/withdraw"}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_in_any_look(staff: Staff, violations: Violations, path: str) -> None:
    _passes_in_every_look(staff(path, bypass_csp=True), violations)


@pytest.mark.parametrize("ending", OF_A_CLASS.values(), ids=OF_A_CLASS)
def test_axe_finds_nothing_on_the_pages_of_a_class(staff: Staff, violations: Violations, ending: str) -> None:
    page = staff("/my", bypass_csp=True)
    page.goto(str(page.locator("[href$='/edit'][href^='/classes']").first.get_attribute("href")).replace("/edit", ending))
    _passes_in_every_look(page, violations)


def test_axe_finds_nothing_on_a_class_form_with_errors_rows_and_everything_open(staff: Staff, violations: Violations) -> None:
    page = staff("/my/publish", bypass_csp=True)
    page.locator("#sessions-0-starts").fill("1.30")
    for name in ("Add a term", "Add a partner"):
        page.get_by_role("button", name=name).click()
    page.locator("#partners-0-name").fill("Leeds City Council")
    page.get_by_role("button", name="Publish", exact=True).click()
    for summary in page.locator("summary").all():
        summary.click()
    _passes_in_every_look(page, violations)


def test_axe_finds_nothing_on_what_a_spreadsheet_would_do_and_did(staff: Staff, violations: Violations, tmp_path: Path) -> None:
    sheet = tmp_path / "spring.csv"
    sheet.write_text(SHEET + GOOD_ROW.replace("Sheet", "Spring") + BAD_ROW)
    page = staff("/my/import", bypass_csp=True)
    page.get_by_label("The file").set_input_files(sheet)
    page.get_by_role("button", name="See what would happen").click()
    for summary in page.locator("summary").all():
        summary.click()
    _passes_in_every_look(page, violations)
    page.get_by_role("button", name="Take the good rows").click()
    _passes_in_every_look(page, violations)


CHASING = {
    "by network": "/my/freshness",
    "by provider": "/my/freshness?by=provider",
    "over time": "/my/freshness/over-time",
    "listings": "/my/freshness/listings?band=stale",
}


@pytest.fixture
def grace(visit: Visit) -> Staff:
    """`grace(path, **context)` opens a page as the development worker."""

    def opened(path: str, **options: Any) -> Page:
        page = visit("/sign-in", **options)
        page.get_by_role("button", name="Sign in as Grace").click()
        page.goto(path)
        return page

    return opened


@pytest.mark.parametrize("path", CHASING.values(), ids=CHASING)
def test_axe_finds_nothing_on_the_pages_for_chasing(grace: Staff, violations: Violations, path: str) -> None:
    _passes_in_every_look(grace(path, bypass_csp=True), violations)


def test_axe_finds_nothing_where_a_provider_is_asked_and_checked_together(grace: Staff, violations: Violations) -> None:
    page = grace("/my/freshness?by=provider", bypass_csp=True)
    page.locator("ol.sp-fresh h3 a").first.click()
    page.get_by_label("By phone").check()
    page.get_by_role("button", name="Write down that they were asked").click()
    expect(page.get_by_text("It is written down that you asked")).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()
    _passes_in_every_look(page, violations)
    page.get_by_role("link", name="Still right: several at once").click()
    _passes_in_every_look(page, violations)
    page.get_by_role("button", name="These are still right").click()
    expect(page.get_by_role("alert").get_by_text("It is not said how this is known.")).to_be_visible()
    _passes_in_every_look(page, violations)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_provider_is_asked_and_its_listings_are_checked_together_and_taken_back(grace: Staff, javascript: bool) -> None:
    page = grace("/my/freshness?by=provider", java_script_enabled=javascript)
    page.locator("ol.sp-fresh h3 a").nth(1 if javascript else 2).click()
    page.get_by_label("By email").check()
    page.get_by_role("button", name="Write down that they were asked").click()
    expect(page.get_by_text("by email. No answer yet.").first).to_be_visible()
    page.get_by_role("link", name="Still right: several at once").click()
    page.get_by_label("How do you know?").fill("phoned the provider")
    page.get_by_role("button", name="These are still right").click()
    expect(page.get_by_text("marked as still right, today")).to_be_visible()
    page.get_by_role("button", name="Take this check back").click()
    expect(page.get_by_text("Taken back:")).to_be_visible()


def _passes_in_every_look(page: Page, violations: Violations) -> None:
    """Light, dark, and on a narrow phone, where nothing is cut off; every page has one main heading and a title."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.title().endswith("· Signpost")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, ["color-contrast"]) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    assert violations(page, WCAG) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("path", ["/my", "/my/publish", "/my/import", "/my/freshness"])
def test_from_right_to_left_it_fits_and_axe_finds_nothing(staff: Staff, violations: Violations, path: str) -> None:
    page = staff(f"{path}?lang=ar", bypass_csp=True, viewport=NARROW)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    assert violations(page, WCAG) == []
