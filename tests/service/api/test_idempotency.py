from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import func, select

from service.store.repository import IDEMPOTENCY_TTL
from service.store.tables import FeedbackRow, IdempotencyRow, SuggestionRow

Ask = Callable[..., dict[str, Any]]
KEY = {"Idempotency-Key": "3b1f-once"}


def _count(app: FastAPI, table: type[Any]) -> int:
    with app.state.context.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_request_gets_the_same_answer(app: FastAPI, client: TestClient, ask: Ask) -> None:
    first = client.post("/v1/suggest", json=ask(), headers=KEY)
    again = client.post("/v1/suggest", json=ask(), headers=KEY)
    assert again.content == first.content
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert _count(app, SuggestionRow) == 1


def test_without_a_key_each_request_counts(app: FastAPI, client: TestClient, ask: Ask) -> None:
    for _ in range(2):
        client.post("/v1/suggest", json=ask())
    assert _count(app, SuggestionRow) == 2


def test_the_key_of_another_request_is_refused(client: TestClient, ask: Ask) -> None:
    made = client.post("/v1/suggest", json=ask(), headers=KEY).json()
    answer = client.post("/v1/suggest", json=ask("Autre chose"), headers=KEY)
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:baume:problem:idempotency-key-reused"
    event = {"suggestion_id": made["suggestion_id"], "type": "rated", "rating": 4}
    assert client.post("/v1/feedback", json=event, headers=KEY).status_code == 422


def test_callers_do_not_share_keys(
    app: FastAPI, client: TestClient, other_client: TestClient, ask: Ask
) -> None:
    first = client.post("/v1/suggest", json=ask(), headers=KEY).json()
    second = other_client.post("/v1/suggest", json=ask("Autre chose"), headers=KEY)
    assert second.status_code == 200
    assert second.json()["suggestion_id"] != first["suggestion_id"]


def test_feedback_is_stored_once(app: FastAPI, client: TestClient, ask: Ask) -> None:
    made = client.post("/v1/suggest", json=ask()).json()
    before = _count(app, FeedbackRow)
    event = {"suggestion_id": made["suggestion_id"], "type": "rated", "rating": 4}
    first = client.post("/v1/feedback", json=event, headers=KEY)
    again = client.post("/v1/feedback", json=event, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert _count(app, FeedbackRow) == before + 1


def test_a_refused_request_does_not_use_up_its_key(client: TestClient, ask: Ask) -> None:
    assert client.post("/v1/suggest", json=ask(brand="x"), headers=KEY).status_code == 422
    assert client.post("/v1/suggest", json=ask(), headers=KEY).status_code == 200


def test_a_key_is_free_again_after_its_time(app: FastAPI, client: TestClient, ask: Ask) -> None:
    client.post("/v1/suggest", json=ask(), headers=KEY)
    with app.state.context.database.write() as session:
        row = session.scalars(select(IdempotencyRow)).one()
        row.created_at = datetime.now(UTC) - IDEMPOTENCY_TTL - timedelta(seconds=1)
    answer = client.post("/v1/suggest", json=ask("Autre chose"), headers=KEY)
    assert answer.status_code == 200
    assert _count(app, IdempotencyRow) == 1


def test_requests_at_once_are_answered_once(
    app: FastAPI, anonymous: TestClient, client: TestClient, ask: Ask
) -> None:
    # The started client: its requests share one event loop, as a server's do.
    headers = KEY | {"Authorization": client.headers["authorization"]}

    def post(_: int) -> Response:
        return anonymous.post("/v1/suggest", json=ask(), headers=headers)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(post, range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert _count(app, SuggestionRow) == 1


@pytest.mark.parametrize("key", ["", "with space", "é", "x" * 256])
def test_odd_keys_are_refused(client: TestClient, ask: Ask, key: str) -> None:
    headers = [(b"Idempotency-Key", key.encode())]
    answer = client.post("/v1/suggest", json=ask(), headers=headers)
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["errors"][0]["detail"]
