"""Label rules: what ``docs/labels.md`` states for certain, and what is seldom right (warnings)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from data.schemas.example import Example, Labels, PairKind
from data.schemas.exemplar import Exemplar
from data.sectors import ALIASES, SECTORS
from data.taxonomy import Emotion, Hostility, Intent, Risk, Topic
from data.validate.findings import Finding, Level, Located, error, warning

_MULTI: Final = ("topics", "hostility", "private_reasons", "risk")
_CALM: Final = frozenset({Intent.PRAISE, Intent.OTHER})


def check_labels(located: Located[Example]) -> Iterator[Finding]:
    """Contradictions within the labels of one message."""
    labels = located.item.labels
    for head in _MULTI:
        values = getattr(labels, head) or ()
        if len(set(values)) < len(values):
            yield error("labels", located, f"{head} names a label twice; keep one")
    for doubt in _doubts(labels):
        yield warning("labels", located, doubt)


def _doubts(labels: Labels) -> Iterator[str]:
    """Combinations that are seldom what was meant; only heads that are labelled are judged."""
    if labels.sarcasm and labels.intent not in (None, Intent.COMPLAINT):
        yield f"sarcasm with intent {labels.intent}: sarcasm that criticises is a complaint"
    if labels.intent in _CALM and labels.severity:
        yield f"intent {labels.intent} with severity {labels.severity}: 0 where nothing failed"
    if labels.intent is Intent.QUESTION and (labels.severity or 0) > 1:
        yield f"a question with severity {labels.severity} reports a failure: a complaint?"
    if labels.intent is Intent.COMPLAINT and labels.severity == 0:
        yield "a complaint with severity 0: something was lost, at least patience"
    if labels.intent is Intent.PRAISE and labels.private_reasons:
        yield "praise with private_reasons: it is answered in public"
    if labels.emotion is Emotion.JOY and labels.intent is Intent.COMPLAINT and not labels.sarcasm:
        yield "a plain complaint with emotion joy"
    yield from _risk_doubts(labels)


def _risk_doubts(labels: Labels) -> Iterator[str]:
    if labels.risk is None:
        return
    if labels.topics is not None and (Topic.DISCRIMINATION in labels.topics) != (
        Risk.DISCRIMINATION in labels.risk
    ):
        yield "topic and risk discrimination go together: one is claimed without the other"
    if (
        labels.hostility is not None
        and Risk.VIOLENCE in labels.risk
        and Hostility.THREAT not in labels.hostility
    ):
        yield "risk violence without hostility threat: a threat to people is both"


def check_sector(located: Located[Example] | Located[Exemplar]) -> Iterator[Finding]:
    """The sector is one of ``data.sectors.SECTORS``; a warning for replies, which do not train."""
    sector = located.item.sector
    if sector is None or sector in SECTORS:
        return
    advice = f"write {ALIASES[sector]!r}" if sector in ALIASES else "see data/sectors.py"
    level: Level = "error" if isinstance(located.item, Example) else "warning"
    yield Finding(level, "sector", located.where, f"unknown sector {sector!r}; {advice}")


def check_pairs(examples: Sequence[Located[Example]]) -> Iterator[Finding]:
    """A minimal pair has two members or more, and they differ in what its kind says."""
    pairs: dict[str, list[Located[Example]]] = defaultdict(list)
    for located in examples:
        if located.item.pair is not None:
            pairs[located.item.pair].append(located)
    for name, members in pairs.items():
        kind = members[0].item.pair_kind
        if len(members) == 1:
            yield warning("pairs", members[0], f"pair {name!r} has one member; add its counterpart")
        elif kind is not None and len({_contrast(kind, one.item) for one in members}) == 1:
            yield error(
                "pairs", members[0], f"the members of pair {name!r} do not differ in {kind}"
            )
        elif kind is None and len({one.item.labels.model_dump_json() for one in members}) == 1:
            yield warning("pairs", members[0], f"all members of pair {name!r} have equal labels")


def _contrast(kind: PairKind, example: Example) -> object:
    """The value in which the members of a pair of ``kind`` differ."""
    labels = example.labels
    return {
        "sarcasm": labels.sarcasm,
        "hostility": bool(labels.hostility),
        "private": bool(labels.private_reasons),
        "risk": frozenset(labels.risk or ()),
        "complaint": labels.intent is Intent.COMPLAINT,
        "language": example.language,
    }[kind]
