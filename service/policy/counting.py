"""How long a text is, as each platform counts."""

import unicodedata
from typing import Final

import emoji
import regex

URL_WEIGHT: Final = 23
"""Characters that X and Mastodon count for any link."""

_LIGHT_RANGES: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that weigh one on X; all others weigh two.

Source: twitter-text ``config/v3.json`` (scale 100, defaultWeight 200, transformedURLLength 23).
"""

_PLAIN: Final = regex.compile(r"[\u0000-\u00a8\u00aa-\u00ad\u00af-\u10ff\u2010-\u201f]*")
"""Text of weight one throughout and without emoji (the copyright signs count as such)."""

_LINK: Final = regex.compile(r"https?://[^\s<>\"'«»]*[^\s<>\"'«».,;:!?…)\]]", regex.IGNORECASE)
_BARE_LINK: Final = regex.compile(
    r"(?<![@\w./-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    r"(?:com|fr|net|org|io|eu|co|uk|be|ch|ca|info|app|dev|me|us|ly|gl|lu|re)\b"
    r"(?:/[^\s<>\"'«»]*[^\s<>\"'«».,;:!?…)\]])?(?![@\w])",
    regex.IGNORECASE,
)
"""X also links bare domains of known endings; these are the common ones."""
_REMOTE_MENTION: Final = regex.compile(r"(?<!\w)(@\w+)@[\w.-]+\w")


def graphemes(text: str) -> int:
    """User-perceived characters (Unicode extended grapheme clusters)."""
    return len(regex.findall(r"\X", text))


def utf8_bytes(text: str) -> int:
    return len(text.encode("utf-8", errors="replace"))


def _weight(character: str) -> int:
    code = ord(character)
    return 1 if any(low <= code <= high for low, high in _LIGHT_RANGES) else 2


def _links(text: str) -> tuple[str, int]:
    """The text without its links, and how many there were."""
    rest, full = _LINK.subn("", text)
    rest, bare = _BARE_LINK.subn("", rest)
    return rest, full + bare


def x_weighted(text: str) -> int:
    """Weighted length by X's rule: NFC, links 23, an emoji sequence 2, CJK and the like 2."""
    rest, links = _links(unicodedata.normalize("NFC", text))
    if _PLAIN.fullmatch(rest):
        return URL_WEIGHT * links + len(rest)
    symbols = emoji.emoji_list(rest)
    in_emoji = sum(item["match_end"] - item["match_start"] for item in symbols)
    plain = emoji.replace_emoji(rest, replace="") if in_emoji else rest
    return URL_WEIGHT * links + 2 * len(symbols) + sum(_weight(character) for character in plain)


def mastodon(text: str) -> int:
    """Graphemes, a link counting 23 and a remote mention (``@user@server``) only ``@user``.

    Source: https://docs.joinmastodon.org/user/posting/ (text).
    """
    rest, links = _LINK.subn("", _REMOTE_MENTION.sub(r"\1", text))
    return URL_WEIGHT * links + graphemes(rest)


def threads(text: str) -> int:
    """Characters, emoji counted as their UTF-8 bytes (Threads API, posts)."""
    symbols = [item["emoji"] for item in emoji.emoji_list(text)]
    plain = emoji.replace_emoji(text, replace="") if symbols else text
    return len(plain) + sum(utf8_bytes(symbol) for symbol in symbols)
