"""Messages and conversations as helpdesk tools send them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import AwareDatetime, Field, model_validator

from data.schemas.base import Schema
from data.taxonomy import Visibility

MAX_TEXT_CHARS: Final = 20_000
"""Longest message accepted, in characters; the longest platform post (LinkedIn, Facebook reviews)
stays well under it."""
MAX_MESSAGES: Final = 200
"""Longest conversation accepted, in messages."""

Identifier = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


class Author(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    OTHER = "other"


class Message(Schema):
    """One post, comment, review or private message."""

    id: Identifier
    author: Author
    author_id: Identifier | None = None
    author_name: Annotated[str, Field(max_length=200)] | None = None
    text: Annotated[str, Field(max_length=MAX_TEXT_CHARS)]
    sent_at: AwareDatetime | None = None
    visibility: Visibility = Visibility.PUBLIC


class Conversation(Schema):
    """An ordered thread, oldest message first, ending with what is to be answered."""

    id: Identifier
    messages: Annotated[tuple[Message, ...], Field(min_length=1, max_length=MAX_MESSAGES)]

    @model_validator(mode="after")
    def _ids_unique_and_times_ordered(self) -> Self:
        seen: set[str] = set()
        previous: datetime | None = None
        for message in self.messages:
            if message.id in seen:
                raise ValueError(f"message id {message.id!r} appears twice; ids must be unique")
            seen.add(message.id)
            if message.sent_at is None:
                continue
            if previous is not None and message.sent_at < previous:
                raise ValueError(
                    f"message {message.id!r} was sent before the one it follows; "
                    "send messages in order, oldest first"
                )
            previous = message.sent_at
        return self


class Customer(Schema):
    """What the helpdesk knows about the person; used in private replies only."""

    handle: Annotated[str, Field(max_length=200)] | None = None
    display_name: Annotated[str, Field(max_length=200)] | None = None
    followers: Annotated[int, Field(ge=0)] | None = None
    plan: Annotated[str, Field(max_length=100)] | None = None
