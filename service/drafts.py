"""From a decision to the drafts of the answer."""

import uuid
from collections.abc import Sequence
from typing import Final

from data.schemas.brief import DraftBrief
from data.schemas.message import Message
from data.schemas.suggestion import Abstention, Draft, DraftLength
from data.taxonomy import Language, Platform, Rule, Visibility
from models.drafting import Limits, draft, message_seed
from models.perception import Names, Perceived
from models.ranker import Ranked
from models.spans.extract import extract
from models.spans.facts import Facts
from models.text.instructions import instructs
from models.writers.base import MessageView, Writer
from service.policy.brand import BrandPolicy
from service.policy.case import Decision
from service.policy.platforms import count_chars

_PLACES: Final = 3
"""Decimals of scores and confidences in an answer."""


def draft_all(
    writers: Sequence[Writer],
    decision: Decision,
    latest: Message,
    heard: Perceived,
    policy: BrandPolicy,
    recent: Sequence[str],
) -> tuple[tuple[Draft, ...], str | None]:
    """Drafts for every brief, public ones first; one private draft goes with public ones."""
    drafts: list[Draft] = []
    reason: str | None = None
    if not decision.briefs:
        return (), None
    # Every brief of a decision is in one language.
    view = _view(latest, heard, decision.briefs[0].language)
    for brief in decision.briefs:
        asked = brief
        if brief.visibility is Visibility.PRIVATE and len(decision.briefs) > 1:
            asked = brief.model_copy(update={"count": 1})
        limits = limits_of(policy, brief.platform)
        drafted = draft(writers, asked, view, limits, recent)
        reason = reason or drafted.reason
        for ranked in drafted.drafts:
            drafts.append(_as_draft(ranked, asked, limits, len(drafts) + 1))
    return tuple(drafts), reason


def _view(latest: Message, heard: Perceived, language: Language) -> MessageView:
    return MessageView(
        text=latest.text,
        understanding=heard.understanding,
        # What a text that gives orders names was put there to be repeated.
        facts=Facts(language) if instructs(latest.text) else extract(latest.text, language),
        embedding=heard.embedding,
        seed=message_seed(latest.author_id or latest.author_name or latest.id, latest.text),
    )


def _as_draft(ranked: Ranked, brief: DraftBrief, limits: Limits, rank: int) -> Draft:
    text = ranked.candidate.text
    return Draft(
        id=f"drf_{uuid.uuid4().hex}",
        rank=rank,
        text=text,
        visibility=brief.visibility,
        language=brief.language,
        score=round(ranked.score, _PLACES),
        confidence=round(ranked.confidence, _PLACES),
        sources=ranked.candidate.sources,
        writer=ranked.candidate.writer,
        checks=ranked.checks,
        length=DraftLength(used=limits.count_chars(text), limit=brief.limit),
    )


def no_draft(reason: str | None, wanted: int, drafts: Sequence[Draft]) -> Abstention | None:
    """The abstention of an answer whose decision asked for drafts and got none."""
    if drafts or wanted == 0:
        return None
    return Abstention(reason=reason or "nothing to draft", rule=Rule.NOT_CANNED)


def names_of(policy: BrandPolicy) -> Names:
    """How the brand is called, for finding mentions."""
    return Names(policy.handles, (*policy.names, *policy.aliases))


def limits_of(policy: BrandPolicy, platform: Platform) -> Limits:
    """What of the policy binds a draft or an agent's reply on ``platform``."""
    contacts = (policy.contact.email, policy.contact.form)
    return Limits(
        count_chars=lambda text: count_chars(text, platform),
        approved_contacts=tuple(contact for contact in contacts if contact),
        banned_phrases=policy.banned_phrases,
        brand_names=(policy.display_name, *policy.names),
    )
