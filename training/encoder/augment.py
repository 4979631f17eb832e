"""Seeded, label-keeping changes of manner: the same words as hurried people type them."""

import random
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_HANDLE: Final = re.compile(r"^\s*(?:@\w+\s*)+")
_LAST_STOP: Final = re.compile(r"[.…]+\s*$")
_PUNCTUATION: Final = re.compile(r"[,;:.]")


@dataclass(frozen=True)
class AugmentConfig:
    """Probability of each change, drawn independently for each text and epoch."""

    handle: float = 0.35
    """Put one or two handles in front of a text that has none."""
    drop_handle: float = 0.2
    link: float = 0.08
    """Append a link, as a picture or a quoted post leaves."""
    lower: float = 0.15
    upper: float = 0.04
    accents: float = 0.1
    """Drop accents."""
    punctuation: float = 0.1
    """Drop commas, colons and full stops."""
    final_stop: float = 0.15
    """Drop the final full stop."""
    typo: float = 0.1
    """Drop or swap one letter."""


def augment(text: str, rng: random.Random, config: AugmentConfig) -> str:
    """``text`` after the changes that ``rng`` draws; the meaning, so the labels, stay."""
    if _HANDLE.match(text):
        if rng.random() < config.drop_handle:
            text = _HANDLE.sub("", text) or text
    elif rng.random() < config.handle:
        text = "@user " * rng.choice((1, 1, 1, 2)) + text
    if rng.random() < config.final_stop:
        text = _LAST_STOP.sub("", text) or text
    if rng.random() < config.punctuation:
        text = _PUNCTUATION.sub("", text) or text
    if rng.random() < config.accents:
        text = _without_accents(text)
    case = rng.random()
    if case < config.upper:
        text = text.upper()
    elif case < config.upper + config.lower:
        text = text.lower()
    if rng.random() < config.typo:
        text = _typo(text, rng)
    if rng.random() < config.link:
        text += " http"
    return text


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")


def _typo(text: str, rng: random.Random) -> str:
    places = [i for i in range(1, len(text) - 1) if text[i - 1 : i + 2].isalpha()]
    if not places:
        return text
    at = rng.choice(places)
    if rng.random() < 0.5:  # noqa: PLR2004  a fair coin
        return text[:at] + text[at + 1 :]
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
