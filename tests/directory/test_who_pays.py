"""Who may pay for a place: dated rules that never promise, and nothing of what a learner says of themselves is kept."""

import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.directory.world import World, problems

FUND, TAILORED, SCHEME, CHARITY, FEE = "adult-skills-fund", "tailored-learning", "resettlement", "charity", "fee"
OUT, LOW, NEITHER = "out-of-work", "low-wage", "neither"
CASES: list[tuple[list[str], dict[str, Any], list[str]]] = [
    ([FUND], {"circumstance": OUT}, ["likely-free"]),
    ([FUND], {"circumstance": LOW}, ["likely-free"]),
    ([FUND], {"circumstance": NEITHER}, ["may-cost"]),
    ([FUND], {}, ["ask"]),
    ([FUND], {"circumstance": OUT, "in_uk_since": "2020-01-01"}, ["likely-free"]),
    ([FUND], {"circumstance": OUT, "in_uk_since": "2025-01-01"}, ["likely-free-from"]),
    ([FUND], {"circumstance": NEITHER, "in_uk_since": "2025-01-01"}, ["may-cost"]),
    ([TAILORED], {"circumstance": OUT}, ["ask"]),
    ([SCHEME], {"circumstance": OUT}, ["ask"]),
    ([CHARITY], {}, ["likely-free"]),
    ([FEE], {"circumstance": OUT}, ["may-cost"]),
    ([FEE, TAILORED, FUND, CHARITY], {"circumstance": OUT}, ["likely-free", "likely-free", "may-cost", "ask"]),
    ([], {"circumstance": OUT}, ["ask"]),
]


def who_pays(world: World, id: str, **said: Any) -> list[dict[str, Any]]:
    answer = world.anyone.post(f"/v1/classes/{id}/funding", said)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["funding"])


@pytest.mark.parametrize(("funders", "said", "likely"), CASES)
def test_the_answer_follows_the_funder_and_what_the_learner_says_best_first(
    world: World, funders: list[str], said: dict[str, Any], likely: list[str]
) -> None:
    made = world.publish(funders=funders)
    told = who_pays(world, made["id"], **said)
    assert [each["likelihood"] for each in told] == likely
    assert all(each["rule"] and each["source"] for each in told)


@pytest.mark.parametrize(
    ("since", "starts", "likely", "starting"),
    [
        ("2023-09-15", "2026-09-15", "likely-free", None),
        ("2023-09-16", "2026-09-15", "likely-free-from", "2026-09-16"),
        ("2024-02-29", "2026-09-15", "likely-free-from", "2027-03-01"),
        ("2024-02-29", "2027-03-01", "likely-free", None),
        ("2024-02-29", "2027-02-28", "likely-free-from", "2027-03-01"),
    ],
)
def test_three_years_are_counted_to_the_day_the_class_starts(
    world: World, since: str, starts: str, likely: str, starting: str | None
) -> None:
    made = world.publish(funders=[FUND], starts_on=starts)
    (told,) = who_pays(world, made["id"], circumstance=LOW, in_uk_since=since)
    assert (told["likelihood"], told["starting"]) == (likely, starting)


def test_a_class_that_already_runs_counts_to_the_local_day(world: World) -> None:
    """Half past midnight in Leeds is the day before in UTC."""
    made = world.publish(funders=[FUND])
    world.clock.set(datetime(2026, 9, 9, 23, 30, tzinfo=UTC))
    (told,) = who_pays(world, made["id"], circumstance=LOW, in_uk_since="2023-09-10")
    assert told["likelihood"] == "likely-free"


def test_before_the_rule_began_nobody_can_say(world: World) -> None:
    made = world.publish(funders=[FUND])
    world.clock.set(datetime(2024, 7, 31, 12, tzinfo=UTC))
    assert [each["likelihood"] for each in who_pays(world, made["id"], circumstance=OUT)] == ["ask"]


def test_a_home_in_a_devolved_area_is_told_that_it_has_its_own_rules(world: World) -> None:
    made = world.publish(funders=[FUND])
    (leeds,) = who_pays(world, made["id"], circumstance=OUT, home="LS8 5AA")
    (unsaid,) = who_pays(world, made["id"], circumstance=OUT)
    assert "West Yorkshire" in leeds["rule"] and "sets its own rules" in leeds["rule"]
    assert "sets its own rules" not in unsaid["rule"]


def test_a_class_its_provider_calls_free_is_likely_free_without_a_funder(world: World) -> None:
    made = world.publish(cost={"kind": "free"})
    assert [each["likelihood"] for each in who_pays(world, made["id"])] == ["likely-free"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"home": "Atlantis"}, "home"),
        ({"circumstance": "rich"}, "circumstance"),
        ({"in_uk_since": "9999-12-31"}, "in_uk_since"),
        ({"in_uk_since": "0001-01-01"}, "in_uk_since"),
        ({"in_uk_since": "last year"}, "in_uk_since"),
        ({"immigration_status": "refugee"}, "immigration_status"),
    ],
)
def test_what_cannot_be_understood_or_is_never_asked_is_refused(world: World, said: dict[str, Any], field: str) -> None:
    made = world.publish(funders=[FUND])
    answer = world.anyone.post(f"/v1/classes/{made['id']}/funding", said)
    assert (answer.status_code, list(problems(answer))) == (422, [field])


def test_nothing_of_the_question_is_kept_or_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    made = world.publish(funders=[FUND])
    before = world.content()
    with caplog.at_level(logging.DEBUG, "signpost"):
        who_pays(world, made["id"], circumstance=OUT, in_uk_since="2025-03-04", home="BD8 9LT")
        world.anyone.post(f"/v1/classes/{made['id']}/funding", {"home": "Atlantis Street 5"})
    assert world.content() == before
    lines = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("signpost"))
    assert "/funding" in lines
    assert not any(said in lines for said in ("out-of-work", "2025-03-04", "BD8", "Atlantis"))


def test_a_withdrawn_class_answers_nobody(world: World) -> None:
    made = world.publish(funders=[FUND])
    world.amina.change("POST", f"/v1/classes/{made['id']}/withdraw", 1)
    assert world.anyone.post(f"/v1/classes/{made['id']}/funding", {}).status_code == 404
