"""Reading request bodies: JSON in UTF-8, of bounded size, that can be stored and answered."""

import math
from email.message import Message
from typing import Any, Final

from fastapi import Request
from pydantic_core import from_json

from service.problems import ProblemError

NUL: Final = "\x00"


class JsonRequest(Request):
    """A request whose JSON is parsed strictly.

    The parser refuses what ``json.loads`` lets through and later layers choke on: lone
    surrogates (no UTF-8 form), ``NaN``, nesting over 200 levels, numbers over 4,300 digits.
    """

    async def json(self) -> Any:
        """The parsed body.

        Raises:
            ProblemError: 400 when it is no JSON, 422 when it cannot be stored.
        """
        raw = await self.body()
        try:
            value = from_json(raw, allow_inf_nan=False)
        except ValueError as error:
            # The parser's message tells the line and column and quotes nothing.
            raise ProblemError(
                400, "malformed-json", f"Send valid JSON in UTF-8; the body is not: {error}."
            ) from None
        if (complaint := unstorable(value)) is not None:
            raise ProblemError(422, "invalid-request", complaint)
        return value


def require_json(request: Request) -> None:
    """Check the ``Content-Type`` of a request with a body.

    Raises:
        ProblemError: 415 unless it is JSON in UTF-8.
    """
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    kind, subtype = header.get_content_maintype(), header.get_content_subtype()
    charset = header.get_content_charset("utf-8")
    is_json = kind == "application" and (subtype == "json" or subtype.endswith("+json"))
    if not is_json or charset not in {"utf-8", "utf8", "us-ascii"}:
        raise ProblemError(
            415,
            "unsupported-media-type",
            "Send JSON in UTF-8 with the header Content-Type: application/json.",
            headers={"Accept": "application/json"},
        )


def unstorable(value: Any) -> str | None:
    """What PostgreSQL could not store in ``value``, in words; ``None`` when all can be."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            pending += item.keys()
            pending += item.values()
        elif isinstance(item, list):
            pending += item
        elif isinstance(item, str) and NUL in item:
            return "Remove the null characters (\\u0000) from the text."
        elif isinstance(item, float) and not math.isfinite(item):
            return "Send numbers within the range of a double."
    return None


def too_large(limit: int) -> ProblemError:
    """The 413 answer for a body over ``limit`` bytes."""
    return ProblemError(
        413, "body-too-large", f"Send at most {limit} bytes; shorten the conversation or the batch."
    )
