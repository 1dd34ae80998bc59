"""What two or more services need and that holds no business rule."""
