"""Which tokens hold, and what is said of those that do not."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OKPKey

from shared.clock import SetClock
from shared.errors import Invalid, NotSignedIn
from shared.identity.keys import public_keys
from shared.identity.remembered import Remembered
from shared.identity.tokens import TokenIssuer, TokenVerifier
from shared.permissions import Actor, Role

NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)
ISSUER = "https://signpost.test"
KEY = OKPKey.generate_key("Ed25519")
AMINA = Actor("p-1", "Amina Yusuf", frozenset({Role.PROVIDER}), frozenset({"provider-1"}), frozenset({"E08000035"}))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    return SetClock(NOON)


@pytest.fixture
def verifier(clock):
    return TokenVerifier(public_keys(KEY), ISSUER, clock)


@pytest.fixture
def issuer(clock):
    return TokenIssuer(KEY, ISSUER, clock)


def claims(**changed):
    now = int(NOON.timestamp())
    usual = {
        "iss": ISSUER,
        "sub": "p-1",
        "name": "A",
        "roles": [],
        "organisations": [],
        "authorities": [],
        "iat": now,
        "exp": now + 60,
        "jti": "j",
    }
    return {name: value for name, value in {**usual, **changed}.items() if value is not ...}


def signed(key=KEY, kid=KEY.thumbprint(), **changed):
    return jwt.encode({"alg": "Ed25519", "kid": kid}, claims(**changed), key, algorithms=["Ed25519"])


def packed(part):
    return base64.urlsafe_b64encode(part if isinstance(part, bytes) else json.dumps(part).encode()).rstrip(b"=").decode()


def signed_by_hand(header):
    start = f"{packed(header)}.{packed(claims())}"
    assert isinstance(KEY.private_key, Ed25519PrivateKey)
    return f"{start}.{packed(KEY.private_key.sign(start.encode()))}"


def refused(verifier, token):
    with pytest.raises(NotSignedIn) as error:
        verifier.actor(token)
    assert error.value.remedy
    return error.value.message


def test_a_token_says_who_it_was_issued_to(issuer, verifier):
    assert verifier.actor(issuer.issue(AMINA, MINUTE)) == AMINA


def test_a_token_is_signed_with_the_algorithm_that_names_its_curve(issuer):
    header = json.loads(base64.urlsafe_b64decode(issuer.issue(AMINA, MINUTE).split(".")[0] + "=="))
    assert header == {"typ": "JWT", "alg": "Ed25519", "kid": KEY.thumbprint()}


def test_no_two_tokens_are_the_same(issuer):
    assert issuer.issue(AMINA, MINUTE) != issuer.issue(AMINA, MINUTE)


def test_a_token_holds_until_it_expires_also_when_it_was_verified_before(issuer, verifier, clock):
    token = issuer.issue(AMINA, MINUTE)
    clock.move(timedelta(seconds=59))
    assert verifier.actor(token) == AMINA
    clock.move(timedelta(seconds=1))
    assert "out of date" in refused(verifier, token)
    assert "out of date" in refused(verifier, token)


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(seconds=-1), timedelta(hours=25)])
def test_a_lifetime_that_is_not_short_is_refused(issuer, lifetime):
    with pytest.raises(Invalid):
        issuer.issue(AMINA, lifetime)


def test_a_missing_token_is_told_how_to_send_one(verifier):
    assert "missing" in refused(verifier, "")


def test_a_token_of_another_issuer_is_refused(verifier):
    assert "somebody else" in refused(verifier, signed(iss="https://elsewhere.test"))


def test_a_token_signed_with_another_key_is_refused_whatever_key_it_claims(verifier):
    other = OKPKey.generate_key("Ed25519")
    assert "not known" in refused(verifier, signed(other, other.thumbprint()))
    assert "changed" in refused(verifier, signed(other))


def test_a_key_inside_the_token_is_not_believed(verifier):
    other = OKPKey.generate_key("Ed25519")
    header = {"alg": "Ed25519", "kid": other.thumbprint(), "jwk": other.as_dict(private=False)}
    token = jwt.encode(header, claims(), other, algorithms=["Ed25519"])
    assert "not known" in refused(verifier, token)


def test_a_token_that_names_no_key_is_refused(verifier):
    token = jwt.encode({"alg": "Ed25519"}, claims(), KEY, algorithms=["Ed25519"])
    assert "not known" in refused(verifier, token)


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", None, 0])
def test_a_token_without_a_signature_is_refused(verifier, alg):
    refused(verifier, f"{packed({'alg': alg, 'kid': KEY.thumbprint()})}.{packed(claims())}.")


@pytest.mark.parametrize("secret", [KEY.as_pem(private=False), KEY.public_key.public_bytes_raw()])
def test_the_public_key_is_no_shared_secret(verifier, secret):
    start = f"{packed({'alg': 'HS256', 'kid': KEY.thumbprint()})}.{packed(claims())}"
    signature = hmac.new(secret, start.encode(), hashlib.sha256).digest()
    assert "Ed25519" in refused(verifier, f"{start}.{packed(signature)}")


def test_the_older_name_of_the_algorithm_is_refused(verifier):
    assert "Ed25519" in refused(verifier, signed_by_hand({"alg": "EdDSA", "kid": KEY.thumbprint()}))


@pytest.mark.parametrize("name", ["sub", "name", "roles", "organisations", "authorities", "iat", "exp", "iss"])
def test_a_token_that_leaves_something_out_is_refused(verifier, name):
    refused(verifier, signed(**{name: ...}))


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": "soon"},
        {"exp": True},
        {"exp": 10**30},
        {"exp": None},
        {"roles": "operator"},
        {"roles": [1]},
        {"sub": ""},
        {"sub": 7},
        {"authorities": {"E08000035": 1}},
    ],
    ids=str,
)
def test_a_token_that_says_it_in_another_form_is_refused(verifier, changed):
    assert "all it must" in refused(verifier, signed(**changed))


@pytest.mark.parametrize("name", ["iat", "nbf"])
def test_a_token_from_the_future_is_refused_but_clocks_may_differ_a_little(verifier, name):
    now = int(NOON.timestamp())
    assert verifier.actor(signed(**{name: now + 20}))
    assert "not valid yet" in refused(verifier, signed(**{name: now + 50}))


def test_a_role_this_version_does_not_know_grants_nothing(verifier):
    assert verifier.actor(signed(roles=["emperor", "referrer"])).roles == {Role.REFERRER}


def test_a_header_that_must_be_understood_and_is_not_is_refused(verifier):
    header = {"alg": "Ed25519", "kid": KEY.thumbprint(), "crit": ["shoe-size"], "shoe-size": 43}
    refused(verifier, signed_by_hand(header))


@settings(max_examples=60)
@given(st.text(max_size=200) | st.lists(st.text("ABCabc019-_", max_size=30), min_size=2, max_size=5).map(".".join))
def test_rubbish_is_refused_in_plain_words(text):
    refused(TokenVerifier(public_keys(KEY), ISSUER, SetClock(NOON)), text)


def test_an_endless_token_is_refused_unread(verifier):
    assert "longer" in refused(verifier, "a" * 100_000)


@settings(max_examples=60)
@given(st.data())
def test_a_token_changed_anywhere_is_refused(data):
    token = TokenIssuer(KEY, ISSUER, SetClock(NOON)).issue(AMINA, MINUTE)
    place = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.sampled_from("ABCabc019-_."))
    changed = token[:place] + other + token[place + 1 :]
    if changed != token:
        refused(TokenVerifier(public_keys(KEY), ISSUER, SetClock(NOON)), changed)


def test_many_tokens_do_not_fill_the_memory():
    remembered = Remembered[int](most=3)
    for number in range(10):
        remembered.keep(bytes([number]), number)
    assert [remembered.get(bytes([number])) for number in (6, 7, 8, 9)] == [None, 7, 8, 9]
