import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data.cli.main import build_app
from data.errors import DataError
from models.bundles import BundleError
from training import cli


def invoke(*arguments: str):
    return CliRunner().invoke(build_app(), list(arguments))


def test_verify_says_what_the_bundle_is() -> None:
    result = invoke("models", "verify")
    assert result.exit_code == 0
    assert "sound" in result.output
    assert "exemplars" in result.output


def test_verify_refuses_what_is_no_bundle(tmp_path: Path) -> None:
    result = invoke("models", "verify", str(tmp_path))
    assert isinstance(result.exception, BundleError)


def test_evaluate_prints_json(tmp_path: Path) -> None:
    labels = {"intent": "complaint", "sarcasm": False}
    line = {
        "id": "own-1",
        "text": "the kettle broke twice",
        "language": "en",
        "labels": labels,
        "batch": "b",
    }
    data = tmp_path / "d.jsonl"
    data.write_text(json.dumps(line) + "\n")
    result = invoke("evaluate", "--data", str(data), "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["lang=en"]["complaint"]["n"] == 1


def test_both_sources_of_a_base_are_too_many(tmp_path: Path) -> None:
    wheel = str(tmp_path / "x.whl")
    result = invoke("models", "build-base", "--out", str(tmp_path), "--wheel", wheel, "--hf", "x")
    assert isinstance(result.exception, DataError)


def test_another_wheel_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "x.whl"
    wheel.write_bytes(b"not a zip")
    result = invoke("models", "build-base", "--out", str(tmp_path / "b"), "--wheel", str(wheel))
    assert isinstance(result.exception, DataError)
    assert "is not the wheel" in str(result.exception)


def test_missing_train_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_TRAIN_PACKAGES", ("torch_of_another_world",))
    with pytest.raises(DataError, match=r"torch_of_another_world.*pip install -e '\.\[train\]'"):
        cli.need_train_packages()
