"""Builders of one valid message and one valid exemplar, and a way to write them as JSON lines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Record = dict[str, Any]


@pytest.fixture
def example() -> Record:
    return {
        "id": "t-0001",
        "text": "Ma box Ondrelis clignote en rouge depuis mardi et personne ne rappelle",
        "language": "fr",
        "labels": {
            "intent": "complaint",
            "topics": ["outage", "no_answer"],
            "severity": 2,
            "sarcasm": False,
            "hostility": [],
            "private_reasons": ["account"],
            "risk": [],
            "emotion": "frustration",
        },
        "sector": "telecom",
        "batch": "t",
    }


@pytest.fixture
def exemplar() -> Record:
    return {
        "id": "x-0001",
        "language": "fr",
        "stage": "first_public",
        "voice": "vous",
        "situations": ["no_internet"],
        "message": "Plus rien depuis mardi chez Ondrelis",
        "parts": [
            {"type": "acknowledge", "text": "{Failure} {since}, c'est long.", "reusable": True},
            {
                "type": "invite_private",
                "text": "Écrivez-nous en {channel} avec votre numéro de ligne : je regarde.",
                "reusable": True,
            },
        ],
        "batch": "x",
    }


@pytest.fixture
def write_lines(tmp_path: Path) -> Callable[..., Path]:
    def write(*records: Record | str, name: str = "lines.jsonl") -> Path:
        path = tmp_path / name
        lines = [line if isinstance(line, str) else json.dumps(line) for line in records]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write
