"""What people type into forms: times, dates, rows, languages; and how it comes back."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.portal.forms.class_form import INPUTS, read_class, typed_class
from services.portal.forms.form_problems import form_problems
from services.portal.forms.support_languages import read_languages
from services.portal.forms.times_and_dates import a_date, a_time
from services.portal.forms.two_people import Difference, differences, merged
from services.portal.forms.typed import Typed
from shared.contracts.directory import ClassDetails
from shared.contracts.provision import Cost, CostKind, Day, Level, Partner, Relation, Term, WeeklySession
from shared.errors import FieldProblem

MINUTES = st.times().map(lambda each: each.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(("9.30", time(9, 30)), ("9:30am", time(9, 30)), ("0930", time(9, 30)), ("13:30", time(13, 30)), ("1.30 pm", time(13, 30))),
        *(("7pm", time(19)), ("12am", time(0)), ("12pm", time(12)), ("midday", time(12)), ("08:15", time(8, 15)), ("19h30", time(19, 30))),
    ],
)
def test_times_are_read_as_people_write_them(text: str, meant: time) -> None:
    assert a_time(text) == meant


@pytest.mark.parametrize("text", ["1.30", "7", "8:00", "25:00", "9:75", "13pm", "nine", "9-10", ""])
def test_a_time_that_could_mean_two_things_or_none_is_asked_about(text: str) -> None:
    with pytest.raises(ValueError, match=r"morning or the afternoon|Enter a time|am or pm"):
        a_time(text)


@given(MINUTES)
def test_a_time_written_out_is_always_read_back(at: time) -> None:
    assert a_time(f"{at:%H:%M}") == at


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_date_is_read_from_numbers_and_from_the_name_of_its_month(on: date) -> None:
    assert a_date(str(on.day), str(on.month), str(on.year)) == on
    assert a_date(str(on.day), f"{on:%B}", str(on.year)) == on


@pytest.mark.parametrize(
    ("parts", "said"), [(("31", "2", "2026"), "real date"), (("", "9", ""), "a day and a year"), (("1", "Foo", "26"), "real")]
)
def test_a_date_that_cannot_be_says_what_is_missing(parts: tuple[str, str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        a_date(*parts)


def details(**given: object) -> ClassDetails:
    return ClassDetails.model_validate({"name": "English", "provider_id": "p", "format": "online", **given})


ROUND_TRIP = st.builds(
    ClassDetails,
    name=st.just("English for parents"),
    provider_id=st.just("p"),
    description=st.text("abc é ß\n", max_size=20).map(str.strip),
    levels=st.lists(st.sampled_from(Level), unique=True).map(tuple),
    sessions=st.lists(st.builds(WeeklySession, day=st.sampled_from(Day), starts=MINUTES, ends=MINUTES), max_size=3).map(tuple),
    terms=st.lists(st.builds(Term, starts=st.dates(date(2001, 1, 1), date(2090, 1, 1)), ends=st.just(date(2090, 1, 1))), max_size=2).map(
        tuple
    ),
    starts_on=st.none() | st.dates(date(2001, 1, 1), date(2090, 1, 1)),
    roll_on=st.booleans(),
    regulated=st.sampled_from((None, True, False)),
    cost=st.builds(Cost, kind=st.just(CostKind.PAID), amount_pence=st.none() | st.integers(0, 50_000_00)),
    support_languages=st.lists(st.sampled_from(("ar", "ckb", "eo", "mi")), unique=True).map(lambda each: tuple(sorted(each))),
    partners=st.lists(
        st.builds(Partner, relation=st.sampled_from(Relation), name=st.just("Council"), provider_id=st.just("q")), max_size=2
    ).map(tuple),
)


@given(ROUND_TRIP)
def test_a_class_shown_in_the_form_and_sent_unchanged_is_the_same_class(given: ClassDetails) -> None:
    fields, reading = read_class(typed_class(given), "p")
    assert reading.problems == []
    again = ClassDetails.model_validate(fields)
    assert again.model_copy(update={"support_languages": tuple(sorted(again.support_languages))}) == given


def test_lines_of_a_description_are_as_they_were_though_browsers_end_them_otherwise() -> None:
    fields, _ = read_class(Typed([("name", "English"), ("description", "One.\r\nTwo.")]), "p")
    assert fields["description"] == "One.\nTwo."


def test_empty_rows_between_others_go_and_messages_still_fit_the_rows() -> None:
    typed = Typed([("sessions-0-day", ""), ("sessions-1-day", "monday"), ("sessions-1-starts", "9am"), ("sessions-3-day", "friday")])
    tidy = typed.tidy("sessions")
    assert tidy.rows("sessions") == [0, 1]
    assert (tidy.one("sessions-0-starts"), tidy.one("sessions-1-day")) == ("9am", "friday")
    assert tidy.tidy("sessions", without=0).one("sessions-0-day") == "friday"


def test_every_problem_leads_to_its_field_and_one_of_no_field_is_still_told() -> None:
    found = [FieldProblem(path, "Wrong.", "Mend it.") for path in ("sessions[0].ends", "sessions[1]", "starts_on", "levels[2]", "colour")]
    said = form_problems(found, INPUTS)
    assert [each.field for each in said.summary] == ["sessions-0-ends", "sessions-1-day", "starts_on-day", "levels", ""]
    assert {"sessions-0-ends", "sessions-1", "starts_on", "levels"} <= set(said.beside)


def test_languages_are_known_by_name_and_by_code_and_others_are_asked_about() -> None:
    assert read_languages("Tigrinya, Farsi; eo, Klingonish") == (["ti", "fa", "eo"], ["Klingonish"])


def test_what_each_of_two_people_changed_is_kept_and_a_quarrel_is_left_to_the_second() -> None:
    before = {"name": "English", "description": "Old", "roll_on": False}
    theirs = {"name": "English 1", "description": "Theirs", "roll_on": False}
    mine = {"name": "English", "description": "Mine", "roll_on": True}
    found = differences(mine, theirs, {"name": "English", "description": "Old"})
    assert found == [
        Difference("name", before["name"], "English 1", "English", clash=False),
        Difference("description", "Old", "Theirs", "Mine", clash=True),
    ]
    assert merged(mine, found) == {"name": "English 1", "description": "Mine", "roll_on": True}
