import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from data.schemas.wire import LintRequest, LintResponse
from service.settings import Settings

Ask = Callable[..., dict[str, Any]]


def test_a_suggestion_is_answered_and_stored(client: TestClient, ask: Ask) -> None:
    made = client.post("/v1/suggest", json=ask()).json()
    read = client.get(f"/v1/suggestions/{made['suggestion_id']}")
    assert read.status_code == 200
    assert read.json()["suggestion"] == made
    assert read.json()["superseded_by"] is None


def test_each_draft_is_stored_as_shown_with_rank_and_score(client: TestClient, ask: Ask) -> None:
    made = client.post("/v1/suggest", json=ask()).json()
    events = client.get(f"/v1/suggestions/{made['suggestion_id']}").json()["events"]
    assert [(e["type"], e["draft_id"], e["value"]) for e in events] == [
        ("shown", "d1", {"rank": 1, "score": 1.0}),
        ("shown", "d2", {"rank": 2, "score": 0.5}),
    ]


def test_an_abstention_is_stored_without_drafts(client: TestClient, ask: Ask, engine: Any) -> None:
    engine.abstain = True
    made = client.post("/v1/suggest", json=ask()).json()
    read = client.get(f"/v1/suggestions/{made['suggestion_id']}").json()
    assert read["suggestion"]["abstained"]["rule"] == "reply-twice"
    assert read["events"] == []


def test_the_engine_is_told_what_the_brand_lately_said(
    client: TestClient, ask: Ask, engine: Any
) -> None:
    first = client.post("/v1/suggest", json=ask()).json()
    client.post("/v1/suggest", json=ask(brand="autre"))
    client.post("/v1/suggest", json=ask())
    assert engine.recents == [[], [], [first["drafts"][0]["text"]]]


def test_lint_is_told_too(client: TestClient, ask: Ask, engine: Any) -> None:
    first = client.post("/v1/suggest", json=ask()).json()
    body = {"brand": "demo", "platform": "x", "text": "Nous regardons."}
    assert client.post("/v1/lint", json=body).json()["ok"] is True
    assert engine.recents[-1] == [first["drafts"][0]["text"]]


def test_analyze_answers_in_order(client: TestClient) -> None:
    items = [{"id": str(n), "text": "en panne"} for n in range(256)]
    answer = client.post("/v1/analyze", json={"items": items}).json()
    assert [item["id"] for item in answer["items"]] == [str(n) for n in range(256)]
    assert answer["bundle"] == "bundle-7"


def test_analyze_takes_at_most_256(client: TestClient) -> None:
    items = [{"id": str(n), "text": "en panne"} for n in range(257)]
    answer = client.post("/v1/analyze", json={"items": items})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/items"


def test_an_analyze_item_needs_a_text_or_a_conversation(client: TestClient) -> None:
    answer = client.post("/v1/analyze", json={"items": [{"id": "a"}]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/items/0"


def test_an_unknown_suggestion_is_a_404(client: TestClient) -> None:
    answer = client.get("/v1/suggestions/nope")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:baume:problem:unknown-suggestion"


def test_an_unknown_brand_is_told_the_known_ones(client: TestClient, ask: Ask) -> None:
    answer = client.post("/v1/suggest", json=ask(brand="inconnue"))
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:baume:problem:unknown-brand"
    assert "demo" in answer.json()["detail"]


def test_a_conversation_without_customer_is_unanswerable(client: TestClient, ask: Ask) -> None:
    body = ask()
    body["conversation"]["messages"][0]["author"] = "agent"
    answer = client.post("/v1/suggest", json=body)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:baume:problem:unanswerable"


def test_messages_out_of_order_are_refused_with_the_place(client: TestClient, ask: Ask) -> None:
    body = ask("un", "deux")
    first, second = body["conversation"]["messages"]
    first["sent_at"], second["sent_at"] = "2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"
    answer = client.post("/v1/suggest", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/conversation"


def test_a_future_message_is_accepted(client: TestClient, ask: Ask) -> None:
    body = ask()
    body["conversation"]["messages"][0]["sent_at"] = "2999-01-01T00:00:00Z"
    assert client.post("/v1/suggest", json=body).status_code == 200


def test_engine_calls_are_bounded(
    anonymous: TestClient,
    client: TestClient,
    ask: Ask,
    engine: Any,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running: list[int] = []
    most: list[int] = []
    full = threading.Barrier(settings.threads)
    lint = engine.lint

    def slow(request: LintRequest, *, recent: Sequence[str] = ()) -> LintResponse:
        running.append(1)
        most.append(len(running))
        # Goes on only when as many calls as allowed are in here at once.
        full.wait(timeout=30)
        running.pop()
        answer: LintResponse = lint(request, recent=recent)
        return answer

    monkeypatch.setattr(engine, "lint", slow)
    body = {"brand": "demo", "platform": "x", "text": "Nous regardons."}
    headers = {"Authorization": client.headers["authorization"]}

    def post(_: int) -> int:
        return anonymous.post("/v1/lint", json=body, headers=headers).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(post, range(6))) == {200}
    assert max(most) == settings.threads
