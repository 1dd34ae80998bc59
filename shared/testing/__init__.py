"""Behaviour suites that the embedded part and the real part both inherit."""
