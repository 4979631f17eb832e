"""One module per check; each yields findings for a draft in its context."""
