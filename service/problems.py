"""Every error as RFC 9457 problem+json, never with a customer's text in it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException as StarletteHTTPException

from service.errors import (
    BaumeError,
    UnanswerableError,
    UnknownBrandError,
    UnknownWriterError,
)

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:baume:problem:"
MAX_ERRORS: Final = 20
"""Validation errors listed in one answer; the rest only repeat the lesson."""
TAG_MARK: Final = "~"
"""Prefix of union tags, which pydantic puts in error locations though no JSON member has them."""

_log = structlog.stdlib.get_logger(__name__)


class ProblemError(HTTPException):
    """An error answer with a stable type.

    Args:
        status: HTTP status.
        slug: Last part of the problem's ``type``; callers match on it, so it never changes.
        detail: What to do about it, in a sentence.
        errors: ``{"pointer", "detail"}`` members, one per faulty place of the body.
        extra: Further members of the problem object.
        headers: Further headers of the answer.
    """

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.slug = slug
        self.errors = tuple(errors)
        self.extra = dict(extra or {})


class FieldProblem(BaseModel):
    """One faulty place: a JSON pointer (RFC 6901) into the body, and what is wrong there."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """The body of every error answer (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    request_id: str | None = None
    errors: list[FieldProblem] | None = None


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route, so that OpenAPI says which problems it may answer."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def problem_response(problem: ProblemError, request_id: str | None) -> JSONResponse:
    """The HTTP answer for ``problem``."""
    body: dict[str, Any] = {
        "type": TYPE_PREFIX + problem.slug,
        "title": problem.slug.replace("-", " ").capitalize(),
        "status": problem.status_code,
        "detail": problem.detail,
    }
    if request_id is not None:
        body["request_id"] = request_id
    if problem.errors:
        body["errors"] = [dict(error) for error in problem.errors]
    return JSONResponse(
        body | problem.extra, problem.status_code, problem.headers, media_type=MEDIA_TYPE
    )


def pointer(location: Sequence[str | int]) -> str:
    """JSON pointer of a pydantic error location; long member names, being input, are cut."""
    parts = [str(part) for part in location if not str(part).startswith(TAG_MARK)]
    return "".join("/" + part[:60].replace("~", "~0").replace("/", "~1") for part in parts)


def validation_problem(errors: Sequence[Mapping[str, Any]]) -> ProblemError:
    """Tell where and what is wrong; pydantic's ``input`` and ``ctx`` are left out on purpose."""
    listed = [_field_problem(error) for error in errors[:MAX_ERRORS]]
    where = "the request" if len(listed) == 1 else f"{len(errors)} places of the request"
    return ProblemError(422, "invalid-request", f"Correct {where}; see errors.", errors=listed)


def _field_problem(error: Mapping[str, Any]) -> dict[str, str]:
    source, *rest = error["loc"]
    message = str(error["msg"])
    if source == "body":
        return {"pointer": pointer(rest), "detail": message}
    # A header, path or query parameter is no place of the body: name it in words.
    return {"pointer": "", "detail": f"{source} {'/'.join(map(str, rest))}: {message}"}


_BY_STATUS: Final[dict[int, tuple[str, str]]] = {
    404: ("not-found", "Nothing is served at this address; see /docs for what is."),
    405: ("method-not-allowed", "Use one of the methods in the Allow header."),
}


def _from_http(error: StarletteHTTPException) -> ProblemError:
    if isinstance(error, ProblemError):
        return error
    slug, detail = _BY_STATUS.get(
        error.status_code,
        (
            HTTPStatus(error.status_code).phrase.lower().replace(" ", "-"),
            "The request could not be served.",
        ),
    )
    return ProblemError(error.status_code, slug, detail, headers=error.headers)


def _from_baume(error: BaumeError) -> ProblemError:
    match error:
        case UnknownBrandError():
            slug = "unknown-brand"
        case UnanswerableError():
            slug = "unanswerable"
        case UnknownWriterError():
            slug = "unknown-writer"
        case _:
            slug = "refused"
    return ProblemError(422, slug, str(error))


def _store_unavailable(error: OperationalError) -> ProblemError:
    # Only the class is logged: the message of a database error quotes the statement.
    _log.error("store_unavailable", error=type(error.orig).__name__)
    return ProblemError(
        503,
        "store-unavailable",
        "The database is busy or down; try again shortly.",
        headers={"Retry-After": "1"},
    )


def internal_problem() -> ProblemError:
    """What the caller learns of a defect: that it is ours, and the id to report."""
    return ProblemError(
        500,
        "internal-error",
        "The service failed on this request; it was logged. Quote request_id when you report it.",
    )


def problem_of(error: Exception) -> ProblemError:
    """The problem that ``error`` amounts to."""
    match error:
        case StarletteHTTPException():
            return _from_http(error)
        case RequestValidationError():
            return validation_problem(error.errors())
        case BaumeError():
            return _from_baume(error)
        case OperationalError():
            return _store_unavailable(error)
        case _:
            return internal_problem()


def request_id_of(request: Request) -> str | None:
    """The id that the observing middleware gave this request."""
    value = getattr(request.state, "request_id", None)
    return value if isinstance(value, str) else None


def install(app: FastAPI) -> None:
    """Make every expected error of ``app`` a problem+json answer.

    The unexpected ones are caught by ``service.api.middleware.Observe``, which also logs them.
    """

    async def answer(request: Request, error: Exception) -> JSONResponse:
        return problem_response(problem_of(error), request_id_of(request))

    for expected in (StarletteHTTPException, RequestValidationError, BaumeError, OperationalError):
        app.add_exception_handler(expected, answer)
