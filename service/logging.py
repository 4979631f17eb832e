"""Structured logs: JSON lines in production, readable in development, never a message's text."""

import logging
import sys
import traceback
from types import TracebackType
from typing import Any, Final

import structlog
from structlog.typing import EventDict

from service.settings import Settings

_HANDLER: Final = "baume"
_MAX_CAUSES: Final = 5
_MAX_FRAMES: Final = 6


def configure_logging(settings: Settings) -> None:
    """Send structlog and the standard library's loggers through one formatter to stderr."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _place_instead_of_traceback,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if settings.environment == "production"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    handler.set_name(_HANDLER)
    root = logging.getLogger()
    for other in [other for other in root.handlers if other.get_name() == _HANDLER]:
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(settings.log_level.upper())
    # When a log line cannot be written, logging prints the exception in hand, message and all.
    logging.raiseExceptions = settings.environment == "development"
    # Each request has its line already, and Alembic tells each start that there is nothing to do.
    for chatty in ("uvicorn.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _place_instead_of_traceback(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Libraries log exceptions too, and a traceback ends with the exception's message."""
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else sys.exc_info()[1] if info is True else info
    if isinstance(error, BaseException):
        event.update(where_it_failed(error))
    return event


def where_it_failed(error: BaseException) -> dict[str, Any]:
    """Class and code places of ``error`` and its causes, without messages or values.

    The message of an exception often quotes what it choked on, which here is what a customer
    wrote; the place in the code is enough to find the defect.
    """
    chain: list[str] = []
    current: BaseException | None = error
    while current is not None and len(chain) < _MAX_CAUSES:
        chain.append(f"{type(current).__name__} at {_places(current.__traceback__)}")
        current = current.__cause__ or current.__context__
    return {"error": type(error).__name__, "trace": chain}


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-_MAX_FRAMES:]
    return " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
