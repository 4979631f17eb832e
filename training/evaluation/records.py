"""Labelled messages to measure on: our own examples, or twice-annotated real posts.

The second format has one flat JSON object a line: ``text``, ``lang``, ``draw``, and the heads
by name.  Where the annotators disagree the head is ``null``, or the disputed labels of a
multi-label head are listed under ``<head>_disputed``: such cells are left out of every score.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import DataError
from data.loaders import load_examples
from data.schemas.example import Labels
from models.encoder.heads import BY_NAME
from training.encoder.targets import ANY_OF, Targets, concatenate, encode_labels


@dataclass(frozen=True)
class Records:
    """Texts and what is known of them; ``slices`` names the slices of each, such as ``lang=fr``."""

    texts: tuple[str, ...]
    targets: Targets
    slices: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.texts)


def load_records(path: Path) -> Records:
    """Read either format.

    Raises:
        DataError: the file is missing, empty, or in neither format.
    """
    try:
        first = path.read_text(encoding="utf-8").split("\n", 1)[0] if path.is_file() else "{}"
        flat = "lang" in json.loads(first)
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read as JSON lines: {error}") from error
    if not flat:
        examples = load_examples(path)
        if not examples:
            raise DataError(f"{path} holds no examples")
        return Records(
            tuple(example.text for example in examples),
            encode_labels([example.labels for example in examples]),
            tuple((f"lang={example.language}", f"batch={example.batch}") for example in examples),
        )
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return Records(
        tuple(row["text"] for row in rows),
        _flat_targets(rows),
        tuple((f"lang={row['lang']}", f"draw={row.get('draw', 'all')}") for row in rows),
    )


def _flat_targets(rows: Sequence[dict[str, Any]]) -> Targets:
    fields = set(Labels.model_fields)
    parts = []
    for row in rows:
        labels = {name: row[name] for name in fields if row.get(name) is not None}
        target = encode_labels([Labels.model_validate(labels)])
        for name in fields:
            _mask_disputed(target, name, row.get(f"{name}_disputed") or [])
        parts.append(target)
    return concatenate(parts)


def _mask_disputed(target: Targets, name: str, disputed: Sequence[str]) -> None:
    if not disputed:
        return
    head = BY_NAME[name]
    for label in disputed:
        target.known[0, head.start + head.labels.index(label)] = False
    if name not in ANY_OF:
        return
    # Whether there is any is known all the same when another label is agreed on.
    column = BY_NAME["any"].start + ANY_OF.index(name)
    agreed = target.values[0, head.columns] * target.known[0, head.columns]
    target.known[0, column] = bool(agreed.any())
