"""Ids of a feed. ORUK 3.0 wants UUIDs that stay: ours are kept, and what has no id of its own gets one from what it belongs to."""

from uuid import UUID, uuid5

NAMESPACE = UUID("6a1d2a86-0d52-5b0e-9d4b-3f7b8a0f5c11")
"""Never changed: every id made from it would change with it, in every installation."""


def stable_id(*parts: str) -> str:
    """The same parts give the same id, in every installation and every version."""
    return str(uuid5(NAMESPACE, "\x1f".join(parts)))


def feed_id(id: str) -> str:
    """An aggregate's id as a feed writes it: itself, since ours are UUIDs; one that is not gets a stable one."""
    try:
        return str(UUID(id))
    except ValueError:
        return stable_id("id", id)
