"""Conversations: two to eight turns, told from the first to the last."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from data.schemas.example import Example
from data.validate.findings import Finding, Located, error, warning

MAX_TURNS: Final = 8


def check_conversations(examples: Sequence[Located[Example]]) -> Iterator[Finding]:
    """Each turn's context begins as the one before it did, and no thread is a single turn."""
    threads: dict[str, list[Located[Example]]] = defaultdict(list)
    for located in examples:
        if located.item.conversation is not None:
            threads[located.item.conversation].append(located)
    for name, turns in threads.items():
        ordered = sorted(turns, key=lambda turn: len(turn.item.context))
        last = ordered[-1].item
        length = len(last.context) + 1
        if length == 1 or length > MAX_TURNS:
            message = f"{name!r} has {length} labelled turns deep; 2 to {MAX_TURNS} are wanted"
            yield warning("conversations", ordered[-1], message)
        thread = [message.text for message in last.context] + [last.text]
        for turn in ordered:
            before = [message.text for message in turn.item.context]
            if [*before, turn.item.text] != thread[: len(before) + 1]:
                message = f"the context is not the beginning of conversation {name!r}"
                yield error("conversations", turn, message)
