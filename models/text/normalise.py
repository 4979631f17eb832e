"""Normalising inbound text: one form for the encoder, one for quoting back.

Every step is a single pass over the text, so that a hostile message of 20,000 characters costs
a few milliseconds.  The order of the steps is what makes the result idempotent: each step only
produces text that the earlier ones leave alone.
"""

import unicodedata
from itertools import groupby
from typing import Final

import regex

MAX_RUN: Final = 3
"""Longest run of one character kept: "!!!!!!" and "!!!" say the same thing to a reader."""

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’ʼ‘`´‛′", "'"))

# Letters of other scripts that look like Latin ones; source: Unicode TR39 confusables, reduced to
# the letters seen in filter-evading posts.
_HOMOGLYPHS: Final = str.maketrans(
    "авеёіјкмнорсѕтухһԁԛԝАВЕІЈКМНОРСЅТУХαβεικνορτυχγΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abeeijkmhopcstyxhdqwABEIJKMHOPCSTYXabeikvoptuxyABEZHIKMNOPTYX",
)

_INVISIBLE = r"\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800"
# A zero-width joiner between two pictographs makes one emoji; anywhere else it hides something.
_EMOJI_JOINER = r"(?<=[\p{ExtPict}\p{EMod}]|\p{ExtPict}\ufe0f)\u200d(?=\p{ExtPict})"
_EMOJI_STYLE = r"(?<=[\p{ExtPict}0-9#*])\ufe0f"
_HIDDEN = regex.compile(rf"(?!\s)(?!{_EMOJI_JOINER})[{_INVISIBLE}]")
_HIDDEN_KEEP_STYLE = regex.compile(rf"(?!\s)(?!{_EMOJI_JOINER})(?!{_EMOJI_STYLE})[{_INVISIBLE}]")

# Nothing outside these can be hidden; most Western posts never leave them.
ORDINARY: Final = regex.compile(r"[ -~¡-¬®-ɏ‘’“”…€\n]*")
"""Texts made only of these characters hold nothing invisible, no odd space and no odd digit."""
# Marks that make no letter of French or English with the one they stand on: they strike it out.
_LEFT_OVER_MARK = regex.compile(r"[\u0300-\u036f]+")

_WORD = regex.compile(r"[\p{L}\p{M}]+")
_HAS_LATIN = regex.compile(r"\p{Latin}")
_HAS_LOOKALIKE_SCRIPT = regex.compile(r"[\p{Cyrillic}\p{Greek}]")

URL: Final = regex.compile(r"(?<!\w)(?:https?://|www\.)\S*[^\s.,;:!?()\[\]{}<>\"'»«…]", regex.I)
"""A web address without the punctuation that closes the sentence around it."""
HANDLE: Final = regex.compile(
    r"(?<![\w@\p{M}])@[\w\p{M}]+(?:[.\-][\w\p{M}]+)*(?:@[\w\p{M}]+(?:[.\-][\w\p{M}]+)*)*"
)
"""An @handle; dots and a server part as on Bluesky and Mastodon; not the middle of an e-mail."""
HASHTAG: Final = regex.compile(r"(?<![\w&])#([\w\p{M}]+)")

_GRAPHEME = regex.compile(r"\X")
# Cheap test that spares most texts the walk over graphemes.
_MAY_HOLD_RUN = regex.compile(r"([^\d\s])\1{3}|[\u0300-\u036f\u2190-\U0010ffff]")
_HASHTAG_PIECE = regex.compile(
    r"\p{Lu}+(?!\p{Ll})\d*|\p{Lu}?[^\p{Lu}\d_]+|\d+\p{Lu}?(?!\p{Ll})|\d+"
)
_SPACES = regex.compile(r"[^\S\n]+")
_LINE_BREAKS = regex.compile(r" ?\n ?(?:\n ?)+")


def normalise_for_encoder(text: str) -> str:
    """The form the encoder reads, in training and at run time alike.

    NFC; one apostrophe; nothing invisible or struck out; look-alike letters of mixed-script words
    folded to Latin; runs of one character cut to three (digits excepted); web addresses as
    ``http`` and handles as ``@user``; hashtags as they are; single spaces.  Pure, linear and
    idempotent.
    """
    if not ORDINARY.fullmatch(text):
        text = unicodedata.normalize("NFC", _HIDDEN.sub("", text))
        text = unicodedata.normalize("NFC", _LEFT_OVER_MARK.sub("", text))
    text = " ".join(text.translate(_APOSTROPHES).split())
    text = fold_homoglyphs(text)
    text = cap_runs(text)
    return HANDLE.sub("@user", URL.sub("http", text))


def normalise_for_display(text: str) -> str:
    """The customer's words for quoting: only what is invisible or broken goes.

    Keeps line breaks (one blank line at most), typographic apostrophes, emoji styles, handles
    and addresses.
    """
    text = unicodedata.normalize("NFC", _HIDDEN_KEEP_STYLE.sub("", text))
    text = "\n".join(text.splitlines())
    text = _SPACES.sub(" ", text)
    return _LINE_BREAKS.sub("\n\n", text).replace(" \n", "\n").replace("\n ", "\n").strip()


def fold_homoglyphs(text: str) -> str:
    """Cyrillic and Greek look-alikes to Latin, only inside words that also hold Latin letters."""
    if not _HAS_LOOKALIKE_SCRIPT.search(text):
        return text
    folded = _WORD.sub(lambda word: _fold_word(word.group()), text)
    return unicodedata.normalize("NFC", folded)


def _fold_word(word: str) -> str:
    if _HAS_LATIN.search(word) and _HAS_LOOKALIKE_SCRIPT.search(word):
        return word.translate(_HOMOGLYPHS)
    return word


def cap_runs(text: str, longest: int = MAX_RUN) -> str:
    """Cut runs of one character or emoji to ``longest``; digits stay, "10000" is not "1000"."""
    if not _MAY_HOLD_RUN.search(text):
        return text
    pieces: list[str] = []
    for grapheme, run in groupby(_GRAPHEME.findall(text)):
        length = sum(1 for _ in run)
        pieces.append(grapheme * (length if grapheme.isnumeric() else min(length, longest)))
    return "".join(pieces)


def split_hashtag(tag: str) -> str:
    """The words of a hashtag: ``#PasContent`` is "Pas Content", ``#4GEnPanne`` "4G En Panne"."""
    return " ".join(_HASHTAG_PIECE.findall(tag.lstrip("#")))


def split_hashtags(text: str) -> str:
    """``text`` with every hashtag replaced by its words."""
    return HASHTAG.sub(lambda match: split_hashtag(match.group(1)), text)
