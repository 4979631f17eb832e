"""Runs every check over a file or a corpus directory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from data.loaders import LineError, LoadError, duplicate_id, jsonl_files, load_lines
from data.schemas.example import Example
from data.schemas.exemplar import Exemplar
from data.validate import duplicates
from data.validate.exemplars import check_exemplar
from data.validate.findings import Finding, Located
from data.validate.labels import check_labels, check_pairs, check_sector
from data.validate.openings import common_openings
from data.validate.pii import realistic
from data.validate.spans import check_spans

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass
class Corpus:
    """What could be read, and the faults of what could not."""

    examples: list[Located[Example]] = field(default_factory=list)
    exemplars: list[Located[Exemplar]] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)


def corpus_files(path: Path) -> tuple[list[Path], list[Path]]:
    """``(message files, exemplar files)`` of a corpus directory, or of one file or folder.

    Raises:
        LoadError: nothing is there.
    """
    folders = [path / "messages", path / "exemplars"]
    if any(folder.is_dir() for folder in folders):
        messages, exemplars = (jsonl_files(f) if f.is_dir() else [] for f in folders)
        return messages, exemplars
    files = jsonl_files(path)
    exemplars = [file for file in files if _holds_exemplars(file)]
    return [file for file in files if file not in exemplars], exemplars


def _holds_exemplars(file: Path) -> bool:
    """Whether the first line has ``parts``; a file that cannot be read is reported later."""
    try:
        first = next((line for line in file.read_text("utf-8").split("\n") if line.strip()), "")
        return "parts" in json.loads(first)
    except (ValueError, TypeError):
        return False


def read_corpus(path: Path) -> Corpus:
    """Read all that can be read under ``path``; schema faults and repeated ids are findings."""
    corpus = Corpus()
    messages, exemplars = corpus_files(path)
    seen: dict[str, str] = {}
    for file in messages:
        corpus.examples += _read(file, Example, corpus.faults, seen)
    for file in exemplars:
        corpus.exemplars += _read(file, Exemplar, corpus.faults, seen)
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
    findings += duplicates.check_examples(corpus.examples)
    findings += duplicates.check_exemplars(corpus.exemplars)
    findings += _check_openings(corpus)
    if against is not None:
        findings += duplicates.check_against(against, corpus.examples, corpus.exemplars)
    return sorted(findings, key=lambda finding: finding.level != "error")


def _check_example(example: Located[Example]) -> Iterator[Finding]:
    yield from check_labels(example)
    yield from check_sector(example)
    yield from check_spans(example)
    yield from _check_pii(example, example.item.text)


def _check_pii(located: Located[Example] | Located[Exemplar], text: str) -> Iterator[Finding]:
    for found in realistic(text):
        yield Finding("warning", "pii", located.where, found)


def _check_openings(corpus: Corpus) -> Iterator[Finding]:
    groups = {
        "messages": [located.item.text for located in corpus.examples],
        "replies": [located.item.reply for located in corpus.exemplars],
    }
    for name, texts in groups.items():
        for start, count in common_openings(texts):
            message = f"{count} of {len(texts)} open with {start!r}; vary them"
            yield Finding("warning", "openings", name, message)
