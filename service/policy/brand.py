"""A brand's policy: what the service reads, validates and obeys (rule ``own-policy``)."""

import hashlib
import json
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, field_validator

from data.sectors import SECTORS
from data.taxonomy import Language, Platform, Risk, Topic, Voice
from service.policy.sections import (
    BrandId,
    BusinessHours,
    Channel,
    Contact,
    FrozenMap,
    GesturePolicy,
    GoPrivatePolicy,
    Handle,
    HttpsUrl,
    Minutes,
    Plan,
    RespondWithin,
    RouteName,
    Routes,
    Section,
    Text,
    Thresholds,
    no_entries,
)

MAX_PUBLIC_REPLIES: Final = 2
"""The playbook's maximum (``reply-twice``); a brand may set less, never more."""

RISK_OWNER: Final[dict[Risk, RouteName]] = {
    Risk.LEGAL_ACTION: "legal",
    Risk.REGULATOR: "legal",
    Risk.PRESS: "press",
    Risk.VIRAL: "press",
    Risk.SAFETY: "safety",
    Risk.SELF_HARM: "safety",
    Risk.VIOLENCE: "security",
    Risk.DISCRIMINATION: "legal",
    Risk.DATA_BREACH: "security",
    Risk.FRAUD: "security",
    Risk.VULNERABLE: "care",
    Risk.STAFF_MISCONDUCT: "hr",
}
"""Who looks at a risk unless the brand says otherwise."""

TOPIC_OWNER: Final[dict[Topic, RouteName]] = {
    Topic.BILLING: "billing",
    Topic.REFUND: "billing",
    Topic.PRIVACY: "security",
    Topic.SAFETY: "safety",
    Topic.DISCRIMINATION: "legal",
}
"""Who answers a topic unless the brand says otherwise; every other topic is ``care``'s."""


class BrandPolicy(Section):
    """One brand's written policy, loaded from YAML (``docs/policy.md`` explains the keys)."""

    id: BrandId
    version: Text
    display_name: Text
    handles: tuple[Handle, ...] = ()
    names: Annotated[tuple[Text, ...], Field(min_length=1)]
    aliases: tuple[Text, ...] = ()
    sectors: tuple[str, ...] = ()
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = (Language.FR, Language.EN)
    default_language: Language = Field(default=Language.FR, validate_default=True)
    voice: Voice = Voice.VOUS
    humour: bool = False
    signature: Text | None = None
    timezone: str = "Europe/Paris"
    hours: BusinessHours = BusinessHours()
    clock: Literal["always", "business_hours"] = "always"
    respond_within_minutes: RespondWithin = Field(default_factory=RespondWithin)
    cooling_off_minutes: Minutes = 10
    max_public_replies: Annotated[int, Field(ge=1, le=MAX_PUBLIC_REPLIES)] = MAX_PUBLIC_REPLIES
    channels: FrozenMap[Platform, Channel] = Field(default_factory=no_entries)
    contact: Contact
    routes: Routes
    risk_owners: FrozenMap[Risk, RouteName] = Field(default_factory=no_entries)
    topic_owners: FrozenMap[Topic, RouteName] = Field(default_factory=no_entries)
    plans: FrozenMap[str, Plan] = Field(default_factory=no_entries)
    gesture: GesturePolicy = GesturePolicy()
    approved_links: tuple[HttpsUrl, ...] = ()
    banned_phrases: tuple[Text, ...] = ()
    follow_up_hours: Annotated[int, Field(ge=1, le=720)] = 24
    large_audience_followers: Annotated[int, Field(ge=1)] = 10_000
    go_private: GoPrivatePolicy = GoPrivatePolicy()
    thresholds: Thresholds = Thresholds()

    @field_validator("sectors")
    @classmethod
    def _known_sectors(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in value if name not in SECTORS]
        if unknown:
            raise ValueError(f"allowed: {', '.join(sorted(SECTORS))}; found {', '.join(unknown)}")
        return value

    @field_validator("languages")
    @classmethod
    def _languages_we_write(cls, value: tuple[Language, ...]) -> tuple[Language, ...]:
        if Language.OTHER in value:
            raise ValueError("'fr', 'en'; drafts are written in these only")
        return value

    @field_validator("default_language")
    @classmethod
    def _default_is_spoken(cls, value: Language, info: ValidationInfo) -> Language:
        languages = info.data.get("languages")
        if languages and value not in languages:
            raise ValueError(f"one of languages ({', '.join(languages)})")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("an IANA name such as 'Europe/Paris' or 'UTC'") from error
        return value

    @field_validator("clock")
    @classmethod
    def _clock_can_run(cls, value: str, info: ValidationInfo) -> str:
        hours = info.data.get("hours")
        if value == "business_hours" and hours is not None and hours.never:
            raise ValueError("'always', unless hours opens on some day")
        return value

    @property
    def digest(self) -> str:
        """First 12 hex digits of the SHA-256 of the content: same content, same digest."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    @property
    def resolved_version(self) -> str:
        """``id/version+digest``: what a suggestion says it was decided with."""
        return f"{self.id}/{self.version}+{self.digest}"

    def channel(self, platform: Platform) -> Channel:
        """The brand's settings for a platform; a platform left out is answered with defaults."""
        return self.channels.get(platform, Channel())

    def plan(self, name: str | None) -> Plan | None:
        """The support plan of this name, whatever its case; ``None`` when unknown."""
        if name is None:
            return None
        wanted = name.strip().casefold()
        return next((plan for key, plan in self.plans.items() if key.casefold() == wanted), None)

    def risk_owner(self, risk: Risk) -> str:
        return self.routes.owner(self.risk_owners.get(risk, RISK_OWNER[risk]))

    def topic_owner(self, topic: Topic) -> str:
        return self.routes.owner(self.topic_owners.get(topic, TOPIC_OWNER.get(topic, "care")))
