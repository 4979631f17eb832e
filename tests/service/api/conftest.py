import hashlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from data.schemas.message import Author
from data.schemas.suggestion import Suggestion, SuggestRequest, Versions
from data.schemas.wire import AnalyzeItem, AnalyzeResult, LintRequest, LintResponse
from service.app import create_app
from service.auth import create_key
from service.errors import UnanswerableError, UnknownBrandError
from service.settings import Settings

UNDERSTANDING: dict[str, Any] = {
    "intent": {"label": "complaint", "confidence": 0.9},
    "topics": [{"label": "outage", "confidence": 0.8}],
    "severity": {"level": 2, "confidence": 0.7},
    "sarcasm": {"flag": False, "probability": 0.1},
    "hostility": {"flag": False},
    "emotion": {"label": "frustration", "confidence": 0.6},
    "private_reasons": [],
    "risk": [],
    "pii": [],
    "mention": "direct",
}
VERSIONS = Versions(service="0.0-test", bundle="bundle-7", policy="p1", exemplars="e1")


class FakeEngine:
    """Answers at once; raises what a test put in ``failure``."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.recents: list[list[str]] = []
        self.abstain = False
        self._count = itertools.count(1)

    def suggest(
        self, request: SuggestRequest, *, now: datetime, recent: Sequence[str] = ()
    ) -> Suggestion:
        self._check(request.brand)
        if not any(m.author is Author.CUSTOMER for m in request.conversation.messages):
            raise UnanswerableError("no customer message to answer")
        self.recents.append(list(recent))
        number = next(self._count)
        revision = hashlib.sha256(
            "".join(m.id for m in request.conversation.messages).encode()
        ).hexdigest()[:12]
        return Suggestion.model_validate(
            {
                "suggestion_id": f"sug_{number}",
                "created_at": now,
                "conversation_revision": revision,
                "language": "fr",
                "understanding": UNDERSTANDING,
                "recommendation": _recommendation(),
                "risk": {"flag": False, "level": "none"},
                "drafts": [] if self.abstain else [_draft(number, 1), _draft(number, 2)],
                "abstained": {"reason": "stop", "rule": "reply-twice"} if self.abstain else None,
                "versions": VERSIONS,
                "timing_ms": {"understand": 12.5, "draft": 3.0},
            }
        )

    def analyze(
        self, items: Sequence[AnalyzeItem], *, brand: str | None = None
    ) -> list[AnalyzeResult]:
        self._check(brand)
        return [
            AnalyzeResult.model_validate(
                {"id": item.id, "language": "en", "understanding": UNDERSTANDING}
            )
            for item in items
        ]

    def lint(self, request: LintRequest, *, recent: Sequence[str] = ()) -> LintResponse:
        self._check(request.brand)
        self.recents.append(list(recent))
        length = {"used": len(request.text), "limit": 280}
        return LintResponse.model_validate(
            {"ok": True, "language": "en", "checks": [], "length": length}
        )

    def versions(self, brand: str | None = None) -> Versions:
        self._check(brand)
        return VERSIONS

    def _check(self, brand: str | None) -> None:
        if self.failure is not None:
            raise self.failure
        if brand not in {None, "demo", "autre"}:
            raise UnknownBrandError(str(brand), ["demo", "autre"])


def _draft(number: int, rank: int) -> dict[str, Any]:
    text = f"Bonjour, une panne depuis mardi, c'est long. Nous regardons. ({number}.{rank})"
    return {
        "id": f"d{rank}",
        "rank": rank,
        "text": text,
        "visibility": "public",
        "language": "fr",
        "score": 1.0 / rank,
        "confidence": 0.8,
        "sources": ["ex-1"],
        "writer": "compose",
        "length": {"used": len(text), "limit": 280},
    }


def _recommendation() -> dict[str, Any]:
    return {
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
    }


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'store.sqlite3'}", environment="production"
    )


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def app(settings: Settings, engine: FakeEngine) -> FastAPI:
    return create_app(settings, engine)


@pytest.fixture
def anonymous(app: FastAPI) -> Iterator[TestClient]:
    """A client without a key, over a started app."""
    with TestClient(app) as client:
        yield client


def _with_key(app: FastAPI, name: str) -> TestClient:
    with app.state.context.database.write() as session:
        key = create_key(session, name)
    return TestClient(app, headers={"Authorization": f"Bearer {key}"})


@pytest.fixture
def client(app: FastAPI, anonymous: TestClient) -> TestClient:
    return _with_key(app, "console")


@pytest.fixture
def other_client(app: FastAPI, anonymous: TestClient) -> TestClient:
    """Another caller with a key of its own."""
    return _with_key(app, "helpdesk")


@pytest.fixture
def ask() -> Callable[..., dict[str, Any]]:
    """Make the body of a suggest request; each message is a customer's, oldest first."""

    def make(*texts: str, conversation: str = "fil-1", brand: str = "demo") -> dict[str, Any]:
        messages = [
            {"id": f"m{index}", "author": "customer", "text": text}
            for index, text in enumerate(texts or ("Ma box est en panne depuis mardi.",))
        ]
        return {
            "brand": brand,
            "platform": "x",
            "conversation": {"id": conversation, "messages": messages},
        }

    return make
