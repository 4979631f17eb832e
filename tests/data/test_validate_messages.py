from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.validate.duplicates import near_matches
from data.validate.findings import Finding
from data.validate.pii import iban_is_valid, luhn_is_valid, realistic
from data.validate.run import read_corpus, validate
from data.validate.variety import common_openings

Record = dict[str, Any]
Write = Callable[..., Path]

OTHER = "Trois semaines que le remboursement de ma valise cassée traîne chez vous"


def findings_of(path: Path, against: Path | None = None) -> list[Finding]:
    return validate(read_corpus(path), against)


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


def test_a_good_message_has_no_finding(example: Record, write_lines: Write) -> None:
    assert findings_of(write_lines(example)) == []


def test_a_schema_fault_is_a_finding_and_the_rest_is_still_read(
    example: Record, write_lines: Write
) -> None:
    path = write_lines(example, {"id": "t-0002"})
    corpus = read_corpus(path)
    assert len(corpus.examples) == 1
    assert {finding.check for finding in corpus.faults} == {"schema"}
    assert f"{path}:2" == corpus.faults[0].where


def test_a_repeated_id_is_an_error(example: Record, write_lines: Write) -> None:
    found = only(findings_of(write_lines(example, {**example, "text": OTHER})))
    assert (found.level, found.check) == ("error", "schema")
    assert "already used" in found.message


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ({"intent": "praise", "severity": 0, "sarcasm": True, "private_reasons": []}, "sarcasm"),
        ({"intent": "praise", "severity": 2, "private_reasons": []}, "where nothing failed"),
        ({"intent": "praise", "severity": 0}, "answered in public"),
        ({"intent": "question", "severity": 2}, "reports a failure"),
        ({"severity": 0}, "complaint with severity 0"),
        ({"emotion": "joy"}, "emotion joy"),
        ({"topics": ["discrimination"]}, "claimed without the other"),
        ({"risk": ["discrimination"]}, "claimed without the other"),
        ({"risk": ["violence"]}, "without hostility threat"),
    ],
)
def test_doubtful_labels_are_warnings(
    example: Record, write_lines: Write, labels: Record, words: str
) -> None:
    example["labels"] |= labels
    found = only(findings_of(write_lines(example)))
    assert (found.level, found.check) == ("warning", "labels")
    assert words in found.message


def test_unlabelled_heads_are_not_judged(example: Record, write_lines: Write) -> None:
    example["labels"] = {"sarcasm": True}
    assert findings_of(write_lines(example)) == []


def test_a_label_given_twice_is_an_error(example: Record, write_lines: Write) -> None:
    example["labels"]["topics"] = ["outage", "outage"]
    assert only(findings_of(write_lines(example))).level == "error"


def test_a_sector_outside_the_vocabulary_is_an_error(example: Record, write_lines: Write) -> None:
    example["sector"] = "hotels"
    found = only(findings_of(write_lines(example)))
    assert (found.level, found.check) == ("error", "sector")
    assert "write 'hotel'" in found.message


def test_a_pair_of_one_and_a_pair_of_equals_are_warnings(
    example: Record, write_lines: Write
) -> None:
    alone = {**example, "pair": "p1"}
    assert "has one member" in only(findings_of(write_lines(alone))).message
    twin = {**alone, "id": "t-0002"}
    assert "equal labels" in only(findings_of(write_lines(alone, twin))).message


def test_near_duplicates_are_errors_but_within_a_pair(example: Record, write_lines: Write) -> None:
    twin = {**example, "id": "t-0002", "text": example["text"].replace("mardi", "jeudi")}
    twin["labels"] = {**example["labels"], "severity": 1}
    found = only(findings_of(write_lines(example, twin)))
    assert (found.level, found.check) == ("error", "duplicates")
    assert "the same as t-0001" in found.message
    pair = [{**record, "pair": "p1"} for record in (example, twin)]
    assert findings_of(write_lines(*pair)) == []


def test_short_texts_are_duplicates_only_when_equal_and_in_the_same_thread(
    example: Record, write_lines: Write
) -> None:
    short = {**example, "text": "toujours rien ce matin"}
    near = {**short, "id": "t-0002", "text": "toujours rien ce soir"}
    assert findings_of(write_lines(short, near)) == []
    equal = {**short, "id": "t-0002", "text": "Toujours  rien ce matin"}
    assert only(findings_of(write_lines(short, equal))).check == "duplicates"
    context = [{"id": "m", "author": "agent", "text": "Votre colis arrive."}]
    assert findings_of(write_lines(short, {**equal, "context": context})) == []


def test_near_matches_score_by_the_exact_jaccard_index() -> None:
    words = " ".join(f"mot{number}" for number in range(20))
    matches = near_matches({"a": words, "b": words + " fin", "c": OTHER})
    assert [(match.left, match.right) for match in matches] == [("a", "b")]
    assert 0.9 < matches[0].jaccard < 1.0


def test_contamination_is_an_error_that_does_not_show_the_other_text(
    example: Record, write_lines: Write
) -> None:
    path = write_lines(example)
    secret = example["text"].replace("clignote", "clignotait")
    against = write_lines({"text": OTHER}, {"text": secret}, name="held_out.jsonl")
    found = only(findings_of(path, against))
    assert (found.level, found.check) == ("error", "contamination")
    assert "held_out.jsonl:2" in found.message
    assert "clignotait" not in found.message


@pytest.mark.parametrize(
    ("span", "level", "words"),
    [((24, 31), "error", "with a space"), ((3, 8), "warning", "cuts a word")],
)
def test_ragged_spans_are_found(
    example: Record, write_lines: Write, span: tuple[int, int], level: str, words: str
) -> None:
    example["spans"] = [{"kind": "failure", "start": span[0], "end": span[1]}]
    found = only(findings_of(write_lines(example)))
    assert (found.level, found.check) == (level, "spans")
    assert words in found.message


def test_overlapping_spans_of_one_kind_are_errors(example: Record, write_lines: Write) -> None:
    example["spans"] = [
        {"kind": "object", "start": 0, "end": 6},
        {"kind": "object", "start": 3, "end": 6},
    ]
    assert "overlap at character 3" in only(findings_of(write_lines(example))).message


@pytest.mark.parametrize(
    "text",
    [
        "rappelez moi au 06 12 34 56 78",
        "call me on 07911 123456 please",
        "écrivez à lea.martin@posta-fr.com",
        "mon IBAN FR14 2004 1010 0505 0001 3M02 606",
        "carte 4111 1111 1111 1111",
    ],
)
def test_personal_data_that_could_be_real_is_a_warning(
    example: Record, write_lines: Write, text: str
) -> None:
    example["text"] = text
    found = only(findings_of(write_lines(example)))
    assert (found.level, found.check) == ("warning", "pii")


@pytest.mark.parametrize(
    "text",
    [
        "rappelez moi au 06 39 98 12 34 ou au +33 1 99 00 12 34",
        "call me on 07700 900123 or 020 7946 0018",
        "or (212) 555-0147",
        "lea@example.com, order 88213, 1 240,50 €",
        "carte 4111 1111 1111 1112",
    ],
)
def test_fiction_is_not_personal_data(text: str) -> None:
    assert list(realistic(text)) == []


def test_check_digits() -> None:
    assert luhn_is_valid("4111111111111111")
    assert not luhn_is_valid("4111111111111112")
    assert not luhn_is_valid("42")
    assert iban_is_valid("GB82 WEST 1234 5698 7654 32")
    assert not iban_is_valid("GB82 WEST 1234 5698 7654 33")


def test_openings_shared_by_more_than_one_percent_are_found() -> None:
    varied = [f"mot{number} dit autre chose encore" for number in range(400)]
    assert list(common_openings([*varied, *["Bonjour je suis client"] * 5])) == [
        ("bonjour je suis client", 5)
    ]
    assert list(common_openings([*varied, *["Bonjour je suis client"] * 4])) == []
    assert list(common_openings([*varied, *varied, *["Bonjour je suis client"] * 6])) == []
