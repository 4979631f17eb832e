"""Plain ASGI middlewares: what every request goes through, whatever its route."""

import re
import time
import uuid
from typing import Final

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.body import too_large
from service.logging import where_it_failed
from service.metrics import Metrics
from service.problems import internal_problem, problem_response

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,128}")
_log = structlog.stdlib.get_logger("baume.http")


class Observe:
    """Name, time, count and log each request, and answer for defects.

    Defects stop here and not in the server, whose log would quote the exception's message.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(Headers(scope=scope))
        scope.setdefault("state", {})["request_id"] = request_id
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._observe(scope, receive, send, request_id)

    async def _observe(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        started = time.perf_counter()
        status: int | None = None

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, send_named)
        except Exception as error:
            _log.error("request_failed", **where_it_failed(error))
            if status is not None:
                # Half an answer is out: only a broken connection tells the client so.
                raise RuntimeError("the answer was cut short; see request_failed") from None
            await problem_response(internal_problem(), request_id)(scope, receive, send_named)
        finally:
            self._account(scope, status or 500, time.perf_counter() - started)

    def _account(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unmatched")
        self.metrics.observe_request(scope["method"], route, status, seconds)
        _log.info(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            duration_ms=round(seconds * 1000, 1),
            suggestion_id=scope["state"].get("suggestion_id"),
        )


class LimitBody:
    """Refuse bodies over ``limit`` bytes, before reading when they say so, else while reading."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > self.limit:
            answer = problem_response(too_large(self.limit), scope["state"]["request_id"])
            await answer(scope, receive, send)
            return
        read = 0

        async def receive_bounded() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.limit:
                raise too_large(self.limit)
            return message

        await self.app(scope, receive_bounded, send)


def _request_id(headers: Headers) -> str:
    sent = headers.get("x-request-id", "")
    return sent if _REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
