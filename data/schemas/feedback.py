"""Feedback events: what agents did with what they were shown."""

from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from data.schemas.base import Schema
from data.schemas.message import MAX_TEXT_CHARS, Identifier

EventType = Literal["shown", "inserted", "edited", "sent", "rejected", "rated", "label_corrected"]

_NEEDS: dict[str, tuple[str, ...]] = {
    "inserted": ("draft_id",),
    "edited": ("draft_id", "text"),
    "sent": ("text",),
    "rejected": ("reason",),
    "rated": ("rating",),
    "label_corrected": ("head", "value"),
}


class FeedbackEvent(Schema):
    """One thing an agent did.  ``sent`` carries the final text; ``rated`` 1 (bad) to 5 (good).

    ``draft_id`` is absent from ``sent`` when the agent wrote the reply alone.
    """

    suggestion_id: Identifier
    type: EventType
    draft_id: Identifier | None = None
    text: Annotated[str, Field(max_length=MAX_TEXT_CHARS)] | None = None
    reason: Annotated[str, Field(max_length=500)] | None = None
    rating: Annotated[int, Field(ge=1, le=5)] | None = None
    head: Annotated[str, Field(max_length=50)] | None = None
    value: Any | None = None
    agent_id: Identifier | None = None
    conversation_revision: str | None = None
    occurred_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _carries_what_its_type_needs(self) -> Self:
        missing = [name for name in _NEEDS.get(self.type, ()) if getattr(self, name) is None]
        if missing:
            raise ValueError(f"a {self.type!r} event needs {', '.join(missing)}")
        return self
