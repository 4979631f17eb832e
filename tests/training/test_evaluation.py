import io
import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from data.errors import DataError
from data.schemas.example import Labels
from models.bundles import DEFAULT_BUNDLE
from models.encoder.calibration import default_thresholds
from models.encoder.heads import BY_NAME, N_LOGITS
from training.encoder.calibrate import RARE_THRESHOLD, best_threshold, fit_thresholds
from training.encoder.targets import encode_labels
from training.evaluation.evaluate import evaluate_bundle, print_report
from training.evaluation.metrics import auc, ece, f1, score_heads
from training.evaluation.records import load_records


def bools(text: str) -> np.ndarray:
    return np.array([char == "1" for char in text])


def flat_file(path: Path, **changes: object) -> Path:
    row = {
        "id": "1",
        "lang": "en",
        "draw": "natural",
        "text": "the tram app eats my tickets",
        "intent": "complaint",
        "severity": 1,
        "sarcasm": None,
        "emotion": "anger",
        "topics": ["app_website"],
        "topics_disputed": [],
        "hostility": [],
        "hostility_disputed": [],
        "private_reasons": [],
        "private_reasons_disputed": [],
        "risk": [],
        "risk_disputed": [],
    }
    other = {**row, "id": "2", "lang": "fr", "intent": "praise", "severity": 0, **changes}
    path.write_text(json.dumps(row) + "\n" + json.dumps(other) + "\n", encoding="utf-8")
    return path


class TestNumbers:
    def test_f1(self) -> None:
        assert f1(bools("1100"), bools("1010")) == 0.5
        assert f1(bools("00"), bools("00")) == 1.0
        assert f1(bools("10"), bools("00")) == 0.0

    def test_auc_counts_ties_as_halves(self) -> None:
        assert auc(np.array([0.1, 0.9]), bools("01")) == 1.0
        assert auc(np.array([0.5, 0.5]), bools("01")) == 0.5
        assert auc(np.array([0.2, 0.6, 0.4, 0.8]), bools("0011")) == 0.75
        assert np.isnan(auc(np.array([0.2]), bools("1")))

    def test_ece(self) -> None:
        assert ece(np.array([0.95, 0.95, 0.05, 0.05]), bools("1100")) == pytest.approx(0.05)
        assert ece(np.array([1.0, 1.0]), bools("00")) == 1.0


class TestThresholds:
    def test_threshold_separates(self) -> None:
        p = np.concatenate([np.linspace(0.1, 0.3, 50), np.linspace(0.6, 0.8, 50)])
        assert 0.3 < best_threshold(p, np.arange(100) >= 50) <= 0.6

    def test_rare_labels_get_the_fixed_one(self) -> None:
        assert best_threshold(np.linspace(0, 1, 100), np.arange(100) >= 97) == RARE_THRESHOLD

    def test_calibration_finds_the_scale_and_the_prior(self) -> None:
        rng = np.random.default_rng(0)
        z = rng.normal(size=4000) * 2
        truth = rng.random(4000) < 1 / (1 + np.exp(-(0.5 * z - 1)))
        logits = np.zeros((4000, N_LOGITS), np.float32)
        logits[:, BY_NAME["sarcasm"].start] = z
        targets = encode_labels([Labels(sarcasm=bool(value)) for value in truth])
        found = fit_thresholds(logits, targets)["sarcasm"]
        assert found.scale == pytest.approx(0.5, abs=0.08)
        assert found.bias[0] == pytest.approx(-1, abs=0.12)

    def test_a_head_without_labels_stays_as_it_is(self) -> None:
        found = fit_thresholds(np.zeros((3, N_LOGITS), np.float32), encode_labels([Labels()] * 3))
        assert found["risk"].scale == 1.0
        assert found["intent"].bias == (0.0,) * 5


class TestRecords:
    def test_null_is_left_out(self, tmp_path: Path) -> None:
        records = load_records(flat_file(tmp_path / "d.jsonl"))
        assert not records.targets.known[:, BY_NAME["sarcasm"].start].any()
        assert records.targets.classes(BY_NAME["intent"]).tolist() == [0, 3]
        assert records.slices[1] == ("lang=fr", "draw=natural")

    def test_a_disputed_label_is_left_out_and_so_is_its_flag(self, tmp_path: Path) -> None:
        records = load_records(flat_file(tmp_path / "d.jsonl", hostility_disputed=["insult"]))
        head, any_head = BY_NAME["hostility"], BY_NAME["any"]
        known = records.targets.known
        assert not known[1, head.start + head.labels.index("insult")]
        assert known[1, head.start + head.labels.index("profanity")]
        assert known[:, any_head.start].tolist() == [True, False]

    def test_the_flag_is_known_when_another_label_is_agreed(self, tmp_path: Path) -> None:
        changes = {"risk": ["press"], "risk_disputed": ["viral"]}
        records = load_records(flat_file(tmp_path / "d.jsonl", **changes))
        column = BY_NAME["any"].start + BY_NAME["any"].labels.index("risk")
        assert records.targets.known[1, column]
        assert records.targets.values[1, column] == 1

    def test_our_own_format(self, tmp_path: Path) -> None:
        path = tmp_path / "own.jsonl"
        line = {"id": "own-1", "text": "hi", "language": "en", "labels": {}, "batch": "b"}
        path.write_text(json.dumps(line) + "\n")
        records = load_records(path)
        assert records.slices == (("lang=en", "batch=b"),)

    def test_what_cannot_be_read(self, tmp_path: Path) -> None:
        path = tmp_path / "bad.jsonl"
        path.write_text("nope\n")
        with pytest.raises(DataError, match="cannot be read"):
            load_records(path)


def test_scores_of_perfect_and_of_inverted_answers() -> None:
    labels = [
        Labels(intent="complaint", severity=2, sarcasm=True, risk=("press",)),
        Labels(intent="praise", severity=0, sarcasm=False, risk=()),
    ]
    targets = encode_labels(labels)
    right = (targets.values * 2 - 1).astype(np.float32) * 9
    scores = score_heads(right, targets, default_thresholds())
    for flag in ("complaint", "severity_2", "sarcasm", "risk"):
        assert scores[flag]["macro_f1"] == scores[flag]["auc"] == 1.0
    wrong = score_heads(-right, targets, default_thresholds())
    assert wrong["sarcasm"]["f1"] == wrong["sarcasm"]["auc"] == 0.0
    assert wrong["intent"]["accuracy"] == 0.0
    assert scores["hostility"]["n"] == 0


def test_evaluate_reports_slices_and_prints_them(tmp_path: Path) -> None:
    found = evaluate_bundle(DEFAULT_BUNDLE, flat_file(tmp_path / "d.jsonl"))
    assert set(found) == {"all", "draw=natural", "lang=en", "lang=fr"}
    assert found["all"]["complaint"]["n"] == 2
    assert found["all"]["sarcasm"]["auc"] is None
    json.dumps(found, allow_nan=False)
    out = io.StringIO()
    print_report(found, Console(file=out, width=160))
    assert "draw=natural" in out.getvalue()
