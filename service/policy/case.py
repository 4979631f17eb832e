"""The case the rules look at, and the decision they add up to."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from data.schemas.brief import DraftBrief
from data.schemas.message import Author, Customer, Message
from data.schemas.suggestion import Abstention, Recommendation, RiskAssessment, Understanding
from data.taxonomy import Hostility, Intent, Language, Platform, Severity, Visibility
from service.policy import reading
from service.policy.brand import BrandPolicy

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far ahead of us a platform's clock may be before its time is not believed."""
_EARLIEST_YEAR: Final = 2000
"""No platform here is older; an earlier time is a client's default, not a time."""
TOLD: Final = 0.6
"""Confidence from which a topic, or a reason for private, in a hostile message is taken as told."""
_ASKS = re.compile(r"[?？]")
_HELP: Final = frozenset({Intent.COMPLAINT, Intent.QUESTION, Intent.REQUEST})


@dataclass(frozen=True)
class Turn:
    """A message and what it says (``None`` when it was not read: the brand's own, bystanders')."""

    message: Message
    understanding: Understanding | None = None

    @property
    def by_customer(self) -> bool:
        return self.message.author is Author.CUSTOMER

    @property
    def by_agent(self) -> bool:
        return self.message.author is Author.AGENT

    @property
    def is_private(self) -> bool:
        return self.message.visibility is Visibility.PRIVATE


@dataclass(frozen=True)
class Case:
    """One conversation at one moment, oldest turn first, under one brand's policy.

    ``incident`` says that many similar complaints are being received at once.
    """

    turns: tuple[Turn, ...]
    platform: Platform
    customer: Customer | None
    policy: BrandPolicy
    language: Language
    now: datetime
    incident: bool = False

    @cached_property
    def latest_index(self) -> int | None:
        """Index of the last message written by a customer."""
        return max((i for i, turn in enumerate(self.turns) if turn.by_customer), default=None)

    @property
    def latest(self) -> Turn | None:
        """The turn to answer: the last one written by a customer."""
        return None if self.latest_index is None else self.turns[self.latest_index]

    @property
    def understanding(self) -> Understanding:
        """What the latest customer message says.

        Raises:
            LookupError: there is no customer message, or it was not read.
        """
        if self.latest is None or self.latest.understanding is None:
            raise LookupError("no customer message that was read; see Case.readable")
        return self.latest.understanding

    @property
    def readable(self) -> bool:
        return self.latest is not None and self.latest.understanding is not None

    @property
    def person(self) -> str | None:
        """``author_id`` of who is answered; ``None`` makes all customer messages one person."""
        return self.latest.message.author_id if self.latest else None

    def _same_person(self, turn: Turn) -> bool:
        # A message without an id may be anybody's; counting it stops sooner rather than later.
        other = turn.message.author_id
        return self.person is None or other is None or other == self.person

    @cached_property
    def own_turns(self) -> tuple[tuple[int, Turn], ...]:
        """``(index, turn)`` of all that the person who is answered wrote."""
        return tuple(
            (index, turn)
            for index, turn in enumerate(self.turns)
            if turn.by_customer and self._same_person(turn)
        )

    @cached_property
    def agent_replies(self) -> tuple[tuple[int, Turn], ...]:
        """``(index, turn)`` of the brand's replies to this person.

        A reply is addressed to whoever among the customers wrote last before it.
        """
        replies: list[tuple[int, Turn]] = []
        to_person = False
        for index, turn in enumerate(self.turns):
            if turn.by_customer:
                to_person = self._same_person(turn)
            elif turn.by_agent and to_person:
                replies.append((index, turn))
        return tuple(replies)

    @property
    def public_replies(self) -> int:
        """How many times the brand has answered this person in public."""
        return sum(not turn.is_private for _, turn in self.agent_replies)

    @property
    def hostile_turns(self) -> int:
        """How many of this person's messages were hostile."""
        return sum(
            turn.understanding is not None and reading.hostile(turn.understanding, self.policy)
            for _, turn in self.own_turns
        )

    @property
    def is_private(self) -> bool:
        """Whether the message to answer was itself sent in private."""
        return self.latest is not None and self.latest.is_private

    @property
    def began_public(self) -> bool:
        """Whether this person first spoke in public."""
        return bool(self.own_turns) and not self.own_turns[0][1].is_private

    @property
    def private_under_way(self) -> bool:
        """Whether this person and the brand are already talking in private."""
        return any(turn.is_private for _, turn in self.own_turns)

    @property
    def answered(self) -> bool:
        """Whether the brand spoke last, where the customer did or in private to a private word.

        A public message answered in private only is not answered: bystanders saw nothing.
        """
        last = self.latest_index
        return last is not None and any(
            index > last and (self.is_private or not turn.is_private)
            for index, turn in self.agent_replies
        )

    @property
    def answered_in_private_only(self) -> bool:
        last = self.latest_index
        later = [turn for index, turn in self.agent_replies if last is not None and index > last]
        return bool(later) and not self.answered

    @cached_property
    def intent(self) -> Intent:
        """What the reply has to be for.

        Ironic praise is a complaint.  A message that is no request by itself takes up the matter
        the person has open: in private, when nobody answered it yet, or when the brand asked.
        """
        understanding = self.understanding
        intent = reading.own_intent(understanding)
        if intent is not Intent.OTHER:
            return intent
        # Whoever gives their details wants to be looked after, and must be helped to hide them.
        return self._open_intent or (Intent.REQUEST if understanding.pii else intent)

    @property
    def _open_intent(self) -> Intent | None:
        last = self.latest_index or 0
        asked = [
            (index, reading.own_intent(turn.understanding))
            for index, turn in self.own_turns
            if index < last and turn.understanding is not None
        ]
        asked = [(index, intent) for index, intent in asked if intent in _HELP]
        if not asked:
            return None
        when, intent = asked[-1]
        since = [turn for index, turn in self.agent_replies if when < index < last]
        waiting = not since or _ASKS.search(since[-1].message.text) is not None
        return intent if self.is_private or waiting else None

    @property
    def needs_help(self) -> bool:
        """Whether there is a complaint, a question or a request to answer."""
        return self.intent in _HELP

    @property
    def hostile(self) -> bool:
        return reading.hostile(self.understanding, self.policy)

    @property
    def untold(self) -> bool:
        """Whether the message is hostile and says little of what happened: that is asked first."""
        said = self.understanding
        return (
            self.hostile
            and Hostility.INSULT in self.hostility(self.policy.thresholds.hostility)
            and said.severity.level <= Severity.ANNOYED
            and not said.pii
            and all(topic.confidence < TOLD for topic in said.topics)
        )

    def hostility(self, floor: float) -> dict[Hostility, float]:
        """Hostility labels of the latest message at or over ``floor``, with probabilities."""
        labels = self.understanding.hostility.labels
        return {item.label: item.probability for item in labels if item.probability >= floor}

    @cached_property
    def solved_at(self) -> int | None:
        """Index of the first message in which the person says, in private, that all is settled."""
        return next(
            (
                index
                for index, turn in self.own_turns
                if turn.is_private
                and turn.understanding is not None
                and reading.contented(turn.understanding)
                and not reading.hostile(turn.understanding, self.policy)
            ),
            None,
        )

    @property
    def solved(self) -> bool:
        """Whether the latest message is private and says that the matter is settled."""
        return (
            self.is_private
            and self.solved_at is not None
            and reading.contented(self.understanding)
            and not self.hostile
        )

    @property
    def told_in_public(self) -> bool:
        """Whether the brand spoke in public again after the matter was settled in private."""
        solved_at = self.solved_at
        return solved_at is not None and any(
            index > solved_at and not turn.is_private for index, turn in self.agent_replies
        )

    @property
    def time_is_sound(self) -> bool:
        """Whether the message's time can be believed (not ahead of ours, not absurdly old)."""
        sent_at = self.latest.message.sent_at if self.latest else None
        return sent_at is None or (
            sent_at.year >= _EARLIEST_YEAR and sent_at <= self.now + CLOCK_SKEW
        )

    @property
    def sent_at(self) -> datetime:
        """When the message to answer was sent; now when unknown or not to be believed."""
        sent_at = self.latest.message.sent_at if self.latest else None
        return sent_at if sent_at is not None and self.time_is_sound else self.now


@dataclass(frozen=True)
class Decision:
    """What the policy decides: ``briefs`` is empty when it abstains or no draft was asked for."""

    recommendation: Recommendation
    risk: RiskAssessment
    briefs: tuple[DraftBrief, ...]
    abstention: Abstention | None
