"""Publish a class and correct one: rows, errors, venues, two people at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.portal.staff_site import Site, Visit, form_fields, opened_site, words


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with opened_site(tmp_path) as site:
        yield site


@pytest.fixture
def form(site: Site) -> str:
    """Where Amina's form for a new class goes."""
    return f"/my/publish?provider={site.providers[0]}"


CLASS = {
    "name": "English for new parents",
    "levels": ["entry-1", "entry-2"],
    "sessions-0-day": "tuesday",
    "sessions-0-starts": "9.30",
    "sessions-0-ends": "11:30am",
    "starts_on-day": "14",
    "starts_on-month": "Sept",
    "starts_on-year": "2026",
    "cost-kind": "free",
    "other_languages": "Esperanto",
}


def a_class(site: Site) -> dict[str, Any]:
    return {**CLASS, "venue_id": site.venues[0]}


def published(visit: Visit, name: str = "English for new parents") -> int:
    return words(visit.get("/my")).count(f"Edit {name}")


def test_a_class_is_published_and_found_whatever_often_the_button_was_pressed(site: Site, form: str) -> None:
    visit = site.signed_in()
    page = visit.get("/my/publish").text
    for _ in range(2):
        visit.send(form, a_class(site), page=page)
        assert "“English for new parents” is published" in words(visit.page)
    assert published(visit) == 1
    site.index()
    found = words(site.visitor().get("/classes?q=new+parents"))
    assert "English for new parents" in found
    assert "Tuesdays, 9:30am to 11:30am" in words(visit.get("/my"))


def test_no_venue_is_chosen_for_a_person_for_learners_would_be_sent_there(site: Site, form: str) -> None:
    visit = site.signed_in()
    page = visit.get("/my/publish").text
    assert site.venues[0] in page
    assert form_fields(page, form).get("venue_id", []) == []


def test_everything_typed_is_kept_when_something_is_wrong_and_each_problem_leads_to_its_field(site: Site, form: str) -> None:
    visit = site.signed_in()
    visit.get("/my/publish")
    wrong = {"name": "", "sessions-0-starts": "1.30", "ends_on-day": "31", "ends_on-month": "2", "ends_on-year": "2026"}
    visit.send(form, {**a_class(site), **wrong, "description": "Kept as it was"})
    assert visit.page.status_code == 422
    for field in ("name", "sessions-0-starts", "ends_on-day"):
        assert f'<a href="#{field}">' in visit.page.text
        assert f'id="{field}"' in visit.page.text
    kept = form_fields(visit.page.text, form)
    assert kept["description"] == ["Kept as it was"]
    assert (kept["sessions-0-starts"], kept["ends_on-day"], kept["levels"]) == (["1.30"], ["31"], ["entry-1", "entry-2"])


def test_what_the_directory_refuses_is_said_at_the_field_too(site: Site, form: str) -> None:
    visit = site.signed_in()
    visit.get("/my/publish")
    visit.send(form, {**a_class(site), "sessions-0-ends": "9:00", "cost-kind": "paid", "contact-phone": "ring me"})
    assert "Enter a phone number" in words(visit.page)
    visit.send(form, {"contact-phone": ""})
    for said, field in (("session ends at 09:00", "sessions-0-ends"), ("Say what the class costs", "cost-amount_pence")):
        assert said in words(visit.page)
        assert f'<a href="#{field}">' in visit.page.text
    assert published(visit) == 0


def test_times_are_added_and_removed_without_javascript(site: Site, form: str) -> None:
    visit = site.signed_in()
    visit.get("/my/publish")
    visit.send(form, {**a_class(site), "do": "add-sessions"})
    visit.send(form, {"sessions-1-day": "friday", "sessions-1-starts": "1pm", "sessions-1-ends": "3pm", "do": "add-sessions"})
    assert 'id="sessions-2-day"' in visit.page.text
    visit.send(form, {"do": "remove-sessions-0"})
    kept = form_fields(visit.page.text, form)
    assert (kept["sessions-0-day"], "sessions-1-day" in kept) == (["friday"], False)
    visit.send(form, {"do": "add-partners"})
    visit.send(form, {"partners-0-name": "Leeds City Council", "partners-0-relation": "funded-by", "do": "save"})
    assert "Fridays, 1pm to 3pm" in words(visit.page)


def test_another_organisations_venue_is_looked_for_and_chosen(site: Site, form: str) -> None:
    visit = site.signed_in()
    visit.get("/my/publish")
    visit.send(form, {**a_class(site), "venue_words": "Bradford", "do": ""})
    assert "1 found for “Bradford”" in words(visit.page)
    visit.send(form, {"venue_id": site.venues[1], "do": "save"})
    assert "English for new parents" in words(visit.page) and "Bradford Library" in words(visit.page)


def test_a_new_venue_is_added_in_the_middle_and_nothing_typed_is_lost(site: Site, form: str) -> None:
    visit = site.signed_in()
    visit.get("/my/publish")
    visit.send(form, {**a_class(site), "venue_words": "Bangladeshi Centre", "do": "add-venue"})
    venue = f"/my/venues/new?provider={site.providers[0]}"
    assert 'value="Bangladeshi Centre"' in visit.page.text
    visit.send(venue, {"postcode": "nonsense", "do": "save"})
    assert visit.page.status_code == 422
    visit.send(venue, {"postcode": "LS8 5HN", "town": "Leeds", "do": "save"})
    assert "The venue was added and is chosen for this class" in words(visit.page)
    visit.send(form, {"do": "save"})
    assert "English for new parents" in words(visit.page) and "Bangladeshi Centre" in words(visit.page)


def test_a_copy_starts_as_the_class_without_its_places(site: Site, form: str) -> None:
    visit = site.signed_in()
    visit.get(f"/my/places/{site.classes[0]}")
    visit.send(f"/my/places/{site.classes[0]}", {"open": "7"})
    visit.get(f"/my/publish?copy={site.classes[0]}")
    fields = form_fields(visit.page.text, form)
    assert (fields["name"], fields["places-open"]) == (["Leeds English 1"], [""])


def test_going_back_and_sending_a_changed_form_again_is_asked_about(site: Site, form: str) -> None:
    visit = site.signed_in()
    page = visit.get("/my/publish").text
    visit.send(form, a_class(site), page=page)
    visit.send(form, {**a_class(site), "name": "Another class"}, page=page)
    assert visit.page.status_code == 409
    assert "already published from this form" in words(visit.page)
    visit.send(form, {})
    assert published(visit, "Another class") == 1


def test_two_people_editing_lose_nothing_and_the_second_decides(site: Site) -> None:
    first, second = site.signed_in("grace"), site.signed_in("amina")
    edit = f"/classes/{site.classes[0]}/edit"
    first.get(edit)
    second.get(edit)
    first.send(edit, {"name": "Leeds English A", "description": "Theirs"})
    second.send(edit, {"description": "Mine", "women_only": "yes"})
    assert second.page.status_code == 200
    shown = words(second.page)
    assert "Grace Okafor saved this class while you had it open" in shown
    assert "You changed it too, to “Mine”" in shown and "theirs is in the form" in shown
    second.send(edit, {})
    saved = form_fields(second.get(edit).text, edit)
    assert (saved["name"], saved["description"], saved["women_only"]) == (["Leeds English A"], ["Mine"], ["yes"])


def test_saving_twice_by_a_double_click_is_no_quarrel_with_oneself(site: Site) -> None:
    visit = site.signed_in()
    edit = f"/classes/{site.classes[0]}/edit"
    page = visit.get(edit).text
    for _ in range(2):
        visit.send(edit, {"description": "New"}, page=page)
        assert "Your changes to “Leeds English 1” are saved" in words(visit.page)
    assert words(visit.get(f"/classes/{site.classes[0]}/history")).count("Amina Yusuf changed it") == 1


def test_a_class_withdrawn_meanwhile_is_not_saved_and_says_why(site: Site) -> None:
    visit, colleague = site.signed_in(), site.signed_in("grace")
    edit = f"/classes/{site.classes[0]}/edit"
    visit.get(edit)
    colleague.get(f"/classes/{site.classes[0]}/withdraw")
    colleague.send(f"/classes/{site.classes[0]}/withdraw", {})
    visit.send(edit, {"description": "Mine"})
    visit.send(edit, {})
    assert "This class is withdrawn" in words(visit.page)
    assert form_fields(visit.page.text, edit)["description"] == ["Mine"]


def test_the_ages_a_class_is_for_are_kept_and_shown(site: Site) -> None:
    visit, edit = site.signed_in(), f"/classes/{site.classes[0]}/edit"
    visit.get(edit)
    visit.send(edit, {"minimum_age": "16", "maximum_age": "18"})
    fields = form_fields(visit.get(edit).text, edit)
    assert (fields["minimum_age"], fields["maximum_age"]) == (["16"], ["18"])
    assert "Ages 16 to 18" in words(visit.get(edit.removesuffix("/edit")))
