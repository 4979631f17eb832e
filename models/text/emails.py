"""E-mail addresses, plain and spelt out to escape harvesters ("prenom (at) domaine point fr")."""

from collections.abc import Iterator
from typing import Final

import regex

Range = tuple[int, int]

# Lengths are bounded as in RFC 5321, which also bounds the work on hostile text.
_PLAIN: Final = regex.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.\p{L}{2,24}(?!\w)"
)
_TLD = r"(?:com|fr|net|org|eu|be|ch|ca|uk|ie|in|us|io|co|de|lu|info|me)"
_AT: Final = regex.compile(
    r" ?[(\[{<] ?(?:at|arobase|arobas|a|@) ?[)\]}>] ?| (?:at|arobase|arobas|@) |@ | @", regex.I
)
_DOT = r"(?: ?[(\[{<] ?(?:dot|point|\.) ?[)\]}>] ?| (?:dot|point) | ?\. ?)"
_LOCAL: Final = regex.compile(
    r"(?<![\w.+%-])[\w.+%-]{2,64}(?: (?:dot|point) [\w-]{1,40})?$", regex.I
)
_DOMAIN: Final = regex.compile(rf"[\w-]{{2,63}}(?:{_DOT}[\w-]{{1,40}})?{_DOT}{_TLD}(?!\w)", regex.I)
_MAX_LOCAL: Final = 110


def find_emails(text: str) -> Iterator[Range]:
    """Ranges of e-mail addresses in readable text; may overlap."""
    if "@" in text:
        yield from (match.span() for match in _PLAIN.finditer(text))
    for sign in _AT.finditer(text):
        domain = _DOMAIN.match(text, sign.end())
        if domain is None:
            continue
        lead = max(0, sign.start() - _MAX_LOCAL)
        local = _LOCAL.search(text[lead : sign.start()])
        if local is not None:
            yield lead + local.start(), domain.end()
