r"""Compact notation of labels and spans, a fifth of the length of JSON.

A message is one line of ten fields, ``pair|sector|platform|core|topics|hostility|private|risk|
situation|text``; the text, being last, may hold "|" itself.  ``core`` is the intent's first
letter, the severity and the emotion's letter, with "!" for sarcasm: ``c2A!``.  Lists are comma
separated three-letter codes; "-" or nothing is an empty field.  In the text ``{f:...}`` marks a
span (they may nest), ``\n`` is a line break.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from data.errors import DataError
from data.schemas.example import Labels, Span
from data.taxonomy import Emotion, Hostility, Intent, PrivateReason, Risk, SpanKind, Topic

INTENTS: Final = {intent.value[0]: intent for intent in Intent}
EMOTIONS: Final = {
    "A": Emotion.ANGER,
    "F": Emotion.FRUSTRATION,
    "D": Emotion.DISAPPOINTMENT,
    "W": Emotion.WORRY,
    "S": Emotion.SADNESS,
    "C": Emotion.CONFUSION,
    "J": Emotion.JOY,
    "N": Emotion.NEUTRAL,
}
SPANS: Final = {
    "f": SpanKind.FAILURE,
    "o": SpanKind.OBJECT,
    "s": SpanKind.SINCE,
    "n": SpanKind.COUNT,
    "l": SpanKind.PLACE,
    "p": SpanKind.PERSON,
    "a": SpanKind.AMOUNT,
    "r": SpanKind.REFERENCE,
}
TOPICS: Final = {
    "bil": Topic.BILLING,
    "pri": Topic.PRICING,
    "del": Topic.DELIVERY,
    "pro": Topic.PRODUCT,
    "out": Topic.OUTAGE,
    "acc": Topic.ACCOUNT,
    "ref": Topic.REFUND,
    "can": Topic.CANCELLATION,
    "boo": Topic.BOOKING,
    "sta": Topic.STAFF,
    "noa": Topic.NO_ANSWER,
    "app": Topic.APP_WEBSITE,
    "prv": Topic.PRIVACY,
    "saf": Topic.SAFETY,
    "dis": Topic.DISCRIMINATION,
    "mis": Topic.MISLEADING,
    "ins": Topic.INSTALLATION,
}
HOSTILITY: Final = {
    "pro": Hostility.PROFANITY,
    "ins": Hostility.INSULT,
    "thr": Hostility.THREAT,
    "har": Hostility.HARASSMENT,
    "hat": Hostility.HATE,
}
PRIVATE: Final = {
    "acc": PrivateReason.ACCOUNT,
    "bil": PrivateReason.BILLING,
    "per": PrivateReason.PERSONAL_DATA,
    "sta": PrivateReason.STAFF,
    "hea": PrivateReason.HEALTH,
    "sen": PrivateReason.SENSITIVE,
    "leg": PrivateReason.LEGAL,
    "com": PrivateReason.COMPLEX,
}
RISKS: Final = {
    "leg": Risk.LEGAL_ACTION,
    "reg": Risk.REGULATOR,
    "pre": Risk.PRESS,
    "vir": Risk.VIRAL,
    "saf": Risk.SAFETY,
    "sel": Risk.SELF_HARM,
    "vio": Risk.VIOLENCE,
    "dis": Risk.DISCRIMINATION,
    "dat": Risk.DATA_BREACH,
    "fra": Risk.FRAUD,
    "vul": Risk.VULNERABLE,
    "mis": Risk.STAFF_MISCONDUCT,
}

_CORE: Final = re.compile(r"(?P<intent>.)(?P<severity>[0-3])(?P<emotion>.)(?P<sarcasm>!?)")

CodeT = TypeVar("CodeT", bound=StrEnum)


@dataclass(frozen=True)
class Marked:
    """A text without its marks, and the marked ranges as ``(code, start, end)``."""

    text: str
    marks: tuple[tuple[str, int, int], ...]


def parse_marks(raw: str) -> Marked:
    """Strip ``{code:...}`` from ``raw``; marks may nest but not cross.

    Raises:
        DataError: a brace is not closed, or closes nothing.
    """
    text: list[str] = []
    length = 0
    opened: list[tuple[str, int]] = []
    marks: list[tuple[str, int, int]] = []
    at = 0
    while at < len(raw):
        if raw[at] == "{":
            code, colon, _ = raw[at + 1 : at + 40].partition(":")
            if not colon:
                raise DataError(f"no kind of mark at {raw[at : at + 20]!r}; write {{f:words}}")
            opened.append((code, length))
            at += len(code) + 2
            continue
        if raw[at] == "}":
            if not opened:
                raise DataError(f"a brace closes nothing in {raw!r}")
            code, start = opened.pop()
            marks.append((code, start, length))
        else:
            text.append(raw[at])
            length += 1
        at += 1
    if opened:
        raise DataError(f"a mark is not closed in {raw!r}")
    return Marked("".join(text), tuple(sorted(marks, key=lambda mark: mark[1:])))


def parse_spans(raw: str) -> tuple[str, tuple[Span, ...]]:
    """Text and spans of a marked message; edges of space are left outside the span.

    Raises:
        DataError: an unknown kind, an empty span or unbalanced braces.
    """
    marked = parse_marks(raw.replace("\\n", "\n"))
    spans = []
    for code, begin, stop in marked.marks:
        piece = marked.text[begin:stop]
        start = begin + len(piece) - len(piece.lstrip())
        end = stop - len(piece) + len(piece.rstrip())
        if code not in SPANS or start >= end:
            raise DataError(f"span {code!r} on {piece!r}: kinds are {' '.join(SPANS)}, never empty")
        spans.append(Span(kind=SPANS[code], start=start, end=end))
    return marked.text, tuple(spans)


def parse_labels(core: str, lists: Sequence[str]) -> Labels:
    """``c2A!`` and the four lists (topics, hostility, private reasons, risk) as labels.

    Raises:
        DataError: a code that is not in the tables above.
    """
    found = _CORE.fullmatch(core)
    if found is None:
        raise DataError(f"core {core!r}: intent letter, severity, emotion letter, e.g. c2A or c1F!")
    topics, hostility, private, risk = lists
    return Labels(
        intent=_code(INTENTS, found["intent"]),
        severity=int(found["severity"]),
        emotion=_code(EMOTIONS, found["emotion"]),
        sarcasm=found["sarcasm"] == "!",
        topics=_codes(TOPICS, topics),
        hostility=_codes(HOSTILITY, hostility),
        private_reasons=_codes(PRIVATE, private),
        risk=_codes(RISKS, risk),
    )


def _codes(table: Mapping[str, CodeT], field: str) -> tuple[CodeT, ...]:
    return tuple(_code(table, code.strip()) for code in field.split(",") if code.strip("- "))


def _code(table: Mapping[str, CodeT], code: str) -> CodeT:
    if code not in table:
        raise DataError(f"unknown code {code!r}; one of {' '.join(table)}")
    return table[code]
