"""A listed class meets at a venue that is there, open, and known to those who publish it."""

from tests.directory.world import LEEDS, World, problems

SAFE = {"name": "Rosebank House", "authority": LEEDS, "postcode": "LS7", "address_on_joining": True}
NO_VENUE = {"venue_id": ("There is no such venue.", "Choose one from the list, or add it first.")}


def hidden(world: World) -> str:
    return str(world.amina.post(f"/v1/venues?provider_id={world.college}", SAFE).json()["id"])


def test_a_hidden_venue_of_another_provider_is_no_venue_to_a_stranger(world: World) -> None:
    omar = world.person("omar")
    asked = world.lesson(provider_id=world.charity, venue_id=hidden(world))
    missing = omar.post("/v1/classes", {**asked, "venue_id": "none"})
    refused = omar.post("/v1/classes", asked)
    assert refused.status_code == missing.status_code == 422
    assert problems(refused) == problems(missing) == NO_VENUE


def test_a_class_is_not_moved_to_a_hidden_venue_of_another_provider(world: World) -> None:
    omar = world.person("omar")
    asked = world.lesson(provider_id=world.charity, venue_id=world.hall)
    made = world.publish(omar, **asked)
    refused = omar.change("PUT", f"/v1/classes/{made['id']}", 1, {**asked, "venue_id": hidden(world)})
    assert problems(refused) == NO_VENUE


def test_a_class_whose_venue_is_hidden_by_its_keepers_later_can_still_be_corrected_there(world: World) -> None:
    omar = world.person("omar")
    asked = world.lesson(provider_id=world.charity, venue_id=world.centre)
    made = world.publish(omar, **asked)
    centre = world.amina.get(f"/v1/venues/{world.centre}").json()["details"]
    world.amina.change("PUT", f"/v1/venues/{world.centre}", 1, {**centre, "address_on_joining": True})
    corrected = omar.change("PUT", f"/v1/classes/{made['id']}", 2, {**asked, "name": "ESOL at noon"})
    assert corrected.status_code == 200, corrected.text


def test_a_class_whose_venue_closed_meanwhile_is_not_restored(world: World) -> None:
    made = world.publish()
    world.amina.change("POST", f"/v1/classes/{made['id']}/withdraw", 1)
    centre = world.amina.get(f"/v1/venues/{world.centre}").json()["details"]
    closed = world.amina.change("PUT", f"/v1/venues/{world.centre}", 1, {**centre, "closed_in": 2025})
    assert closed.status_code == 200, closed.text
    before = world.content()
    refused = world.amina.change("POST", f"/v1/classes/{made['id']}/restore", 3)
    assert refused.status_code == 409 and "Northgate Centre closed in 2025" in refused.text and "another venue" in refused.text
    assert world.content() == before
