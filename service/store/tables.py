"""The tables, as typed SQLAlchemy 2 classes; ``migrations/`` creates them."""

from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from service.store.types import RowId, UtcDateTime

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraint names: SQLite gives none by itself, and a later migration must be able to drop one."""

_ID: Final = String(200)  # as data.schemas.message.Identifier
_LABEL: Final = String(50)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, dict[str, Any]: JSON}


class SuggestionRow(Base):
    """One answer of ``POST /v1/suggest``, with the request that it answers.

    ``message_digest`` is the SHA-256 of the last customer message's text: it tells that the same
    text came twice without reading it; it does not hide a guessable text.
    """

    __tablename__ = "suggestions"
    __table_args__ = (
        Index(None, "brand", "conversation_id", "created_at"),
        Index(None, "brand", "created_at"),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    created_at: Mapped[datetime]
    brand: Mapped[str] = mapped_column(_ID)
    platform: Mapped[str] = mapped_column(_LABEL)
    conversation_id: Mapped[str] = mapped_column(_ID)
    conversation_revision: Mapped[str] = mapped_column(_ID)
    language: Mapped[str] = mapped_column(_LABEL)
    message_digest: Mapped[str] = mapped_column(String(64))
    request: Mapped[dict[str, Any]]
    response: Mapped[dict[str, Any]]
    versions: Mapped[dict[str, Any]]

    drafts: Mapped[list["DraftRow"]] = relationship(
        back_populates="suggestion", order_by="DraftRow.rank, DraftRow.id"
    )
    events: Mapped[list["FeedbackRow"]] = relationship(
        back_populates="suggestion", order_by="FeedbackRow.id"
    )


class DraftRow(Base):
    """A draft that was shown.  Its id is unique within its suggestion."""

    __tablename__ = "drafts"

    suggestion_id: Mapped[str] = mapped_column(_ID, ForeignKey("suggestions.id"), primary_key=True)
    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    rank: Mapped[int]
    score: Mapped[float]
    text: Mapped[str] = mapped_column(Text)
    visibility: Mapped[str] = mapped_column(_LABEL)
    writer: Mapped[str] = mapped_column(_LABEL)

    suggestion: Mapped[SuggestionRow] = relationship(back_populates="drafts")


class FeedbackRow(Base):
    """One thing that happened to a suggestion.

    ``edit_distance`` counts characters (Levenshtein) from the draft to ``text``; ``stale`` says
    that the conversation had moved on when the event came in.
    """

    __tablename__ = "feedback_events"
    __table_args__ = (
        ForeignKeyConstraint(["suggestion_id", "draft_id"], ["drafts.suggestion_id", "drafts.id"]),
        Index(None, "suggestion_id", "type"),
        Index(None, "type", "received_at"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    suggestion_id: Mapped[str] = mapped_column(_ID, ForeignKey("suggestions.id"))
    draft_id: Mapped[str | None] = mapped_column(_ID)
    type: Mapped[str] = mapped_column(_LABEL)
    text: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(String(500))
    rating: Mapped[int | None]
    head: Mapped[str | None] = mapped_column(_LABEL)
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    agent_id: Mapped[str | None] = mapped_column(_ID)
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    edit_distance: Mapped[int | None]
    edit_ratio: Mapped[float | None]
    accepted: Mapped[bool | None]
    stale: Mapped[bool] = mapped_column(default=False)

    suggestion: Mapped[SuggestionRow] = relationship(back_populates="events")


class ApiKeyRow(Base):
    """A key that may call the API; only the SHA-256 of it is kept."""

    __tablename__ = "api_keys"
    __table_args__ = (Index(None, "prefix"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(16))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class IdempotencyRow(Base):
    """The answer given under an ``Idempotency-Key``, to give again.

    ``api_key_id`` has no foreign key: the development key is in the settings, not in a table.
    """

    __tablename__ = "idempotency"
    __table_args__ = (Index(None, "created_at"),)

    api_key_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    response: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
