"""Bodies of the smaller endpoints and of JSONL lines: analyze and lint."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from data.schemas.base import Schema
from data.schemas.message import MAX_TEXT_CHARS, Conversation, Identifier
from data.schemas.suggestion import Check, DraftLength, Understanding
from data.taxonomy import Intent, Language, Platform, Visibility

MAX_BATCH = 256


class AnalyzeItem(Schema):
    """One text; or a whole conversation, of which the last customer message is analysed."""

    id: Identifier
    text: Annotated[str, Field(max_length=MAX_TEXT_CHARS)] | None = None
    conversation: Conversation | None = None

    @model_validator(mode="after")
    def _text_or_conversation(self) -> Self:
        if (self.text is None) == (self.conversation is None):
            raise ValueError("give either text or conversation")
        return self


class AnalyzeRequest(Schema):
    items: Annotated[tuple[AnalyzeItem, ...], Field(min_length=1, max_length=MAX_BATCH)]
    brand: Identifier | None = None


class AnalyzeResult(Schema):
    id: str
    language: Language
    understanding: Understanding


class AnalyzeResponse(Schema):
    items: tuple[AnalyzeResult, ...]
    bundle: str


class LintRequest(Schema):
    """A reply that an agent typed, and what it answers."""

    brand: Identifier
    platform: Platform
    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT_CHARS)]
    visibility: Visibility = Visibility.PUBLIC
    language: Language | None = None
    message: Annotated[str, Field(max_length=MAX_TEXT_CHARS)] | None = None
    intent: Intent | None = None


class LintResponse(Schema):
    """``ok`` is false when any check is of severity ``block``."""

    ok: bool
    language: Language
    checks: tuple[Check, ...]
    length: DraftLength
