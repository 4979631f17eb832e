"""The data card's figures: one dictionary, shown as a table, as JSON or as Markdown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import quantiles
from typing import Any, Final

from rich.table import Table

from data.loaders import digest
from data.schemas.adversarial import AdversarialCase
from data.schemas.example import Example
from data.schemas.exemplar import Exemplar
from data.schemas.reply import BadReply, Reply
from data.situations import SITUATIONS
from data.validate.findings import Located
from data.validate.run import Corpus

Value = int | float | str | dict[str, int]
Section = dict[str, Value]
Figures = dict[str, Section]

_SHORT: Final = 60
BEGIN: Final = "<!-- figures: written by `baume data card --update` -->"
END: Final = "<!-- end of figures -->"


def figures(corpus: Corpus) -> Figures:
    """Counts of ``corpus`` by section (a folder each); lengths are in characters."""
    examples = [located.item for located in corpus.examples]
    exemplars = [located.item for located in corpus.exemplars]
    return {
        "corpus": _corpus(corpus),
        "messages": _messages(examples),
        "exemplars": _exemplars(exemplars),
        "replies": _replies([located.item for located in corpus.replies]),
        "wrong replies": _bad_replies([located.item for located in corpus.bad_replies]),
        "adversarial": _adversarial([located.item for located in corpus.adversarial]),
    }


def _corpus(corpus: Corpus) -> Section:
    located: list[Located[Any]] = [
        *corpus.examples,
        *corpus.exemplars,
        *corpus.replies,
        *corpus.bad_replies,
        *corpus.adversarial,
    ]
    files = {one.file for one in located}
    section: Section = {"files": len(files), "sha256": digest(files)}
    if corpus.splits is not None:
        of = corpus.splits.of
        section["messages by split"] = _count(of(one.item.batch) for one in corpus.examples)
        section["sha256 of the dev part"] = corpus.splits.dev.sha256
        section["sha256 of the test part"] = corpus.splits.test.sha256
    return section


def _messages(examples: Sequence[Example]) -> Section:
    labels = [example.labels for example in examples]
    return {
        "count": len(examples),
        "batch": _count(example.batch for example in examples),
        "language": _count(example.language for example in examples),
        "origin": _count(example.origin for example in examples),
        "sector": _count(example.sector or "none" for example in examples),
        "platform": _count(example.platform or "none" for example in examples),
        "length": _lengths([len(example.text) for example in examples]),
        "under 60 characters": sum(len(example.text) < _SHORT for example in examples),
        "situations": len({example.situation for example in examples if example.situation}),
        "with context": sum(bool(example.context) for example in examples),
        "turns in a conversation": sum(example.conversation is not None for example in examples),
        "conversations": len({e.conversation for e in examples if e.conversation}),
        "in a minimal pair": sum(example.pair is not None for example in examples),
        "pairs": _count(
            kind or "other" for kind in {e.pair: e.pair_kind for e in examples if e.pair}.values()
        ),
        "with spans": sum(bool(example.spans) for example in examples),
        "spans": _count(span.kind for example in examples for span in example.spans),
        "intent": _count(label.intent for label in labels if label.intent is not None),
        "severity": _count(str(label.severity) for label in labels if label.severity is not None),
        "sarcasm": sum(label.sarcasm is True for label in labels),
        "emotion": _count(label.emotion for label in labels if label.emotion is not None),
        "topics": _count(topic for label in labels for topic in label.topics or ()),
        "hostile": sum(bool(label.hostility) for label in labels),
        "hostility": _count(kind for label in labels for kind in label.hostility or ()),
        "private_reasons": _count(why for label in labels for why in label.private_reasons or ()),
        "risk": _count(risk for label in labels for risk in label.risk or ()),
    }


def _exemplars(exemplars: Sequence[Exemplar]) -> Section:
    parts = [part for exemplar in exemplars for part in exemplar.parts]
    used = {name for exemplar in exemplars for name in exemplar.situations}
    return {
        "count": len(exemplars),
        "batch": _count(exemplar.batch for exemplar in exemplars),
        "language": _count(exemplar.language for exemplar in exemplars),
        "voice": _count(exemplar.voice for exemplar in exemplars if exemplar.voice),
        "stage": _count(exemplar.stage for exemplar in exemplars),
        "intent": _count(exemplar.intent for exemplar in exemplars),
        "situations covered": f"{len(used)} of {len(SITUATIONS)}",
        "light": sum(exemplar.light for exemplar in exemplars),
        "reply length": _lengths([len(exemplar.reply) for exemplar in exemplars]),
        "parts": _count(part.type for part in parts),
        "reusable parts": _count(part.type for part in parts if part.reusable),
        "slots": _count(slot for part in parts for slot in part.slots),
    }


def _replies(replies: Sequence[Reply]) -> Section:
    parts = [part for reply in replies for part in reply.parts]
    return {
        "count": len(replies),
        "messages answered": len({reply.message_id for reply in replies}),
        "batch": _count(reply.batch for reply in replies),
        "language": _count(reply.language for reply in replies),
        "manner": _count(reply.manner for reply in replies),
        "stage": _count(reply.stage for reply in replies),
        "length": _lengths([len(reply.text) for reply in replies]),
        "parts": _count(part.type for part in parts),
        "slots": _count(slot.name for part in parts for slot in part.slots),
    }


def _bad_replies(replies: Sequence[BadReply]) -> Section:
    return {
        "count": len(replies),
        "messages answered": len({reply.message_id for reply in replies}),
        "batch": _count(reply.batch for reply in replies),
        "language": _count(reply.language for reply in replies),
        "faults": _count(fault for reply in replies for fault in {f.fault for f in reply.faults}),
        "rules": _count(rule for reply in replies for rule in {f.rule for f in reply.faults}),
        "with two faults or more": sum(len({f.fault for f in r.faults}) > 1 for r in replies),
    }


def _adversarial(cases: Sequence[AdversarialCase]) -> Section:
    return {
        "count": len(cases),
        "language": _count(case.language for case in cases),
        "attack": _count(case.attack for case in cases),
        "benign look-alikes": sum(case.benign for case in cases),
    }


def _count(values: Iterable[str]) -> dict[str, int]:
    """Counts, commonest first; ties by name so that the card is stable."""
    counts = Counter(str(value) for value in values)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _lengths(lengths: Sequence[int]) -> dict[str, int]:
    if len(lengths) < 2:  # noqa: PLR2004  quantiles need two points
        return {"median": lengths[0]} if lengths else {}
    tenths = quantiles(lengths, n=10, method="inclusive")
    return {
        "shortest": min(lengths),
        "p10": round(tenths[0]),
        "median": round(tenths[4]),
        "p90": round(tenths[8]),
        "longest": max(lengths),
    }


def _words(value: Value) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in value.items()) or "none"
    return str(value)


def as_table(title: str, section: Section) -> Table:
    """One section for the terminal."""
    table = Table("figure", "value", title=title, title_justify="left")
    for name, value in section.items():
        table.add_row(name, _words(value))
    return table


def as_markdown(all_figures: Figures) -> str:
    """All sections as Markdown tables between the card's two marks."""
    lines = [BEGIN, ""]
    for title, section in all_figures.items():
        lines += [f"### {title.capitalize()}", "", "| figure | value |", "| --- | --- |"]
        lines += [f"| {name} | {_words(value)} |" for name, value in section.items()]
        lines.append("")
    return "\n".join([*lines, END])


def updated_card(card: str, all_figures: Figures) -> str:
    """``card`` with the text between its marks replaced.

    Raises:
        ValueError: a mark is missing.
    """
    head, begin, rest = card.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the card must hold the lines {BEGIN!r} and {END!r}")
    return head + as_markdown(all_figures) + tail
