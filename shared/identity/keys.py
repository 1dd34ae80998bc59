"""The Ed25519 key pair that tokens are signed with: made once per data folder, the public half handed to every service."""

import os
import secrets
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.errors import Unavailable

ALGORITHM = "Ed25519"
"""RFC 9864: says the curve, where the older name `EdDSA` left it open. Nothing else is accepted."""

OWNER_ONLY = 0o600


def signing_key(data: Path) -> OKPKey:
    """The private key of this data folder, `keys/signing.pem`, made on first use.

    Raises Unavailable when the file is there and cannot be read as an Ed25519 key.
    """
    path = data / "keys" / "signing.pem"
    if not path.exists():
        _make(path)
    try:
        key = OKPKey.import_key(path.read_bytes(), {"alg": ALGORITHM, "use": "sig"})
    except (OSError, ValueError, JoseError) as error:
        raise _unreadable(path) from error
    if key.curve_name != "Ed25519" or not key.is_private:
        raise _unreadable(path)
    return key


def public_keys(key: OKPKey) -> dict[str, Any]:
    """The JWK set (RFC 7517) a verifier needs. Holds no private part; the key id is its thumbprint (RFC 7638)."""
    public = key.as_dict(private=False)
    return {"keys": [{**public, "alg": ALGORITHM, "use": "sig", "kid": key.thumbprint()}]}


def _make(path: Path) -> None:
    """Written aside and then linked, so that two processes starting together end up with one and the same key."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{secrets.token_hex(8)}.pem")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(OKPKey.generate_key("Ed25519").as_pem(private=True))
    try:
        path.hardlink_to(aside)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _unreadable(path: Path) -> Unavailable:
    return Unavailable(
        f"The signing key {path} cannot be read as an Ed25519 private key.",
        remedy="Put the right file back, or move it away and start again: a new key is made and everyone signs in once more.",
    )
