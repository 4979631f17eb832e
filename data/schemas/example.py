"""A labelled inbound message: the unit of the training corpus."""

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from data.schemas.base import Schema
from data.schemas.message import Message
from data.situations import SITUATIONS
from data.taxonomy import (
    Emotion,
    Hostility,
    Intent,
    Language,
    Platform,
    PrivateReason,
    Risk,
    SpanKind,
    Topic,
)

Origin = Literal["model_written", "human_written", "feedback"]
PairKind = Literal["sarcasm", "hostility", "private", "risk", "complaint", "language"]
"""What the members of a minimal pair differ in; ``language`` pairs say the same in two."""


class Span(Schema):
    """Half-open character range ``[start, end)`` of ``text``."""

    kind: SpanKind
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]


class Labels(Schema):
    """Every head's label.  ``None`` means not labelled: the head's loss is masked."""

    intent: Intent | None = None
    topics: tuple[Topic, ...] | None = None
    severity: Annotated[int, Field(ge=0, le=3)] | None = None
    sarcasm: bool | None = None
    hostility: tuple[Hostility, ...] | None = None
    private_reasons: tuple[PrivateReason, ...] | None = None
    risk: tuple[Risk, ...] | None = None
    emotion: Emotion | None = None


class Example(Schema):
    """One message with its labels, where it came from, and what must stay on its side of a split.

    ``pair`` groups the members of a minimal pair, which differ in ``pair_kind``; ``batch`` is one
    writer's sitting.  The customer's turns of one thread share ``conversation``, and ``context``
    has all that was said before, oldest first.  ``situation`` is one of ``data.situations``.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{2,80}$")]
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    language: Language
    labels: Labels
    sector: Annotated[str, Field(pattern=r"^[a-z_]+$")] | None = None
    platform: Platform | None = None
    batch: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
    pair: str | None = None
    pair_kind: PairKind | None = None
    conversation: str | None = None
    situation: str | None = None
    context: tuple[Message, ...] = ()
    spans: tuple[Span, ...] = ()
    origin: Origin = "model_written"

    @field_validator("situation")
    @classmethod
    def _known_situation(cls, value: str | None) -> str | None:
        if value is not None and value not in SITUATIONS:
            raise ValueError(f"unknown situation {value!r}; see data/situations.py")
        return value

    @model_validator(mode="after")
    def _spans_inside_text(self) -> Self:
        for span in self.spans:
            if not span.start < span.end <= len(self.text):
                raise ValueError(f"span {span.kind} {span.start}:{span.end} is outside the text")
        return self
