"""``POST /v1/analyze`` and ``POST /v1/lint``: nothing is stored."""

from typing import Annotated

from fastapi import Body

from data.schemas.wire import (
    AnalyzeRequest,
    AnalyzeResponse,
    LintRequest,
    LintResponse,
)
from service.api import examples
from service.api.context import Context, ContextDep
from service.api.routes import v1_router
from service.problems import problem_responses
from service.store import repository

router = v1_router("understanding")


@router.post(
    "/analyze",
    summary="Understand up to 256 messages",
    responses=problem_responses(400, 413, 415),
)
async def analyze(
    body: Annotated[AnalyzeRequest, Body(openapi_examples=examples.ANALYZE)],
    context: ContextDep,
) -> AnalyzeResponse:
    """Intent, topics, severity, sarcasm, hostility, emotion, risk and personal data, in order."""
    return await context.run(_analyze, context, body)


@router.post(
    "/lint",
    summary="Check a reply that an agent typed",
    responses=problem_responses(400, 413, 415),
)
async def lint(
    body: Annotated[LintRequest, Body(openapi_examples=examples.LINT)], context: ContextDep
) -> LintResponse:
    """Each finding has a place, a playbook rule and a severity; `ok` is false on any `block`."""
    return await context.run(_lint, context, body)


def _analyze(context: Context, body: AnalyzeRequest) -> AnalyzeResponse:
    results = context.engine.analyze(body.items, brand=body.brand)
    return AnalyzeResponse(items=tuple(results), bundle=context.engine.versions(body.brand).bundle)


def _lint(context: Context, body: LintRequest) -> LintResponse:
    with context.database.read() as session:
        recent = repository.recent_texts(session, body.brand)
    return context.engine.lint(body, recent=recent)
