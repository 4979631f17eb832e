"""The service: policy engine, store, HTTP API and its commands.  Imports ``data``, ``models``."""
