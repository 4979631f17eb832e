"""``POST /v1/feedback``."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import Body, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Discriminator, Field, Tag
from sqlalchemy.orm import Session

from data.schemas.feedback import FeedbackEvent
from data.schemas.wire import MAX_BATCH
from service import feedback
from service.api import examples
from service.api.context import Context, ContextDep, IdempotencyKey, PrincipalDep
from service.api.events import FeedbackReceipt, StoredReceipt
from service.api.idempotency import Answer, Once, write_once
from service.api.routes import v1_router
from service.problems import TAG_MARK, problem_responses
from service.store.tables import FeedbackRow

router = v1_router("feedback")

_ONE: Final = TAG_MARK + "one"
_LIST: Final = TAG_MARK + "list"


def _shape(body: Any) -> str:
    return _LIST if isinstance(body, list | tuple) else _ONE


_Events = Annotated[tuple[FeedbackEvent, ...], Field(min_length=1, max_length=MAX_BATCH)]
# Told apart by shape, so that a faulty event is reported once and not as a faulty list as well.
FeedbackBody = Annotated[
    Annotated[FeedbackEvent, Tag(_ONE)] | Annotated[_Events, Tag(_LIST)], Discriminator(_shape)
]


@router.post(
    "/feedback",
    status_code=201,
    response_model=FeedbackReceipt,
    summary="Say what agents did with drafts",
    responses=problem_responses(400, 404, 409, 413, 415),
)
async def record_feedback(
    body: Annotated[FeedbackBody, Body(openapi_examples=examples.FEEDBACK)],
    context: ContextDep,
    principal: PrincipalDep,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """One event, or a list of up to 256 that is stored whole or not at all.

    `inserted` into a conversation that has moved on is refused with 409 and the id of the newer
    suggestion; other events are facts, and are stored with `stale` set.
    """
    listed = not isinstance(body, FeedbackEvent)
    events = body if not isinstance(body, FeedbackEvent) else (body,)
    once = Once.of(principal, idempotency_key, f"feedback listed={listed}", *events)
    answer = await run_in_threadpool(_record, context, events, listed, once)
    return answer.response()


def _record(
    context: Context, events: Sequence[FeedbackEvent], listed: bool, once: Once | None
) -> Answer:
    stored: list[FeedbackRow] = []

    def store(session: Session) -> Answer:
        rows = feedback.record(session, events, datetime.now(UTC), listed=listed)
        stored[:] = rows
        receipt = FeedbackReceipt(events=tuple(StoredReceipt.of(row) for row in rows))
        return Answer(201, receipt.model_dump_json())

    answer = write_once(context.database, once, store)
    if not answer.replayed:
        context.metrics.observe_feedback(stored)
    return answer
