"""Exemplars: good replies cut into typed parts with slots, the compose writer's raw material."""

import re
from typing import Annotated, Final, Self

from pydantic import Field, field_validator, model_validator

from data.schemas.base import Schema
from data.situations import SITUATIONS
from data.taxonomy import Intent, Language, PartType, Severity, Stage, Voice

SLOTS: Final[frozenset[str]] = frozenset(
    {
        "failure",
        "object",
        "object_the",
        "object_bare",
        "since",
        "duration",
        "count",
        "amount",
        "place",
        "quote",
        "brand",
        "name",
        "channel",
        "link",
    }
)
"""Slot names a part may use, as ``{since}``; ``docs/exemplars.md`` gives the form of each."""

_SLOT = re.compile(r"\{([A-Za-z_]+)\}")


def slots_of(template: str) -> tuple[str, ...]:
    """Names of the slots of ``template`` in order, lower-cased (``{Failure}`` is ``failure``)."""
    return tuple(name.lower() for name in _SLOT.findall(template))


class Part(Schema):
    """A run of one or two sentences with one job.

    ``reusable`` says that the part, its slots filled, may stand in a reply to another customer in
    the same situation; a part that only fits the message it was written for is not.
    """

    type: PartType
    text: Annotated[str, Field(min_length=2, max_length=600)]
    reusable: bool = False

    @property
    def slots(self) -> tuple[str, ...]:
        return slots_of(self.text)

    @field_validator("text")
    @classmethod
    def _known_slots(cls, text: str) -> str:
        unknown = set(slots_of(text)) - SLOTS
        if unknown:
            raise ValueError(f"unknown slot {sorted(unknown)}; known slots: {sorted(SLOTS)}")
        if "{" in _SLOT.sub("", text) or "}" in _SLOT.sub("", text):
            raise ValueError("a brace outside a slot; write slots as {since}")
        return text


class Exemplar(Schema):
    """One good reply.

    ``message`` is the inbound text it answers (absent for notices); ``severity`` is the inclusive
    range it suits; ``reply`` is the parts joined by spaces.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{2,80}$")]
    language: Language
    stage: Stage
    intent: Intent = Intent.COMPLAINT
    voice: Voice | None = None
    situations: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]
    message: Annotated[str, Field(max_length=4000)] | None = None
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=8)]
    sector: Annotated[str, Field(pattern=r"^[a-z_]+$")] | None = None
    severity: tuple[int, int] = (0, 3)
    light: bool = False
    batch: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
    approved: bool = True

    @field_validator("situations")
    @classmethod
    def _known_situations(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = set(value) - SITUATIONS
        if unknown:
            raise ValueError(f"unknown situation {sorted(unknown)}; see data/situations.py")
        return value

    @model_validator(mode="after")
    def _french_has_a_voice(self) -> Self:
        if self.language is Language.FR and self.voice is None:
            raise ValueError("a French exemplar says whether it is vous or tu")
        low, high = self.severity
        if not Severity.NONE <= low <= high <= Severity.HARM:
            raise ValueError("severity is an inclusive range within 0..3")
        return self

    @property
    def reply(self) -> str:
        return " ".join(part.text for part in self.parts)
