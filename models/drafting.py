"""From a brief to drafts: writers propose, the guard filters, the ranker orders."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from data.schemas.brief import DraftBrief
from data.schemas.suggestion import Check
from models.guard import GuardContext, blocked, check
from models.ranker import ABSTAIN_BELOW, Ranked, Used, caution, different, features, score
from models.writers.base import Candidate, MessageView, Writer

_GUARDED: Final = 24
"""Candidates that the guard reads at most, best first, before giving up."""


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
    # Platforms count a character as one or more; the exact count is asked for only when needed.
    fitting = [item for item in candidates if len(item.text) <= brief.limit]
    if not fitting:
        return Drafted((), "no reply in the bank fits this situation")
    used = Used(recent)
    ordered = sorted(
        ((score(features(item, brief, view, used)), item) for item in fitting),
        key=lambda scored: (-scored[0], scored[1].text),
    )
    if ordered[0][0] < ABSTAIN_BELOW:
        return Drafted((), "no candidate is close enough to the message")
    chosen = _choose(ordered, brief, view, limits, recent)
    return Drafted(chosen, None if chosen else "every candidate was refused by the guard")


def _choose(
    ordered: Sequence[tuple[float, Candidate]],
    brief: DraftBrief,
    view: MessageView,
    limits: Limits,
    recent: Sequence[str],
) -> tuple[Ranked, ...]:
    """The best that differ and pass the guard, which is asked only about those in question."""
    chosen: list[Ranked] = []
    read = 0
    for value, candidate in ordered:
        if len(chosen) == brief.count or read == _GUARDED:
            break
        if not all(different(candidate, other.candidate) for other in chosen):
            continue
        if limits.count_chars(candidate.text) > brief.limit:
            continue
        read += 1
        checks = guard_checks(candidate.text, brief, view, limits, recent)
        if blocked(checks):
            continue
        chosen.append(Ranked(candidate, checks, value * caution(checks)))
    return tuple(sorted(chosen, key=lambda item: -item.score))


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
