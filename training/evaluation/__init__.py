"""Measuring a bundle on labelled messages."""
