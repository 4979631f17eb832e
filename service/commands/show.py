"""Answers as readable tables."""

from collections.abc import Iterable
from typing import Protocol

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from data.schemas.suggestion import Suggestion, Understanding
from data.schemas.wire import AnalyzeResult


class _Labelled(Protocol):
    @property
    def label(self) -> str: ...


def _labels(items: Iterable[_Labelled]) -> str:
    return ", ".join(str(item.label) for item in items) or "none"


def _rows(table: Table, heard: Understanding) -> None:
    table.add_row("intent", f"{heard.intent.label} ({heard.intent.confidence:.2f})")
    table.add_row("topics", _labels(heard.topics))
    table.add_row("severity", f"{heard.severity.level} ({heard.severity.confidence:.2f})")
    table.add_row(
        "sarcasm", f"{'yes' if heard.sarcasm.flag else 'no'} ({heard.sarcasm.probability:.2f})"
    )
    table.add_row("hostility", _labels(heard.hostility.labels))
    table.add_row("emotion", str(heard.emotion.label))
    table.add_row("private reasons", _labels(heard.private_reasons))
    table.add_row("risk", _labels(heard.risk))
    table.add_row("personal data", ", ".join(span.type for span in heard.pii) or "none")
    table.add_row("mention", str(heard.mention))


def understanding(result: AnalyzeResult) -> None:
    """Print what one message says."""
    table = Table(title=f"Understanding ({result.language})", show_header=False)
    _rows(table, result.understanding)
    Console().print(table)


def suggestion(answer: Suggestion) -> None:
    """Print a suggestion: what was understood, what to do and why, and the drafts."""
    console = Console()
    table = Table(title=f"Understanding ({answer.language})", show_header=False)
    _rows(table, answer.understanding)
    console.print(table)
    advice = answer.recommendation
    table = Table(title="Recommendation", show_header=False)
    table.add_row("action", str(advice.action))
    table.add_row("go private", "yes" if advice.go_private.recommended else "no")
    table.add_row("respond by", str(advice.respond_by or "no reply due"))
    table.add_row("not before", str(advice.not_before or "now"))
    table.add_row("route to", advice.route_to)
    table.add_row("risk", f"{answer.risk.level}, owner {answer.risk.owner or 'none'}")
    table.add_row("moderation", advice.moderation.propose or "nothing to hide")
    for reason in (*advice.reasons, *advice.go_private.reasons, *answer.risk.reasons):
        table.add_row(str(reason.rule), Text(reason.evidence))
    console.print(table)
    for draft in answer.drafts:
        title = (
            f"{draft.rank} · {draft.visibility} · {draft.length.used}/{draft.length.limit} "
            f"· score {draft.score:.2f}"
        )
        console.print(Panel(Text(draft.text), title=title, title_align="left"))
    if answer.abstained:
        console.print(f"No draft: {answer.abstained.reason}", markup=False)
