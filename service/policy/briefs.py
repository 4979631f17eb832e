"""What the writers are asked for."""

from dataclasses import dataclass
from typing import Final

from data.schemas.brief import DraftBrief
from data.taxonomy import Intent, RiskLevel, Severity, Stage, Visibility
from service.policy.case import Case
from service.policy.platforms import private_channel
from service.policy.rules.empathy import empathy
from service.policy.rules.incident import incident
from service.policy.rules.know_the_customer import know_the_customer
from service.policy.rules.platform_limits import platform_limits
from service.policy.rules.public_follow_up import follow_up_is_due
from service.policy.rules.reply_twice import replies_left

MAX_COUNT: Final = 5
"""Most drafts that one brief may ask for."""


@dataclass(frozen=True)
class _Ask:
    stage: Stage
    visibility: Visibility
    invite: bool = False


def briefs(
    case: Case, level: RiskLevel, *, go_private: bool, drafts: int
) -> tuple[DraftBrief, ...]:
    """Briefs for a case that is answered, public before private (rule ``public-first``).

    ``drafts`` is how many drafts each brief asks for, at most 5; none gives no brief.
    """
    if drafts < 1:
        return ()
    return tuple(
        _brief(case, ask, level, min(drafts, MAX_COUNT)) for ask in _asks(case, go_private)
    )


def _asks(case: Case, go_private: bool) -> list[_Ask]:
    if follow_up_is_due(case):
        return [_Ask(Stage.PUBLIC_FOLLOW_UP, Visibility.PUBLIC)]
    if case.is_private:
        stage = Stage.THANKS if case.intent is Intent.PRAISE else Stage.PRIVATE
        return [_Ask(stage, Visibility.PRIVATE)]
    asks: list[_Ask] = []
    if replies_left(case) > 0:
        asks.append(_Ask(public_stage(case), Visibility.PUBLIC, invite=go_private))
    if go_private:
        asks.append(_Ask(Stage.PRIVATE, Visibility.PRIVATE))
    if incident(case):
        asks.append(_Ask(Stage.INCIDENT_NOTICE, Visibility.PUBLIC))
    return asks


def public_stage(case: Case) -> Stage:
    """Where in the conversation the public reply stands.

    A hostile message that names nothing concrete gets an answer that asks what happened; one that
    does is answered about what it names, in the same cool tone.
    """
    if case.intent is Intent.PRAISE and not case.hostile:
        return Stage.THANKS
    if case.public_replies > 0:
        return Stage.SECOND_PUBLIC
    if case.untold or (case.hostile and not case.understanding.topics):
        return Stage.COOL_ANSWER
    return Stage.FIRST_PUBLIC


def _brief(case: Case, ask: _Ask, level: RiskLevel, count: int) -> DraftBrief:
    policy, tone = case.policy, empathy(case, level)
    private = ask.visibility is Visibility.PRIVATE
    channel = private_channel(policy, case.platform)
    notice = ask.stage is Stage.INCIDENT_NOTICE
    return DraftBrief(
        stage=ask.stage,
        visibility=ask.visibility,
        language=case.language,
        platform=case.platform,
        intent=_intent(case),
        voice=policy.voice,
        limit=platform_limits(case, ask.visibility),
        invite_private=ask.invite,
        channel_phrase=channel.phrase(case.language) if ask.invite or private else "",
        private_contact=channel.contact if ask.invite else None,
        brand_name=policy.display_name,
        sectors=policy.sectors,
        customer_name=know_the_customer(case, ask.visibility),
        signature=policy.signature,
        severity=_severity(case),
        cool=tone.cool or notice,
        humour=tone.humour and not private and not notice,
        approved_links=policy.approved_links,
        count=count,
    )


def _intent(case: Case) -> Intent:
    # An attack that asks for nothing is answered as a complaint that has not been told yet.
    hostile_only = case.hostile and not case.needs_help
    return Intent.COMPLAINT if hostile_only else case.intent


def _severity(case: Case) -> int:
    level = case.understanding.severity.level
    return max(level, int(Severity.ANNOYED)) if case.intent is Intent.COMPLAINT else level
