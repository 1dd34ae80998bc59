"""The feed of events for partner systems, as an app of its own."""
