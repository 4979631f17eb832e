"""Skeletons of replies: which parts a stage needs, in the order a person would say them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import regex

from data.schemas.brief import DraftBrief
from data.taxonomy import PartType, Stage
from models.writers.base import UsedPart

Best = Callable[[Sequence[PartType], int], list[UsedPart]]
"""Picks the best filled parts of some kinds."""

GRAVE: Final = frozenset(
    {"danger", "injury", "foreign_object", "scam_impersonation", "account_hacked", "data_leak"}
    | {"self_harm_words", "threatened", "vulnerable_person"}
)
"""Situations in which a protective instruction belongs in the reply."""

_STATEMENTS: Final = frozenset({Stage.THANKS, Stage.PUBLIC_FOLLOW_UP, Stage.INCIDENT_NOTICE})
"""Stages whose head may stand alone: nothing has to be asked."""
_TAILS: Final = 14
_SORRY = regex.compile(r"\b(?:sorry|désolés?|navrés?|pardon|excuses)\b", regex.IGNORECASE)


def tail_kinds(brief: DraftBrief) -> tuple[PartType, ...]:
    """What a reply of this stage ends on."""
    if brief.stage is Stage.PRIVATE:
        return (PartType.ASK, PartType.INVITE_PRIVATE, PartType.NEXT_STEP)
    if brief.invite_private:
        return (PartType.INVITE_PRIVATE,)
    if brief.stage in _STATEMENTS:
        return (PartType.ASK, PartType.NEXT_STEP, PartType.CLOSE)
    return (PartType.ASK, PartType.NEXT_STEP)


def sequences(
    brief: DraftBrief,
    situation: str,
    heads: Sequence[UsedPart],
    best: Best,
) -> Iterator[list[UsedPart]]:
    """Skeletons by stage: what must be there, in the order a person would say it."""
    tails = best(tail_kinds(brief), _TAILS)
    apologies = best((PartType.APOLOGY,), 4) if brief.severity else []
    safety = best((PartType.SAFETY,), 2) if situation in GRAVE else []
    closes = best((PartType.CLOSE,), 4)
    for number, head in enumerate(heads):
        if brief.stage in _STATEMENTS:
            yield [head]
            for tail in (*tails[:6], *closes):
                yield [head, tail]
            continue
        for rank, tail in enumerate(tails):
            if tail.light and not head.light:
                continue
            core = [head, *safety[:1], tail]
            yield core
            if apologies and (number + rank) % 2 == 0 and not _SORRY.search(head.text):
                yield [head, apologies[(number + rank) // 2 % len(apologies)], *core[1:]]
