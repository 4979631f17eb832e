"""Whether a post is about the brand, and how it names it."""

from collections.abc import Iterator, Sequence
from typing import Final

import regex
from rapidfuzz.distance import DamerauLevenshtein

from data.taxonomy import Mention
from models.text.fold import fold
from models.text.normalise import URL, cap_runs, split_hashtags

_HANDLE: Final = regex.compile(r"(?<![\w@])@([\w.\-]+(?:@[\w.\-]+)?)")
_WORD: Final = regex.compile(r"[\p{L}\d]+(?:'(?=\p{L}{2}))?")

_MIN_FUZZY_LENGTH: Final = 5
"""Shorter names are matched exactly: one letter off "Orno" is another word."""
_LETTERS_PER_TYPO: Final = 5
"""One slip of the fingers is allowed for every five letters of the name."""


def find_mention(text: str, handles: Sequence[str], names: Sequence[str]) -> Mention:
    """``DIRECT`` when a handle of the brand stands in ``text``, ``INDIRECT`` when a name does.

    Handles are compared without case or "@".  Names (brand, products) are found written out,
    glued in a hashtag or in a foreign handle ("@fan_of_Orno" is not ours), or misspelt by up to
    one letter in five, the first letter being right.
    """
    wanted = {handle.lstrip("@").lower() for handle in handles if handle.strip("@ ")}
    if any(found in wanted for found in _handles(text)):
        return Mention.DIRECT
    words = _words(text)
    named = any(_holds(words, name) for name in names)
    return Mention.INDIRECT if named else Mention.NONE


def _handles(text: str) -> Iterator[str]:
    """Handles of ``text`` in lower case, whole and without their server or final stop."""
    for match in _HANDLE.finditer(text):
        handle = match.group(1).lower().rstrip(".-")
        yield handle
        yield handle.split("@")[0].rstrip(".-")


def _words(text: str) -> list[str]:
    """Folded words; hashtags both split and whole, other people's handles left out."""
    prose = _HANDLE.sub(" ", URL.sub(" ", text))
    spread = f"{prose} {split_hashtags(prose)}"
    return _WORD.findall(fold(cap_runs(spread, 2)).replace("'", " "))


def _holds(words: Sequence[str], name: str) -> bool:
    parts = _WORD.findall(fold(name).replace("'", " "))
    target = "".join(parts)
    if not target:
        return False
    typos = len(target) // _LETTERS_PER_TYPO if len(target) >= _MIN_FUZZY_LENGTH else 0
    return any(_same(candidate, target, typos) for candidate in _windows(words, len(parts)))


def _windows(words: Sequence[str], size: int) -> Iterator[str]:
    """Words glued by ``size``, and by one more or less ("North Wind Air", "northwindair")."""
    for width in {1, max(1, size - 1), size, size + 1}:
        for start in range(len(words) - width + 1):
            yield "".join(words[start : start + width])


def _same(candidate: str, target: str, typos: int) -> bool:
    if candidate in (target, f"{target}s"):
        return True
    if not typos or candidate[:1] != target[:1] or candidate.isdigit():
        return False
    return DamerauLevenshtein.distance(candidate, target, score_cutoff=typos) <= typos
