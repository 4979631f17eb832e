"""Hybrid retrieval over exemplars."""
