import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.loaders import (
    LoadError,
    digest,
    jsonl_files,
    load_examples,
    load_exemplars,
    load_jsonl,
)
from data.schemas.example import Example

Record = dict[str, Any]
Write = Callable[..., Path]


def test_an_example_is_read_with_all_its_fields(example: Record, write_lines: Write) -> None:
    (read,) = load_jsonl(write_lines(example), Example)
    assert read.text == example["text"]
    assert read.labels.severity == 2


def test_an_error_names_file_line_field_and_what_to_do(example: Record, write_lines: Write) -> None:
    bad = {**example, "id": "t-0002", "sentiment": "bad"}
    path = write_lines(example, "", bad)
    with pytest.raises(LoadError) as caught:
        list(load_jsonl(path, Example))
    assert str(caught.value) == f"{path}:3: sentiment: unknown field; remove it or correct its name"


def test_a_missing_field_is_to_be_added(example: Record, write_lines: Write) -> None:
    del example["text"]
    with pytest.raises(LoadError, match=r":1: text: missing; add this field"):
        list(load_jsonl(write_lines(example), Example))


def test_an_unknown_label_is_named_with_those_that_exist(
    example: Record, write_lines: Write
) -> None:
    example["labels"]["topics"] = ["outage", "weather"]
    with pytest.raises(LoadError, match=r"labels\.topics\.1: .*'delivery'"):
        list(load_jsonl(write_lines(example), Example))


def test_a_line_that_is_not_json_says_where(write_lines: Write) -> None:
    with pytest.raises(LoadError, match=r":1: not JSON at column 2 "):
        list(load_jsonl(write_lines("{not json"), Example))


def test_a_line_that_is_not_an_object_is_refused(write_lines: Write) -> None:
    with pytest.raises(LoadError, match=r":1: not a JSON object"):
        list(load_jsonl(write_lines("[1]"), Example))


def test_reading_stops_at_the_first_bad_line(example: Record, write_lines: Write) -> None:
    lines = load_jsonl(write_lines(example, "x", "y"), Example)
    assert next(lines).id == "t-0001"
    with pytest.raises(LoadError) as caught:
        next(lines)
    assert [fault.line for fault in caught.value.errors] == [2]


def test_collect_yields_the_good_lines_and_raises_every_fault(
    example: Record, write_lines: Write
) -> None:
    lines = load_jsonl(write_lines("x", example, "y"), Example, collect=True)
    assert next(lines).id == "t-0001"
    with pytest.raises(LoadError) as caught:
        next(lines)
    assert [fault.line for fault in caught.value.errors] == [1, 3]


def test_many_faults_are_cut_short_in_words_but_all_kept(write_lines: Write) -> None:
    with pytest.raises(LoadError, match="and 5 more") as caught:
        list(load_jsonl(write_lines(*["x"] * 25), Example, collect=True))
    assert len(caught.value.errors) == 25


def test_a_line_separator_inside_a_text_does_not_split_it(
    example: Record, write_lines: Write
) -> None:
    example["text"] = "deux\u2028lignes"
    line = Example.model_validate(example).model_dump_json()
    (read,) = load_jsonl(write_lines(line), Example)
    assert read.text == "deux\u2028lignes"


def test_a_missing_file_and_a_wrong_encoding_are_clear(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="check the path"):
        load_examples(tmp_path / "none.jsonl")
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes('{"text": "é"}'.encode("latin-1"))
    with pytest.raises(LoadError, match="not UTF-8 at byte 10"):
        list(load_jsonl(latin, Example))


def test_ids_are_unique_across_files(example: Record, write_lines: Write) -> None:
    first = write_lines(example, name="a.jsonl")
    write_lines({**example, "text": "autre"}, name="b.jsonl")
    with pytest.raises(LoadError, match=r"b\.jsonl:1: id: 't-0001' is already used at .*a\.j"):
        load_examples(first.parent)


def test_order_is_by_file_name_then_line(example: Record, write_lines: Write) -> None:
    write_lines({**example, "id": "t-0003"}, name="b.jsonl")
    path = write_lines({**example, "id": "t-0009"}, {**example, "id": "t-0002"}, name="a.jsonl")
    assert [item.id for item in load_examples(path.parent)] == ["t-0009", "t-0002", "t-0003"]


def test_exemplars_are_read_from_one_file(exemplar: Record, write_lines: Write) -> None:
    (read,) = load_exemplars(write_lines(exemplar))
    assert read.parts[0].slots == ("failure", "since")


def test_the_digest_follows_content_and_name_not_order_or_place(
    example: Record, write_lines: Write, tmp_path: Path
) -> None:
    a = write_lines(example, name="a.jsonl")
    b = write_lines("{}", name="b.jsonl")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    copies = [Path(shutil.copy(file, elsewhere)) for file in (a, b)]
    assert digest([a, b]) == digest([b, a]) == digest(copies)
    copies[1].write_bytes(b"{}\r\n")
    assert digest([a, b]) == digest(copies)
    copies[1].write_bytes(b"[]\n")
    assert digest([a, b]) != digest(copies)


def test_the_shipped_messages_load_and_cover_every_label() -> None:
    examples = load_examples()
    assert len(jsonl_files(Path("data/corpus/messages"))) >= 3
    assert {example.language for example in examples} >= {"fr", "en"}
    assert {example.labels.intent for example in examples} >= {"complaint", "praise", "question"}
