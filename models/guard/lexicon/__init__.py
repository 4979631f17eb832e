"""Word lists of the guard: YAML files of patterns over folded text, one entry a list."""

from functools import cache
from importlib.resources import files

import regex
import yaml


@cache
def patterns(name: str) -> dict[str, tuple[str, ...]]:
    """The lists of ``lexicon/<name>.yaml``: each is regular expressions over folded text."""
    source = files("models.guard.lexicon").joinpath(f"{name}.yaml").read_text("utf-8")
    lists: dict[str, list[str]] = yaml.safe_load(source)
    return {key: tuple(entries) for key, entries in lists.items()}


@cache
def lexicon(name: str, *keys: str) -> "regex.Pattern[str]":
    """One pattern for the lists ``keys`` of a file (all of them by default), on whole words.

    Both languages are always looked for: a draft in French can slip into English.
    """
    lists = patterns(name)
    entries = [entry for key in keys or lists for entry in lists[key]]
    return regex.compile(rf"(?<!\w)(?:{'|'.join(entries)})(?!\w)")


@cache
def helplines() -> frozenset[str]:
    """Digits of the emergency and help lines of ``lexicon/helplines.yaml``."""
    return frozenset(number for numbers in patterns("helplines").values() for number in numbers)
