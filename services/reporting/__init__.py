"""Reporting: what was said by everybody, kept, and what can be counted from it."""
