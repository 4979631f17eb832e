"""``/healthz``, ``/readyz`` and ``/metrics``: open, for the machines that watch."""

import structlog
from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from data.schemas.base import Schema
from service.api.context import Context, ContextDep
from service.logging import where_it_failed
from service.problems import ProblemError, problem_responses

router = APIRouter(tags=["operations"])
_log = structlog.stdlib.get_logger("baume.health")


class Health(Schema):
    status: str


class Readiness(Schema):
    """``ready`` when the database answers and a bundle is loaded; ``bundle`` is its version."""

    status: str
    database: str
    bundle: str


@router.get("/healthz", summary="Whether the process is alive")
def healthz() -> Health:
    """Says nothing of the database or the bundle: restarting would not mend those."""
    return Health(status="alive")


@router.get(
    "/readyz",
    summary="Whether requests can be served",
    responses=problem_responses(503),
)
def readyz(context: ContextDep) -> Readiness:
    """Checks the database and the bundle; 503 tells which one is missing."""
    database, bundle = _database_state(context), _bundle_version(context)
    if database != "ok" or bundle is None:
        raise ProblemError(
            503,
            "not-ready",
            "The service cannot answer yet; see the members database and bundle.",
            extra={"database": database, "bundle": bundle or "failing"},
            headers={"Retry-After": "5"},
        )
    return Readiness(status="ready", database=database, bundle=bundle)


@router.get("/metrics", summary="Prometheus metrics", response_class=Response)
def metrics(context: ContextDep) -> Response:
    """Counts and durations (in seconds) since the process started."""
    return Response(context.metrics.exposition(), media_type=CONTENT_TYPE_LATEST)


def _database_state(context: Context) -> str:
    try:
        context.database.ping()
    except SQLAlchemyError as error:
        _log.error("database_failing", **where_it_failed(error))
        return "failing"
    return "ok"


def _bundle_version(context: Context) -> str | None:
    try:
        return context.engine.versions().bundle
    except Exception as error:
        # Whatever fails, the answer is the same: not ready.
        _log.error("bundle_failing", **where_it_failed(error))
        return None
