"""Reading text files line by line, with every fault named at once."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from data.errors import DataError

T = TypeVar("T")


def parse_lines(paths: Iterable[Path], parse: Callable[[str], T | None]) -> Iterator[T]:
    """What ``parse`` makes of each line of the files in order; ``None`` is left out.

    An empty line follows each file, so that nothing begun in one goes on in the next.

    Raises:
        DataError: after the last line, with file, line and reason of all that could not be read.
    """
    faults = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as reason:
            faults.append(f"{path}: cannot be read as UTF-8 text ({reason}); check the path")
            continue
        for number, line in enumerate([*lines, ""], start=1):
            try:
                item = parse(line)
            except (DataError, ValidationError, ValueError) as fault:
                faults.append(f"{path}:{number}: {fault}")
                continue
            if item is not None:
                yield item
    if faults:
        raise DataError("\n".join(faults))
