import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from data.jsonschema.export import PUBLIC, schema_files, write_schemas
from data.schemas.example import Example
from data.schemas.exemplar import Exemplar
from data.schemas.feedback import FeedbackEvent
from data.schemas.message import Conversation
from data.schemas.suggestion import SuggestRequest
from data.sectors import ALIASES, SECTORS

Record = dict[str, Any]
SHIPPED = Path(__file__).parents[2] / "data" / "jsonschema"


def test_example_and_exemplar_survive_a_round_trip(example: Record, exemplar: Record) -> None:
    first = Example.model_validate(example)
    second = Exemplar.model_validate(exemplar)
    assert Example.model_validate_json(first.model_dump_json()) == first
    assert Exemplar.model_validate_json(second.model_dump_json()) == second


def test_a_request_survives_a_round_trip() -> None:
    request = SuggestRequest.model_validate(
        {
            "brand": "ondrelis",
            "platform": "x",
            "conversation": {
                "id": "c1",
                "messages": [
                    {
                        "id": "m1",
                        "author": "customer",
                        "text": "No signal since noon",
                        "sent_at": "2026-01-05T12:00:00Z",
                    }
                ],
            },
        }
    )
    assert SuggestRequest.model_validate_json(request.model_dump_json()) == request


def test_a_span_outside_the_text_is_refused(example: Record) -> None:
    example["spans"] = [{"kind": "since", "start": 60, "end": 900}]
    with pytest.raises(ValidationError, match="outside the text"):
        Example.model_validate(example)


def test_slots_are_known_and_braces_belong_to_slots(exemplar: Record) -> None:
    exemplar["parts"][0]["text"] = "{weather}, c'est long."
    with pytest.raises(ValidationError, match="unknown slot"):
        Exemplar.model_validate(exemplar)
    exemplar["parts"][0]["text"] = "{since, c'est long."
    with pytest.raises(ValidationError, match="a brace outside a slot"):
        Exemplar.model_validate(exemplar)


def test_a_french_exemplar_has_a_voice(exemplar: Record) -> None:
    del exemplar["voice"]
    with pytest.raises(ValidationError, match="vous or tu"):
        Exemplar.model_validate(exemplar)


def test_messages_out_of_order_are_refused() -> None:
    messages = [
        {"id": "1", "author": "customer", "text": "a", "sent_at": "2026-01-05T12:00:00Z"},
        {"id": "2", "author": "agent", "text": "b", "sent_at": "2026-01-05T11:00:00Z"},
    ]
    with pytest.raises(ValidationError, match="oldest first"):
        Conversation.model_validate({"id": "c", "messages": messages})


def test_a_feedback_event_carries_what_its_type_needs() -> None:
    with pytest.raises(ValidationError, match="needs draft_id, text"):
        FeedbackEvent.model_validate({"suggestion_id": "s", "type": "edited"})


def test_shipped_json_schemas_are_current() -> None:
    """Run ``baume data schema`` after changing a schema."""
    shipped = {path.name: path.read_text("utf-8") for path in SHIPPED.glob("*.json")}
    assert shipped == schema_files()


def test_every_public_schema_is_written_as_a_closed_object(tmp_path: Path) -> None:
    paths = write_schemas(tmp_path / "new")
    assert [path.name for path in paths] == [f"{name}.schema.json" for name in PUBLIC]
    for path in paths:
        assert json.loads(path.read_text("utf-8"))["additionalProperties"] is False


def test_aliases_lead_to_sectors() -> None:
    assert set(ALIASES.values()) <= set(SECTORS)
    assert not set(ALIASES) & set(SECTORS)
