"""The directory through its HTTP doors, in one process, on a real database and the real index."""
