"""The events and values that cross services, one module per producer. Pure: any layer may import it."""
