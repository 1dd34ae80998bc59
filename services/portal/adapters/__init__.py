"""How the portal reaches the services."""
