"""Signed tokens that say who acts: issued in one place, verified offline by every service."""

import hashlib
import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError, UnsupportedAlgorithmError
from joserfc.jwk import OKPKey

from shared.clock import Clock
from shared.errors import Invalid, NotSignedIn
from shared.identity.keys import ALGORITHM
from shared.identity.remembered import Remembered
from shared.ids import Ids, RandomIds
from shared.permissions import Actor, Role

ISSUER = "signpost"
LONGEST_LIFETIME = timedelta(hours=24)
LONGEST_TOKEN = 8192
"""Characters; more would not fit in the header limits of common proxies anyway."""
CLOCK_LEEWAY = timedelta(seconds=30)
"""How far the issuer's clock may be ahead of ours. Expiry is given no leeway."""

SIGN_IN_AGAIN = "Sign in again to get a new token."


class TokenIssuer:
    """Makes short-lived tokens with one private key."""

    def __init__(self, key: OKPKey, issuer: str, clock: Clock, ids: Ids | None = None) -> None:
        self._key, self._issuer, self._clock, self._ids = key, issuer, clock, ids or RandomIds()

    def issue(self, actor: Actor, lifetime: timedelta) -> str:
        """A signed token for this actor. Raises Invalid when the lifetime is not between one second and 24 hours."""
        if not timedelta(seconds=1) <= lifetime <= LONGEST_LIFETIME:
            raise Invalid.field("lifetime", "A token lives for at least one second and at most 24 hours.", "Ask for a shorter lifetime.")
        now = math.floor(self._clock.now().timestamp())
        claims = {
            "iss": self._issuer,
            "sub": actor.subject,
            "name": actor.name,
            "roles": sorted(actor.roles),
            "organisations": sorted(actor.organisations),
            "authorities": sorted(actor.authorities),
            "iat": now,
            "exp": now + math.floor(lifetime.total_seconds()),
            "jti": self._ids.new(),
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self._key.thumbprint()}, claims, self._key, algorithms=[ALGORITHM])


class TokenVerifier:
    """Says who a token stands for, without asking anyone. Safe to use from several threads."""

    def __init__(self, jwks: Mapping[str, Any], issuer: str, clock: Clock) -> None:
        """`jwks` is a JWK set (RFC 7517); of its keys only the public halves of Ed25519 keys are used."""
        self._keys = {str(key["kid"]): _public(key) for key in jwks["keys"] if key.get("crv") == "Ed25519"}
        self._issuer, self._clock = issuer, clock
        self._verified: Remembered[tuple[Actor, datetime]] = Remembered()

    def actor(self, token: str) -> Actor:
        """Raises NotSignedIn, with the reason in plain words, for any token that does not hold here and now."""
        if not token:
            raise NotSignedIn("The token is missing.", remedy="Sign in, and send the token as `Authorization: Bearer …`.")
        if len(token) > LONGEST_TOKEN:
            raise NotSignedIn(f"The token is longer than {LONGEST_TOKEN} characters, so it is none of ours.", remedy=SIGN_IN_AGAIN)
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        actor, expires = self._verified.get(digest) or self._verify(token)
        if expires <= self._clock.now():
            self._verified.forget(digest)
            raise NotSignedIn("The token is out of date.", remedy=SIGN_IN_AGAIN)
        self._verified.keep(digest, (actor, expires))
        return actor

    def _verify(self, token: str) -> tuple[Actor, datetime]:
        claims = self._signed_claims(token)
        if claims.get("iss") != self._issuer:
            raise NotSignedIn("The token was issued by somebody else.", remedy="Sign in here to get a token of this installation.")
        try:
            starts = max(_moment(claims, name) for name in ("iat", "nbf") if name == "iat" or name in claims)
            expires, actor = _moment(claims, "exp"), _actor(claims)
        except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
            raise NotSignedIn("The token does not say all it must.", remedy=SIGN_IN_AGAIN) from error
        if starts > self._clock.now() + CLOCK_LEEWAY:
            raise NotSignedIn("The token is not valid yet.", remedy="Wait until it is, or set the clocks of both machines right.")
        return actor, expires

    def _signed_claims(self, token: str) -> dict[str, Any]:
        try:
            return jwt.decode(token, self._key_for, algorithms=[ALGORITHM]).claims
        except UnsupportedAlgorithmError as error:
            raise NotSignedIn(f"The token is not signed with {ALGORITHM}, the only algorithm accepted.", remedy=SIGN_IN_AGAIN) from error
        except InvalidKeyIdError as error:
            raise NotSignedIn("The token is signed with a key that is not known here.", remedy=SIGN_IN_AGAIN) from error
        except BadSignatureError as error:
            raise NotSignedIn("The token was changed after it was signed.", remedy=SIGN_IN_AGAIN) from error
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise NotSignedIn("The token cannot be read.", remedy="Send it whole, as it was issued.") from error

    def _key_for(self, signed: Any) -> OKPKey:
        headers = signed.headers()
        if headers.get("alg") != ALGORITHM:
            raise UnsupportedAlgorithmError(str(headers.get("alg")))
        if headers.get("kid") not in self._keys:
            raise InvalidKeyIdError
        return self._keys[headers["kid"]]


def _public(key: Mapping[str, Any]) -> OKPKey:
    return OKPKey.import_key({name: key[name] for name in ("kty", "crv", "x")}, {"alg": ALGORITHM, "use": "sig"})


def _moment(claims: Mapping[str, Any], name: str) -> datetime:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(name)
    return datetime.fromtimestamp(value, tz=UTC)


def _actor(claims: Mapping[str, Any]) -> Actor:
    """A role this version does not know grants nothing, so it is left out rather than refused."""
    subject, name = claims["sub"], claims["name"]
    if not (isinstance(subject, str) and subject and isinstance(name, str)):
        raise TypeError("sub")
    known = {role.value for role in Role}
    return Actor(
        subject=subject,
        name=name,
        roles=frozenset(Role(role) for role in _texts(claims, "roles") if role in known),
        organisations=_texts(claims, "organisations"),
        authorities=_texts(claims, "authorities"),
    )


def _texts(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    values = claims[name]
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(name)
    return frozenset(values)
