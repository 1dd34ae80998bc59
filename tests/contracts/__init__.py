"""The contracts between services: schemas, golden examples, and what breaks them."""
