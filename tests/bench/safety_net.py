"""Precision and recall of the safety net's recognisers on the labelled corpus.

Run with ``python -m tests.bench.safety_net``.  The patterns were written with part of this corpus
in view, so the figures flatter them.
"""

from rich.console import Console
from rich.table import Table

from data.loaders import load_examples
from data.taxonomy import Risk
from models.spans.net import NET, irony_said, risks_said

_LEGAL = frozenset({Risk.LEGAL_ACTION, Risk.REGULATOR})


def main() -> None:
    """Print a row per risk in the net; a regulator counts as a legal step."""
    table = Table("risk", "said", "labelled", "both", "precision", "recall")
    examples = load_examples()
    for risk, _ in NET.values():
        wanted = _LEGAL if risk in _LEGAL else frozenset({risk})
        labelled = [bool(wanted & set(example.labels.risk or ())) for example in examples]
        said = [risk in risks_said(example.text, example.language) for example in examples]
        both = sum(one and other for one, other in zip(labelled, said, strict=True))
        table.add_row(
            risk,
            str(sum(said)),
            str(sum(labelled)),
            str(both),
            f"{both / max(sum(said), 1):.2f}",
            f"{both / max(sum(labelled), 1):.2f}",
        )
    said = [irony_said(example.text, example.language) for example in examples]
    ironic = [bool(example.labels.sarcasm) for example in examples]
    both = sum(one and other for one, other in zip(ironic, said, strict=True))
    table.add_row(
        "sarcasm",
        str(sum(said)),
        str(sum(ironic)),
        str(both),
        f"{both / max(sum(said), 1):.2f}",
        f"{both / max(sum(ironic), 1):.2f}",
    )
    Console().print(table)


if __name__ == "__main__":
    main()
