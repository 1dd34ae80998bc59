"""The feed of events over HTTP, as a partner's engineer meets it."""
