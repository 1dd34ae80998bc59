"""A feed is taken in: providers, venues and classes with all that ours can hold; taken in again it changes only what changed."""

from datetime import UTC, datetime, time, timedelta

from services.directory.domain.feeds.followed import Reading
from shared.contracts.provision import CostKind, Day, Format, Level
from tests.feeds.conftest import LEEDS, World, row
from tests.feeds.server import classes, id_of, place, service


def test_a_class_is_taken_with_its_provider_and_its_venue(world: World) -> None:
    world.server.services = [service("ESOL Entry 2, mornings")]
    report = world.take()
    (lesson,), (venue,), (provider,) = world.classes(), world.venues(), world.providers()
    details = lesson.details
    assert report.counts == {"added": 3}
    assert (provider.details.name, provider.details.contact.phone) == ("Aire College", "0113 496 0200")
    assert (venue.details.name, venue.details.postcode, venue.details.town, venue.details.authority) == (
        "Aire Centre",
        "LS8 5AA",
        "Leeds",
        LEEDS,
    )
    assert venue.located is not None
    assert (details.provider_id, details.venue_id) == (provider.id, venue.id)
    assert [(each.day, each.starts, each.ends) for each in details.sessions] == [
        (Day.TUESDAY, time(9, 30), time(11, 30)),
        (Day.THURSDAY, time(9, 30), time(11, 30)),
    ]
    assert (details.cost.kind, details.cost.amount_pence, details.cost.note) == (CostKind.PAID, 2500, "A term")
    assert (details.levels, details.format) == ((Level.ENTRY_2,), Format.IN_PERSON)
    assert (str(details.starts_on), str(details.ends_on)) == ("2026-09-08", "2027-07-09")
    assert (details.contact.email, details.contact.phone) == ("esol@aire.example.org", "0113 496 0201")


def test_its_age_is_what_the_feed_says_of_it(world: World) -> None:
    """Taking it in is nobody saying that it is right."""
    world.server.services = [service("ESOL A"), service("ESOL B", assured_date="2026-08-15"), service("ESOL C", last_modified=None)]
    world.take()
    verified = [(each.verified_at, each.verified_by) for each in world.classes()]
    days = [datetime(2026, 8, 1, 9, tzinfo=UTC), datetime(2026, 8, 15, tzinfo=UTC), world.clock.now()]
    assert verified == [(day, "127.0.0.1") for day in days]


def test_many_pages_are_read_and_services_share_their_provider_and_venue(world: World) -> None:
    world.server.services, world.server.per_page = classes(23), 5
    report = world.take()
    assert world.server.pages == [1, 2, 3, 4, 5]
    assert (len(world.classes()), len(world.venues()), len(world.providers())) == (23, 1, 1)
    assert report.counts == {"added": 25} and not report.doubt


def test_taken_in_again_it_writes_nothing(world: World) -> None:
    world.server.services = [*classes(12), service("ESOL with a bad number", phones=[{"id": id_of("x"), "number": "ask Sue"}])]
    world.take()
    before = world.said()
    for days, full in ((1, False), (1, True), (8, False)):
        world.clock.move(timedelta(days=days))
        report = world.take(full=full)
        assert world.said() == before
        assert set(report.counts) <= {"same", "notes"} and report.import_id is None


def test_only_what_changed_is_changed(world: World) -> None:
    world.server.services = classes(12)
    world.take()
    world.server.services[3] |= {"description": "New.", "last_modified": "2026-08-20T09:30:00Z"}
    world.clock.move(timedelta(hours=2))
    report = world.take()
    changed = world.lesson("ESOL Entry 1, group 003")
    assert (report.counts["changed"], changed.sequence, changed.details.description) == (1, 2, "New.")
    assert sum(each.sequence for each in world.classes()) == 13
    assert row(report, changed.details.name).changes == {"description": ["Speaking, reading and writing.", "New."]}


def test_what_has_another_name_is_still_the_same(world: World) -> None:
    world.server.services = [service("ESOL Entry 1", id=id_of("one"))]
    world.take()
    before = world.classes()[0]
    hall = place("Aire Centre (new wing)", id=id_of("Aire Centre"))
    renamed = service(
        "English for beginners", hall, id=id_of("one"), organization={**world.server.services[0]["organization"], "name": "Aire & Wharfe"}
    )
    world.server.services = [renamed]
    world.take(full=True)
    (after,) = world.classes()
    assert (after.id, after.details.name) == (before.id, "English for beginners")
    assert [each.details.name for each in world.venues()] == ["Aire Centre (new wing)"]
    assert [each.details.name for each in world.providers()] == ["Aire & Wharfe"]


def test_somebody_there_says_that_it_is_still_right(world: World) -> None:
    world.server.services = [service("ESOL A", assured_date="2026-08-01")]
    world.take()
    world.clock.move(timedelta(days=30))
    world.server.services[0]["assured_date"] = "2026-09-10"
    world.take(full=True)
    (lesson,) = world.classes()
    assert (lesson.verified_at, lesson.sequence) == (datetime(2026, 9, 10, tzinfo=UTC), 2)


def test_a_class_at_two_places_is_two_classes_and_keeps_which_is_which(world: World) -> None:
    hall, mill = place("Hall"), place("Mill", "LS11 5AA")
    world.server.services = [service("ESOL A", hall, mill)]
    world.take()
    at = {each.details.venue_id: each.id for each in world.classes()}
    world.server.services = [service("ESOL A", mill, hall, description="New.")]
    report = world.take(full=True)
    assert {each.details.venue_id: each.id for each in world.classes()} == at and len(at) == 2
    assert report.counts["changed"] == 2
    world.server.services = [service("ESOL A", mill)]
    world.take(full=True)
    assert len(world.classes()) == 1


def test_times_of_one_place_are_not_those_of_another(world: World) -> None:
    first, second = place("Hall"), place("Mill", "LS11 5AA")
    document = service("ESOL A", first, second)
    at = [each["id"] for each in document["service_at_locations"]]
    days = ((at[0], "MO"), (at[1], "FR"))
    when = {"freq": "WEEKLY", "opens_at": "10:00", "closes_at": "12:00"}
    document["schedules"] = [{"id": id_of(day), "service_at_location_id": there, "byday": day, **when} for there, day in days]
    world.server.services = [document]
    world.take()
    names = {each.id: each.details.name for each in world.venues()}
    met = {names[str(each.details.venue_id)]: [session.day for session in each.details.sessions] for each in world.classes()}
    assert met == {"Hall": [Day.MONDAY], "Mill": [Day.FRIDAY]}


def test_online_classes_have_no_venue(world: World) -> None:
    virtual = {"id": id_of("room"), "location_type": "virtual", "name": "Online room"}
    world.server.services = [service("ESOL in the evening", virtual), service("ESOL online", service_at_locations=[])]
    world.take()
    assert [(each.details.format, each.details.venue_id) for each in world.classes()] == [(Format.ONLINE, None)] * 2


def test_what_is_no_english_class_is_counted_and_left(world: World) -> None:
    bank = service("Food bank", description="Food for families. We also have ESOL classes nearby.")
    term = {"id": id_of("t"), "name": "ESOL", "description": "x", "taxonomy": "Subjects"}
    by_term = service("Talk and tea", attributes=[{"id": id_of("a"), "taxonomy_term_id": term["id"], "taxonomy_term": term}])
    by_text = service("Tuesday group", description="Practise your English with neighbours. Free tea.")
    world.server.services = [bank, by_term, by_text, service("English Heritage walks", description="Old houses.")]
    report = world.take()
    assert [each.details.name for each in world.classes()] == ["Talk and tea", "Tuesday group"]
    assert report.counts["other"] == 2


def test_a_class_once_taken_is_not_left_because_it_is_called_otherwise(world: World) -> None:
    world.server.services = [service("ESOL A", id=id_of("one"))]
    world.take()
    world.server.services = [service("Tuesday group", id=id_of("one"))]
    world.take(full=True)
    assert [each.details.name for each in world.classes()] == ["Tuesday group"]


def test_lists_without_nested_parts_are_asked_for_one_by_one_and_what_is_no_class_once_only(world: World) -> None:
    world.server.nested, world.server.etags, world.server.filters_by_time = False, False, False
    world.server.services = [service("ESOL A"), service("Food bank")]
    world.take()
    assert world.classes()[0].details.sessions and len(world.venues()) == 1
    world.server.forget()
    world.take()
    assert [each.path for each in world.server.asked if "-" in each.path] == [f"/services/{id_of('ESOL A')}"]


def test_a_feed_that_refuses_what_it_does_not_know_is_asked_without(world: World) -> None:
    world.server.strict = True
    world.server.services = [service("ESOL A")]
    assert world.take().counts["added"] == 3


def test_pages_that_are_as_before_are_not_sent_again(world: World) -> None:
    world.server.filters_by_time = False
    world.server.services, world.server.per_page = classes(10), 5
    world.take()
    world.server.services[7] |= {"description": "New."}
    world.server.forget()
    report = world.take()
    assert report.reading is Reading.CONDITIONAL
    assert all(each.headers.get("If-None-Match") for each in world.server.asked if each.page)
    assert (report.counts["changed"], report.counts["same"]) == (1, 9)
    assert world.lesson("ESOL Entry 2, group 007").details.description == "New."


def test_a_feed_that_filters_by_time_is_asked_for_what_changed_only(world: World) -> None:
    world.server.services, world.server.per_page = classes(12), 5
    world.take()
    world.server.services[7] |= {"description": "New.", "last_modified": "2026-08-21T10:00:00Z"}
    world.clock.move(timedelta(days=2))
    world.server.forget()
    report = world.take()
    assert report.reading is Reading.SINCE and world.server.pages == [1]
    assert report.counts["changed"] == 1


def test_a_feed_that_does_not_say_what_changed_is_found_out_within_a_week(world: World) -> None:
    """It changes a service and leaves `last_modified` as it was."""
    world.server.services = classes(3)
    world.take()
    world.server.services[0]["description"] = "New."
    world.clock.move(timedelta(days=3))
    assert world.take().counts.get("changed", 0) == 0
    world.clock.move(timedelta(days=4))
    report = world.take()
    assert (report.reading, report.counts["changed"]) == (Reading.WHOLE, 1)


def test_a_feed_that_sends_the_same_tag_for_everything_is_found_out_within_a_week(world: World) -> None:
    world.server.etags, world.server.filters_by_time = False, False
    world.server.services = classes(3)
    world.take()
    world.clock.move(timedelta(days=7))
    world.server.services[0]["description"] = "New."
    world.server.forget()
    assert world.take().counts["changed"] == 1
    assert not any(each.headers.get("If-None-Match") for each in world.server.asked)


def test_the_import_is_in_the_history_of_imports_under_the_address_of_the_feed(world: World) -> None:
    world.server.services = [service("ESOL A")]
    report = world.take()
    (record,) = world.imports()
    assert (record.id, record.filename, record.kind.value, record.by_name) == (report.import_id, world.server.url, "feed", "Dina Malik")
    assert record.counts == {"add": 3, "change": 0, "same": 0, "refuse": 0, "leave": 0}


def test_a_listing_knows_where_it_comes_from(world: World) -> None:
    world.server.services = [service("ESOL A")]
    world.take()
    with world.works.look() as stores:
        source = stores.feeds.source_of("class", world.classes()[0].id)
    assert source and (source.feed_url, source.key, source.read_at) == (world.server.url, id_of("ESOL A"), world.clock.now())


def test_what_there_was_before_the_feed_is_not_added_twice(world: World) -> None:
    world.server.services = [service("ESOL A")]
    world.take()
    with world.database.write() as connection:
        for table in ("feed_items", "feed_pages", "feeds"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608  as if the listings had been made by hand
    before = world.said()
    report = world.take()
    assert (world.said(), report.counts) == (before, {"same": 3})
