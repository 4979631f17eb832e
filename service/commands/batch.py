"""``baume analyze`` and ``baume suggest``: one text, or JSONL in and out."""

import json
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from pydantic import ValidationError

from data.schemas.suggestion import Suggestion, SuggestRequest
from data.schemas.wire import AnalyzeItem
from service.commands import show
from service.commands.jsonl import Line, error_record, explain, open_output, read_lines, tracked
from service.engine import Engine
from service.errors import BaumeError

RECENT: Final = 200
"""Drafts of the same run that later ones keep away from."""
_BATCH: Final = 32

Text = Annotated[str | None, typer.Argument(help="One customer message.")]
Input = Annotated[Path | None, typer.Option("--input", "-i", help="JSONL file, - for stdin.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="JSONL file; default stdout.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for machines.")]
Brand = Annotated[str, typer.Option(help="Brand policy for lines that name none.")]
Platform = Annotated[str, typer.Option(help="Platform for lines that name none.")]


def analyze(
    text: Text = None, input_: Input = None, output: Output = None, as_json: AsJson = False
) -> None:
    """Understand one message, or each line of a JSONL file ({"id", "text"} or a conversation)."""
    _one_source(text, input_)
    engine = _engine()
    if input_ is None:
        result = engine.analyze([AnalyzeItem(id="1", text=text)])[0]
        _print_json(result.model_dump_json()) if as_json else show.understanding(result)
        return
    lines = read_lines(input_)
    failed = 0
    with open_output(output) as file:
        batch: list[Line] = []
        for line in tracked(lines, "analyze"):
            batch.append(line)
            if len(batch) == _BATCH:
                failed += _analyze_batch(engine, batch, file.write)
                batch = []
        failed += _analyze_batch(engine, batch, file.write)
    _finish(failed, len(lines))


def suggest(
    text: Text = None,
    input_: Input = None,
    output: Output = None,
    as_json: AsJson = False,
    brand: Brand = "demo",
    platform: Platform = "x",
) -> None:
    """Draft replies to one message, or to each line of a JSONL file.

    A line is a request body with an "id", or a plain {"id", "text"}.
    """
    _one_source(text, input_)
    engine = _engine()
    defaults = {"brand": brand, "platform": platform}
    if input_ is None:
        try:
            request = request_of(Line(1, "1", {"text": text}), defaults)
        except ValidationError as error:
            raise BaumeError(explain(error)) from error
        answer = engine.suggest(request, now=datetime.now(UTC))
        _print_json(answer.model_dump_json()) if as_json else show.suggestion(answer)
        return
    lines = read_lines(input_)
    recent: deque[str] = deque(maxlen=RECENT)
    failed = 0
    with open_output(output) as file:
        for line in tracked(lines, "suggest"):
            record = _suggest_line(engine, line, defaults, recent)
            failed += "error" in record
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    _finish(failed, len(lines))


def request_of(line: Line, defaults: dict[str, str]) -> SuggestRequest:
    """A request from a line: a request body with ``id``, or a plain ``{"id", "text"}``."""
    body = dict(line.body or {})
    body.pop("id", None)
    if "text" in body and "conversation" not in body:
        message = {"id": line.id, "author": "customer", "text": body.pop("text")}
        body["conversation"] = {"id": line.id, "messages": [message]}
    return SuggestRequest.model_validate(defaults | body)


def _suggest_line(
    engine: Engine, line: Line, defaults: dict[str, str], recent: deque[str]
) -> dict[str, Any]:
    if line.error:
        return error_record(line, line.error)
    try:
        answer = engine.suggest(
            request_of(line, defaults), now=datetime.now(UTC), recent=tuple(recent)
        )
    except (ValidationError, BaumeError) as error:
        return error_record(line, explain(error))
    _remember(answer, recent)
    return {"id": line.id, **answer.model_dump(mode="json")}


def _remember(answer: Suggestion, recent: deque[str]) -> None:
    recent.extend(draft.text for draft in answer.drafts if draft.rank == 1)


def _analyze_batch(engine: Engine, lines: list[Line], write: Callable[[str], int]) -> int:
    """Answers of ``lines`` in order; the number that could not be answered."""
    from service.conversation import text_of

    items: list[AnalyzeItem] = []
    errors: dict[int, str] = {}
    for line in lines:
        try:
            if line.error:
                raise BaumeError(line.error)
            body = line.body or {}
            known = {key: body[key] for key in ("text", "conversation") if key in body}
            item = AnalyzeItem(id=line.id, **known)
            text_of(item)
            items.append(item)
        except (ValidationError, BaumeError) as error:
            errors[line.number] = explain(error)
    results = iter(engine.analyze(items) if items else [])
    for line in lines:
        record: dict[str, Any]
        if line.number in errors:
            record = error_record(line, errors[line.number])
        else:
            record = next(results).model_dump(mode="json")
        write(json.dumps(record, ensure_ascii=False) + "\n")
    return len(errors)


def _engine() -> Engine:
    from service.commands.settings import load_settings
    from service.pipeline import build_engine

    return build_engine(load_settings())


def _one_source(text: str | None, input_: Path | None) -> None:
    if (text is None) == (input_ is None):
        raise BaumeError("give one text, or --input FILE.jsonl")


def _finish(failed: int, total: int) -> None:
    if failed:
        typer.echo(f"{failed} of {total} lines could not be answered; see their 'error'", err=True)
        raise typer.Exit(1)


def _print_json(document: str) -> None:
    typer.echo(document)
