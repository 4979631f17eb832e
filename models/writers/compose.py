"""The compose writer: parts of good replies, chosen for this situation, filled from this message.

No language model: every sentence was written by a writer for a situation and carries slots; what
is this customer's own (since when, how often, what, how much) comes from the message, with the
perspective turned.
"""

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import regex

from data.schemas.brief import DraftBrief
from data.schemas.exemplar import Exemplar, Part
from data.situations import SITUATION_TOPIC
from data.taxonomy import Emotion, Intent, Language, PartType, Stage, Visibility
from models.retriever.hybrid import HybridRetriever
from models.spans.facts import SituationHit
from models.writers.base import WEAK_FACTS, Candidate, MessageView, UsedPart
from models.writers.channels import adapted, names_other_channel
from models.writers.classify import SituationClassifier
from models.writers.situate import HOSTILE, QUESTIONS, score_situations
from models.writers.skeletons import GRAVE, sequences
from models.writers.slots import (
    NAMES_ANY_FAILURE,
    SHORT_WAITS,
    fill,
    hit_for,
    slot_values,
    typeset,
)

_SITUATIONS_TRIED: Final = 4
_MIN_FIT: Final = 0.18
_GENERIC_FIT: Final = 0.24
"""Fit of a situation that is true of any message of its intent."""
_HEADS_PER_SITUATION: Final = 14
_GENERIC: Final = {
    Intent.COMPLAINT: ("unclear", "angry_no_detail"),
    Intent.QUESTION: ("question_info",),
    Intent.REQUEST: ("request_contact", "question_info"),
    Intent.PRAISE: ("praise_service",),
    Intent.OTHER: (),
}
PARTICULAR: Final = GRAVE | HOSTILE | {"bereavement", "legal_step", "leaving", "same_here"}
"""Situations whose words would be wrong, or hurt, under any other message."""
_HEAD_TYPES: Final = (PartType.ACKNOWLEDGE, PartType.THANKS)

_SINCE_WHEN = regex.compile(r"\b(?:since when|depuis quand|since roughly)\b", regex.IGNORECASE)

_Bank = dict[tuple[Language, Stage, str], list[tuple[Exemplar, Part]]]


class ComposeWriter:
    """Joins reusable parts; deterministic for a given message, bank and seed."""

    name = "compose"

    def __init__(
        self,
        exemplars: Sequence[Exemplar],
        retriever: HybridRetriever,
        classifier: SituationClassifier,
    ) -> None:
        self._retriever = retriever
        self._classifier = classifier
        self._bank: _Bank = defaultdict(list)
        for exemplar in exemplars:
            if not exemplar.approved:
                continue
            for part, situation in itertools.product(exemplar.parts, exemplar.situations):
                if part.reusable:
                    self._bank[exemplar.language, exemplar.stage, situation].append(
                        (exemplar, part)
                    )

    def write(self, brief: DraftBrief, view: MessageView) -> list[Candidate]:
        hits = self._retriever.search(view.text, view.embedding, brief.language)
        nearness = {hit.exemplar.id: hit.score for hit in hits}
        candidates: list[Candidate] = []
        for situation, fit in self._situations(brief, view):
            candidates += self._compose(brief, view, situation, fit, nearness)
        unique = {candidate.text: candidate for candidate in candidates}
        return list(unique.values())

    def _situations(self, brief: DraftBrief, view: MessageView) -> list[tuple[str, float]]:
        """Situations to try: the likely ones that the stage has parts for, then generic ones."""
        scored = score_situations(view, brief.intent, self._classifier.scores(view.embedding))
        likely = [
            (name, fit) for name, fit in scored if fit >= _MIN_FIT and self._parts(brief, name)
        ][:_SITUATIONS_TRIED]
        generic = [
            (name, _GENERIC_FIT)
            for name in _GENERIC[brief.intent]
            if name not in dict(likely)
            and self._parts(brief, name)
            and (name != "angry_no_detail" or _is_angry(view))
        ]
        if likely and brief.stage in {Stage.FIRST_PUBLIC, Stage.THANKS}:
            return likely + generic[:2]
        taken = dict(likely + generic)
        others = [item for item in self._any_of_stage(brief, view, scored) if item[0] not in taken]
        return likely + generic + others

    def _any_of_stage(
        self, brief: DraftBrief, view: MessageView, scored: Sequence[tuple[str, float]]
    ) -> list[tuple[str, float]]:
        """Later stages are less particular.

        They may speak of a likely situation by its topic alone, or not name it at all.
        """
        topics = [SITUATION_TOPIC[name] for name, _ in scored[:_SITUATIONS_TRIED]]
        by_topic = [f"about_{topic}" for topic in dict.fromkeys(topics) if topic is not None]
        unnamed = sorted(
            name
            for language, stage, name in self._bank
            if language is brief.language
            and stage is brief.stage
            and SITUATION_TOPIC[name] is None
            and name not in PARTICULAR | QUESTIONS
            and (name != "angry_no_detail" or _is_angry(view))
            and (name != "repeated_problem" or brief.stage is not Stage.PRIVATE)
        )
        fits = dict.fromkeys(unnamed, _MIN_FIT / 2) | dict.fromkeys(by_topic, _MIN_FIT)
        return [(name, fit) for name, fit in fits.items() if self._parts(brief, name)]

    def _parts(self, brief: DraftBrief, situation: str) -> list[tuple[Exemplar, Part]]:
        found = self._bank.get((brief.language, brief.stage, situation), [])
        if brief.stage is Stage.COOL_ANSWER:
            found = found + self._bank.get((brief.language, Stage.FIRST_PUBLIC, situation), [])
        return [(exemplar, part) for exemplar, part in found if self._suits(brief, exemplar, part)]

    @staticmethod
    def _suits(brief: DraftBrief, exemplar: Exemplar, part: Part) -> bool:
        low, high = exemplar.severity
        return (
            (exemplar.language is not Language.FR or exemplar.voice is brief.voice)
            and (low <= brief.severity <= high or brief.stage is Stage.THANKS)
            and (not exemplar.light or (brief.humour and not brief.cool))
            and not (brief.cool and "!" in part.text)
            and (exemplar.sector is None or exemplar.sector in brief.sectors)
            and not names_other_channel(part.text, brief)
            and not (part.type is PartType.INVITE_PRIVATE and not brief.channel_phrase)
        )

    def _fill_all(
        self, brief: DraftBrief, view: MessageView, situation: str
    ) -> dict[PartType, list[tuple[UsedPart, Exemplar]]]:
        values = slot_values(view.facts, situation, brief)
        hit = hit_for(view.facts, situation)
        filled: dict[PartType, list[tuple[UsedPart, Exemplar]]] = defaultdict(list)
        for exemplar, part in self._parts(brief, situation):
            slots = part.slots
            if not _length_belongs(slots, hit, situation):
                continue
            if _says_twice(values, slots) or _asks_what_was_said(part, values):
                continue
            text = fill(adapted(part.text, brief), values, brief.language)
            if text is not None:
                told = tuple(name for name in slots if name not in {"channel", "link", "brand"})
                used = UsedPart(exemplar.id, part.type, part.text, text, told, exemplar.light)
                filled[part.type].append((used, exemplar))
        return filled

    def _compose(
        self,
        brief: DraftBrief,
        view: MessageView,
        situation: str,
        fit: float,
        nearness: dict[str, float],
    ) -> list[Candidate]:
        filled = self._fill_all(brief, view, situation)

        def order(item: tuple[UsedPart, Exemplar]) -> tuple[float, float]:
            used, exemplar = item
            facts = sum(name not in WEAK_FACTS for name in used.filled)
            worth = 0.5 * min(facts, 2) + nearness.get(exemplar.id, 0.0)
            return -(worth + 0.6 * _jitter(view.seed, used.template)), _jitter(1, used.template)

        def best(kinds: Sequence[PartType], limit: int) -> list[UsedPart]:
            items = [item for kind in kinds for item in filled[kind]]
            return [used for used, _ in sorted(items, key=order)[:limit]]

        heads = best(_HEAD_TYPES, _HEADS_PER_SITUATION)
        candidates = []
        for parts in sequences(brief, situation, heads, best):
            text = typeset(" ".join(part.text for part in parts), brief.language)
            if brief.signature and brief.visibility is Visibility.PUBLIC:
                text = f"{text} {brief.signature}"
            variety = _jitter(view.seed, text)
            candidates.append(Candidate(text, self.name, situation, tuple(parts), fit, variety))
        return candidates


def _is_angry(view: MessageView) -> bool:
    """Whether a reply may speak of anger."""
    heard = view.understanding
    return heard.emotion.label is Emotion.ANGER or heard.hostility.flag


def _length_belongs(slots: Sequence[str], hit: SituationHit | None, situation: str) -> bool:
    """Whether a "since" or a duration of the message may be said of this situation.

    It may when what was found to last is this situation, or when waiting is what it is about.
    """
    if not {"since", "duration"} & set(slots):
        return True
    return bool(hit and (hit.state or situation in SHORT_WAITS)) or situation in NAMES_ANY_FAILURE


def _asks_what_was_said(part: Part, values: dict[str, str]) -> bool:
    """Whether the part asks since when, and the customer said so."""
    return "since" in values and _SINCE_WHEN.search(part.text) is not None


def _says_twice(values: dict[str, str], slots: Sequence[str]) -> bool:
    """Whether two slots of one part would repeat a fact ("2 heures d'attente … 2 heures")."""
    texts = [values[name] for name in slots if name in values and name != "channel"]
    return any(
        one != other and (one in other or other in one)
        for one, other in itertools.combinations(texts, 2)
    ) or len(set(texts)) != len(texts)


def _jitter(seed: int, template: str) -> float:
    """A stable number in [0, 1) for a seed and a template."""
    digest = hashlib.blake2b(f"{seed}\x1f{template}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64
