"""What every HTTP service answers alike: problem+json, paging, health, OpenAPI pages."""
