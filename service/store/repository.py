"""All queries of the store.  Callers own the session and its transaction."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session, selectinload

from data.schemas.message import Author, Conversation
from data.schemas.suggestion import Suggestion, SuggestRequest
from service.store.tables import ApiKeyRow, DraftRow, FeedbackRow, IdempotencyRow, SuggestionRow

IDEMPOTENCY_TTL: Final = timedelta(hours=24)
"""How long an answer is kept to be given again."""


def message_digest(conversation: Conversation) -> str:
    """SHA-256 (hex) of the text of the last customer message; of nothing when there is none."""
    texts = [m.text for m in conversation.messages if m.author is Author.CUSTOMER]
    return hashlib.sha256((texts[-1] if texts else "").encode()).hexdigest()


def add_suggestion(session: Session, request: SuggestRequest, suggestion: Suggestion) -> None:
    """Store an answer, its drafts, and one ``shown`` event per draft with its rank and score."""
    session.add(
        SuggestionRow(
            id=suggestion.suggestion_id,
            created_at=suggestion.created_at,
            brand=request.brand,
            platform=request.platform,
            conversation_id=request.conversation.id,
            conversation_revision=suggestion.conversation_revision,
            language=suggestion.language,
            message_digest=message_digest(request.conversation),
            request=request.model_dump(mode="json"),
            response=suggestion.model_dump(mode="json"),
            versions=suggestion.versions.model_dump(mode="json"),
        )
    )
    # Rows are added parents first: composite keys are plain columns here, not object links.
    session.flush()
    session.add_all(
        DraftRow(
            suggestion_id=suggestion.suggestion_id,
            id=draft.id,
            rank=draft.rank,
            score=draft.score,
            text=draft.text,
            visibility=draft.visibility,
            writer=draft.writer,
        )
        for draft in suggestion.drafts
    )
    session.flush()
    session.add_all(
        FeedbackRow(
            suggestion_id=suggestion.suggestion_id,
            draft_id=draft.id,
            type="shown",
            value={"rank": draft.rank, "score": draft.score},
            occurred_at=suggestion.created_at,
            received_at=suggestion.created_at,
            stale=False,
        )
        for draft in suggestion.drafts
    )
    session.flush()


def suggestion_with_feedback(session: Session, suggestion_id: str) -> SuggestionRow | None:
    """A suggestion with its drafts and events loaded."""
    return session.scalars(_with_children().where(SuggestionRow.id == suggestion_id)).one_or_none()


def suggestions_by_id(session: Session, ids: Collection[str]) -> dict[str, SuggestionRow]:
    """The known ones among ``ids``, with their drafts loaded."""
    rows = session.scalars(
        select(SuggestionRow)
        .where(SuggestionRow.id.in_(ids))
        .options(selectinload(SuggestionRow.drafts))
    )
    return {row.id: row for row in rows}


def superseding(session: Session, row: SuggestionRow) -> SuggestionRow | None:
    """The newest suggestion of the conversation when it was made on another revision than ``row``.

    The newest one says how the conversation stands now, so an older suggestion on that same
    revision is not superseded.
    """
    newest = session.scalars(
        select(SuggestionRow)
        .where(
            SuggestionRow.brand == row.brand,
            SuggestionRow.conversation_id == row.conversation_id,
            SuggestionRow.created_at > row.created_at,
        )
        .order_by(SuggestionRow.created_at.desc(), SuggestionRow.id.desc())
        .limit(1)
    ).one_or_none()
    if newest is None or newest.conversation_revision == row.conversation_revision:
        return None
    return newest


def recent_texts(session: Session, brand: str, limit: int = 200) -> list[str]:
    """Distinct texts that ``brand`` was lately shown at rank 1 or sent, newest first."""
    shown = session.execute(
        select(SuggestionRow.created_at, DraftRow.text)
        .join(DraftRow.suggestion)
        .where(SuggestionRow.brand == brand, DraftRow.rank == 1)
        .order_by(SuggestionRow.created_at.desc(), DraftRow.id)
        .limit(limit)
    )
    sent = session.execute(
        select(FeedbackRow.received_at, FeedbackRow.text)
        .join(FeedbackRow.suggestion)
        .where(SuggestionRow.brand == brand, FeedbackRow.type == "sent")
        .order_by(FeedbackRow.received_at.desc(), FeedbackRow.id.desc())
        .limit(limit)
    )
    dated = [(when, text) for when, text in (*shown, *sent) if text]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return list(dict.fromkeys(text for _, text in dated))[:limit]


def add_events(session: Session, rows: Sequence[FeedbackRow]) -> None:
    """Store events; their ids are set when it returns."""
    session.add_all(rows)
    session.flush()


def every_suggestion(session: Session, batch: int = 200) -> Iterator[SuggestionRow]:
    """Every suggestion with its drafts and events, oldest first, ``batch`` at a time in memory."""
    yield from session.scalars(
        _with_children()
        .order_by(SuggestionRow.created_at, SuggestionRow.id)
        .execution_options(yield_per=batch)
    )


def _with_children() -> Select[SuggestionRow]:
    return select(SuggestionRow).options(
        selectinload(SuggestionRow.drafts), selectinload(SuggestionRow.events)
    )


def add_key(session: Session, row: ApiKeyRow) -> None:
    """Store an API key."""
    session.add(row)
    session.flush()


def live_keys_by_prefix(session: Session, prefix: str) -> list[ApiKeyRow]:
    """Keys that begin with ``prefix`` and are not revoked."""
    return list(
        session.scalars(
            select(ApiKeyRow).where(ApiKeyRow.prefix == prefix, ApiKeyRow.revoked_at.is_(None))
        )
    )


def every_key(session: Session) -> list[ApiKeyRow]:
    """All keys, revoked ones too, oldest first."""
    return list(session.scalars(select(ApiKeyRow).order_by(ApiKeyRow.created_at, ApiKeyRow.id)))


def idempotent_answer(
    session: Session, api_key_id: str, key: str, *, now: datetime
) -> IdempotencyRow | None:
    """The answer given under this key within ``IDEMPOTENCY_TTL``."""
    row = session.get(IdempotencyRow, (api_key_id, key))
    return row if row is not None and row.created_at > now - IDEMPOTENCY_TTL else None


def add_idempotent_answer(session: Session, row: IdempotencyRow) -> None:
    """Keep an answer, and forget those past their time.

    Raises:
        sqlalchemy.exc.IntegrityError: Another request was answered under this key meanwhile.
    """
    session.execute(
        delete(IdempotencyRow).where(IdempotencyRow.created_at <= row.created_at - IDEMPOTENCY_TTL)
    )
    session.add(row)
    session.flush()
