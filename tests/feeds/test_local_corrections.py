"""What was corrected here is not overwritten without saying so: both sides are compared with what the feed said last time."""

import pytest

from services.directory.domain.feeds.merge import Prefer
from services.directory.use_cases.register_provider import register_provider
from services.directory.use_cases.restore_class import restore_class
from services.directory.use_cases.update_venue import update_venue
from services.directory.use_cases.withdraw_class import withdraw_class
from shared.contracts.directory import ProviderDetails
from shared.contracts.provision import Contact, Level
from tests.feeds.conftest import LEEDS, WORKER, World, row
from tests.feeds.server import id_of, service

NAME = "ESOL Entry 2"


@pytest.fixture
def taken(world: World) -> World:
    world.server.services = [service(NAME)]
    world.take()
    return world


def test_what_only_we_changed_is_kept_and_named(taken: World) -> None:
    taken.correct(NAME, women_only=True, levels=(Level.ENTRY_1, Level.ENTRY_2))
    before = taken.said()
    report = taken.take(full=True)
    assert taken.said() == before
    assert row(report, NAME).kept == ("levels",), "the feed never spoke of women_only"


def test_what_only_the_feed_changed_is_taken_beside_our_corrections(taken: World) -> None:
    taken.correct(NAME, levels=(Level.ENTRY_1, Level.ENTRY_2))
    taken.server.services = [service(NAME, description="New.")]
    taken.take(full=True)
    details = taken.lesson(NAME).details
    assert (details.description, details.levels) == ("New.", (Level.ENTRY_1, Level.ENTRY_2))


def test_where_both_changed_a_field_ours_stays_and_both_are_named_each_time(taken: World) -> None:
    taken.correct(NAME, description="Ours.")
    taken.server.services = [service(NAME, description="Theirs.")]
    before = taken.said()
    for _ in range(2):
        (clash,) = row(taken.take(full=True), NAME).clashes
        assert (clash.field, clash.feed_said, clash.feed_says, clash.we_say) == (
            "description",
            "Speaking, reading and writing.",
            "Theirs.",
            "Ours.",
        )
    assert taken.said() == before


def test_a_clash_is_named_again_though_the_feed_says_that_nothing_changed(taken: World) -> None:
    taken.correct(NAME, description="Ours.")
    taken.server.services = [service(NAME, description="Theirs.")]
    taken.take(full=True)
    report = taken.take()
    assert [each.field for each in row(report, NAME).clashes] == ["description"]


def test_theirs_is_taken_when_a_person_says_so_and_the_clash_is_over(taken: World) -> None:
    taken.correct(NAME, description="Ours.")
    taken.server.services = [service(NAME, description="Theirs.")]
    taken.take(full=True)
    taken.take(preferences={id_of(NAME): Prefer.THEIRS})
    assert taken.lesson(NAME).details.description == "Theirs."
    assert "clashes" not in taken.take(full=True).counts


def test_ours_is_kept_when_a_person_says_so_and_the_clash_is_over(taken: World) -> None:
    ours = taken.correct(NAME, description="Ours.")
    taken.server.services = [service(NAME, description="Theirs.")]
    taken.take(full=True)
    taken.take(preferences={ours.id: Prefer.OURS})
    report = taken.take(full=True)
    assert taken.lesson(NAME).details.description == "Ours."
    assert "clashes" not in report.counts and row(report, NAME).kept == ("description",)


def test_after_ours_was_kept_a_newer_word_of_the_feed_is_a_clash_again(taken: World) -> None:
    taken.correct(NAME, description="Ours.")
    taken.server.services = [service(NAME, description="Theirs.")]
    taken.take(preferences={id_of(NAME): Prefer.OURS})
    taken.server.services = [service(NAME, description="Theirs anew.")]
    assert taken.take(full=True).counts["clashes"] == 1


def test_a_correction_that_the_feed_makes_too_is_no_clash(taken: World) -> None:
    taken.correct(NAME, description="Right.")
    taken.server.services = [service(NAME, description="Right.")]
    assert "clashes" not in taken.take(full=True).counts
    taken.server.services = [service(NAME, description="Righter.")]
    taken.take(full=True)
    assert taken.lesson(NAME).details.description == "Righter."


def test_a_mended_number_does_not_keep_a_new_address_for_mail_out(taken: World) -> None:
    taken.correct(NAME, contact=Contact(phone="0113 496 0999", email="esol@aire.example.org", website="https://aire.example.org/esol"))
    taken.server.services = [service(NAME, email="new@aire.example.org")]
    report = taken.take(full=True)
    contact = taken.lesson(NAME).details.contact
    assert (contact.phone, contact.email) == ("0113 496 0999", "new@aire.example.org")
    assert row(report, NAME).kept == ("contact.phone",)


def test_what_the_feed_no_longer_says_goes_unless_we_changed_it(taken: World) -> None:
    taken.server.services = [service(NAME, cost_options=None, phones=None)]
    taken.correct(NAME, contact=Contact(phone="0113 496 0999", email="esol@aire.example.org", website="https://aire.example.org/esol"))
    report = taken.take(full=True)
    details = taken.lesson(NAME).details
    assert (details.cost.amount_pence, details.contact.phone) == (None, "0113 496 0999")
    assert [each.field for each in row(report, NAME).clashes] == ["contact.phone"]


def test_a_venue_corrected_here_stays_corrected(taken: World) -> None:
    (venue,) = taken.venues()
    update_venue(taken.works, taken.places, WORKER, venue.id, venue.details.model_copy(update={"step_free": True, "town": "Harehills"}))
    report = taken.take(full=True)
    (after,) = taken.venues()
    assert (after.details.step_free, after.details.town) == (True, "Harehills")
    assert row(report, "Aire Centre", "venue").kept == ("town",)


def test_a_class_that_a_person_withdrew_does_not_come_back(taken: World) -> None:
    withdraw_class(taken.works, WORKER, taken.lesson(NAME).id)
    taken.server.services = [service(NAME, description="New.")]
    report = taken.take(full=True)
    assert taken.classes() == [] and row(report, NAME).kept == ("withdrawn",)
    restore_class(taken.works, WORKER, taken.lesson(NAME).id)
    taken.take(full=True)
    assert taken.lesson(NAME).details.description == "New."


def test_a_provider_that_was_here_before_keeps_what_it_says_of_itself(world: World) -> None:
    ours = ProviderDetails(name="Aire College", authority=LEEDS, description="Our words.")
    mine = register_provider(world.works, WORKER, ours)
    world.server.services = [service(NAME)]
    report = world.take()
    (provider,) = world.providers()
    assert (provider.id, provider.details.description) == (mine.id, "Our words.")
    assert provider.details.contact.phone == "0113 496 0200"
    (clash,) = row(report, "Aire College", "provider").clashes
    assert (clash.field, clash.feed_said, clash.feed_says) == ("description", "", "An invented college.")


def test_corrections_that_do_not_go_with_what_the_feed_says_now_refuse_the_class_and_say_why(taken: World) -> None:
    taken.correct(NAME, ends_on=taken.lesson(NAME).details.starts_on)
    schedule = {**taken.server.services[0]["schedules"][0], "valid_from": "2026-10-01"}
    taken.server.services = [service(NAME, schedules=[schedule])]
    before = taken.said()["classes"]
    report = taken.take(full=True)
    assert taken.said()["classes"] == before
    (problem,) = row(report, NAME, "service").problems
    assert problem.field == "ends_on" and "before it starts" in problem.message and problem.remedy
