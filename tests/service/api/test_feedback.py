from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.feedback import LIGHT_EDIT, measure_edit

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def made(client: TestClient, ask: Ask) -> dict[str, Any]:
    answer: dict[str, Any] = client.post("/v1/suggest", json=ask()).json()
    return answer


def _event(made: dict[str, Any], kind: str, **more: Any) -> dict[str, Any]:
    return {"suggestion_id": made["suggestion_id"], "type": kind} | more


def _stored(client: TestClient, made: dict[str, Any]) -> list[dict[str, Any]]:
    record = client.get(f"/v1/suggestions/{made['suggestion_id']}").json()
    return [event for event in record["events"] if event["type"] != "shown"]


@pytest.mark.parametrize(
    ("draft", "text", "distance", "ratio", "accepted"),
    [
        ("abcde", "abcde", 0, 0.0, True),
        ("abcdefghij", "abcdefgXYZ", 3, 0.3, True),
        ("abcdefghij", "abcdefWXYZ", 4, 0.4, False),
        ("abc", "abc and more", 9, 3.0, False),
        ("", "new", 3, 3.0, False),
        ("été", "ete", 2, 2 / 3, False),
    ],
)
def test_edits_are_measured(
    draft: str, text: str, distance: int, ratio: float, accepted: bool
) -> None:
    edit = measure_edit(draft, text)
    assert (edit.distance, edit.ratio, edit.accepted) == (distance, ratio, accepted)
    assert LIGHT_EDIT == 0.40


def test_a_draft_sent_as_it_was_is_accepted(client: TestClient, made: dict[str, Any]) -> None:
    text = made["drafts"][0]["text"]
    answer = client.post("/v1/feedback", json=_event(made, "sent", draft_id="d1", text=text))
    assert answer.status_code == 201
    [receipt] = answer.json()["events"]
    assert (receipt["edit_distance"], receipt["accepted"], receipt["stale"]) == (0, True, False)
    [event] = _stored(client, made)
    assert event["id"] == receipt["id"]
    assert event["text"] == text


def test_a_rewritten_draft_is_not_accepted(client: TestClient, made: dict[str, Any]) -> None:
    event = _event(made, "sent", draft_id="d1", text="Tout autre chose, sans rapport aucun.")
    [receipt] = client.post("/v1/feedback", json=event).json()["events"]
    assert receipt["accepted"] is False
    assert receipt["edit_ratio"] >= LIGHT_EDIT


def test_a_reply_of_the_agents_own_matches_no_draft(
    client: TestClient, made: dict[str, Any]
) -> None:
    event = _event(made, "sent", text=made["drafts"][0]["text"])
    [receipt] = client.post("/v1/feedback", json=event).json()["events"]
    assert (receipt["draft_id"], receipt["edit_distance"], receipt["accepted"]) == (None,) * 3


def test_an_edit_is_measured_but_not_yet_accepted(client: TestClient, made: dict[str, Any]) -> None:
    event = _event(made, "edited", draft_id="d1", text=made["drafts"][0]["text"] + "!!")
    [receipt] = client.post("/v1/feedback", json=event).json()["events"]
    assert (receipt["edit_distance"], receipt["accepted"]) == (2, None)


def test_a_list_is_stored_in_order(client: TestClient, made: dict[str, Any]) -> None:
    events = [
        _event(made, "inserted", draft_id="d2"),
        _event(made, "rejected", reason="trop long"),
        _event(made, "rated", rating=2, agent_id="agent-3"),
        _event(made, "label_corrected", head="topics", value=["billing", "refund"]),
    ]
    answer = client.post("/v1/feedback", json=events)
    assert answer.status_code == 201
    assert [event["type"] for event in _stored(client, made)] == [e["type"] for e in events]
    assert _stored(client, made)[3]["value"] == ["billing", "refund"]


@pytest.mark.parametrize(
    ("bad", "status", "slug", "pointer"),
    [
        ({"suggestion_id": "nope"}, 404, "unknown-suggestion", "/1/suggestion_id"),
        ({"draft_id": "d9"}, 404, "unknown-draft", "/1/draft_id"),
        ({"rating": 6}, 422, "invalid-request", "/1/rating"),
        ({"rating": None}, 422, "invalid-request", "/1"),
        ({"occurred_at": "0001-01-01T00:00:00+14:00"}, 422, "invalid-request", "/1/occurred_at"),
        ({"occurred_at": "2026-03-01T00:00:00"}, 422, "invalid-request", "/1/occurred_at"),
    ],
)
def test_one_bad_event_keeps_the_whole_list_out(
    client: TestClient,
    made: dict[str, Any],
    bad: dict[str, Any],
    status: int,
    slug: str,
    pointer: str,
) -> None:
    events = [_event(made, "rated", rating=5), _event(made, "rated", rating=5) | bad]
    answer = client.post("/v1/feedback", json=events)
    assert answer.status_code == status
    assert answer.json()["type"] == f"urn:baume:problem:{slug}"
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert _stored(client, made) == []


def test_a_single_event_is_pointed_at_without_index(
    client: TestClient, made: dict[str, Any]
) -> None:
    answer = client.post("/v1/feedback", json=_event(made, "rated", rating=5, draft_id="d9"))
    assert answer.json()["errors"][0]["pointer"] == "/draft_id"


@pytest.mark.parametrize("events", [[], "too many"])
def test_lists_have_bounds(client: TestClient, made: dict[str, Any], events: Any) -> None:
    body = events or events
    if events == "too many":
        body = [_event(made, "rated", rating=5)] * 257
    assert client.post("/v1/feedback", json=body).status_code == 422
    assert _stored(client, made) == []


@pytest.mark.parametrize(
    ("head", "value", "pointer"),
    [
        ("mood", "sad", "/head"),
        ("intent", "rant", "/value"),
        ("severity", 9, "/value"),
        ("topics", "billing", "/value"),
        ("intent", {"deep": [1]}, "/value"),
    ],
)
def test_a_correction_must_be_a_label(
    client: TestClient, made: dict[str, Any], head: str, value: Any, pointer: str
) -> None:
    event = _event(made, "label_corrected", head=head, value=value)
    answer = client.post("/v1/feedback", json=event)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


class TestStaleness:
    @pytest.fixture
    def newer(self, client: TestClient, ask: Ask, request: pytest.FixtureRequest) -> dict[str, Any]:
        request.getfixturevalue("made")  # first, so that it is the older one
        body = ask("Ma box est en panne depuis mardi.", "Et toujours rien.")
        answer: dict[str, Any] = client.post("/v1/suggest", json=body).json()
        return answer

    def test_a_stale_draft_cannot_be_inserted(
        self, client: TestClient, made: dict[str, Any], newer: dict[str, Any]
    ) -> None:
        answer = client.post("/v1/feedback", json=_event(made, "inserted", draft_id="d1"))
        assert answer.status_code == 409
        problem = answer.json()
        assert problem["type"] == "urn:baume:problem:stale-suggestion"
        assert problem["newer_suggestion_id"] == newer["suggestion_id"]
        assert problem["newer_conversation_revision"] == newer["conversation_revision"]
        assert _stored(client, made) == []

    @pytest.mark.usefixtures("made")
    def test_the_newer_draft_can(self, client: TestClient, newer: dict[str, Any]) -> None:
        answer = client.post("/v1/feedback", json=_event(newer, "inserted", draft_id="d1"))
        assert answer.json()["events"][0]["stale"] is False

    @pytest.mark.usefixtures("newer")
    def test_facts_are_kept_as_stale(self, client: TestClient, made: dict[str, Any]) -> None:
        event = _event(made, "sent", draft_id="d1", text="Envoyé quand même")
        answer = client.post("/v1/feedback", json=event)
        assert answer.status_code == 201
        assert answer.json()["events"][0]["stale"] is True

    def test_the_record_names_the_newer(
        self, client: TestClient, made: dict[str, Any], newer: dict[str, Any]
    ) -> None:
        record = client.get(f"/v1/suggestions/{made['suggestion_id']}").json()
        assert record["superseded_by"] == newer["suggestion_id"]

    def test_another_revision_told_by_the_caller_counts(
        self, client: TestClient, made: dict[str, Any]
    ) -> None:
        event = _event(made, "inserted", draft_id="d1", conversation_revision="rev-from-helpdesk")
        answer = client.post("/v1/feedback", json=event)
        assert answer.status_code == 409
        assert answer.json()["newer_suggestion_id"] is None
        assert answer.json()["newer_conversation_revision"] == "rev-from-helpdesk"

    def test_the_same_revision_asked_again_is_not_newer(
        self, client: TestClient, made: dict[str, Any], ask: Ask
    ) -> None:
        client.post("/v1/suggest", json=ask())
        event = _event(
            made, "inserted", draft_id="d1", conversation_revision=made["conversation_revision"]
        )
        assert client.post("/v1/feedback", json=event).status_code == 201

    def test_another_conversation_or_brand_is_not_newer(
        self, client: TestClient, made: dict[str, Any], ask: Ask
    ) -> None:
        client.post("/v1/suggest", json=ask("un", "deux", conversation="fil-2"))
        client.post("/v1/suggest", json=ask("un", "deux", brand="autre"))
        event = _event(made, "inserted", draft_id="d1")
        assert client.post("/v1/feedback", json=event).status_code == 201


def test_sent_texts_feed_novelty(
    app: FastAPI, client: TestClient, made: dict[str, Any], ask: Ask, engine: Any
) -> None:
    client.post("/v1/feedback", json=_event(made, "sent", text="Bonjour, c'est réparé."))
    client.post("/v1/suggest", json=ask(conversation="fil-9"))
    assert engine.recents[-1] == ["Bonjour, c'est réparé.", made["drafts"][0]["text"]]
