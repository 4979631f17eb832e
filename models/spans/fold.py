"""Folding: the lower-case, unaccented, abbreviation-free form that the patterns are written for."""

import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Final

import regex
import yaml

from data.taxonomy import Language
from models.text.normalise import normalise_for_encoder

KEPT: Final = 32
"""Texts whose reading is kept while their request is answered: several steps ask for it, and
customers' words should not stay in memory longer than that."""
_HANDLE_OR_URL = regex.compile(r"@\w+|https?(?:://\S+)?\b")
_SPACES = regex.compile(r"\s+")


@lru_cache(maxsize=2)
def _abbreviations(language: Language) -> tuple[regex.Pattern[str], tuple[str, ...]]:
    """One pattern with a group per abbreviation, and what each group stands for."""
    source = resources.files("models.spans").joinpath(f"frames/abbreviations_{language.value}.yaml")
    table: dict[str, str] = yaml.safe_load(source.read_text(encoding="utf-8"))
    groups = "|".join(f"({short})" for short in table)
    return regex.compile(rf"(?<![\w'])(?:{groups})(?!\w)"), tuple(table.values())


def strip_accents(text: str) -> str:
    """``text`` without combining marks; ligatures opened (œ to oe)."""
    opened = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae")
    if opened.isascii():
        return opened
    decomposed = unicodedata.normalize("NFD", opened)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=KEPT)
def fold(text: str, language: Language) -> str:
    """Lower-cased, unaccented text without handles or links, abbreviations written out."""
    folded = strip_accents(normalise_for_encoder(text)).lower()
    folded = _HANDLE_OR_URL.sub(" ", folded).replace("#", " ")
    pattern, full = _abbreviations(language)
    folded = pattern.sub(lambda match: full[match.lastindex - 1] if match.lastindex else "", folded)
    return _SPACES.sub(" ", folded).strip()
