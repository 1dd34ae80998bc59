"""How the directory touches the world."""
