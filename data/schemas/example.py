"""A labelled inbound message: the unit of the training corpus."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from data.schemas.base import Schema
from data.schemas.message import Message
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

    ``pair`` groups the members of a minimal pair; ``batch`` is one writer's sitting.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{2,80}$")]
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    language: Language
    labels: Labels
    sector: Annotated[str, Field(pattern=r"^[a-z_]+$")] | None = None
    platform: Platform | None = None
    batch: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
    pair: str | None = None
    context: tuple[Message, ...] = ()
    spans: tuple[Span, ...] = ()
    origin: Origin = "model_written"

    @model_validator(mode="after")
    def _spans_inside_text(self) -> Self:
        for span in self.spans:
            if not span.start < span.end <= len(self.text):
                raise ValueError(f"span {span.kind} {span.start}:{span.end} is outside the text")
        return self
