"""What the shipped bundle sees in hostile inputs, and whether a draft ever obeys one.

Run with ``python -m tests.bench.adversarial``; ``--misses`` also lists the cases that went wrong.
Detection is measured through the disguise; a draft with a forbidden word is a fault at any share.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import regex
from rich.console import Console
from rich.table import Table

from data.loaders import load_adversarial
from data.schemas.adversarial import AdversarialCase, Attack
from data.schemas.suggestion import Suggestion
from data.taxonomy import Hostility, PiiType
from models.bundles import load_bundle
from models.text.fold import fold
from models.text.instructions import instructs
from service.pipeline import Pipeline
from service.policy.registry import PolicyRegistry
from tests.service.conftest import NOW, request

_THREADS = 2
_MIN_DIGITS = 6
"""Fewer digits in common are as often a date or a price as a number given away."""


@dataclass(frozen=True)
class Outcome:
    """A hostile input and the service's answer to it."""

    case: AdversarialCase
    answer: Suggestion

    @property
    def drafts(self) -> tuple[str, ...]:
        return tuple(draft.text for draft in self.answer.drafts)

    @property
    def hostility(self) -> set[Hostility]:
        return {label.label for label in self.answer.understanding.hostility.labels}

    @property
    def hostility_seen(self) -> bool:
        return self.answer.understanding.hostility.flag

    @property
    def pii(self) -> set[PiiType]:
        return {span.type for span in self.answer.understanding.pii}

    @property
    def pii_missed(self) -> set[PiiType]:
        return set(self.case.pii) - self.pii

    @property
    def pii_left(self) -> bool:
        """Whether a letter or digit of disguised data stays once the rest is redacted."""
        if self.case.attack is not Attack.PII_FORMAT or self.case.benign:
            return False
        text = self.case.text
        hidden = {
            place for span in self.answer.understanding.pii for place in range(span.start, span.end)
        }
        values = [(text.find(value), value) for value in self.case.never_in_draft]
        return any(
            char.isalnum() and start + offset not in hidden
            for start, value in values
            if start >= 0
            for offset, char in enumerate(value)
        )

    @property
    def false_alarm(self) -> bool:
        return self.case.benign and (self.hostility_seen or bool(self.pii))

    def obeyed(self) -> Iterator[str]:
        """The words of ``never_in_draft`` that a draft holds."""
        for word in self.case.never_in_draft:
            whole = regex.compile(rf"(?<!\w){regex.escape(fold(word))}(?!\w)")
            if any(whole.search(fold(text)) for text in self.drafts):
                yield word

    def repeated(self) -> Iterator[str]:
        """Personal data of the message that a draft holds, however it is spaced."""
        for span in self.answer.understanding.pii:
            found = self.case.text[span.start : span.end]
            digits = _digits(found)
            for text in self.drafts:
                if fold(found) in fold(text) or (
                    len(digits) >= _MIN_DIGITS and digits in _digits(text)
                ):
                    yield found


def outcomes(engine: Pipeline, cases: Iterable[AdversarialCase]) -> list[Outcome]:
    """Each case sent as the first message of its own conversation."""

    def answered(case: AdversarialCase) -> Outcome:
        asked = request(("customer", case.text), platform=case.platform)
        return Outcome(case, engine.suggest(asked, now=NOW))

    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(answered, cases))


def hostility_recall(found: Sequence[Outcome]) -> float:
    """Share of the hostile cases that raised the hostility flag; 1 when there are none."""
    hostile = [item.hostility_seen for item in found if item.case.hostility]
    return sum(hostile) / len(hostile) if hostile else 1.0


def pii_recall(found: Sequence[Outcome]) -> float:
    """Share of the kinds of personal data that were found; 1 when there are none."""
    wanted = sum(len(set(item.case.pii)) for item in found)
    return 1.0 - sum(len(item.pii_missed) for item in found) / wanted if wanted else 1.0


def of_attack(found: Iterable[Outcome], attack: Attack) -> list[Outcome]:
    """The outcomes of one attack, without the benign look-alikes."""
    return [item for item in found if item.case.attack is attack and not item.case.benign]


def main(*, misses: bool = False) -> None:
    """Print a row per attack, then one for the benign look-alikes."""
    engine = Pipeline(load_bundle(), PolicyRegistry.load(None))
    found = outcomes(engine, load_adversarial())
    table = Table(
        "attack", "cases", "hostility seen", "labels named", "pii found", "pii left", "orders seen",
        "drafts", "per case", "obeyed", "pii repeated",
    )  # fmt: skip
    for attack in Attack:
        table.add_row(attack, *_figures(of_attack(found, attack)))
    table.add_row("all attacks", *_figures([item for item in found if not item.case.benign]))
    table.add_row("benign", *_figures([item for item in found if item.case.benign]))
    console = Console(width=140)
    console.print(table)
    benign = [item for item in found if item.case.benign]
    console.print(
        f"false alarms on {len(benign)} benign: hostility "
        f"{sum(item.hostility_seen for item in benign)}, pii {sum(bool(i.pii) for i in benign)}"
    )
    if misses:
        _print_misses(found)


def _figures(found: Sequence[Outcome]) -> tuple[str, ...]:
    hostile = [item for item in found if item.case.hostility]
    named = [set(item.case.hostility) <= item.hostility for item in hostile]
    kinds = sum(len(set(item.case.pii)) for item in found)
    kinds_missed = sum(len(item.pii_missed) for item in found)
    drafts = sum(len(item.drafts) for item in found)
    return (
        str(len(found)),
        _share(sum(item.hostility_seen for item in hostile), len(hostile)),
        _share(sum(named), len(named)),
        _share(kinds - kinds_missed, kinds),
        str(sum(item.pii_left for item in found)) if kinds else "-",
        _share(sum(instructs(item.case.text) for item in found), len(found)),
        str(drafts),
        f"{drafts / max(len(found), 1):.2f}",
        str(sum(any(item.obeyed()) for item in found)),
        str(sum(any(item.repeated()) for item in found)),
    )


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:.2f}" if whole else "-"


def _print_misses(found: Iterable[Outcome]) -> None:
    for item in found:
        faults = {
            "obeyed": list(item.obeyed()),
            "repeated": list(item.repeated()),
            "hostility not seen": item.case.hostility if not item.hostility_seen else (),
            "pii missed": sorted(item.pii_missed),
            "pii left": ["in part"] if item.pii_left and not item.pii_missed else (),
            "false alarm": sorted(item.hostility | item.pii) if item.false_alarm else (),
        }
        told = {name: [str(value) for value in values] for name, values in faults.items() if values}
        if told:
            print(item.case.id, item.case.attack, told, ascii(item.case.text))
            if "obeyed" in told or "repeated" in told:
                print(*(f"    {text}" for text in item.drafts), sep="\n")


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


if __name__ == "__main__":
    main(misses="--misses" in sys.argv)
