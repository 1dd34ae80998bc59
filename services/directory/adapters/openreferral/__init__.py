"""The feed's own rows: kept from the directory's events, so that any of it is counted, filtered and paged by the database."""
