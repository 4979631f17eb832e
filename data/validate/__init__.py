"""Validation of the corpus: one check per module, all of them run by ``data.validate.run``."""
