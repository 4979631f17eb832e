"""Health, metrics, logs and documentation."""

import json
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from service.app import create_app
from service.logging import configure_logging
from service.settings import Settings

Ask = Callable[..., dict[str, Any]]
CANARY = "canari-secret-4711"


def _metric(client: TestClient, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_alive_and_ready(anonymous: TestClient) -> None:
    assert anonymous.get("/healthz").json() == {"status": "alive"}
    assert anonymous.get("/readyz").json() == {
        "status": "ready",
        "database": "ok",
        "bundle": "bundle-7",
    }


def test_not_ready_without_a_bundle(anonymous: TestClient, engine: Any) -> None:
    engine.failure = RuntimeError("weights are gone")
    answer = anonymous.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()["database"], answer.json()["bundle"]) == ("ok", "failing")
    assert anonymous.get("/healthz").status_code == 200


def test_not_ready_without_a_database(
    app: FastAPI, anonymous: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> None:
        raise OperationalError("SELECT 1", {}, Exception("down"))

    monkeypatch.setattr(app.state.context.database, "ping", down)
    answer = anonymous.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "failing"


def test_suggestions_and_feedback_are_counted(client: TestClient, ask: Ask, engine: Any) -> None:
    made = client.post("/v1/suggest", json=ask()).json()
    engine.abstain = True
    client.post("/v1/suggest", json=ask())
    sent = {"suggestion_id": made["suggestion_id"], "type": "sent"}
    text = made["drafts"][0]["text"]
    client.post(
        "/v1/feedback",
        json=[
            sent | {"draft_id": "d1", "text": text},
            sent | {"draft_id": "d1", "text": "autre chose entièrement"},
            sent | {"text": "mes mots"},
        ],
    )
    expected = {
        'baume_suggestions_total{action="answer_public",language="fr"}': 2,
        'baume_abstentions_total{rule="reply-twice"}': 1,
        'baume_drafts_total{visibility="public",writer="compose"}': 2,
        'baume_feedback_events_total{type="shown"}': 2,
        'baume_feedback_events_total{type="sent"}': 3,
        'baume_replies_sent_total{outcome="accepted"}': 1,
        'baume_replies_sent_total{outcome="rewritten"}': 1,
        'baume_replies_sent_total{outcome="own"}': 1,
        'baume_stage_duration_seconds_sum{stage="understand"}': 0.025,
        'baume_http_requests_total{method="POST",route="/v1/suggest",status="200"}': 2,
    }
    assert {name: _metric(client, name) for name in expected} == pytest.approx(expected)


def test_a_replay_is_not_counted_again(client: TestClient, ask: Ask) -> None:
    for _ in range(3):
        client.post("/v1/suggest", json=ask(), headers={"Idempotency-Key": "k"})
    name = 'baume_suggestions_total{action="answer_public",language="fr"}'
    assert _metric(client, name) == 1


def test_callers_cannot_grow_the_series(client: TestClient) -> None:
    for number in range(5):
        client.get(f"/nowhere/{number}")
        client.request(f"BREW{number}", "/healthz")
    exposed = client.get("/metrics").text
    assert "nowhere" not in exposed
    assert "BREW" not in exposed


def test_two_apps_count_apart(settings: Settings, engine: Any, client: TestClient) -> None:
    client.get("/healthz")
    with TestClient(create_app(settings, engine)) as other:
        name = 'baume_http_requests_total{method="GET",route="/healthz",status="200"}'
        assert _metric(other, name) == 0
        assert _metric(client, name) == 1


def test_request_ids_come_back(anonymous: TestClient) -> None:
    answer = anonymous.get("/healthz", headers={"X-Request-ID": "ticket-81.2"})
    assert answer.headers["x-request-id"] == "ticket-81.2"
    for odd in ("with space", "x" * 129, "é"):
        answer = anonymous.get("/healthz", headers=[(b"X-Request-ID", odd.encode())])
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])


def test_errors_carry_the_request_id(anonymous: TestClient) -> None:
    answer = anonymous.post("/v1/suggest", headers={"X-Request-ID": "r-1"})
    assert answer.json()["request_id"] == "r-1"


def _lines(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines()]


def test_each_request_has_one_line(
    settings: Settings, client: TestClient, ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(settings)
    made = client.post("/v1/suggest", json=ask(), headers={"X-Request-ID": "r-9"}).json()
    [line] = [line for line in _lines(capsys.readouterr().err) if line["event"] == "request"]
    assert line["request_id"] == "r-9"
    assert line["route"] == "/v1/suggest"
    assert line["status"] == 200
    assert line["duration_ms"] >= 0
    assert line["suggestion_id"] == made["suggestion_id"]


def test_no_text_reaches_logs_errors_or_metrics(
    settings: Settings,
    client: TestClient,
    ask: Ask,
    engine: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(settings)
    body = ask(CANARY)
    made = client.post("/v1/suggest", json=body).json()
    sent = {"suggestion_id": made["suggestion_id"], "type": "sent", "text": CANARY}
    client.post("/v1/feedback", json=sent)
    client.post("/v1/analyze", json={"items": [{"id": "1", "text": CANARY}]})
    answers = [
        client.post("/v1/suggest", json=body | {"platform": CANARY}),
        client.post("/v1/suggest", content=f'{{"{CANARY}', headers=JSON_TYPE),
        client.post("/v1/feedback", json=sent | {"draft_id": CANARY}),
        client.post("/v1/feedback", json=sent | {"rating": CANARY}),
    ]
    try:
        raise ValueError(CANARY)
    except ValueError as cause:
        engine.failure = RuntimeError(f"choked on {CANARY}")
        engine.failure.__cause__ = cause
    answers.append(client.post("/v1/suggest", json=body))
    assert [answer.status_code for answer in answers] == [422, 400, 404, 422, 500]
    assert all(CANARY not in answer.text for answer in answers)
    captured = capsys.readouterr()
    assert "request_failed" in captured.err
    assert CANARY not in captured.err + captured.out
    assert CANARY not in client.get("/metrics").text


def test_a_defect_is_logged_with_its_place(
    settings: Settings,
    client: TestClient,
    ask: Ask,
    engine: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(settings)
    engine.failure = ZeroDivisionError("secret")
    client.post("/v1/suggest", json=ask())
    [line] = [line for line in _lines(capsys.readouterr().err) if line["event"] == "request_failed"]
    assert line["error"] == "ZeroDivisionError"
    assert "_check" in line["trace"][0]


def test_exceptions_that_libraries_log_lose_their_message(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(settings)
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("a.library").exception("it failed")
    [line] = _lines(capsys.readouterr().err)
    assert (line["event"], line["error"]) == ("it failed", "ValueError")
    assert CANARY not in json.dumps(line)


def test_docs_need_no_internet(anonymous: TestClient) -> None:
    page = anonymous.get("/docs").text
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert links
    assert all(link.startswith("/docs/assets/") for link in links)
    assert all(anonymous.get(link).status_code == 200 for link in links)


def test_docs_can_be_turned_off(settings: Settings, engine: Any) -> None:
    app = create_app(settings.model_copy(update={"docs": False}), engine)
    with TestClient(app) as client:
        assert client.get("/docs").status_code == 404
        assert client.get("/openapi.json").status_code == 404


def test_openapi_describes_the_api(anonymous: TestClient) -> None:
    document = anonymous.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    operations = {
        (method, path) for path, methods in document["paths"].items() for method in methods
    }
    assert {
        ("post", "/v1/suggest"),
        ("post", "/v1/analyze"),
        ("post", "/v1/lint"),
        ("post", "/v1/feedback"),
        ("get", "/v1/suggestions/{suggestion_id}"),
        ("get", "/healthz"),
        ("get", "/readyz"),
        ("get", "/metrics"),
    } == operations
    for path in ("/v1/suggest", "/v1/feedback"):
        operation = document["paths"][path]["post"]
        assert len(operation["requestBody"]["content"]["application/json"]["examples"]) == 2
        assert operation["security"]
        assert "application/problem+json" in operation["responses"]["422"]["content"]
    assert "HTTPValidationError" not in json.dumps(document)


def test_every_reference_of_openapi_resolves(anonymous: TestClient) -> None:
    text = anonymous.get("/openapi.json").text
    known = json.loads(text)["components"]["schemas"]
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert wanted - set(known) == set()
    assert "Problem" in wanted


def test_the_examples_are_valid_requests(client: TestClient) -> None:
    document = client.get("/openapi.json").json()

    def examples(path: str) -> list[Any]:
        content = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        return [example["value"] for example in content["examples"].values()]

    for path in ("/v1/suggest", "/v1/analyze", "/v1/lint"):
        for example in examples(path):
            assert client.post(path, json=example).status_code == 200
    for example in examples("/v1/feedback"):
        answer = client.post("/v1/feedback", json=example)
        # Well formed: only the suggestion it speaks of is not stored.
        assert answer.json()["type"] == "urn:baume:problem:unknown-suggestion"


JSON_TYPE = {"Content-Type": "application/json"}
