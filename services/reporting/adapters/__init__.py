"""How reporting touches the world: tables, the event store, migrations."""
