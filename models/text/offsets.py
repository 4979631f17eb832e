"""A readable copy of a text that still knows where each character came from."""

from dataclasses import dataclass
from typing import Final

import regex

from models.text.normalise import ORDINARY

# U+20E3 is the frame of a keycap emoji, which is a digit.
_HIDDEN: Final = regex.compile(r"(?!\s)[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u20e3]")
_ODD_SPACE: Final = regex.compile(r"[^\S \n]")
_ODD_DIGIT: Final = regex.compile(r"[^\P{Nd}0-9]")
_DASH: Final = regex.compile(r"[\u2010-\u2015\u2212\ufe63\uff0d]")


@dataclass(frozen=True, slots=True)
class ReadableText:
    """``text`` without invisible characters, with plain spaces, digits, dashes and apostrophes.

    ``origin[i]`` is the offset in the received text of ``text[i]``; ``None`` when they agree.
    """

    text: str
    origin: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the received text behind the non-empty ``[start, end)``."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


def readable(text: str) -> ReadableText:
    """Undo the tricks that hide a number from a pattern; every kept character maps one to one."""
    if ORDINARY.fullmatch(text):
        return ReadableText(text.replace("’", "'"), None)
    kept = None
    if _HIDDEN.search(text):
        kept = tuple(i for i, char in enumerate(text) if not _HIDDEN.match(char))
        text = "".join(text[i] for i in kept)
    text = _ODD_SPACE.sub(" ", text)
    text = _ODD_DIGIT.sub(lambda match: str(int(match.group())), text)
    text = _DASH.sub("-", text).translate({0x2019: "'", 0x02BC: "'", 0xFF20: "@", 0xFF0B: "+"})
    return ReadableText(text, kept)
