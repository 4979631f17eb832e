from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.schemas.suggestion import Suggestion, SuggestRequest
from service.store.database import Database
from service.store.migrate import upgrade

START = datetime(2026, 3, 1, tzinfo=UTC)
Pair = tuple[SuggestRequest, Suggestion]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'sub folder' / 'store.sqlite3'}")
    yield database
    database.close()


@pytest.fixture
def database(empty: Database) -> Database:
    upgrade(empty)
    return empty


@pytest.fixture
def pair() -> Callable[..., Pair]:
    """A request and its suggestion, made ``minute`` minutes after the start."""

    def make(
        name: str,
        *,
        minute: int = 0,
        brand: str = "demo",
        revision: str = "r1",
        texts: tuple[str, ...] = ("un", "deux"),
    ) -> Pair:
        message = {"id": "m1", "author": "customer", "text": "Toujours en panne \U0001f621"}
        request = {
            "brand": brand,
            "platform": "x",
            "conversation": {"id": "fil-1", "messages": [message]},
        }
        suggestion = {
            "suggestion_id": name,
            "created_at": START + timedelta(minutes=minute),
            "conversation_revision": revision,
            "language": "fr",
            "understanding": {
                "intent": {"label": "complaint", "confidence": 0.9},
                "topics": [],
                "severity": {"level": 1, "confidence": 0.7},
                "sarcasm": {"flag": False, "probability": 0.1},
                "hostility": {"flag": False},
                "emotion": {"label": "anger", "confidence": 0.6},
                "private_reasons": [],
                "risk": [],
                "pii": [],
                "mention": "none",
            },
            "recommendation": {
                "action": "answer_public",
                "reasons": [],
                "go_private": {"recommended": False, "confidence": 0.2},
                "moderation": {},
                "respond_by": None,
                "not_before": None,
                "replies_left": 2,
                "route_to": "care",
                "follow_up": {"required": False},
                "gesture": {"allowed": False},
                "learning": {"record": False},
            },
            "risk": {"flag": False, "level": "none"},
            "drafts": [
                {
                    "id": f"d{rank}",
                    "rank": rank,
                    "text": text,
                    "visibility": "public",
                    "language": "fr",
                    "score": 1 / rank,
                    "confidence": 0.5,
                    "sources": [],
                    "writer": "compose",
                    "length": {"used": len(text), "limit": 280},
                }
                for rank, text in enumerate(texts, 1)
            ],
            "abstained": None,
            "versions": {"service": "0", "bundle": "b", "policy": "p", "exemplars": "e"},
            "timing_ms": {},
        }
        return SuggestRequest.model_validate(request), Suggestion.model_validate(suggestion)

    return make
