"""Errors that callers can act on; the API turns each into a problem+json answer."""

from data.errors import UserError


class BaumeError(UserError):
    """Base of the errors whose message is meant for the caller."""


class UnknownBrandError(BaumeError):
    """No brand policy has this id."""

    def __init__(self, brand: str, known: list[str]) -> None:
        super().__init__(f"unknown brand {brand!r}; known brands: {', '.join(sorted(known))}")


class UnanswerableError(BaumeError):
    """The conversation holds nothing from a customer to answer."""


class UnknownWriterError(BaumeError):
    """``options.writers`` names a writer that this service does not have."""

    def __init__(self, unknown: list[str], known: list[str]) -> None:
        super().__init__(f"unknown writer {', '.join(unknown)}; known writers: {', '.join(known)}")
