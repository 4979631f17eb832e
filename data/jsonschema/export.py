"""JSON Schema files of the public schemas, for those who do not write Python."""

import json
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from data.schemas.adversarial import AdversarialCase
from data.schemas.example import Example
from data.schemas.exemplar import Exemplar
from data.schemas.feedback import FeedbackEvent
from data.schemas.message import Conversation, Message
from data.schemas.reply import BadReply, Reply
from data.schemas.suggestion import Suggestion, SuggestRequest
from data.schemas.wire import AnalyzeRequest, AnalyzeResponse, LintRequest, LintResponse

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

PUBLIC: Final[dict[str, type[BaseModel]]] = {
    "message": Message,
    "conversation": Conversation,
    "example": Example,
    "exemplar": Exemplar,
    "reply": Reply,
    "bad_reply": BadReply,
    "adversarial_case": AdversarialCase,
    "suggest_request": SuggestRequest,
    "suggestion": Suggestion,
    "feedback_event": FeedbackEvent,
    "analyze_request": AnalyzeRequest,
    "analyze_response": AnalyzeResponse,
    "lint_request": LintRequest,
    "lint_response": LintResponse,
}
"""File stem → schema."""


def schema_files() -> dict[str, str]:
    """File name → its content."""
    return {
        f"{name}.schema.json": json.dumps(
            {"$schema": DIALECT, **model.model_json_schema()}, indent=2, ensure_ascii=False
        )
        + "\n"
        for name, model in PUBLIC.items()
    }


def write_schemas(folder: Path) -> list[Path]:
    """Write one file per public schema into ``folder``, made if absent; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in schema_files().items():
        path = folder / name
        path.write_text(content, encoding="utf-8")
        written.append(path)
    return written
