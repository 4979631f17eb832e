"""Inbound messages made to mislead the service, with what it must and must not do."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from data.schemas.base import Schema
from data.taxonomy import Hostility, Language, PiiType, Platform


class Attack(StrEnum):
    INJECTION = "injection"
    HOMOGLYPH = "homoglyph"
    LEETSPEAK = "leetspeak"
    ZERO_WIDTH = "zero_width"
    PII_FORMAT = "pii_format"
    BAIT_INSULT = "bait_insult"
    BAIT_PROMISE = "bait_promise"
    BAIT_ADMIT = "bait_admit"


class AdversarialCase(Schema):
    """One hostile input and its expectations.

    ``hostility`` is what must be seen in it, through the disguise; ``pii`` the kinds that must be
    found; ``never_in_draft`` are words (compared folded) that no draft may hold.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{2,80}$")]
    attack: Attack
    language: Language
    platform: Platform = Platform.X
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    hostility: tuple[Hostility, ...] = ()
    pii: tuple[PiiType, ...] = ()
    never_in_draft: tuple[str, ...] = ()
    benign: bool = False
    """A harmless look-alike, on which nothing must be raised."""
    batch: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
