"""JSONL in and out: order and ids kept, a bad line reported and not lost."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress

from service.errors import BaumeError

_PROGRESS_FROM: Final = 50
"""Lines from which a progress bar is worth its space."""


@dataclass(frozen=True, slots=True)
class Line:
    """One input line: its number, its id (the number when it has none), its object."""

    number: int
    id: str
    body: dict[str, Any] | None
    error: str | None = None


def read_lines(path: Path) -> list[Line]:
    """All non-empty lines of ``path`` (``-`` is standard input); bad ones carry their error.

    Raises:
        BaumeError: the file cannot be read.
    """
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise BaumeError(f"cannot read {path}: {error.strerror}") from error
    rows = enumerate(raw.split(b"\n"), start=1)
    return [_parse(number, row) for number, row in rows if row.strip()]


def _parse(number: int, row: bytes) -> Line:
    try:
        body = json.loads(row.decode("utf-8"))
    except UnicodeDecodeError:
        return Line(number, str(number), None, "not UTF-8; convert the file")
    except (ValueError, RecursionError) as error:
        return Line(number, str(number), None, f"not JSON: {error}")
    if not isinstance(body, dict):
        return Line(number, str(number), None, "not a JSON object")
    return Line(number, str(body.get("id", number)), body)


def explain(error: Exception) -> str:
    """An error of one line in one sentence, without the customer's words."""
    if isinstance(error, ValidationError):
        items = error.errors(include_url=False, include_input=False, include_context=False)
        places = (f"{'.'.join(map(str, item['loc'])) or 'body'}: {item['msg']}" for item in items)
        return "; ".join(places)
    return str(error)


def error_record(line: Line, message: str) -> dict[str, Any]:
    """What stands in the output for a line that could not be answered."""
    return {"id": line.id, "error": {"line": line.number, "detail": message}}


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """The output file, written beside and renamed when done; standard output when None.

    Raises:
        BaumeError: the file cannot be written.
    """
    if path is None or str(path) == "-":
        yield sys.stdout
        return
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8") as file:
            yield file
        partial.replace(path)
    except OSError as error:
        raise BaumeError(f"cannot write {path}: {error.strerror}") from error


def tracked(lines: list[Line], what: str) -> Iterable[Line]:
    """``lines`` behind a progress bar on standard error when there are many."""
    if len(lines) < _PROGRESS_FROM:
        yield from lines
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(lines, description=what)
