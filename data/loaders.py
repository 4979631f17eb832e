"""Reading the corpus: JSON lines into schemas, with errors that say where and what to do."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from data.errors import DataError
from data.schemas.adversarial import AdversarialCase
from data.schemas.example import Example
from data.schemas.exemplar import Exemplar
from data.schemas.reply import BadReply, Reply

CORPUS: Final = Path(__file__).parent / "corpus"
MESSAGES: Final = CORPUS / "messages"
EXEMPLARS: Final = CORPUS / "exemplars"
REPLIES: Final = CORPUS / "replies"
BAD_REPLIES: Final = CORPUS / "bad_replies"
ADVERSARIAL: Final = CORPUS / "adversarial"

_MAX_SHOWN = 20


class HasId(Protocol):
    @property
    def id(self) -> str: ...


ModelT = TypeVar("ModelT", bound=BaseModel)
IdT = TypeVar("IdT", bound=HasId)


@dataclass(frozen=True)
class LineError:
    """One fault: ``line`` counts from 1, 0 is the file itself; ``field`` is a dotted path."""

    file: Path
    line: int
    field: str
    problem: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else str(self.file)
        return (
            f"{where}: {self.field}: {self.problem}" if self.field else f"{where}: {self.problem}"
        )


class LoadError(DataError):
    """A file could not be read into its schema; ``errors`` holds every fault found."""

    def __init__(self, errors: Sequence[LineError]) -> None:
        self.errors = tuple(errors)
        shown = [str(error) for error in self.errors[:_MAX_SHOWN]]
        if len(self.errors) > _MAX_SHOWN:
            shown.append(f"... and {len(self.errors) - _MAX_SHOWN} more")
        super().__init__("\n".join(shown))


def load_jsonl(path: Path, model: type[ModelT], *, collect: bool = False) -> Iterator[ModelT]:
    """Yield one ``model`` per non-empty line of ``path``.

    With ``collect`` good lines are all yielded and every fault is raised at the end, at once;
    otherwise the first bad line stops the reading.

    Raises:
        LoadError: the file is missing or not UTF-8, or a line is not JSON or breaks the schema.
    """
    errors: list[LineError] = []
    for _, item in load_lines(path, model):
        if not isinstance(item, list):
            yield item
            continue
        if not collect:
            raise LoadError(item)
        errors += item
    if errors:
        raise LoadError(errors)


def load_lines(path: Path, model: type[ModelT]) -> Iterator[tuple[int, ModelT | list[LineError]]]:
    """Yield ``(line number, value or its faults)``: for callers that report rather than stop.

    Raises:
        LoadError: the file is missing or not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = f"cannot be read ({error.strerror}); check the path"
        raise LoadError([LineError(path, 0, "", reason)]) from error
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 at byte {error.start}; save the file as UTF-8"
        raise LoadError([LineError(path, 0, "", reason)]) from error
    # Not splitlines(): it also cuts at U+2028, which JSON strings may hold.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _parse(path, number, line, model)


def _parse(path: Path, number: int, line: str, model: type[ModelT]) -> ModelT | list[LineError]:
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        reason = f"not JSON at column {error.colno} ({error.msg}); write one object per line"
        return [LineError(path, number, "", reason)]
    try:
        return (
            model.model_validate_json(line) if isinstance(raw, dict) else _not_object(path, number)
        )
    except ValidationError as error:
        return [
            LineError(
                path, number, ".".join(map(str, fault["loc"])), _advice(fault["type"], fault["msg"])
            )
            for fault in error.errors(include_url=False, include_input=False, include_context=False)
        ]


def _not_object(path: Path, number: int) -> list[LineError]:
    return [LineError(path, number, "", "not a JSON object; write one object per line")]


def _advice(kind: str, message: str) -> str:
    """Pydantic's words plus what to do about the two commonest faults."""
    if kind == "missing":
        return "missing; add this field"
    if kind == "extra_forbidden":
        return "unknown field; remove it or correct its name"
    return message.removeprefix("Value error, ")


def jsonl_files(path: Path) -> list[Path]:
    """``path`` itself, or the ``*.jsonl`` files of a directory in the order of their names.

    Raises:
        LoadError: nothing is there.
    """
    if path.is_dir():
        return sorted(path.glob("*.jsonl"), key=lambda file: file.name)
    if path.is_file():
        return [path]
    raise LoadError([LineError(path, 0, "", "no such file or directory; check the path")])


def load_examples(path: Path | None = None) -> list[Example]:
    """The labelled messages of a file or directory, by file name then line.

    Raises:
        LoadError: with every fault, duplicate ids across the files included.
    """
    return _load_unique(path or MESSAGES, Example)


def load_exemplars(path: Path | None = None) -> list[Exemplar]:
    """The exemplars of a file or directory, by file name then line.

    Raises:
        LoadError: with every fault, duplicate ids across the files included.
    """
    return _load_unique(path or EXEMPLARS, Exemplar)


def load_replies(path: Path | None = None) -> list[Reply]:
    """The good replies of a file or directory; raises ``LoadError`` as ``load_examples`` does."""
    return _load_unique(path or REPLIES, Reply)


def load_bad_replies(path: Path | None = None) -> list[BadReply]:
    """The wrong replies of a file or directory; raises ``LoadError`` as ``load_examples`` does."""
    return _load_unique(path or BAD_REPLIES, BadReply)


def load_adversarial(path: Path | None = None) -> list[AdversarialCase]:
    """The hostile inputs of a file or directory; raises ``LoadError`` as ``load_examples`` does."""
    return _load_unique(path or ADVERSARIAL, AdversarialCase)


def _load_unique(path: Path, model: type[ModelT]) -> list[ModelT]:
    items: list[ModelT] = []
    errors: list[LineError] = []
    seen: dict[str, str] = {}
    for file in jsonl_files(path):
        for number, item in load_lines(file, model):
            if isinstance(item, list):
                errors += item
                continue
            items.append(item)
            errors += duplicate_id(seen, str(getattr(item, "id", "")), file, number)
    if errors:
        raise LoadError(errors)
    return items


def duplicate_id(seen: dict[str, str], identifier: str, file: Path, line: int) -> list[LineError]:
    """A fault when ``identifier`` was met before; ``seen`` remembers where each was first met."""
    first = seen.setdefault(identifier, f"{file}:{line}")
    if first == f"{file}:{line}":
        return []
    return [
        LineError(file, line, "id", f"{identifier!r} is already used at {first}; ids are unique")
    ]


def digest(files: Iterable[Path]) -> str:
    """SHA-256, in hexadecimal, of names and contents: the same whatever the order or the folder.

    Line ends count as a single line feed, so that a checkout on Windows has the same digest.
    """
    total = hashlib.sha256()
    for name, content in sorted((file.name, _content_digest(file)) for file in files):
        total.update(f"{name}\0{content}\n".encode())
    return total.hexdigest()


def _content_digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
