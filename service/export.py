"""Export of feedback: a versioned, pseudonymised snapshot that training reads.

A snapshot is a folder: ``suggestions.jsonl`` (one suggestion a line), ``manifest.json`` (schema
version, counts, digest) and ``README.md`` (a dataset card).  Load it with
``datasets.load_dataset("json", data_files="<folder>/suggestions.jsonl")``.
"""

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from data.schemas.message import Author
from service.pseudonyms import Pseudonymiser
from service.store import repository
from service.store.tables import FeedbackRow, SuggestionRow

SCHEMA_VERSION: Final = 1
DATA_FILE: Final = "suggestions.jsonl"
MANIFEST_FILE: Final = "manifest.json"
CARD_FILE: Final = "README.md"


class SnapshotExistsError(RuntimeError):
    """The folder to export to is there already; a snapshot is never overwritten."""


@dataclass(frozen=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        path: The snapshot's folder.
        created_at: When, in ISO 8601 UTC.
        suggestions: Lines of the data file.
        drafts: Drafts in them.
        events: Feedback events in them, by type.
        sha256: Digest of the data file.
        key_id: Fingerprint of the secret; snapshots with the same one share their pseudonyms.
    """

    path: str
    created_at: str
    suggestions: int
    drafts: int
    events: dict[str, int]
    sha256: str
    key_id: str


def export_feedback(
    session: Session, out_dir: Path, secret: bytes, *, now: datetime | None = None
) -> ExportReport:
    """Write everything stored to ``out_dir``, without personal data, in a stable order.

    The same store and secret give the same data file, byte for byte.

    Args:
        session: A reading session.
        out_dir: Folder to make; it must not exist, or be empty.
        secret: Key of the pseudonyms, at least 16 bytes; keep it, and keep it apart.
        now: The snapshot's date, for tests.

    Raises:
        SnapshotExistsError: ``out_dir`` holds something.
        ValueError: ``secret`` is too short.
    """
    names = Pseudonymiser(secret)
    if out_dir.exists() and (not out_dir.is_dir() or any(out_dir.iterdir())):
        raise SnapshotExistsError(f"{out_dir} is not empty; export to a new folder")
    out_dir.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and renamed, so that a failed export leaves no half snapshot behind.
    draft_dir = Path(tempfile.mkdtemp(prefix=f".{out_dir.name}-", dir=out_dir.parent))
    try:
        report = _write(session, draft_dir, out_dir, names, now or datetime.now(UTC))
        draft_dir.chmod(0o755)
        if out_dir.exists():
            out_dir.rmdir()
        draft_dir.rename(out_dir)
    except BaseException:
        shutil.rmtree(draft_dir, ignore_errors=True)
        raise
    return report


def _write(
    session: Session, folder: Path, out_dir: Path, names: Pseudonymiser, now: datetime
) -> ExportReport:
    digest = hashlib.sha256()
    suggestions = drafts = 0
    events: Counter[str] = Counter()
    with (folder / DATA_FILE).open("wb") as file:
        for row in repository.every_suggestion(session):
            line = json.dumps(record_of(row, names), ensure_ascii=False, sort_keys=True) + "\n"
            data = line.encode()
            file.write(data)
            digest.update(data)
            suggestions += 1
            drafts += len(row.drafts)
            events.update(event.type for event in row.events)
    report = ExportReport(
        path=str(out_dir),
        created_at=now.astimezone(UTC).isoformat(),
        suggestions=suggestions,
        drafts=drafts,
        events=dict(sorted(events.items())),
        sha256=digest.hexdigest(),
        key_id=names.key_id,
    )
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest_of(report), indent=2) + "\n")
    (folder / CARD_FILE).write_text(_card(report))
    return report


def manifest_of(report: ExportReport) -> dict[str, Any]:
    """The manifest: what is in the snapshot, and how it was made."""
    facts = asdict(report)
    del facts["path"]
    return {
        "schema_version": SCHEMA_VERSION,
        "file": DATA_FILE,
        "pseudonyms": "HMAC-SHA256, 64 bits kept",
        **facts,
    }


def record_of(row: SuggestionRow, names: Pseudonymiser) -> dict[str, Any]:
    """One line of the data file; every line has the same members, so that columns keep a type."""
    known = _known_names(row.request)
    sent = [event for event in row.events if event.type == "sent"]
    final = sent[-1] if sent else None
    response = row.response
    abstained = response.get("abstained")
    return {
        "suggestion_id": row.id,
        "created_at": row.created_at.isoformat(),
        "brand": row.brand,
        "platform": row.platform,
        "language": row.language,
        "conversation": names.of(row.conversation_id),
        "conversation_revision": row.conversation_revision,
        "messages": [_message(m, names, known) for m in row.request["conversation"]["messages"]],
        "understanding": json.dumps(response["understanding"], sort_keys=True),
        "action": response["recommendation"]["action"],
        "risk": response["risk"]["level"],
        "abstained": (abstained["rule"] or "none") if abstained else None,
        "versions": row.versions,
        "drafts": [
            {
                "id": draft.id,
                "rank": draft.rank,
                "score": draft.score,
                "visibility": draft.visibility,
                "writer": draft.writer,
                "text": names.text(draft.text, known),
            }
            for draft in row.drafts
        ],
        "events": [_event(event, names, known) for event in row.events],
        "final_text": _text(final.text, names, known) if final else None,
        "final_draft_id": final.draft_id if final else None,
        "accepted": final.accepted if final else None,
    }


def _message(message: dict[str, Any], names: Pseudonymiser, known: Iterable[str]) -> dict[str, Any]:
    return {
        "author": message["author"],
        "author_pseudonym": names.of(message["author_id"] or message["author_name"]),
        "visibility": message["visibility"],
        "sent_at": message["sent_at"],
        "text": names.text(message["text"], known),
    }


def _event(event: FeedbackRow, names: Pseudonymiser, known: Iterable[str]) -> dict[str, Any]:
    return {
        "type": event.type,
        "draft_id": event.draft_id,
        "text": _text(event.text, names, known),
        "reason": _text(event.reason, names, known),
        "rating": event.rating,
        "head": event.head,
        # A label is a text, a number or a list by head: as JSON text the column has one type.
        "value": None if event.value is None else json.dumps(event.value, sort_keys=True),
        "agent": names.of(event.agent_id),
        "occurred_at": event.occurred_at.isoformat(),
        "edit_distance": event.edit_distance,
        "edit_ratio": event.edit_ratio,
        "accepted": event.accepted,
        "stale": event.stale,
    }


def _text(text: str | None, names: Pseudonymiser, known: Iterable[str]) -> str | None:
    return None if text is None else names.text(text, known)


def _known_names(request: dict[str, Any]) -> set[str]:
    """Names of customers that the request told us, to be taken out of the texts too.

    Not those of agents: there the helpdesk puts the brand's name, which training needs.
    """
    customer = request.get("customer") or {}
    names = [customer.get("display_name"), (customer.get("handle") or "").lstrip("@")]
    names += [
        message.get("author_name")
        for message in request["conversation"]["messages"]
        if message["author"] != Author.AGENT
    ]
    return {name for name in names if name}


def _card(report: ExportReport) -> str:
    counts = "\n".join(f"- {kind}: {count}" for kind, count in report.events.items())
    return f"""---
configs:
- config_name: default
  data_files: {DATA_FILE}
---

# Feedback snapshot

Made by Baume on {report.created_at}; schema version {SCHEMA_VERSION}.
{report.suggestions} suggestions, {report.drafts} drafts. Events:

{counts or "- none"}

Personal data found in texts is replaced by its kind (`[email]`), customers' names that the helpdesk
told by `[name]`, handles and the ids of people and conversations by keyed pseudonyms (key
`{report.key_id}`). What no rule finds may remain: treat the texts as confidential.

An event that is absent says nothing: a draft nobody looked at was not rejected.
"""
