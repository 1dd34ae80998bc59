"""What people type into forms: read into what the directory takes, with every problem named by its field."""
