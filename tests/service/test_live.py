"""The API over the shipped models: suggest, feedback, read back, export."""

import json
from pathlib import Path
from typing import Any

import pytest
from datasets import load_dataset
from fastapi.testclient import TestClient
from pydantic import SecretStr

from service.app import create_app
from service.export import export_feedback
from service.pipeline import Pipeline
from service.settings import Settings
from service.store.database import Database

KEY = "live-test-key"
TEXT = "@lumio ligne coupée depuis lundi, écrivez à jean.petit@example.org, une honte"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{tmp_path}/live.sqlite3", api_key=SecretStr(KEY), log_level="error"
    )


@pytest.fixture
def client(settings: Settings, engine: Pipeline) -> Any:
    with TestClient(create_app(settings, engine)) as opened:
        opened.headers["Authorization"] = f"Bearer {KEY}"
        yield opened


def body(*texts: str) -> dict[str, Any]:
    messages = [
        {"id": f"m{number}", "author": "customer", "author_id": "jean", "text": text}
        for number, text in enumerate(texts)
    ]
    return {"brand": "demo", "platform": "x", "conversation": {"id": "c", "messages": messages}}


def test_what_the_agent_does_is_stored_beside_what_was_shown(
    client: TestClient, settings: Settings, tmp_path: Path
) -> None:
    answer = client.post("/v1/suggest", json=body(TEXT)).json()
    draft = answer["drafts"][0]
    sent = {
        "suggestion_id": answer["suggestion_id"],
        "type": "sent",
        "draft_id": draft["id"],
        "text": draft["text"] + " Nina",
    }
    assert client.post("/v1/feedback", json=sent).status_code in {200, 201}
    record = client.get(f"/v1/suggestions/{answer['suggestion_id']}").json()
    event = next(event for event in record["events"] if event["type"] == "sent")
    assert event["edit_distance"] == len(" Nina")
    assert event["accepted"] is True

    database = Database(settings.database_url)
    with database.read() as session:
        report = export_feedback(session, tmp_path / "snapshot", b"0123456789abcdef")
    database.close()
    assert report.suggestions == 1
    rows = load_dataset(
        "json",
        data_files=str(tmp_path / "snapshot" / "suggestions.jsonl"),
        split="train",
        cache_dir=str(tmp_path / "cache"),
    )
    assert len(rows) == 1
    assert "jean.petit" not in json.dumps(rows[0])


def test_a_newer_message_makes_a_draft_stale(client: TestClient) -> None:
    first = client.post("/v1/suggest", json=body(TEXT)).json()
    client.post("/v1/suggest", json=body(TEXT, "vous êtes là ?"))
    use = {
        "suggestion_id": first["suggestion_id"],
        "type": "inserted",
        "draft_id": first["drafts"][0]["id"],
    }
    answer = client.post("/v1/feedback", json=use)
    assert answer.status_code == 409
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_lint_finds_what_a_reply_must_not_say(client: TestClient) -> None:
    reply = {
        "brand": "demo",
        "platform": "x",
        "message": "ma facture est fausse",
        "text": "Calmez-vous. On vous rembourse 50 € demain, donnez-nous votre numéro de client ici.",
    }
    answer = client.post("/v1/lint", json=reply).json()
    assert answer["ok"] is False
    assert {"compensate", "no-pii-in-public"} <= {check["rule"] for check in answer["checks"]}


def test_every_rule_id_of_an_answer_is_in_the_playbook(client: TestClient) -> None:
    playbook = (Path(__file__).parents[2] / "docs" / "playbook.md").read_text(encoding="utf-8")

    def rules(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = {node["rule"]} if isinstance(node.get("rule"), str) else set()
            return own.union(*(rules(value) for value in node.values()))
        return set().union(*(rules(item) for item in node)) if isinstance(node, list) else set()

    found = rules(client.post("/v1/suggest", json=body(TEXT)).json())
    assert found
    assert all(f"`{rule}`" in playbook for rule in found)


@pytest.mark.parametrize("year", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_absurd_times_are_survived(client: TestClient, year: str) -> None:
    asked = body(TEXT)
    asked["conversation"]["messages"][0]["sent_at"] = year
    assert client.post("/v1/suggest", json=asked).status_code in {200, 422}
