"""Building the base, fine-tuning, export and evaluation.  Imports ``data`` and ``models``."""
