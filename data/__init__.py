"""The shared language: taxonomy, schemas, corpus, loaders and validation.

Nothing here imports ``models``, ``service`` or ``training``.
"""
