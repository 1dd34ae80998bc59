"""What provision exists: providers, venues, classes, and the search that finds them."""
