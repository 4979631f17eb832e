"""The engine with the shipped bundle and the demo brand, loaded once."""

from datetime import UTC, datetime
from functools import cache

import pytest

from data.schemas.suggestion import SuggestRequest
from models.bundles import DEFAULT_BUNDLE, load_bundle
from service.pipeline import Pipeline
from service.policy.registry import PolicyRegistry

NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)


@cache
def _shipped() -> Pipeline:
    return Pipeline(load_bundle(DEFAULT_BUNDLE), PolicyRegistry.load(None))


@pytest.fixture(scope="session")
def engine() -> Pipeline:
    return _shipped()


def request(*turns: tuple[str, str], platform: str = "x", **fields: object) -> SuggestRequest:
    """A request from ``(author, text)`` turns; an author of ``agent-private`` writes in private."""
    messages = []
    for number, (author, text) in enumerate(turns, start=1):
        name, _, visibility = author.partition("-")
        messages.append(
            {
                "id": f"m{number}",
                "author": name,
                "author_id": name,
                "text": text,
                "visibility": visibility or "public",
            }
        )
    body = {
        "brand": "demo",
        "platform": platform,
        "conversation": {"id": "c1", "messages": messages},
        **fields,
    }
    return SuggestRequest.model_validate(body)
