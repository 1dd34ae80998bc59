"""Feeds of other authorities over the network: slow, wrong, huge or gone, as the network is."""
