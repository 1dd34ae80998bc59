"""Asked over HTTP why a class does not fit a search: the same parameters and refusals; nothing told that the public may not know."""

from datetime import timedelta
from typing import Any

from tests.directory.world import World, problems

EVENING = [{"day": "monday", "starts": "18:00", "ends": "20:00"}]


def fit(world: World, id: str, **asked: Any) -> dict[str, Any]:
    answer = world.anyone.get(f"/v1/classes/{id}/fit", params=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def messages(world: World, id: str, **asked: Any) -> list[str]:
    return [miss["message"] for miss in fit(world, id, **asked)["misses"]]


def test_a_class_that_the_search_finds_fits(world: World) -> None:
    made = world.publish(sessions=EVENING)
    assert made["id"] in [result["state"]["id"] for result in world.search(level="entry-2", day="monday", near="LS8", within=3)["results"]]
    assert fit(world, made["id"], level="entry-2", day="monday", near="LS8", within=3) == {"fits": True, "misses": []}


def test_everything_that_does_not_fit_is_told_at_once(world: World) -> None:
    made = world.publish(name="ESOL evening", sessions=EVENING)
    asked = {"q": "driving", "near": "Bradford", "within": 5, "day": "thursday", "level": ["entry-1", "level-1"], "childcare": "creche"}
    assert world.search(**asked)["total"] == 0
    told = fit(world, made["id"], **asked)
    assert not told["fits"]
    assert [miss["criterion"] for miss in told["misses"]] == ["q", "within", "day", "level", "childcare"]
    assert [miss["message"] for miss in told["misses"]][2:] == [
        "It meets on Monday evening; you asked for Thursday.",
        "It is for Entry 2; you asked for Entry 1 or Level 1.",
        "The provider has not said whether there is childcare.",
    ]


def test_what_is_wanted_from_the_listings_is_called_as_the_listings_call_it(world: World) -> None:
    world.publish(who=world.person("omar"), provider_id=world.charity, venue_id=world.hall)
    ours = world.publish()
    assert messages(world, ours["id"], provider=world.charity) == ["Its provider is Northgate College; you asked for Harbour Charity."]
    assert messages(world, ours["id"], provider="nobody") == ["Its provider is Northgate College; you asked for nobody."]


def test_the_address_told_on_joining_stays_untold(world: World) -> None:
    hidden = world.publish(women_only=True, address_on_joining=True)
    told = str(fit(world, hidden["id"], q="gate", near="Bradford", within=2))
    assert "about" in told
    assert "North Gate" not in told
    assert messages(world, hidden["id"], q="gate") == ["Nothing about it says “gate”."]


def test_what_the_search_refuses_is_refused_here_too(world: World) -> None:
    made = world.publish()
    refused = world.anyone.get(f"/v1/classes/{made['id']}/fit", params={"near": "Atlantis"})
    assert (refused.status_code, list(problems(refused))) == (422, ["near"])
    assert world.anyone.get(f"/v1/classes/{made['id']}/fit", params={"within": 5}).status_code == 422
    assert world.anyone.get(f"/v1/classes/{made['id']}/fit", params={"level": "entry-9"}).status_code == 422


def test_a_withdrawn_class_and_one_that_never_was_are_not_found(world: World) -> None:
    made = world.publish()
    assert world.amina.change("POST", f"/v1/classes/{made['id']}/withdraw", made["version"]).status_code == 200
    assert world.anyone.get(f"/v1/classes/{made['id']}/fit").status_code == 404
    assert world.anyone.get("/v1/classes/nothing/fit").status_code == 404


def test_a_class_hidden_by_age_says_so_though_no_search_shows_it(world: World) -> None:
    made = world.publish()
    world.clock.move(timedelta(days=366))
    assert world.search()["total"] == 0
    (miss,) = fit(world, made["id"])["misses"]
    assert miss["criterion"] == "hidden"
    assert "more than a year ago" in miss["message"]


def test_what_was_said_in_words_names_the_question_to_ask_instead(world: World) -> None:
    made = world.publish(levels=["entry-2"], sessions=EVENING)
    told = {miss["criterion"]: miss["q"] for miss in fit(world, made["id"], q="thursday level 1 in bradford", childcare="creche")["misses"]}
    assert told == {"within": "thursday level 1", "day": "level 1 in bradford", "level": "thursday in bradford", "childcare": None}
