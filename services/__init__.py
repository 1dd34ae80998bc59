"""The independent services. They never import each other; they tell each other what happened through events."""
