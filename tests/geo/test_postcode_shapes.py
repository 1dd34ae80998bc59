"""What counts as a postcode, and how it is written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.geo import normal_postcode, outcode_of, sector_of

OUTWARD = st.from_regex(re.compile(r"(LS|BD|HX|HD|WF|S|DN|YO|HU|M|EC)[1-9][0-9]?"), fullmatch=True)
INWARD = st.from_regex(re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}"), fullmatch=True)
SPACES = st.sampled_from(["", " ", "  ", "\t", "\u00a0"])


@given(OUTWARD, INWARD, SPACES, st.booleans())
def test_a_postcode_comes_out_the_same_however_it_was_typed(outward: str, inward: str, space: str, lower: bool) -> None:
    typed = f" {outward}{space}{inward} "
    assert normal_postcode(typed.lower() if lower else typed) == f"{outward} {inward}"


@given(st.text(max_size=12))
def test_the_usual_form_of_a_usual_form_is_itself(text: str) -> None:
    once = normal_postcode(text)
    assert once is None or normal_postcode(once) == once


@pytest.mark.parametrize("text", ["EC1A 1BB", "W1A 0AX", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "SW1A 1AA"])
def test_every_shape_in_use_is_a_postcode(text: str) -> None:
    assert normal_postcode(text.replace(" ", "").lower()) == text


@pytest.mark.parametrize(
    "text", ["", "LS8", "LS8 5", "Leeds", "ZZ9 9ZZ", "LS8 5AO", "LS8 AAA", "LSB 5AA", "LS8 5AAA", "LS888 5AA", "８ＬＳ"]
)
def test_what_has_another_shape_is_none(text: str) -> None:
    assert normal_postcode(text) is None


def test_a_postcode_names_its_sector_and_its_outward_code() -> None:
    assert (sector_of("LS10 3QH"), outcode_of("LS10 3QH")) == ("LS10 3", "LS10")
