"""The key pair of an installation, and the people of a demonstration."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from joserfc.jwk import OKPKey

from shared.clock import SetClock
from shared.errors import Invalid, NotAllowed, NotFound, Unavailable
from shared.identity.demo import LEEDS, DemoProvider, DemoSignIn, demo_people
from shared.identity.keys import public_keys, signing_key
from shared.identity.tokens import TokenIssuer, TokenVerifier
from shared.permissions import Role

PROVIDERS = [DemoProvider("id-1", "Leeds Libraries", LEEDS), DemoProvider("id-2", "Hull Welcome", "E06000010")]
REGION = {LEEDS, "E06000010"}


def test_the_first_start_makes_a_key_that_only_its_owner_reads(tmp_path):
    key = signing_key(tmp_path)
    file = tmp_path / "keys" / "signing.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert signing_key(tmp_path).thumbprint() == key.thumbprint()
    assert [each.name for each in file.parent.iterdir()] == ["signing.pem"]


def test_starting_several_times_at_once_makes_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: signing_key(tmp_path).thumbprint(), range(8)))
    assert len(set(keys)) == 1


def test_the_public_keys_hold_nothing_private(tmp_path):
    (public,) = public_keys(signing_key(tmp_path))["keys"]
    assert "d" not in public
    assert (public["kty"], public["crv"], public["alg"], public["use"]) == ("OKP", "Ed25519", "Ed25519", "sig")


@pytest.mark.parametrize(
    "content", [b"", b"not a key", OKPKey.generate_key("Ed448").as_pem(), OKPKey.generate_key("Ed25519").as_pem(private=False)]
)
def test_a_key_file_that_is_none_says_what_to_do(tmp_path, content):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "signing.pem").write_bytes(content)
    with pytest.raises(Unavailable) as error:
        signing_key(tmp_path)
    assert "signing.pem" in error.value.message
    assert error.value.remedy


@pytest.fixture
def parts():
    key, clock = OKPKey.generate_key("Ed25519"), SetClock(datetime(2026, 9, 14, 12, tzinfo=UTC))
    return TokenIssuer(key, "i", clock), TokenVerifier(public_keys(key), "i", clock)


def test_every_role_can_be_tried_out():
    people = demo_people(PROVIDERS, REGION)
    assert {role for person in people for role in person.actor.roles} == set(Role) - {Role.SERVICE}  # nobody signs in as a service
    assert len({person.key for person in people}) == len({person.actor.subject for person in people}) == len(people)


def test_two_people_work_for_two_different_providers():
    staff = [person for person in demo_people(PROVIDERS, REGION) if Role.PROVIDER in person.actor.roles]
    assert [person.actor.organisations for person in staff] == [{"id-1"}, {"id-2"}]


def test_the_officer_acts_for_leeds_and_the_development_worker_for_all():
    scope = {role: person.actor.authorities for person in demo_people(PROVIDERS, REGION) for role in person.actor.roles}
    assert scope[Role.AUTHORITY_OFFICER] == {LEEDS}
    assert scope[Role.DEVELOPMENT_WORKER] == REGION


def test_a_region_with_one_provider_is_too_small():
    with pytest.raises(Invalid):
        demo_people(PROVIDERS[:1], REGION)


def test_a_demo_person_signs_in(parts):
    issuer, verifier = parts
    person = demo_people(PROVIDERS, REGION)[0]
    sign_in = DemoSignIn([person], issuer, started_with_demo=True)
    assert verifier.actor(sign_in.token(person.key)) == person.actor
    with pytest.raises(NotFound):
        sign_in.token("nobody")


def test_without_demo_there_is_nobody_to_sign_in_as(parts):
    people = demo_people(PROVIDERS, REGION)
    sign_in = DemoSignIn(people, parts[0], started_with_demo=False)
    assert sign_in.people() == ()
    with pytest.raises(NotAllowed):
        sign_in.token(people[0].key)
