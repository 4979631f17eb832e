"""Stable pseudonyms: the same person is the same string, and nobody without the key knows who."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import Final

from models.text.pii import redact

MIN_SECRET_BYTES: Final = 16
_HEX: Final = 16
_MIN_NAME: Final = 2
# A handle of any platform, with a Mastodon server or a Bluesky domain; not the @ of an e-mail.
_HANDLE: Final = re.compile(r"(?<![\w@.])@\w[\w.-]*\w(?:@\w[\w.-]*\w)?|(?<![\w@.])@\w")


class Pseudonymiser:
    """Keyed pseudonyms (HMAC-SHA256 cut to 64 bits).

    A plain hash would not do: handles are few enough to be tried one by one.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < MIN_SECRET_BYTES:
            raise ValueError(f"the export secret needs at least {MIN_SECRET_BYTES} bytes")
        self._secret = secret

    @property
    def key_id(self) -> str:
        """A fingerprint that tells two secrets apart and gives none away."""
        return self._keyed("key")[:8]

    def of(self, identifier: str | None) -> str | None:
        """The pseudonym of an id or a name."""
        return None if identifier is None else self._keyed(f"id:{identifier}")

    def text(self, text: str, names: Iterable[str] = ()) -> str:
        """``text`` without personal data, and without the ``names`` of people, whole or in part."""
        # Handles before e-mail addresses: one with a server in it contains what looks like one.
        clean = redact(_HANDLE.sub(lambda found: "@" + self._keyed(_folded(found[0])), text))
        # Longest first, so that a full name goes before the first name in it.
        for name in sorted(names, key=lambda name: (-len(name), name)):
            if len(name) >= _MIN_NAME:
                clean = _replace(name, clean, re.IGNORECASE)
            for part in name.split():
                if len(part) > _MIN_NAME and part[0].isupper():
                    # As written only: part of a name may be a common word in lower case.
                    clean = _replace(part, clean, re.NOFLAG)
        return clean

    def _keyed(self, value: str) -> str:
        return hmac.new(self._secret, value.encode(), hashlib.sha256).hexdigest()[:_HEX]


def _folded(handle: str) -> str:
    return f"handle:{handle.casefold()}"


def _replace(name: str, text: str, flags: re.RegexFlag) -> str:
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "[name]", text, flags=flags)
