"""Who hears what, of every service: what the broker's topology is made from, and what relays send."""

from typing import Any

from services.directory.entrypoints.listener import FEED
from services.reporting.entrypoints.listener import HEARD
from shared.messaging.subscription import Subscription

OVER_THE_BROKER: tuple[Subscription[Any], ...] = (FEED, *HEARD.values())
"""The search index is not here: each API process keeps its own, from the log."""
