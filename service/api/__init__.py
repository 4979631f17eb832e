"""The HTTP API: thin endpoints over the engine and the store."""
