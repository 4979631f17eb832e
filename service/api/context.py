"""What the endpoints share, and how they reach it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ParamSpec, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from fastapi import Depends, Header, Request

from service.auth import Principal
from service.engine import Engine
from service.metrics import Metrics
from service.settings import Settings
from service.store.database import Database

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Context:
    """One app's settings, engine, store and metrics.

    ``limiter`` bounds the engine calls that run at once; more wait their turn off the event loop.
    """

    settings: Settings
    engine: Engine
    database: Database
    metrics: Metrics
    limiter: CapacityLimiter

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call ``work``, which uses the engine, in a thread when one of the few is free."""
        return await anyio.to_thread.run_sync(partial(work, *args, **kwargs), limiter=self.limiter)


def context_of(request: Request) -> Context:
    """The context of the app that serves ``request``."""
    context = request.app.state.context
    if not isinstance(context, Context):
        raise TypeError("app.state.context is set by service.app.create_app")
    return context


def principal_of(request: Request) -> Principal:
    """Who calls, as ``ProtectedRoute`` found."""
    principal = request.state.principal
    if not isinstance(principal, Principal):
        raise TypeError("request.state.principal is set by ProtectedRoute")
    return principal


ContextDep = Annotated[Context, Depends(context_of)]
PrincipalDep = Annotated[Principal, Depends(principal_of)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="Same key and same body within 24 hours: the same answer, nothing done twice.",
    ),
]
