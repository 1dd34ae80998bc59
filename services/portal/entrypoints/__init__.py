"""What wakes the portal: requests for pages."""
