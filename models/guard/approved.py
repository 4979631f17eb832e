"""Links and contacts that the brand's policy lets a draft cite."""

from collections.abc import Sequence


def contact_key(value: str) -> str:
    """A phone number by its national digits, anything else in lower case."""
    digits = "".join(char for char in value if char.isdigit())
    if "@" in value or not digits:
        return value.strip().lower()
    return digits.removeprefix("00").removeprefix("33").lstrip("0")


def is_approved_contact(value: str, approved: Sequence[str]) -> bool:
    """Whether ``value`` is one of the ``approved`` e-mails or phone numbers, however spaced."""
    return contact_key(value) in {contact_key(entry) for entry in approved}


def link_key(link: str) -> str:
    """A link without scheme, ``www.``, case or closing slash."""
    key = link.strip().lower()
    return key.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def is_approved_link(link: str, approved: Sequence[str]) -> bool:
    """Whether ``link`` is one of the ``approved`` ones."""
    return link_key(link) in {link_key(entry) for entry in approved}
