"""The web pages; talks to the services over their HTTP APIs only."""
