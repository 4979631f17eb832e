"""The store: what was suggested, what agents did with it, and the keys that may ask."""
