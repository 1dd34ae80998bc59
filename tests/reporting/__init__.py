"""Reporting: the event store, what is counted from it, and the page that shows it."""
