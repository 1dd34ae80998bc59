"""Engines, one unit of work, column types, migrations."""
