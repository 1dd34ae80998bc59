"""Secrets of partners: made here, shown once, kept only as what cannot be turned back."""

import base64
import hashlib
import secrets

from services.reporting.use_cases.feed_ports import SECRET_PREFIX

SALT_BYTES = 4
"""As RabbitMQ has them."""


def new_secret() -> str:
    """256 bits of chance: no list of likely ones is worth trying, so one round of hashing keeps it as well as many."""
    return SECRET_PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of it, and looked up by."""
    return hashlib.sha256(secret.encode()).hexdigest()


def broker_password(secret: str) -> str:
    """What RabbitMQ keeps of it (`rabbit_password_hashing_sha256`): with this a lost user can be made again, without the secret."""
    salt = secrets.token_bytes(SALT_BYTES)
    return base64.b64encode(salt + hashlib.sha256(salt + secret.encode()).digest()).decode()
