"""A cursor brings the reader back to the same place in the same list, or says that it does not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.errors import Invalid
from shared.web.paging import LONGEST, decode_cursor, encode_cursor

VALUES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
POSITIONS = st.dictionaries(st.text(max_size=10), VALUES | st.lists(VALUES, max_size=3), max_size=5)


@given(POSITIONS, st.text(max_size=30))
def test_a_cursor_comes_back_as_it_was(position, of):
    cursor = encode_cursor(position, of)
    assume(len(cursor) <= LONGEST)
    assert decode_cursor(cursor, of) == position


@given(POSITIONS, st.data())
def test_a_cursor_changed_anywhere_is_refused(position, data):
    cursor = encode_cursor(position)
    assume(len(cursor) <= LONGEST)
    place = data.draw(st.integers(0, len(cursor) - 1))
    other = data.draw(st.sampled_from("ABCxyz019-_"))
    assume(cursor[place] != other)
    with pytest.raises(Invalid):
        decode_cursor(cursor[:place] + other + cursor[place + 1 :])


@given(st.text(max_size=80))
def test_anything_else_is_refused_with_what_to_do(text):
    with pytest.raises(Invalid) as refused:
        decode_cursor(text)
    assert refused.value.problems[0].field == "cursor"
    assert refused.value.problems[0].remedy == "Start again without cursor."


def test_a_cursor_of_another_list_is_refused():
    with pytest.raises(Invalid):
        decode_cursor(encode_cursor({"after": "x"}, "classes?level=entry-1"), "classes?level=entry-2")


def test_a_cursor_made_up_by_somebody_who_read_the_source_is_refused_where_it_lacks_something():
    position = decode_cursor(encode_cursor({"before": "x"}))
    with pytest.raises(Invalid):
        position["after"]


def test_a_cursor_that_is_too_long_is_refused():
    with pytest.raises(Invalid):
        decode_cursor(encode_cursor({"after": "x" * LONGEST}))
