"""Pydantic schemas of everything that crosses a border: files, rooms, the wire."""
