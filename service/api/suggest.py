"""``POST /v1/suggest`` and ``GET /v1/suggestions/{id}``."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Body, Path, Request, Response
from sqlalchemy.orm import Session

from data.schemas.base import Schema
from data.schemas.message import Identifier
from data.schemas.suggestion import Suggestion, SuggestRequest
from service.api import examples
from service.api.context import Context, ContextDep, IdempotencyKey, PrincipalDep
from service.api.events import StoredEvent
from service.api.idempotency import Answer, Once, write_once
from service.api.routes import v1_router
from service.problems import ProblemError, problem_responses
from service.store import repository

router = v1_router("suggestions")


class SuggestionRecord(Schema):
    """A stored suggestion and what happened to it.

    ``superseded_by`` is the id of a newer suggestion of the same conversation, made on another
    revision of it: the drafts of this one must not be used any more.
    """

    suggestion: Suggestion
    events: tuple[StoredEvent, ...]
    superseded_by: str | None


@router.post(
    "/suggest",
    response_model=Suggestion,
    summary="Draft replies to the last customer message of a conversation",
    responses=problem_responses(400, 413, 415),
)
async def suggest(
    request: Request,
    body: Annotated[SuggestRequest, Body(openapi_examples=examples.SUGGEST)],
    context: ContextDep,
    principal: PrincipalDep,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Understand, decide and draft; what was shown is stored for feedback to join.

    A person always sends. `abstained` says why there is no draft when there is none.
    """
    once = Once.of(principal, idempotency_key, "suggest", body)
    answer, suggestion_id = await context.run(_suggest, context, body, once)
    request.state.suggestion_id = suggestion_id
    return answer.response()


@router.get(
    "/suggestions/{suggestion_id}",
    summary="A suggestion and its feedback",
    responses=problem_responses(404),
)
def read_suggestion(
    request: Request, suggestion_id: Annotated[Identifier, Path()], context: ContextDep
) -> SuggestionRecord:
    """What was shown, in full, and what agents did with it."""
    with context.database.read() as session:
        row = repository.suggestion_with_feedback(session, suggestion_id)
        if row is None:
            raise ProblemError(404, "unknown-suggestion", "No such suggestion; check its id.")
        request.state.suggestion_id = row.id
        newer = repository.superseding(session, row)
        return SuggestionRecord(
            suggestion=Suggestion.model_validate(row.response),
            events=tuple(StoredEvent.of(event) for event in row.events),
            superseded_by=newer.id if newer else None,
        )


def _suggest(
    context: Context, body: SuggestRequest, once: Once | None
) -> tuple[Answer, str | None]:
    """The answer and the id of the suggestion, unless it is an answer given before."""
    with context.database.read() as session:
        previous = once.replay(session) if once else None
        recent = repository.recent_texts(session, body.brand)
    if previous is not None:
        return previous, None
    # No transaction is open while the engine works: it would keep other writers waiting.
    suggestion = context.engine.suggest(body, now=datetime.now(UTC), recent=recent)

    def store(session: Session) -> Answer:
        repository.add_suggestion(session, body, suggestion)
        return Answer(200, suggestion.model_dump_json())

    answer = write_once(context.database, once, store)
    if answer.replayed:
        return answer, None
    context.metrics.observe_suggestion(suggestion)
    return answer, suggestion.suggestion_id
