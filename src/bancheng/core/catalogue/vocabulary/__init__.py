"""The vocabulary of the pack in rooms of its own; `core.catalogue.models` gathers all of it."""
