"""The sections of a brand policy: what each YAML mapping may hold.

Defaults here are the playbook's.  ``service/policy/brands/default.yaml`` explains every key.
"""

import itertools
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    field_validator,
    model_validator,
)

from data.taxonomy import RiskLevel, Severity, Topic

_K = TypeVar("_K")
_V = TypeVar("_V")


def _freeze(value: Mapping[_K, _V]) -> Mapping[_K, _V]:
    return MappingProxyType(dict(value))


def no_entries() -> Mapping[Any, Any]:
    """The default of a ``FrozenMap``; a factory, because a mapping proxy cannot be deep-copied."""
    return MappingProxyType({})


FrozenMap = Annotated[Mapping[_K, _V], AfterValidator(_freeze), PlainSerializer(dict)]
"""A read-only mapping: pydantic freezes attributes, not what a ``dict`` attribute holds."""

Text = Annotated[str, Field(min_length=1, max_length=200)]
Minutes = Annotated[int, Field(ge=1, le=10_080)]
"""Minutes, at most a week."""
Floor = Annotated[float, Field(ge=0.0, le=1.0)]
"""The least probability at which a perceived label counts for a rule."""
_HTTPS: Final = r"^https://[^\s/]+\.[^\s]+$"
_EMAIL: Final = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_HANDLE: Final = r"^@[\w.\-]+(@[\w.\-]+)?$"
_BRAND_ID: Final = r"^[a-z0-9][a-z0-9_-]{0,79}$"
_CURRENCY: Final = r"^[A-Z]{3}$"
PATTERNS: Final = {
    _HTTPS: "an https:// link",
    _EMAIL: "an e-mail address",
    _HANDLE: 'a handle such as "@example"',
    _BRAND_ID: 'lower-case letters, digits, "-" and "_"',
    _CURRENCY: "a three-letter currency code such as EUR",
}
"""What each pattern asks for, in words for problems."""

HttpsUrl = Annotated[str, Field(pattern=_HTTPS, max_length=500)]
Email = Annotated[str, Field(pattern=_EMAIL, max_length=254)]
Handle = Annotated[str, Field(pattern=_HANDLE, max_length=100)]
BrandId = Annotated[str, Field(pattern=_BRAND_ID)]
PrivateKind = Literal["direct_message", "private_reply", "email", "form"]
"""How the customer and the brand talk in private."""
RouteName = Literal["care", "billing", "legal", "security", "safety", "press", "hr", "trust"]

WEEKDAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_OPENING = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$")


class Section(BaseModel):
    """Immutable and strict: an unknown key or a value of another type is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def parse_opening(text: str) -> tuple[int, int]:
    """``"08:30-18:00"`` as minutes after local midnight, ``(510, 1080)``.

    Raises:
        ValueError: not of the form ``HH:MM-HH:MM``, or the end is not after the start.
    """
    match = _OPENING.match(text)
    if match is None:
        raise ValueError('"HH:MM-HH:MM" in quotes, up to 24:00')
    start = int(match[1]) * 60 + int(match[2])
    end = 24 * 60 if match[3] is None else int(match[3]) * 60 + int(match[4])
    if end <= start:
        raise ValueError("an end after the start; split a night at 24:00")
    return start, end


def _openings(value: tuple[str, ...]) -> tuple[str, ...]:
    spans = [parse_opening(text) for text in value]
    if any(left[1] > right[0] for left, right in itertools.pairwise(spans)):
        raise ValueError("opening times in order that do not overlap")
    return value


Openings = Annotated[tuple[str, ...], AfterValidator(_openings)]


class BusinessHours(Section):
    """When the team is on duty, in the brand's timezone; a day left out is closed."""

    monday: Openings = ()
    tuesday: Openings = ()
    wednesday: Openings = ()
    thursday: Openings = ()
    friday: Openings = ()
    saturday: Openings = ()
    sunday: Openings = ()

    def of(self, weekday: int) -> tuple[tuple[int, int], ...]:
        """Openings of a weekday (0 is Monday), in minutes after local midnight."""
        value: tuple[str, ...] = getattr(self, WEEKDAYS[weekday])
        return tuple(parse_opening(text) for text in value)

    @property
    def never(self) -> bool:
        return not any(getattr(self, day) for day in WEEKDAYS)


class RespondWithin(Section):
    """Minutes within which an answer is due; the shortest that applies wins.

    The default of 60 is what customers expect (playbook, ``acknowledge-fast``).
    """

    default: Minutes = 60
    by_severity: FrozenMap[Annotated[int, Field(ge=0, le=3)], Minutes] = Field(
        default_factory=no_entries
    )
    by_risk: FrozenMap[RiskLevel, Minutes] = Field(default_factory=no_entries)


class Plan(Section):
    """A support plan the customer may hold: its own deadline, its own team."""

    respond_within_minutes: Minutes | None = None
    route: Text | None = None


class Channel(Section):
    """One platform: whether the brand answers there, and where it talks in private.

    ``private`` overrides the platform's usual private channel; ``contact`` is the address or link
    that a public reply may give for it.
    """

    enabled: bool = True
    private: PrivateKind | None = None
    contact: Email | HttpsUrl | None = None


class Contact(Section):
    """Where customers write when their platform has no private channel."""

    email: Email | None = None
    form: HttpsUrl | None = None

    @model_validator(mode="after")
    def _one_at_least(self) -> Self:
        if self.email is None and self.form is None:
            raise ValueError("an email, a form, or both; some platforms have no messages")
        return self


class Routes(Section):
    """Who owns what: the name of a team or queue.  What is left out goes to ``care``."""

    care: Text
    billing: Text | None = None
    legal: Text | None = None
    security: Text | None = None
    safety: Text | None = None
    press: Text | None = None
    hr: Text | None = None
    trust: Text | None = None
    after_hours: Text | None = None

    def owner(self, name: RouteName) -> str:
        value: str | None = getattr(self, name)
        return value or self.care


class GesturePolicy(Section):
    """What a person may grant where the company failed; no draft ever promises it."""

    enabled: bool = False
    currency: Annotated[str, Field(pattern=_CURRENCY)] = "EUR"
    max_amount: Annotated[float, Field(gt=0, le=100_000)] = 20.0
    min_severity: Annotated[int, Field(ge=0, le=3)] = 2
    topics: tuple[Topic, ...] = ()

    @field_validator("max_amount", mode="before")
    @classmethod
    def _whole_amounts_too(cls, value: object) -> object:
        # YAML reads "20" as an integer, which strict floats refuse.
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


class GoPrivatePolicy(Section):
    """When to leave the public thread: how sure of a reason, which topics when it is serious."""

    min_probability: Floor = 0.3
    min_severity: Annotated[int, Field(ge=0, le=3)] = int(Severity.LOSS)
    topics: tuple[Topic, ...] = (
        Topic.BILLING,
        Topic.ACCOUNT,
        Topic.REFUND,
        Topic.CANCELLATION,
        Topic.BOOKING,
        Topic.DELIVERY,
        Topic.PRIVACY,
    )


class Thresholds(Section):
    """Floors under which a perceived label does not set off a rule.

    Perception already keeps only labels over its own tuned thresholds, so these only cut what is
    weak.  ``moderation`` is higher because hiding someone's words is graver than cooling off;
    ``intent`` is where a reason warns that the intent is uncertain.
    """

    hostility: Floor = 0.3
    moderation: Floor = 0.5
    risk: Floor = 0.2
    risk_certain: Floor = 0.5
    intent: Floor = 0.35
