"""What the directory can do, one verb a file."""
