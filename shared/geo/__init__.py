"""Places of the region: postcodes, towns, authorities, distances."""
