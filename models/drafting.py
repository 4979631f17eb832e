"""From a brief to drafts: writers propose, the guard filters, the ranker orders."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from data.schemas.brief import DraftBrief
from data.schemas.suggestion import Check
from data.taxonomy import CheckSeverity
from models.guard import GuardContext, check
from models.ranker import ABSTAIN_BELOW, Ranked, features, score, select
from models.writers.base import Candidate, MessageView, Writer

_GUARDED: Final = 48
"""Candidates, best first by a score without the guard, that the guard reads."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What of the brand's policy binds a draft, beyond its brief."""

    count_chars: Callable[[str], int]
    approved_contacts: tuple[str, ...] = ()
    banned_phrases: tuple[str, ...] = ()
    brand_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drafted:
    """Ranked drafts; ``reason`` says why there is none."""

    drafts: tuple[Ranked, ...]
    reason: str | None = None


def message_seed(author: str, text: str) -> int:
    """A stable seed that differs from person to person, for the same words."""
    digest = hashlib.blake2b(f"{author}\x1f{text}".encode(), digest_size=8).digest()
    return int.from_bytes(digest)


def draft(
    writers: Iterable[Writer],
    brief: DraftBrief,
    view: MessageView,
    limits: Limits,
    recent: Sequence[str] = (),
) -> Drafted:
    """Up to ``brief.count`` drafts that pass the guard and differ from one another."""
    candidates = [candidate for writer in writers for candidate in writer.write(brief, view)]
    fitting = [item for item in candidates if limits.count_chars(item.text) <= brief.limit]
    if not fitting:
        return Drafted((), "no reply in the bank fits this situation")
    ordered = sorted(fitting, key=lambda item: -score(features(item, (), brief, view, ())))[
        :_GUARDED
    ]
    ranked = [item for item in (_judge(c, brief, view, limits, recent) for c in ordered) if item]
    if not ranked:
        return Drafted((), "every candidate was refused by the guard")
    if max(item.score for item in ranked) < ABSTAIN_BELOW:
        return Drafted((), "no candidate is close enough to the message")
    return Drafted(tuple(select(ranked, brief.count)))


def _judge(
    candidate: Candidate,
    brief: DraftBrief,
    view: MessageView,
    limits: Limits,
    recent: Sequence[str],
) -> Ranked | None:
    checks = guard_checks(candidate.text, brief, view, limits, recent)
    if any(item.severity is CheckSeverity.BLOCK for item in checks):
        return None
    value = score(features(candidate, checks, brief, view, recent))
    return Ranked(candidate, checks, value)


def guard_checks(
    text: str, brief: DraftBrief, view: MessageView, limits: Limits, recent: Sequence[str]
) -> tuple[Check, ...]:
    """The guard's findings on a draft for ``brief``."""
    context = GuardContext(
        language=brief.language,
        visibility=brief.visibility,
        platform=brief.platform,
        limit=brief.limit,
        count_chars=limits.count_chars,
        intent=brief.intent,
        severity=brief.severity,
        customer_message=view.text,
        approved_links=brief.approved_links,
        approved_contacts=limits.approved_contacts,
        banned_phrases=limits.banned_phrases,
        recent=tuple(recent),
        brand_names=limits.brand_names,
    )
    return check(text, context)
