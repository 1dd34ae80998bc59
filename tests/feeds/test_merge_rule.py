"""The rule of three, for any values: nobody's change is lost in silence."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.directory.domain.feeds.merge import Prefer, blank, flat, merged, unflat, without_blanks
from shared.contracts.directory import ClassDetails, ProviderDetails, VenueDetails
from tests.contracts.examples import CLASS, PROVIDER, VENUE

NOTHING: dict[str, Any] = {"a": None, "b": "", "c": []}
VALUES = st.sampled_from([None, "", [], 1, 2, "x", ["x"]])
ONE = st.fixed_dictionaries({"a": VALUES, "b": VALUES, "c": VALUES})


def says(values: dict[str, Any]) -> dict[str, Any]:
    return without_blanks(values, NOTHING)


@given(ONE, ONE, ONE)
def test_every_field_is_taken_kept_the_same_or_a_clash(said: dict[str, Any], theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    found = merged(says(said), says(theirs), ours, NOTHING)
    clashing = {each.field for each in found.clashes}
    for field in NOTHING:
        we_changed, they_changed = ours[field] != said[field], theirs[field] != said[field]
        agreed = ours[field] == theirs[field]
        assert (field in found.taken) == (they_changed and not we_changed)
        assert (field in clashing) == (they_changed and we_changed and not agreed)
        assert found.values[field] == (theirs[field] if field in found.taken else ours[field])


@given(ONE, ONE, ONE)
def test_a_second_time_nothing_is_taken(said: dict[str, Any], theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    once = merged(says(said), says(theirs), ours, NOTHING)
    twice = merged(once.said, says(theirs), once.values, NOTHING)
    assert (twice.taken, twice.values, twice.said, twice.clashes) == ((), once.values, once.said, once.clashes)


@given(ONE, ONE, ONE, st.sampled_from([Prefer.THEIRS, Prefer.OURS]))
def test_a_person_settles_every_clash_at_once(said: dict[str, Any], theirs: dict[str, Any], ours: dict[str, Any], word: Prefer) -> None:
    asked = merged(says(said), says(theirs), ours, NOTHING)
    found = merged(says(said), says(theirs), ours, NOTHING, word)
    assert found.clashes == ()
    for clash in asked.clashes:
        assert found.values[clash.field] == (clash.feed_says if word is Prefer.THEIRS else clash.we_say)
    assert merged(found.said, says(theirs), found.values, NOTHING).clashes == ()


@given(ONE, ONE)
def test_when_nobody_here_changed_anything_we_say_what_the_feed_says(said: dict[str, Any], theirs: dict[str, Any]) -> None:
    found = merged(says(said), says(theirs), said, NOTHING)
    assert (found.values, found.clashes, found.kept) == (theirs, (), ())


def test_a_thing_is_the_same_after_it_was_made_flat_and_back() -> None:
    for details in (CLASS, VENUE, PROVIDER):
        assert type(details).model_validate(unflat(flat(details))) == details


def test_only_what_is_required_has_no_blank_value() -> None:
    required = {ClassDetails: {"name", "provider_id"}, VenueDetails: {"name", "authority"}, ProviderDetails: {"name", "authority"}}
    for model, example in ((ClassDetails, CLASS), (VenueDetails, VENUE), (ProviderDetails, PROVIDER)):
        assert set(flat(example)) - set(blank(model)) == required[model]
