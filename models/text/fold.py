"""Folding text for comparison without moving any character."""

import unicodedata
from functools import lru_cache
from typing import Final

_PLAIN: Final = str.maketrans(
    {**dict.fromkeys("’ʼ‘`´", "'"), **dict.fromkeys("“”«»„", '"'), "œ": "o", "æ": "a", "ß": "s"}
)


def fold(text: str) -> str:
    """Lower case, no accents, plain quotes and spaces; ``len(fold(t)) == len(t)`` always.

    One character in, one out: an offset in the folded text is an offset in the text.
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_char, text))


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char.isspace():
        return char if char == "\n" else " "
    lowered = char.lower().translate(_PLAIN)
    base = unicodedata.normalize("NFKD", lowered or char)[:1]
    return base if len(base) == 1 else char
