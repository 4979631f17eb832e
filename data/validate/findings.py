"""What a check finds, and the located items that checks read."""

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

Level = Literal["error", "warning"]
T = TypeVar("T")


@dataclass(frozen=True)
class Located(Generic[T]):
    """An item and the line of the file that it was read from."""

    item: T
    file: Path
    line: int

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Finding:
    """One fault: ``check`` names the rule, ``where`` is ``file:line``, ``message`` what to do."""

    level: Level
    check: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.level}: {self.where}: [{self.check}] {self.message}"


def error(check: str, at: Located[T], message: str) -> Finding:
    return Finding("error", check, at.where, message)


def warning(check: str, at: Located[T], message: str) -> Finding:
    return Finding("warning", check, at.where, message)
