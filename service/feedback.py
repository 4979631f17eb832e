"""Feedback: what agents did with what they were shown, joined to it and measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pydantic import ValidationError
from rapidfuzz.distance import Levenshtein
from sqlalchemy.orm import Session

from data.schemas.example import Labels
from data.schemas.feedback import FeedbackEvent
from service.problems import ProblemError
from service.store import repository
from service.store.tables import FeedbackRow, SuggestionRow

LIGHT_EDIT: Final = 0.40
"""A sent text counts as accepted when less than this share of the draft's characters changed."""


@dataclass(frozen=True)
class Edit:
    """How far a text is from its draft.

    Attributes:
        distance: Levenshtein distance in characters.
        ratio: ``distance`` over the draft's length (at least 1); over 1 for long additions.
        accepted: ``ratio < LIGHT_EDIT``.
    """

    distance: int
    ratio: float
    accepted: bool


def measure_edit(draft: str, text: str) -> Edit:
    """Compare what an agent made of a draft with the draft."""
    distance = Levenshtein.distance(draft, text)
    ratio = distance / max(len(draft), 1)
    return Edit(distance, ratio, ratio < LIGHT_EDIT)


def record(
    session: Session, events: Sequence[FeedbackEvent], now: datetime, *, listed: bool = True
) -> list[FeedbackRow]:
    """Store all ``events``, or none.

    Args:
        session: A writing session; the caller's transaction is undone when this raises.
        events: What happened, in order.
        now: When the events came in.
        listed: Whether the caller sent a list, for the pointers of the problems.

    Raises:
        ProblemError: 404 for an unknown suggestion or draft, 409 for a draft inserted into a
            conversation that has moved on, 422 for a correction that is no label.
    """
    known = repository.suggestions_by_id(session, {event.suggestion_id for event in events})
    rows = [
        _row(session, known, event, f"/{index}" if listed else "", now)
        for index, event in enumerate(events)
    ]
    repository.add_events(session, rows)
    return rows


def _row(
    session: Session,
    known: Mapping[str, SuggestionRow],
    event: FeedbackEvent,
    path: str,
    now: datetime,
) -> FeedbackRow:
    suggestion = known.get(event.suggestion_id)
    if suggestion is None:
        raise _unknown("suggestion", f"{path}/suggestion_id")
    _check_correction(event, path)
    edit = _edit(suggestion, event, path)
    return FeedbackRow(
        suggestion_id=event.suggestion_id,
        draft_id=event.draft_id,
        type=event.type,
        text=event.text,
        reason=event.reason,
        rating=event.rating,
        head=event.head,
        value=event.value,
        agent_id=event.agent_id,
        occurred_at=_occurred_at(event, path) or now,
        received_at=now,
        edit_distance=edit.distance if edit else None,
        edit_ratio=edit.ratio if edit else None,
        accepted=edit.accepted if edit and event.type == "sent" else None,
        stale=_staleness(session, suggestion, event, path),
    )


def _edit(suggestion: SuggestionRow, event: FeedbackEvent, path: str) -> Edit | None:
    if event.draft_id is None:
        return None
    draft = next((draft for draft in suggestion.drafts if draft.id == event.draft_id), None)
    if draft is None:
        raise _unknown("draft", f"{path}/draft_id")
    if event.type not in {"edited", "sent"} or event.text is None:
        return None
    return measure_edit(draft.text, event.text)


def _staleness(
    session: Session, suggestion: SuggestionRow, event: FeedbackEvent, path: str
) -> bool:
    """Whether the conversation moved on; to insert a stale draft is refused, facts are kept."""
    newer = repository.superseding(session, suggestion)
    revision = event.conversation_revision
    moved = revision is not None and revision != suggestion.conversation_revision
    if newer is None and not moved:
        return False
    if event.type != "inserted":
        return True
    raise ProblemError(
        409,
        "stale-suggestion",
        "The conversation has a newer message than this draft answers; use the newer suggestion "
        "or ask for one. Nothing of this request was kept.",
        errors=[{"pointer": f"{path}/suggestion_id", "detail": "Stale suggestion"}],
        extra={
            "suggestion_id": suggestion.id,
            "conversation_revision": suggestion.conversation_revision,
            "newer_suggestion_id": newer.id if newer else None,
            "newer_conversation_revision": newer.conversation_revision if newer else revision,
        },
    )


def _check_correction(event: FeedbackEvent, path: str) -> None:
    """Refuse a correction that training could not read."""
    if event.type != "label_corrected" or event.head is None:
        return
    if event.head not in Labels.model_fields:
        heads = ", ".join(Labels.model_fields)
        raise _invalid(f"{path}/head", f"Not a head; heads are {heads}")
    try:
        Labels.model_validate({event.head: event.value})
    except ValidationError as error:
        raise _invalid(f"{path}/value", str(error.errors()[0]["msg"])) from None


def _occurred_at(event: FeedbackEvent, path: str) -> datetime | None:
    if event.occurred_at is None:
        return None
    try:
        return event.occurred_at.astimezone(UTC)
    except OverflowError:
        raise _invalid(f"{path}/occurred_at", "Outside the calendar once in UTC") from None


def _unknown(what: str, pointer: str) -> ProblemError:
    return ProblemError(
        404,
        f"unknown-{what}",
        f"No such {what} is stored; check the ids. Nothing of this request was kept.",
        errors=[{"pointer": pointer, "detail": f"Unknown {what}"}],
    )


def _invalid(pointer: str, detail: str) -> ProblemError:
    return ProblemError(
        422,
        "invalid-request",
        "Correct the request; see errors. Nothing of it was kept.",
        errors=[{"pointer": pointer, "detail": detail}],
    )
