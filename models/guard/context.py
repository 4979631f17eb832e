"""What the guard must know about the place and the person a draft is for."""

from collections.abc import Callable
from dataclasses import dataclass

from data.taxonomy import Intent, Language, Platform, Visibility


@dataclass(frozen=True, slots=True)
class GuardContext:
    """The circumstances of one draft.

    ``limit`` and ``count_chars`` are in characters as the platform counts.  ``severity`` is the
    customer message's, 0 to 3.  ``sources`` are the texts the draft was made from and ``recent``
    the texts lately sent or drafted; ``brand_names`` are not read for the draft's language.
    """

    language: Language
    visibility: Visibility
    platform: Platform
    limit: int
    count_chars: Callable[[str], int]
    intent: Intent
    severity: int = 1
    customer_message: str | None = None
    approved_links: tuple[str, ...] = ()
    approved_contacts: tuple[str, ...] = ()
    banned_phrases: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    brand_names: tuple[str, ...] = ()

    @property
    def public(self) -> bool:
        return self.visibility is Visibility.PUBLIC
