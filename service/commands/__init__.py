"""Command-line commands of the service, one module each."""
