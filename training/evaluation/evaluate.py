"""``baume evaluate``: a bundle against labelled messages."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from models.bundles import load_bundle
from models.encoder.session import Encoder
from training.evaluation.metrics import report
from training.evaluation.records import load_records

_FLAGS: Final = ("complaint", "severity_2", "sarcasm", "hostility", "private", "risk")
_FLAG_COLUMNS: Final = ("n", "positive", "f1", "macro_f1", "precision", "recall", "auc", "ece")
_CLASSES: Final = ("intent", "severity", "emotion")
_GROUPS: Final = ("topics", "hostility_labels", "private_labels", "risk_labels")


def evaluate_bundle(bundle: Path, data: Path) -> dict[str, Any]:
    """Scores by slice, then by head (``training.evaluation.metrics.score_heads``).

    NaN (an AUC with one class only, a mean of nothing) is ``None``, so that the result is JSON.

    Raises:
        BundleError: the bundle must not be used.
        DataError: the data cannot be read.
    """
    records = load_records(data)
    encoder = Encoder(load_bundle(bundle))
    logits = encoder.encode(records.texts).logits
    found: dict[str, Any] = _without_nan(
        report(logits, records.targets, records.slices, encoder.thresholds)
    )
    return found


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    return value


def print_report(found: Mapping[str, Any], console: Console | None = None) -> None:
    """Three tables: the flags by slice, the one-of heads, the any-of heads."""
    console = console or Console()
    flags = Table("flag", "slice", *_FLAG_COLUMNS, title="Flags")
    for flag in _FLAGS:
        for name, scores in found.items():
            flags.add_row(flag, name, *(_cell(scores[flag][column]) for column in _FLAG_COLUMNS))
    console.print(flags)
    classes = Table("head", "slice", "n", "accuracy", "macro_f1", "ece", title="One-of heads")
    groups = Table("head", "slice", "n", "micro_f1", "macro_f1", title="Any-of heads")
    for name, scores in found.items():
        for head in _CLASSES:
            row = [scores[head][key] for key in ("n", "accuracy", "macro_f1", "ece")]
            classes.add_row(head, name, *map(_cell, row))
        for head in _GROUPS:
            row = [scores[head][key] for key in ("n", "micro_f1", "macro_f1")]
            groups.add_row(head, name, *map(_cell, row))
    console.print(classes)
    console.print(groups)


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
