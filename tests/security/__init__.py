"""What must not be possible, over every route of everything that runs."""
