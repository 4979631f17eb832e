"""From a case to a decision: the playbook's rules put together.

Where rules disagree, the order is: what may not be answered at all (``hide-hate``, ``risk``), what
the brand does not answer (``own-policy``), what asks for nothing (``not-canned``), what was
answered enough (``reply-twice``); then how to answer.
"""

from dataclasses import dataclass
from typing import Final

from data.schemas.suggestion import (
    Abstention,
    FollowUp,
    Gesture,
    GoPrivate,
    Learning,
    Moderation,
    Reason,
    Recommendation,
    RiskAssessment,
)
from data.taxonomy import Action, Hostility, RiskLevel, Rule
from service.policy.briefs import briefs
from service.policy.case import Case, Decision
from service.policy.hours import due
from service.policy.rules.acknowledge_fast import acknowledge_fast
from service.policy.rules.compensate import compensate
from service.policy.rules.empathy import empathy
from service.policy.rules.find_mentions import find_mentions
from service.policy.rules.go_private import go_private
from service.policy.rules.hide_hate import attacks, hide_hate, unanswerable
from service.policy.rules.incident import incident
from service.policy.rules.keep_criticism import keep_criticism
from service.policy.rules.know_the_customer import customer_reasons
from service.policy.rules.learn import learn
from service.policy.rules.never_instant import cooling_reasons, never_instant
from service.policy.rules.never_insult import never_insult
from service.policy.rules.no_debate import no_debate
from service.policy.rules.no_pii_in_public import no_pii_in_public
from service.policy.rules.not_canned import not_canned
from service.policy.rules.own_policy import own_policy, policy_reasons, route_to
from service.policy.rules.platform_limits import limit_reasons
from service.policy.rules.public_first import public_first
from service.policy.rules.public_follow_up import follow_up_is_due, public_follow_up
from service.policy.rules.reply_twice import replies_left, reply_reasons, reply_twice
from service.policy.rules.risk import no_draft, risk
from service.policy.rules.thank_praise import thank_praise

DEFAULT_DRAFTS: Final = 3
_GRAVE: Final = frozenset({RiskLevel.HIGH, RiskLevel.CRITICAL})
_SILENT: Final = frozenset({Action.NO_REPLY, Action.STOP, Action.HIDE})
"""Actions that, with an abstention, mean that no reply is due."""


@dataclass(frozen=True)
class _Findings:
    """What the rules found, before it is put into words."""

    risk: RiskAssessment
    moderation: Moderation
    private: GoPrivate
    abstention: Abstention | None
    action: Action

    @property
    def silent(self) -> bool:
        return self.abstention is not None and self.action in _SILENT


def decide(case: Case, drafts: int = DEFAULT_DRAFTS) -> Decision:
    """Decide what to recommend for the latest customer message, and what to have drafted.

    Pure and total: it never raises, whatever the turns; a case without a customer message that was
    read is abstained on.  ``drafts`` (0 to 5) is how many drafts each brief asks for.
    """
    if not case.readable:
        return _unread(case)
    found = _find(case)
    wanted = (
        ()
        if found.abstention is not None
        else briefs(case, found.risk.level, go_private=found.private.recommended, drafts=drafts)
    )
    return Decision(_recommend(case, found), found.risk, wanted, found.abstention)


def _find(case: Case) -> _Findings:
    assessment, moderation = risk(case), hide_hate(case)
    private = go_private(case, assessment.level)
    abstention = _abstain(case)
    action = _action(case, assessment, private, abstention)
    if abstention is not None and action in _SILENT:
        private = GoPrivate(recommended=False, confidence=private.confidence)
    return _Findings(assessment, moderation, private, abstention, action)


def _abstain(case: Case) -> Abstention | None:
    """The first rule that says that nothing can be drafted."""
    barred = unanswerable(case) or no_draft(case) or own_policy(case)
    if barred is not None or follow_up_is_due(case):
        return barred
    return not_canned(case) or reply_twice(case)


def _action(
    case: Case, assessment: RiskAssessment, private: GoPrivate, abstention: Abstention | None
) -> Action:
    rule = abstention.rule if abstention else None
    if rule is Rule.HIDE_HATE:
        return _attack_action(case, assessment)
    if assessment.level in _GRAVE:
        return Action.ESCALATE
    answered_or_empty = rule is Rule.NOT_CANNED or (rule is Rule.REPLY_TWICE and case.answered)
    if rule is Rule.NOT_CANNED and assessment.level is RiskLevel.MEDIUM:
        # Nothing to draft, but somebody must look.
        return Action.ESCALATE
    if answered_or_empty or not case.policy.channel(case.platform).enabled:
        return Action.NO_REPLY
    if not case.is_private and replies_left(case) == 0:
        return Action.STOP
    return _answer_action(case, private)


def _answer_action(case: Case, private: GoPrivate) -> Action:
    if follow_up_is_due(case):
        return Action.ANSWER_PUBLIC
    if case.hostile:
        return Action.COOL_OFF
    return Action.MOVE_PRIVATE if private.recommended else Action.ANSWER_PUBLIC


def _attack_action(case: Case, assessment: RiskAssessment) -> Action:
    """Hide what was said in public; a threat inside a complaint, or self-harm, needs a person."""
    threatened = Hostility.THREAT in attacks(case)
    person = assessment.level is RiskLevel.CRITICAL or (threatened and case.needs_help)
    return Action.ESCALATE if person or case.is_private else Action.HIDE


def _recommend(case: Case, found: _Findings) -> Recommendation:
    deadline = acknowledge_fast(case, found.risk.level)
    reply_due = not found.silent and not (case.answered and not follow_up_is_due(case))
    waits = reply_due and found.risk.level is not RiskLevel.CRITICAL
    return Recommendation(
        action=found.action,
        reasons=_reasons(case, found, deadline.reasons if reply_due else ()),
        go_private=found.private,
        moderation=found.moderation,
        respond_by=deadline.respond_by if reply_due else None,
        not_before=never_instant(case) if waits else None,
        replies_left=replies_left(case),
        route_to=route_to(case, found.risk, found.moderation),
        follow_up=public_follow_up(case, go_private=found.private.recommended),
        gesture=compensate(case, found.risk.level),
        learning=learn(case),
    )


def _reasons(case: Case, found: _Findings, deadline: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Why, the weightiest first: what is grave, what is withheld, how to answer, by when."""
    shared = (
        *found.risk.reasons,
        *found.moderation.reasons,
        *keep_criticism(case, found.moderation),
        *_why_abstained(found.abstention),
        *reply_reasons(case),
        *policy_reasons(case),
        *find_mentions(case),
        *no_pii_in_public(case),
        *thank_praise(case),
    )
    if found.silent:
        return shared
    return (
        *shared,
        *cooling_reasons(case),
        *no_debate(case),
        *never_insult(case),
        *public_first(case, go_private=found.private.recommended),
        *found.private.reasons,
        *empathy(case, found.risk.level).reasons,
        *incident(case),
        *limit_reasons(case),
        *customer_reasons(case),
        *deadline,
    )


def _why_abstained(abstention: Abstention | None) -> tuple[Reason, ...]:
    if abstention is None or abstention.rule is None:
        return ()
    return (Reason(rule=abstention.rule, label="abstained", evidence=abstention.reason),)


def _unread(case: Case) -> Decision:
    """No customer message, or one that could not be read: a person looks, nothing is drafted."""
    silent = case.latest is None
    abstention = Abstention(
        reason="no customer message to answer" if silent else "the message could not be read",
        rule=Rule.NOT_CANNED if silent else Rule.OWN_POLICY,
    )
    minutes = case.policy.respond_within_minutes.default
    recommendation = Recommendation(
        action=Action.NO_REPLY if silent else Action.ANSWER_PUBLIC,
        reasons=_why_abstained(abstention),
        go_private=GoPrivate(recommended=False, confidence=0.0),
        moderation=Moderation(),
        respond_by=None if silent else due(case.policy, case.sent_at, minutes),
        not_before=None,
        replies_left=replies_left(case),
        route_to=case.policy.routes.care,
        follow_up=FollowUp(required=False),
        gesture=Gesture(allowed=False),
        learning=Learning(record=False),
    )
    assessment = RiskAssessment(flag=False, level=RiskLevel.NONE)
    return Decision(recommendation, assessment, (), abstention)
