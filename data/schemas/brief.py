"""The brief: what the policy asks the writers for.  It crosses from ``service`` to ``models``."""

from typing import Annotated

from pydantic import Field

from data.schemas.base import Schema
from data.taxonomy import Intent, Language, Platform, Stage, Visibility, Voice


class DraftBrief(Schema):
    """One set of drafts to write.

    ``limit`` is in characters as the platform counts.  ``channel_phrase`` names the private
    channel in the reply's language ("message privé", "a direct message", "e-mail").
    ``invite_private`` asks public drafts to open that channel.  ``cool`` asks for a sober tone
    without humour.  ``approved_links`` and ``private_contact`` are all that a draft may cite.
    """

    stage: Stage
    visibility: Visibility
    language: Language
    platform: Platform
    intent: Intent
    voice: Voice = Voice.VOUS
    limit: Annotated[int, Field(gt=20)]
    invite_private: bool = False
    channel_phrase: str = ""
    private_contact: str | None = None
    brand_name: str = ""
    sectors: tuple[str, ...] = ()
    customer_name: str | None = None
    signature: str | None = None
    severity: Annotated[int, Field(ge=0, le=3)] = 1
    cool: bool = False
    humour: bool = False
    approved_links: tuple[str, ...] = ()
    count: Annotated[int, Field(ge=1, le=5)] = 3
