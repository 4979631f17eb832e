"""How stored feedback events look on the wire."""

from datetime import datetime
from typing import Any

from data.schemas.base import Schema
from data.schemas.feedback import EventType
from service.store.tables import FeedbackRow


class StoredReceipt(Schema):
    """What was made of one event.

    ``edit_distance`` counts characters changed (Levenshtein), ``edit_ratio`` is that over the
    draft's length, and ``accepted`` says of a sent draft that the ratio was below 0.40.
    """

    id: int
    suggestion_id: str
    draft_id: str | None
    type: EventType
    edit_distance: int | None
    edit_ratio: float | None
    accepted: bool | None
    stale: bool

    @classmethod
    def of(cls, row: FeedbackRow) -> "StoredReceipt":
        return cls.model_validate(row, from_attributes=True, extra="ignore")


class StoredEvent(StoredReceipt):
    """An event in full."""

    text: str | None
    reason: str | None
    rating: int | None
    head: str | None
    value: Any | None
    agent_id: str | None
    occurred_at: datetime
    received_at: datetime

    @classmethod
    def of(cls, row: FeedbackRow) -> "StoredEvent":
        return cls.model_validate(row, from_attributes=True, extra="ignore")


class FeedbackReceipt(Schema):
    """The answer of ``POST /v1/feedback``: one receipt per event, in order."""

    events: tuple[StoredReceipt, ...]
