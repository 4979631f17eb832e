"""Good and wrong replies: they answer a message that exists, and are what they are filed as."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from data.schemas.example import Example
from data.schemas.reply import BadReply, Manner, Reply
from data.taxonomy import Language, PartType, Stage
from data.validate.exemplars import TU, VOUS, asks_for_number, set_phrase, unapproved_promise
from data.validate.findings import Finding, Located, error, warning

T = TypeVar("T")

_TU_ALLOWED: Final = frozenset({Manner.WARM_TU, Manner.PLAYFUL, Manner.BRIEF})
PUBLIC_LIMIT: Final = 280
"""Characters of a public reply that fits the tightest platform (``docs/policy.md``)."""


def check_replies(
    replies: Sequence[Located[Reply]], messages: Sequence[Located[Example]], *, known: bool
) -> Iterator[Finding]:
    """Faults of good replies; ``known`` says that ``messages`` is the whole corpus."""
    by_id = {located.item.id: located.item for located in messages}
    for located in replies:
        reply = located.item
        if known:
            yield from _check_answered(located, reply, by_id)
        if found := set_phrase(reply.text):
            yield error("canned", located, f"{found!r} is a set phrase; say it another way")
        if found := unapproved_promise(reply.text, reply.language):
            yield error("promise", located, f"{found!r} promises; say what you look into instead")
        if reply.stage is not Stage.PRIVATE:
            yield from _check_public(located)
        yield from _check_voice(located)


def _check_public(located: Located[Reply]) -> Iterator[Finding]:
    reply = located.item
    if len(reply.text) > PUBLIC_LIMIT:
        message = f"{len(reply.text)} characters; {PUBLIC_LIMIT} fit every platform"
        yield warning("length", located, message)
    for part in reply.parts:
        if part.type is PartType.ASK and (asked := asks_for_number(part.text)):
            yield error("parts", located, f"asks for {asked!r} in public")


def _check_voice(located: Located[Reply]) -> Iterator[Finding]:
    reply = located.item
    if reply.language is not Language.FR:
        return
    if reply.manner is Manner.WARM_TU and (found := VOUS.search(reply.text)):
        yield warning("voice", located, f"manner warm_tu but {found[0]!r}")
    if reply.manner not in _TU_ALLOWED and (found := TU.search(reply.text)):
        yield warning("voice", located, f"manner {reply.manner} but {found[0]!r}")


def check_bad_replies(
    replies: Sequence[Located[BadReply]], messages: Sequence[Located[Example]], *, known: bool
) -> Iterator[Finding]:
    """Faults of the filing of wrong replies."""
    by_id = {located.item.id: located.item for located in messages}
    for located in replies:
        if known:
            yield from _check_answered(located, located.item, by_id)
        for fault in located.item.faults:
            piece = located.item.text[fault.start : fault.end]
            if piece != piece.strip():
                yield error("spans", located, f"{fault.fault} span {piece!r} has edges of space")


def _check_answered(
    at: Located[T], reply: Reply | BadReply, by_id: dict[str, Example]
) -> Iterator[Finding]:
    message = by_id.get(reply.message_id)
    if message is None:
        yield error("replies", at, f"no message {reply.message_id!r} in the corpus")
    elif isinstance(reply, Reply) and message.language is not reply.language:
        yield error("replies", at, f"a reply in {reply.language} to {message.language}")
