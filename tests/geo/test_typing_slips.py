"""Slips are forgiven and said; what only looks like a slip is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.geo import Gazetteer
from shared.geo.region import region

GAZETTEER = Gazetteer()
LONG_TOWNS = [place.name for place in region().settlements if place.kind == "town" and len(place.name) >= 8 and place.name.isalpha()]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Halfax", "Halifax"),
        ("Huddersfeild", "Huddersfield"),
        ("leads", "Leeds"),
        ("Yrok", "York"),
        ("Sheffeild", "Sheffield"),
        ("Shefield", "Sheffield"),
        ("Bradfrod", "Bradford"),
        ("Dewsberry", "Dewsbury"),
        ("Keithley", "Keighley"),
        ("Harrowgate", "Harrogate"),
        ("Rotheram", "Rotherham"),
        ("Doncastor", "Doncaster"),
        ("Scunthrope", "Scunthorpe"),
        ("Girlingtn", "Girlington, Bradford"),
        ("Maningham", "Manningham, Bradford"),
        ("Harehils, Leeds", "Harehills, Leeds"),
        ("Huddersfeild West Yorkshire", "Huddersfield"),
        ("near Halfax", "Halifax"),
    ],
)
def test_a_slip_in_a_name_is_forgiven_and_said(typed: str, name: str) -> None:
    place = GAZETTEER.find(typed)
    assert place is not None and (place.name, place.corrected) == (name, True)


@pytest.mark.parametrize(
    "typed",
    [
        "Burnley",
        "Burnley, Lancashire",
        "High Street, Burley, Ringwood",
        "Derby",
        "Hendon",
        "Manchester",
        "Manchestr",
        "Bolton",
        "Leek",
        "hill",
        "Hul",
        "class",
        "maths",
    ],
)
def test_another_word_or_a_town_elsewhere_is_not_taken_for_ours(typed: str) -> None:
    assert GAZETTEER.find(typed) is None


@pytest.mark.parametrize(
    ("typed", "sector"),
    [
        ("Y010 4LX", "YO10 4"),
        ("0L14 7LB", "OL14 7"),
        ("HU1O 7DE", "HU10 7"),
        ("S1O 5BR", "S10 5"),
        ("LSI 3AB", "LS1 3"),
        ("LS8 5AO", "LS8 5"),
    ],
)
def test_letters_that_look_like_figures_are_read_as_meant(typed: str, sector: str) -> None:
    place = GAZETTEER.find(typed)
    assert place is not None and (place.name, place.corrected) == (sector, True)


@pytest.mark.parametrize("typed", ["LSB 5AA", "L58 5AA"])
def test_what_may_be_another_postcode_is_not_guessed(typed: str) -> None:
    assert GAZETTEER.find(typed) is None


@given(st.sampled_from(LONG_TOWNS), st.data())
def test_two_letters_swapped_in_a_long_name_still_find_it(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name) - 2))
    place = GAZETTEER.find(name[:at] + name[at + 1] + name[at] + name[at + 2 :])
    assert place is not None and name in (place.name, *place.alternatives)


@given(st.text(max_size=60))
def test_any_text_gives_a_place_or_none(text: str) -> None:
    place = GAZETTEER.find(text)
    assert place is None or place.authority is not None
    assert len(GAZETTEER.suggest(text, 3)) <= 3
