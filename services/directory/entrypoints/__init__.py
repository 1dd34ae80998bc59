"""What wakes the directory: parse, call a use case, render."""
