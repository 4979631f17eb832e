"""Compiles sittings in the compact notation into the corpus's JSON lines."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel

from data.authoring.replies import read_bad_replies, read_replies
from data.authoring.sittings import read_sittings
from data.loaders import CORPUS, load_examples

Kind = Literal["messages", "replies", "bad_replies"]
_ALWAYS: Final = frozenset({"id", "text", "labels", "parts", "faults"})


def build(kind: Kind, batch: str, sittings: list[Path], corpus: Path = CORPUS) -> tuple[Path, int]:
    """Write ``corpus/<kind>/<batch>.jsonl`` from ``sittings``; return it and its line count.

    Replies are checked against the messages of ``corpus``.  Nothing is written when a line of a
    sitting is at fault.

    Raises:
        DataError: with every fault found.
    """
    items: list[BaseModel]
    if kind == "messages":
        items = list(read_sittings(sittings, batch))
    else:
        messages = {example.id: example for example in load_examples(corpus / "messages")}
        read = read_replies if kind == "replies" else read_bad_replies
        items = list(read(sittings, batch, messages))
    path = corpus / kind / f"{batch}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in as_lines(items)), encoding="utf-8")
    return path, len(items)


def as_lines(items: Iterable[BaseModel]) -> Iterable[str]:
    """JSON of each item without what is absent or empty."""
    for item in items:
        fields = item.model_dump(mode="json", exclude_none=True)
        kept = {name: value for name, value in fields.items() if name in _ALWAYS or value != []}
        yield json.dumps(kept, ensure_ascii=False)
