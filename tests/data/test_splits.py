"""The frozen split: whole batches, and an alarm when a held-out message changes."""

from pathlib import Path

import pytest

from data.errors import DataError
from data.schemas.example import Example
from data.splits import faults_of, freeze, read_splits, write_splits


@pytest.fixture
def examples(example: dict) -> list[Example]:
    return [
        Example.model_validate({**example, "id": f"{batch}-{i}", "batch": batch})
        for batch in ("one", "two", "three")
        for i in range(3)
    ]


def test_batches_belong_to_one_part(examples: list[Example]) -> None:
    splits = freeze(examples, ["two"], ["three"])
    assert [splits.of(batch) for batch in ("one", "two", "three", "new")] == [
        "train",
        "dev",
        "test",
        "train",
    ]
    assert (splits.dev.messages, splits.test.messages) == (3, 3)


def test_it_is_read_as_it_was_written(examples: list[Example], tmp_path: Path) -> None:
    splits = freeze(examples, ["two"], ["three"])
    write_splits(splits, tmp_path)
    assert read_splits(tmp_path) == splits
    assert faults_of(splits, examples[::-1]) == []


def test_a_changed_label_of_the_test_part_is_told(examples: list[Example]) -> None:
    splits = freeze(examples, ["two"], ["three"])
    last = examples[-1]
    changed = last.model_copy(update={"labels": last.labels.model_copy(update={"severity": 3})})
    (fault,) = faults_of(splits, [*examples[:-1], changed])
    assert "test part changed" in fault
    first = examples[0].model_copy(update={"text": "autre chose"})
    assert faults_of(splits, [first, *examples[1:]]) == []


def test_no_file_is_no_split(tmp_path: Path) -> None:
    assert read_splits(tmp_path) is None


def test_a_spoilt_file_says_how_to_write_it(tmp_path: Path) -> None:
    (tmp_path / "splits.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match="baume data split"):
        read_splits(tmp_path)


@pytest.mark.parametrize(("dev", "test"), [(["two"], ["two"]), (["nothing"], ["two"])])
def test_impossible_splits(examples: list[Example], dev: list[str], test: list[str]) -> None:
    with pytest.raises(DataError):
        freeze(examples, dev, test)
