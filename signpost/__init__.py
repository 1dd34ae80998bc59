"""The front door: the command line and the one-machine run; the only place that knows every service."""
