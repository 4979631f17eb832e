"""The frozen split: which writing batches train, which choose thresholds, which only measure.

Whole batches are held out, so that one writer's manner, the members of a pair, the turns of a
conversation and paraphrases stay on one side.  Replies follow the message they answer.  The split
is frozen by a digest of the held-out messages: changing one is an error until it is frozen anew.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError

from data.errors import DataError
from data.loaders import CORPUS
from data.schemas.base import Schema
from data.schemas.example import Example

SplitName = Literal["train", "dev", "test"]
SPLITS_FILE: Final = "splits.json"


class Held(Schema):
    """Batches of a held-out part and the digest of their messages (ids, texts and labels)."""

    batches: tuple[str, ...]
    messages: int = Field(ge=0)
    sha256: str


class Splits(Schema):
    dev: Held
    test: Held

    def of(self, batch: str) -> SplitName:
        """The split that ``batch`` belongs to; what is named nowhere trains."""
        if batch in self.test.batches:
            return "test"
        return "dev" if batch in self.dev.batches else "train"


def digest_of(examples: Iterable[Example]) -> str:
    """SHA-256 over the sorted lines of id, text and labels."""
    lines = sorted(f"{e.id}\t{e.text}\t{e.labels.model_dump_json()}" for e in examples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def freeze(examples: Sequence[Example], dev: Sequence[str], test: Sequence[str]) -> Splits:
    """The split of ``examples`` that holds out these batches.

    Raises:
        DataError: a batch is in both parts, or has no message.
    """
    both = sorted(set(dev) & set(test))
    missing = sorted({*dev, *test} - {example.batch for example in examples})
    if both or missing:
        raise DataError(f"batches in both parts: {both}; batches without messages: {missing}")
    return Splits(dev=_hold(examples, dev), test=_hold(examples, test))


def _hold(examples: Sequence[Example], batches: Sequence[str]) -> Held:
    held = [example for example in examples if example.batch in batches]
    return Held(batches=tuple(sorted(batches)), messages=len(held), sha256=digest_of(held))


def faults_of(splits: Splits, examples: Sequence[Example]) -> list[str]:
    """What of ``examples`` no longer is what was frozen."""
    found = []
    for name, held in (("dev", splits.dev), ("test", splits.test)):
        now = _hold(examples, held.batches)
        if now.sha256 != held.sha256:
            found.append(
                f"the {name} part changed ({held.messages} messages when frozen, {now.messages} "
                "now); scores on it are no longer comparable: freeze it anew if that is meant"
            )
    return found


def read_splits(corpus: Path = CORPUS) -> Splits | None:
    """The frozen split of a corpus directory, ``None`` when it has none.

    Raises:
        DataError: the file is not what ``write_splits`` writes.
    """
    path = corpus / SPLITS_FILE
    if not path.is_file():
        return None
    try:
        return Splits.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        reason = f"{path} is not a split; write it with: baume data split"
        raise DataError(reason) from error


def write_splits(splits: Splits, corpus: Path = CORPUS) -> Path:
    """Write the split beside the corpus's folders."""
    path = corpus / SPLITS_FILE
    path.write_text(splits.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return path
