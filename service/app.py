"""The app factory: settings and an engine in, an ASGI app out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from anyio import CapacityLimiter
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from service import problems
from service.api import analyze, feedback, health, suggest
from service.api.context import Context
from service.api.docs import add_docs, add_problem_schema
from service.api.middleware import LimitBody, Observe
from service.engine import Engine
from service.logging import configure_logging
from service.metrics import Metrics
from service.settings import Settings
from service.store.database import Database
from service.store.migrate import prepare

_DESCRIPTION: Final = """
Baume drafts the reply that a good social-care agent would have written, says whether to move the
conversation to private, and raises a flag when a message is risky. A person always sends.

Errors are `application/problem+json` (RFC 9457) with a stable `type`.
"""


class BaumeApp(FastAPI):
    """FastAPI whose OpenAPI document describes the problem answers."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            add_problem_schema(super().openapi())
        return super().openapi()


def create_app(settings: Settings, engine: Engine) -> FastAPI:
    """Build the app.  The database is made ready when it starts and let go when it stops.

    Args:
        settings: The deployment's choices.
        engine: What understands, decides and drafts; called from at most
            ``settings.threads`` threads at once.
    """
    configure_logging(settings)
    context = Context(
        settings=settings,
        engine=engine,
        database=Database(settings.database_url),
        metrics=Metrics(),
        limiter=CapacityLimiter(settings.threads),
    )
    app = BaumeApp(
        title="Baume",
        version=engine.versions().service,
        summary="Reply recommendation for social customer care, in French and English",
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url="/openapi.json" if settings.docs else None,
        docs_url=None,
        redoc_url=None,
        # A redirect would be an answer that is neither the resource nor a problem.
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.context = context
    problems.install(app)
    # The last one added is the outermost.
    app.add_middleware(LimitBody, limit=settings.max_body_bytes)
    app.add_middleware(Observe, metrics=context.metrics)
    for module in (suggest, analyze, feedback, health):
        app.include_router(module.router)
    if settings.docs:
        add_docs(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    database: Database = app.state.context.database
    await run_in_threadpool(prepare, database)
    yield
    await run_in_threadpool(database.close)
