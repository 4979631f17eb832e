import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.export import ExportReport, SnapshotExistsError, export_feedback
from service.pseudonyms import Pseudonymiser

Ask = Callable[..., dict[str, Any]]
SECRET = b"a secret of enough bytes"
NOW = datetime(2026, 3, 9, tzinfo=UTC)


@pytest.fixture
def stored(client: TestClient, ask: Ask) -> dict[str, Any]:
    """A suggestion with a person in it, and what the agent did."""
    body = ask("Bonjour @demo, ici Zélie Quantin, écrivez à zelie@courriel.example ou @zelie_q")
    message = body["conversation"]["messages"][0]
    message |= {"author_id": "u-4242", "author_name": "Zélie Quantin"}
    body["customer"] = {"handle": "@zelie_q", "display_name": "Zélie Quantin"}
    made: dict[str, Any] = client.post("/v1/suggest", json=body).json()
    own = {"suggestion_id": made["suggestion_id"], "agent_id": "agent-paul"}
    events = [
        own | {"type": "rejected", "reason": "Zélie a déjà appelé", "draft_id": "d2"},
        own | {"type": "label_corrected", "head": "topics", "value": ["billing"]},
        own | {"type": "label_corrected", "head": "severity", "value": 1},
        own | {"type": "sent", "draft_id": "d1", "text": "Bonjour zélie quantin, c'est noté."},
    ]
    assert client.post("/v1/feedback", json=events).status_code == 201
    client.post("/v1/suggest", json=ask(conversation="fil-2"))
    return made


def _export(app: FastAPI, folder: Path, secret: bytes = SECRET) -> ExportReport:
    with app.state.context.database.read() as session:
        return export_feedback(session, folder, secret, now=NOW)


def _lines(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "suggestions.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_tells_what_was_shown_and_done(
    app: FastAPI, stored: dict[str, Any], tmp_path: Path
) -> None:
    _export(app, tmp_path / "snapshot")
    first, second = _lines(tmp_path / "snapshot")
    assert first["suggestion_id"] == stored["suggestion_id"]
    assert [(d["id"], d["rank"], d["score"]) for d in first["drafts"]] == [
        ("d1", 1, 1.0),
        ("d2", 2, 0.5),
    ]
    kinds = ["shown", "shown", "rejected", "label_corrected", "label_corrected", "sent"]
    assert [event["type"] for event in first["events"]] == kinds
    assert json.loads(first["events"][3]["value"]) == ["billing"]
    assert first["final_text"] == "Bonjour [name], c'est noté."
    assert first["final_draft_id"] == "d1"
    assert (second["final_text"], second["accepted"]) == (None, None)
    assert first.keys() == second.keys()


def test_people_are_gone_from_it(app: FastAPI, stored: dict[str, Any], tmp_path: Path) -> None:
    _export(app, tmp_path / "snapshot")
    text = "".join(path.read_text("utf-8") for path in (tmp_path / "snapshot").iterdir())
    for trace in ("Zélie", "zélie", "Quantin", "zelie", "courriel", "u-4242", "paul", "fil-1"):
        assert trace not in text
    [message] = _lines(tmp_path / "snapshot")[0]["messages"]
    assert "[email]" in message["text"]
    assert message["text"].startswith("Bonjour @")


def test_the_same_store_and_secret_give_the_same_bytes(
    app: FastAPI, stored: dict[str, Any], tmp_path: Path
) -> None:
    first, second = _export(app, tmp_path / "a"), _export(app, tmp_path / "b")
    assert first.sha256 == second.sha256
    other = _export(app, tmp_path / "c", b"another secret, long enough")
    assert other.sha256 != first.sha256
    assert other.key_id != first.key_id


def test_the_manifest_agrees_with_the_file(
    app: FastAPI, stored: dict[str, Any], tmp_path: Path
) -> None:
    report = _export(app, tmp_path / "snapshot")
    manifest = json.loads((tmp_path / "snapshot" / "manifest.json").read_text())
    assert manifest["schema_version"] == 1
    assert manifest["created_at"] == "2026-03-09T00:00:00+00:00"
    assert (manifest["suggestions"], manifest["drafts"]) == (2, 4)
    assert manifest["events"] == {"label_corrected": 2, "rejected": 1, "sent": 1, "shown": 4}
    assert manifest["sha256"] == report.sha256


def test_a_snapshot_is_never_overwritten(
    app: FastAPI, stored: dict[str, Any], tmp_path: Path
) -> None:
    _export(app, tmp_path / "snapshot")
    before = (tmp_path / "snapshot" / "suggestions.jsonl").read_bytes()
    with pytest.raises(SnapshotExistsError, match="new folder"):
        _export(app, tmp_path / "snapshot")
    assert (tmp_path / "snapshot" / "suggestions.jsonl").read_bytes() == before


def test_a_failed_export_leaves_nothing(
    app: FastAPI, stored: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("service.export.record_of", fail)
    with pytest.raises(OSError, match="disk full"):
        _export(app, tmp_path / "out" / "snapshot")
    assert list((tmp_path / "out").iterdir()) == []


def test_an_empty_store_exports_an_empty_snapshot(
    app: FastAPI, client: TestClient, tmp_path: Path
) -> None:
    report = _export(app, tmp_path / "snapshot")
    assert (report.suggestions, report.events) == (0, {})
    assert _lines(tmp_path / "snapshot") == []


def test_a_short_secret_is_refused(app: FastAPI, client: TestClient, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        _export(app, tmp_path / "snapshot", b"short")
    assert not (tmp_path / "snapshot").exists()


def test_datasets_loads_it(app: FastAPI, stored: dict[str, Any], tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    _export(app, tmp_path / "snapshot")
    loaded = datasets.load_dataset(
        "json",
        data_files=str(tmp_path / "snapshot" / "suggestions.jsonl"),
        cache_dir=str(tmp_path / "cache"),
        split="train",
    )
    assert loaded.num_rows == 2
    assert loaded[0]["events"][-1]["type"] == "sent"
    assert loaded[1]["final_text"] is None


class TestPseudonyms:
    names = Pseudonymiser(SECRET)

    def test_they_are_stable_and_keyed(self) -> None:
        again = Pseudonymiser(SECRET)
        assert self.names.of("u-1") == again.of("u-1")
        assert self.names.of("u-1") != self.names.of("u-2")
        assert self.names.of("u-1") != Pseudonymiser(b"another secret, long").of("u-1")
        assert self.names.of(None) is None

    @pytest.mark.parametrize(
        "handle", ["@lea", "@lea.b_2", "@lea@social.example", "@lea.bsky.example", "@é"]
    )
    def test_handles_go_whole(self, handle: str) -> None:
        text = self.names.text(f"Merci {handle} !")
        assert handle not in text
        assert text.startswith("Merci @")
        assert text.endswith(" !")
        assert len(text) == len("Merci @ !") + 16

    def test_a_handle_is_the_same_in_any_case(self) -> None:
        assert self.names.text("@Lea") == self.names.text("@lea")

    def test_a_full_stop_after_a_handle_stays(self) -> None:
        assert self.names.text("Vu avec @lea.").endswith(".")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Bonjour Rose Martin", "Bonjour [name]"),
            ("bonjour rose martin", "bonjour [name]"),
            ("Bonjour Rose,", "Bonjour [name],"),
            ("une rose fanée", "une rose fanée"),
            ("Rosemonde attend", "Rosemonde attend"),
        ],
    )
    def test_names_go_whole_and_in_part(self, text: str, expected: str) -> None:
        assert self.names.text(text, ["Rose Martin"]) == expected
