"""Sittings of replies in the compact notation.

A good reply: ``message id|stage|manner|text`` where ``[a]`` begins an acknowledgement, ``[s]`` an
apology, ``[q]`` an ask, ``[i]`` an invitation to private, ``[n]`` a next step, ``[t]`` thanks,
``[p]`` a protective instruction, ``[c]`` a close, and ``{since:depuis 3 jours}`` marks what was
taken up from the message under a slot's name.

A wrong reply: ``message id|text`` where ``{blaming:vous auriez dû lire}`` marks a fault;
``message id|off_topic|text`` says that the whole reply is at fault; a third field ``private``
before the text says that it would be sent in private.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Final, TypeVar

from data.authoring.lines import parse_lines
from data.authoring.notation import parse_marks
from data.errors import DataError
from data.schemas.example import Example
from data.schemas.reply import BadReply, Fault, FaultSpan, Manner, Reply, ReplyPart, SlotSpan
from data.taxonomy import PartType, Stage

PARTS: Final = {
    "a": PartType.ACKNOWLEDGE,
    "s": PartType.APOLOGY,
    "q": PartType.ASK,
    "i": PartType.INVITE_PRIVATE,
    "n": PartType.NEXT_STEP,
    "t": PartType.THANKS,
    "p": PartType.SAFETY,
    "c": PartType.CLOSE,
}
_PART = re.compile(r"\[([asqintpc])\]")
_GOOD_FIELDS: Final = 4
_FAULTS: Final = frozenset(fault.value for fault in Fault)

ReplyT = TypeVar("ReplyT", Reply, BadReply)


def read_replies(paths: list[Path], batch: str, messages: Mapping[str, Example]) -> Iterator[Reply]:
    """Good replies of the sittings; raises ``DataError`` with every fault and its line."""
    return _read(paths, batch, messages, _good)


def read_bad_replies(
    paths: list[Path], batch: str, messages: Mapping[str, Example]
) -> Iterator[BadReply]:
    """Wrong replies of the sittings; raises ``DataError`` with every fault and its line."""
    return _read(paths, batch, messages, _bad)


def _read(
    paths: list[Path],
    batch: str,
    messages: Mapping[str, Example],
    parse: Callable[[str, str, str, Mapping[str, Example]], ReplyT],
) -> Iterator[ReplyT]:
    numbers = count(1)

    def read(line: str) -> ReplyT | None:
        if not line.strip() or line.startswith("# "):
            return None
        return parse(line, f"{batch}-{next(numbers):04d}", batch, messages)

    return parse_lines(paths, read)


def _answered(message_id: str, messages: Mapping[str, Example]) -> Example:
    if message_id not in messages:
        raise DataError(f"no message {message_id!r} in the corpus")
    return messages[message_id]


def _good(line: str, identifier: str, batch: str, messages: Mapping[str, Example]) -> Reply:
    fields = line.split("|", _GOOD_FIELDS - 1)
    if len(fields) != _GOOD_FIELDS:
        raise DataError("a reply is: message id|stage|manner|[a]text")
    message_id, stage, manner, raw = fields
    message = _answered(message_id, messages)
    before, *pieces = _PART.split(raw.replace("\\n", "\n"))
    if before.strip() or not pieces:
        raise DataError("the text begins with a part mark: [a] [s] [q] [i] [n] [t] [p] [c]")
    parts = [_part(PARTS[code], text) for code, text in zip(pieces[::2], pieces[1::2], strict=True)]
    return Reply(
        id=identifier,
        message_id=message_id,
        language=message.language,
        stage=Stage(stage),
        manner=Manner(manner),
        parts=tuple(parts),
        batch=batch,
    )


def _part(kind: PartType, raw: str) -> ReplyPart:
    marked = parse_marks(raw.strip())
    slots = tuple(SlotSpan(name=name, start=start, end=end) for name, start, end in marked.marks)
    return ReplyPart(type=kind, text=marked.text, slots=slots)


def _bad(line: str, identifier: str, batch: str, messages: Mapping[str, Example]) -> BadReply:
    message_id, _, rest = line.partition("|")
    message = _answered(message_id, messages)
    whole, bar, after = rest.partition("|")
    if not (bar and whole in _FAULTS):
        whole, after = "", rest
    private = after.startswith("private|")
    marked = parse_marks(after.removeprefix("private|").strip().replace("\\n", "\n"))
    spans = [
        FaultSpan(fault=Fault(name), start=start, end=end) for name, start, end in marked.marks
    ]
    if whole:
        spans.append(FaultSpan(fault=Fault(whole), start=0, end=len(marked.text)))
    return BadReply(
        id=identifier,
        message_id=message_id,
        language=message.language,
        text=marked.text,
        faults=tuple(spans),
        public=not private,
        batch=batch,
    )
