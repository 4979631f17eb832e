"""The route class of everything under ``/v1``: who calls, then what they send."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer

from service.api.body import JsonRequest, require_json
from service.api.context import Context, context_of
from service.auth import (
    DEVELOPMENT_ID,
    Principal,
    bearer_key,
    is_development_key,
    unauthorized,
    verify,
)
from service.problems import ProblemError, problem_responses


class ProtectedRoute(APIRoute):
    """Asks for the key before it reads the body, and reads the body strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        has_body = self.body_field is not None

        async def protected(request: Request) -> Response:
            request.state.principal = await run_in_threadpool(
                _authenticate, context_of(request), request.headers.get("authorization")
            )
            if not has_body:
                return await handle(request)
            require_json(request)
            strict = JsonRequest(request.scope, request.receive)
            if not await strict.body():
                raise ProblemError(400, "malformed-json", "Send a JSON body; it is empty.")
            return await handle(strict)

        return protected


# Only for OpenAPI, so that /docs offers to authorise: the route itself has checked the key.
_BEARER: Final = HTTPBearer(auto_error=False, description="An API key.")


def v1_router(tag: str) -> APIRouter:
    """A router under ``/v1`` whose routes are protected."""
    return APIRouter(
        prefix="/v1",
        tags=[tag],
        route_class=ProtectedRoute,
        dependencies=[Depends(_BEARER)],
        responses=problem_responses(401, 422, 500, 503),
    )


def _authenticate(context: Context, authorization: str | None) -> Principal:
    key = bearer_key(authorization)
    if key is None:
        raise unauthorized(sent=False)
    if is_development_key(context.settings, key):
        return Principal(DEVELOPMENT_ID, DEVELOPMENT_ID)
    with context.database.read() as session:
        principal = verify(session, key)
    if principal is None:
        raise unauthorized(sent=True)
    return principal
