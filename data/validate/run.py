"""Runs every check over a file or a corpus directory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from data.loaders import LineError, LoadError, duplicate_id, jsonl_files, load_lines
from data.schemas.adversarial import AdversarialCase
from data.schemas.example import Example
from data.schemas.exemplar import Exemplar
from data.schemas.reply import BadReply, Reply
from data.splits import SPLITS_FILE, Splits, faults_of, read_splits
from data.validate import duplicates
from data.validate.conversations import check_conversations
from data.validate.exemplars import check_exemplar
from data.validate.findings import Finding, Located
from data.validate.labels import check_labels, check_pairs, check_sector
from data.validate.pii import realistic
from data.validate.replies import check_bad_replies, check_replies
from data.validate.spans import check_spans
from data.validate.variety import common_openings, common_runs

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass
class Corpus:
    """What could be read, and the faults of what could not."""

    examples: list[Located[Example]] = field(default_factory=list)
    exemplars: list[Located[Exemplar]] = field(default_factory=list)
    replies: list[Located[Reply]] = field(default_factory=list)
    bad_replies: list[Located[BadReply]] = field(default_factory=list)
    adversarial: list[Located[AdversarialCase]] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    splits: Splits | None = None
    whole: bool = False
    """Whether a corpus directory was read, so that what refers to another folder can be checked."""


_FOLDERS: Final = ("messages", "exemplars", "replies", "bad_replies", "adversarial")
_TELLING_FIELD: Final = {
    "parts": "exemplars",
    "message_id": "replies",
    "faults": "bad_replies",
    "attack": "adversarial",
}
"""Field of the first line → folder that such a file belongs to; the last one found decides."""


def corpus_files(path: Path) -> dict[str, list[Path]]:
    """Files by folder name, of a corpus directory, or of one file or folder.

    Raises:
        LoadError: nothing is there.
    """
    if any((path / name).is_dir() for name in _FOLDERS):
        return {
            name: jsonl_files(path / name) if (path / name).is_dir() else [] for name in _FOLDERS
        }
    found: dict[str, list[Path]] = {name: [] for name in _FOLDERS}
    for file in jsonl_files(path):
        found[_folder_of(file)].append(file)
    return found


def _folder_of(file: Path) -> str:
    """By the fields of the first line; a file that cannot be read is reported later."""
    try:
        first = next((line for line in file.read_text("utf-8").split("\n") if line.strip()), "")
        fields = set(json.loads(first))
    except (ValueError, TypeError):
        return "messages"
    return next(
        (folder for name, folder in reversed(_TELLING_FIELD.items()) if name in fields), "messages"
    )


def read_corpus(path: Path) -> Corpus:
    """Read all that can be read under ``path``; schema faults and repeated ids are findings."""
    corpus = Corpus(whole=(path / "messages").is_dir(), splits=read_splits(path))
    files = corpus_files(path)
    seen: dict[str, str] = {}
    for file in files["messages"]:
        corpus.examples += _read(file, Example, corpus.faults, seen)
    for file in files["exemplars"]:
        corpus.exemplars += _read(file, Exemplar, corpus.faults, seen)
    for file in files["replies"]:
        corpus.replies += _read(file, Reply, corpus.faults, seen)
    for file in files["bad_replies"]:
        corpus.bad_replies += _read(file, BadReply, corpus.faults, seen)
    for file in files["adversarial"]:
        corpus.adversarial += _read(file, AdversarialCase, corpus.faults, seen)
    return corpus


def _read(
    file: Path, model: type[ModelT], faults: list[Finding], seen: dict[str, str]
) -> list[Located[ModelT]]:
    items = []
    try:
        for number, item in load_lines(file, model):
            if isinstance(item, list):
                faults += map(_schema_fault, item)
                continue
            repeated = duplicate_id(seen, str(getattr(item, "id", "")), file, number)
            faults += map(_schema_fault, repeated)
            if not repeated:
                items.append(Located(item, file, number))
    except LoadError as unreadable:
        faults += map(_schema_fault, unreadable.errors)
    return items


def _schema_fault(fault: LineError) -> Finding:
    message = f"{fault.field}: {fault.problem}" if fault.field else fault.problem
    return Finding("error", "schema", f"{fault.file}:{fault.line}", message)


def validate(corpus: Corpus, against: Path | None = None) -> list[Finding]:
    """Every finding, errors first, then in the order of files and checks.

    Raises:
        DataError: ``against`` cannot be read.
    """
    findings = list(corpus.faults)
    for example in corpus.examples:
        findings += _check_example(example)
    for exemplar in corpus.exemplars:
        findings += check_exemplar(exemplar)
        findings += check_sector(exemplar)
        findings += _check_pii(exemplar, f"{exemplar.item.message or ''}\n{exemplar.item.reply}")
    findings += check_pairs(corpus.examples)
    findings += check_conversations(corpus.examples)
    findings += check_replies(corpus.replies, corpus.examples, known=corpus.whole)
    findings += check_bad_replies(corpus.bad_replies, corpus.examples, known=corpus.whole)
    findings += _check_splits(corpus)
    findings += duplicates.check_examples(corpus.examples)
    findings += duplicates.check_exemplars(corpus.exemplars)
    findings += duplicates.check_replies(corpus.replies)
    findings += _check_variety(corpus)
    if against is not None:
        findings += duplicates.check_against(against, _all_texts(corpus))
    return sorted(findings, key=lambda finding: finding.level != "error")


def _check_example(example: Located[Example]) -> Iterator[Finding]:
    yield from check_labels(example)
    yield from check_sector(example)
    yield from check_spans(example)
    yield from _check_pii(example, example.item.text)


def _check_splits(corpus: Corpus) -> Iterator[Finding]:
    if corpus.splits is not None:
        for fault in faults_of(corpus.splits, [located.item for located in corpus.examples]):
            yield Finding("error", "splits", SPLITS_FILE, fault)


def _check_pii(located: Located[Any], text: str) -> Iterator[Finding]:
    for found in realistic(text):
        yield Finding("warning", "pii", located.where, found)


def _all_texts(corpus: Corpus) -> Iterator[tuple[Located[Any], str, str]]:
    """``(where, name, text)`` of everything a person could have written."""
    for example in corpus.examples:
        yield example, example.item.id, example.item.text
        for turn in example.item.context:
            yield example, f"{example.item.id} {turn.id}", turn.text
    for exemplar in corpus.exemplars:
        yield exemplar, f"{exemplar.item.id} message", exemplar.item.message or ""
        yield exemplar, f"{exemplar.item.id} reply", exemplar.item.reply
    others: list[Located[Any]] = [*corpus.replies, *corpus.bad_replies, *corpus.adversarial]
    for other in others:
        yield other, other.item.id, other.item.text


def _check_variety(corpus: Corpus) -> Iterator[Finding]:
    groups = {
        "messages": [located.item.text for located in corpus.examples],
        "replies": [
            *(located.item.reply for located in corpus.exemplars),
            *(located.item.text for located in corpus.replies),
        ],
    }
    for name, texts in groups.items():
        for start, count in common_openings(texts):
            message = f"{count} of {len(texts)} open with {start!r}; vary them"
            yield Finding("warning", "openings", name, message)
        for run, count in common_runs(texts):
            message = f"{count} of {len(texts)} hold {run!r}; vary them"
            yield Finding("warning", "runs", name, message)
