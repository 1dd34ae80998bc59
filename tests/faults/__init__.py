"""The fault matrix: what is committed has its effect once, whatever is killed, cut, filled or sent twice on the way."""
