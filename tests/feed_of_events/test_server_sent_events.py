"""`Accept: text/event-stream`: one answer that goes on, and that is taken up again without loss or repeat."""

from services.reporting.use_cases.grant_partner import grant_partner
from services.reporting.use_cases.remove_partner import remove_partner
from shared.permissions import Role
from tests.journeys.server import wait_for

from .world import BRADFORD, LEEDS, OPERATOR, PUBLISHED, WITHDRAWN, World, hurried, in_the_background, said, waiting


def tell_in_sevens(world: World, numbers: range) -> None:
    for start in range(0, len(numbers), 7):
        world.tell(*(said(number) for number in numbers[start : start + 7]))


def test_what_was_said_comes_first_and_then_what_is_said(world: World, secret: str) -> None:
    world.tell(said(1), said(2))
    with world.stream(secret) as stream:
        assert stream.answer.headers["content-type"].startswith("text/event-stream")
        assert stream.ids(2) == ["event-1", "event-2"]
        world.tell(said(3))
        assert stream.next() == {**said(3).model_dump(mode="json"), "time": "2026-09-01T09:30:03Z"}


def test_a_stream_is_taken_up_again_behind_its_last_event(world: World, secret: str) -> None:
    """Broken off in the middle, while more and more is said; `after` of the address is where it once began."""
    numbers = range(1, 301)
    begin = world.page(secret, after="newest")["next"]
    telling = in_the_background(lambda: tell_in_sevens(world, numbers))
    heard, last = [], ""
    for count in (1, 40, 3, 100, 156):
        with world.stream(secret, last, after=begin) as stream:
            heard += stream.ids(count)
            last = stream.last_event_id
    telling()
    assert heard == [f"event-{number}" for number in numbers]
    assert world.everything(secret, after=last) == []


def test_the_cursor_of_a_stream_is_that_of_the_pages(world: World, secret: str) -> None:
    world.tell(said(1), said(2))
    with world.stream(secret, world.page(secret, limit=1)["next"]) as stream:
        assert stream.ids(1) == ["event-2"]
    assert stream.last_event_id == world.page(secret)["next"]


def test_only_what_was_asked_for_is_sent(world: World, secret: str) -> None:
    with world.stream(secret, types=PUBLISHED, authority=LEEDS) as stream:
        world.tell(said(1, WITHDRAWN), said(2, authority=BRADFORD), said(3))
        assert stream.ids(1) == ["event-3"]


def test_what_another_process_heard_is_sent_too(world: World, secret: str) -> None:
    other = world.opened()
    with world.stream(secret) as stream:
        world.tell(said(1), by=other)
        assert stream.ids(1) == ["event-1"]
    other.close()


def test_a_quiet_stream_gives_signs_of_life(world: World, secret: str) -> None:
    hurried(world, sign_of_life_seconds=0.05)
    with world.stream(secret) as stream:
        assert [stream.until_comment() for _ in range(3)] == ["still here"] * 3
        world.tell(said(1))
        assert stream.ids(1) == ["event-1"]


def test_a_stream_ends_after_its_time_and_says_how_to_go_on(world: World, secret: str) -> None:
    hurried(world, stream_seconds=0.2)
    world.tell(said(1))
    with world.stream(secret) as stream:
        assert (stream.ids(1), stream.next()) == (["event-1"], None)
    assert stream.comments[-1] == "this answer ends here; go on with Last-Event-ID"


def test_a_stream_ends_politely_when_the_process_is_told_to_end(world: World, secret: str) -> None:
    world.tell(said(1))
    with world.stream(secret) as stream:
        assert stream.ids(1) == ["event-1"]
        world.end()
        assert stream.next() is None
    assert stream.comments[-1] == "this answer ends here; go on with Last-Event-ID"
    world.stop()
    world.start()
    world.tell(said(2))
    with world.stream(secret, stream.last_event_id) as again:
        assert again.ids(1) == ["event-2"]


def test_a_partner_who_is_removed_hears_nothing_from_that_moment(world: World, secret: str) -> None:
    with world.stream(secret) as stream:
        world.tell(said(1))
        assert stream.ids(1) == ["event-1"]
        remove_partner(world.reporting.works, None, OPERATOR, "libraries")
        world.tell(said(2))
        assert stream.next() is None
    assert stream.comments[-1].startswith("what you were granted has changed")


def test_a_grant_that_grows_smaller_holds_for_a_stream_that_is_open(world: World, secret: str) -> None:
    with world.stream(secret) as stream:
        world.tell(said(1), said(2, authority=BRADFORD))
        assert stream.ids(2) == ["event-1", "event-2"]
        grant_partner(world.reporting.works, None, OPERATOR, "libraries", [LEEDS], ["all"])
        world.tell(said(3, authority=BRADFORD), said(4))
        assert stream.ids(1) == ["event-4"]


def test_what_cannot_be_streamed_is_a_problem_with_its_status(world: World, secret: str) -> None:
    for token, asked, status in (
        (secret, {"after": "damaged"}, 400),
        (secret, {"authority": "E08000036"}, 403),
        ("partner_nobodys", {}, 401),
        (world.token(Role.PROVIDER, LEEDS), {}, 403),
    ):
        with world.stream(token, **asked) as stream:
            assert (stream.answer.status_code, stream.answer.headers["content-type"]) == (status, "application/problem+json")


def test_who_closes_a_stream_leaves_the_place_to_others(world: World, secret: str) -> None:
    with world.stream(secret) as stream:
        world.tell(said(1))
        assert stream.ids(1) == ["event-1"]
        assert waiting(world) == 1
    wait_for("the place to be free", lambda: waiting(world) == 0 or None)
