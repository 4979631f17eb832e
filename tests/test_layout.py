"""The rooms, the arrows between them, and documents that must agree with the code."""

import re
from enum import Enum
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from data.situations import SITUATION_TOPIC
from data.taxonomy import (
    Emotion,
    Hostility,
    Intent,
    PartType,
    PrivateReason,
    Risk,
    Rule,
    Topic,
)

ROOT = Path(__file__).parents[1]
ROOMS = ("data", "models", "service", "training")
HEADS: dict[str, type[Enum]] = {
    "intent": Intent,
    "topics": Topic,
    "hostility": Hostility,
    "private_reasons": PrivateReason,
    "risk": Risk,
    "emotion": Emotion,
}


def first_column(document: str) -> list[str]:
    """The code words that open the rows of the tables of a document."""
    text = (ROOT / "docs" / document).read_text("utf-8")
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_the_rooms_exist(room: str) -> None:
    assert (ROOT / room).is_dir()


def test_tests_mirror_the_rooms() -> None:
    for room in ROOMS:
        assert (ROOT / "tests" / room).is_dir()


def test_imports_follow_the_arrows() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_no_file_names_the_place_it_was_written_in() -> None:
    workplace = "/" + "work" + "/"
    folders = [*(ROOT / room for room in ROOMS), ROOT / "tests", ROOT / "docs"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file()]
    kinds = {".py", ".md", ".toml", ".yaml", ".yml", ".json", ".jsonl", ".txt", ".html", ".js", ""}
    named = [
        str(path.relative_to(ROOT))
        for path in files
        if path.suffix in kinds and workplace.encode() in path.read_bytes()
    ]
    assert named == []


def test_every_rule_has_a_row_in_the_playbook_and_every_row_a_rule() -> None:
    rows = first_column("playbook.md")
    assert sorted(rows) == sorted(Rule)


@pytest.mark.parametrize("head", HEADS)
def test_the_label_guide_lists_exactly_the_labels_of_the_code(head: str) -> None:
    text = (ROOT / "docs" / "labels.md").read_text("utf-8")
    row = re.search(rf"^\| `{head}` \| [^|]+ \| (.+) \|$", text, re.MULTILINE)
    assert row is not None
    outside_parentheses = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", row[1])
    named = set(re.findall(r"`([a-z_]+)`", outside_parentheses))
    assert named == {member.value for member in HEADS[head]}


def test_the_label_guide_has_a_row_for_every_head() -> None:
    assert set(first_column("labels.md")) == {*HEADS, "severity", "sarcasm"}


def test_the_exemplar_guide_describes_every_part() -> None:
    rows = set(first_column("exemplars.md"))
    assert {part.value for part in PartType} <= rows


def test_situations_are_snake_case_and_fall_back_to_topics() -> None:
    for name, topic in SITUATION_TOPIC.items():
        assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", name)
        assert topic is None or topic in Topic
    assert {topic for topic in SITUATION_TOPIC.values() if topic} == set(Topic)
