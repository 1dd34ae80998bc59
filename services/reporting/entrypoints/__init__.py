"""What wakes reporting: HTTP requests and events."""
