"""Replies to messages of the corpus: good ones with typed parts, wrong ones with their faults."""

from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import Field, field_validator, model_validator

from data.schemas.base import Schema
from data.schemas.exemplar import SLOTS
from data.taxonomy import Language, PartType, Rule, Stage

_ID: Final = r"^[a-z0-9][a-z0-9_-]{2,80}$"
_BATCH: Final = r"^[a-z0-9_-]+$"


class Manner(StrEnum):
    """The voice of a reply; the French of ``WARM_TU`` and ``PLAYFUL`` may say *tu*."""

    WARM_VOUS = "warm_vous"
    WARM_TU = "warm_tu"
    WARM = "warm"
    BRIEF = "brief"
    FORMAL = "formal"
    PLAYFUL = "playful"


class Fault(StrEnum):
    """What is wrong with a wrong reply."""

    CANNED = "canned"
    OFF_TOPIC = "off_topic"
    BLAMING = "blaming"
    ARGUING = "arguing"
    SARCASTIC = "sarcastic"
    INSULTING = "insulting"
    THREATENING = "threatening"
    PROMISE = "promise"
    AMOUNT = "amount"
    LINK = "link"
    ASKS_PII = "asks_pii"
    REPEATS_PII = "repeats_pii"
    WRONG_LANGUAGE = "wrong_language"
    TOO_LONG = "too_long"
    GROVELLING = "grovelling"
    CHEERFUL = "cheerful"
    PRAISE_AS_COMPLAINT = "praise_as_complaint"
    INJECTED = "injected"
    LIABILITY = "liability"


FAULT_RULE: Final[dict[Fault, Rule]] = {
    Fault.CANNED: Rule.NOT_CANNED,
    Fault.OFF_TOPIC: Rule.NOT_CANNED,
    Fault.BLAMING: Rule.NO_DEBATE,
    Fault.ARGUING: Rule.NO_DEBATE,
    Fault.SARCASTIC: Rule.NO_DEBATE,
    Fault.INSULTING: Rule.NEVER_INSULT,
    Fault.THREATENING: Rule.NEVER_INSULT,
    Fault.PROMISE: Rule.COMPENSATE,
    Fault.AMOUNT: Rule.OWN_POLICY,
    Fault.LINK: Rule.OWN_POLICY,
    Fault.ASKS_PII: Rule.NO_PII_IN_PUBLIC,
    Fault.REPEATS_PII: Rule.NO_PII_IN_PUBLIC,
    Fault.WRONG_LANGUAGE: Rule.OWN_POLICY,
    Fault.TOO_LONG: Rule.PLATFORM_LIMITS,
    Fault.GROVELLING: Rule.EMPATHY,
    Fault.CHEERFUL: Rule.EMPATHY,
    Fault.PRAISE_AS_COMPLAINT: Rule.THANK_PRAISE,
    Fault.INJECTED: Rule.OWN_POLICY,
    Fault.LIABILITY: Rule.RISK,
}
"""The playbook rule that each fault breaks: the id under which the guard reports it."""


class SlotSpan(Schema):
    """Half-open character range ``[start, end)`` of the part's text that came from the message."""

    name: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]

    @field_validator("name")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in SLOTS:
            raise ValueError(f"unknown slot {name!r}; known slots: {sorted(SLOTS)}")
        return name


class ReplyPart(Schema):
    """A run of sentences with one job, as it was written, and what of it was taken up."""

    type: PartType
    text: Annotated[str, Field(min_length=2, max_length=1000)]
    slots: tuple[SlotSpan, ...] = ()

    @model_validator(mode="after")
    def _slots_inside_text(self) -> Self:
        for slot in self.slots:
            if not slot.start < slot.end <= len(self.text):
                raise ValueError(f"slot {slot.name} {slot.start}:{slot.end} is outside the part")
        return self


class Reply(Schema):
    """A good reply to the corpus message ``message_id``, right under no other."""

    id: Annotated[str, Field(pattern=_ID)]
    message_id: Annotated[str, Field(pattern=_ID)]
    language: Language
    stage: Stage
    manner: Manner
    parts: Annotated[tuple[ReplyPart, ...], Field(min_length=1, max_length=8)]
    batch: Annotated[str, Field(pattern=_BATCH)]

    @property
    def text(self) -> str:
        return " ".join(part.text for part in self.parts)


class FaultSpan(Schema):
    """Half-open character range of the reply, and what is wrong there."""

    fault: Fault
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]

    @property
    def rule(self) -> Rule:
        return FAULT_RULE[self.fault]


class BadReply(Schema):
    """A wrong answer to the corpus message ``message_id``, for guard and ranker to learn from."""

    id: Annotated[str, Field(pattern=_ID)]
    message_id: Annotated[str, Field(pattern=_ID)]
    language: Language
    text: Annotated[str, Field(min_length=2, max_length=4000)]
    faults: Annotated[tuple[FaultSpan, ...], Field(min_length=1)]
    public: bool = True
    batch: Annotated[str, Field(pattern=_BATCH)]

    @model_validator(mode="after")
    def _faults_inside_text(self) -> Self:
        for fault in self.faults:
            if not fault.start < fault.end <= len(self.text):
                raise ValueError(f"fault {fault.fault} {fault.start}:{fault.end} is outside")
        return self
