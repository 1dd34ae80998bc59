"""Feeds of other authorities: what is remembered of one, how what it says is compared, when something has vanished from it."""
