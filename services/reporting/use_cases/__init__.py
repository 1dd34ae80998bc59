"""What reporting can do, one verb a file."""
