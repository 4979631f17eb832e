"""A policy file as text: values, the line of every key, and problems told in words.

PyYAML keeps line marks on nodes only, so the node tree is walked beside the values.
"""

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from service.policy.errors import PolicyError
from service.policy.sections import PATTERNS

KeyPath = tuple[str, ...]
_LONGEST_SHOWN: Final = 60
_IN_WORDS: Final = {
    "string": "text; put numbers and dates in quotes",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "tuple": "a list",
    "dictionary": "a mapping of keys",
    "object": "a mapping of keys",
}
"""The schema library's type names, as whoever writes YAML would say them."""


@dataclass(frozen=True)
class Source:
    """A parsed file: its values as JSON would hold them, and the line of each key path."""

    path: Path
    values: dict[str, Any]
    lines: Mapping[KeyPath, int]

    def where(self, key: KeyPath) -> str:
        """``file:line`` of a key, or of the nearest key above it that the file holds."""
        while key and key not in self.lines:
            key = key[:-1]
        line = self.lines.get(key)
        return f"{self.path}:{line}" if line else str(self.path)


def read(path: Path) -> Source:
    """Parse one YAML file.

    Raises:
        PolicyError: unreadable, not YAML, a key given twice, or not a mapping at the top.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError([f"{path}: cannot be read as UTF-8 text: {error}"]) from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PolicyError([_syntax_problem(path, error)]) from error
    if not isinstance(root, yaml.MappingNode) or not isinstance(values, dict):
        found = _shown(values)
        raise PolicyError([f"{path}:1: found {found}; allowed: a mapping of keys, such as 'id:'"])
    try:
        # Through JSON: dates become text, so that a wrong type is told by the schema.
        plain = json.loads(json.dumps(values, default=str))
    except (TypeError, ValueError) as error:
        raise PolicyError([f"{path}: cannot be read as plain values: {error}"]) from error
    lines: dict[KeyPath, int] = {}
    twice: list[str] = []
    _walk(root, (), lines, twice, path)
    if twice:
        raise PolicyError(twice)
    return Source(path, plain, lines)


def _syntax_problem(path: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"{path}:{mark.line + 1}" if mark is not None else str(path)
    return f"{where}: not valid YAML: {getattr(error, 'problem', None) or error}"


def _walk(
    node: yaml.Node, key: KeyPath, lines: dict[KeyPath, int], twice: list[str], path: Path
) -> None:
    lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _walk(item, (*key, str(index)), lines, twice, path)
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            below = (*key, str(name.value))
            line = name.start_mark.line + 1
            if below in lines:
                first = lines[below]
                twice.append(
                    f"{path}:{line}: {'.'.join(below)}: given twice (first on line {first}); "
                    "allowed: once"
                )
            lines[below] = line
            _walk(value, below, lines, twice, path)


def validate(source: Source, model: type[BaseModel]) -> Any:
    """``source`` as an instance of ``model``.

    Raises:
        PolicyError: with every problem that the schema finds.
    """
    try:
        # Strict JSON mode takes enum values as text, which strict Python mode refuses.
        return model.model_validate_json(json.dumps(source.values))
    except ValidationError as error:
        raise PolicyError(_problems(source, model, error.errors())) from error


def _problems(source: Source, model: type[BaseModel], errors: Sequence[ErrorDetails]) -> list[str]:
    told: dict[str, list[str]] = {}
    for error in errors:
        key = tuple(str(part) for part in error["loc"] if part != "[key]")
        key = _without_union_tags(key, source.values)
        found, allowed = _problem(key, error, model)
        # A value that may be of several kinds is refused once by each of them.
        told.setdefault(f"{source.where(key)}: {found}", []).append(allowed)
    return [f"{found}; allowed: {' or '.join(allowed)}" for found, allowed in told.items()]


def _without_union_tags(key: KeyPath, values: Any) -> KeyPath:
    """Drop what pydantic adds to a location and the file does not hold, such as union members."""
    kept: list[str] = []
    for index, part in enumerate(key):
        if isinstance(values, dict):
            if part not in values and index < len(key) - 1:
                continue
            values = values.get(part)
        elif isinstance(values, list) and part.isdigit():
            values = values[int(part)] if int(part) < len(values) else None
        else:
            break
        kept.append(part)
    return tuple(kept)


def _problem(key: KeyPath, error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """What was found, with its key, and what is allowed."""
    name = ".".join(key) or "(top level)"
    if error["type"] == "missing":
        return f"{name}: found nothing", "this key is required"
    if error["type"] == "extra_forbidden":
        owner = _model_at(model, key[:-1])
        names = list(owner.model_fields) if owner else []
        near = difflib.get_close_matches(key[-1], names, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        return f"{name}: unknown key{hint}", ", ".join(names)
    return f"{name}: found {_shown(error['input'])}", _allowed(error)


def _allowed(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    message = error["msg"].removeprefix("Value error, ")
    message = message.removeprefix("Input should be ").removeprefix("a valid ")
    in_words = _IN_WORDS.get(message, f"{message[:1].lower()}{message[1:]}")
    return str(context.get("expected") or PATTERNS.get(str(context.get("pattern"))) or in_words)


def _model_at(model: type[BaseModel], key: KeyPath) -> type[BaseModel] | None:
    """The model that describes the mapping at ``key``."""
    found: type[BaseModel] | None = model
    for part in key:
        if found is None:
            return None
        field = found.model_fields.get(part)
        if field is not None:
            found = _inner_model(field.annotation) or found
    return found


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((inner for arg in get_args(annotation) if (inner := _inner_model(arg))), None)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
