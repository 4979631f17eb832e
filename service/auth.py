"""API keys: ``Authorization: Bearer <key>``.

A key is 256 random bits, so a plain SHA-256 of it is safe to store: there is no dictionary to try
against it, as there is against a password, and slow hashing would only slow every request.
"""

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy.orm import Session

from service.problems import ProblemError
from service.settings import Settings
from service.store import repository
from service.store.tables import ApiKeyRow

_BRAND: Final = "baume_"
PREFIX_LENGTH: Final = 12
"""Characters of a key that are stored in clear, to find and to name it: 36 of its 256 bits."""
DEVELOPMENT_ID: Final = "development"


@dataclass(frozen=True)
class Principal:
    """Who calls: the id and the name of the key."""

    id: str
    name: str


def create_key(session: Session, name: str) -> str:
    """Make a key and return it in plaintext; it cannot be read again later."""
    key = _BRAND + secrets.token_urlsafe(32)
    row = ApiKeyRow(
        id=uuid.uuid4().hex,
        prefix=key[:PREFIX_LENGTH],
        hash=_digest(key),
        name=name,
        created_at=datetime.now(UTC),
    )
    repository.add_key(session, row)
    return key


def verify(session: Session, key: str) -> Principal | None:
    """Who holds ``key``; ``None`` when it is unknown or revoked."""
    digest = _digest(key)
    for row in repository.live_keys_by_prefix(session, key[:PREFIX_LENGTH]):
        if hmac.compare_digest(row.hash, digest):
            return Principal(row.id, row.name)
    return None


def revoke_keys(session: Session, prefix: str) -> int:
    """Revoke the keys that begin with ``prefix`` (as ``PREFIX_LENGTH`` characters); how many."""
    rows = repository.live_keys_by_prefix(session, prefix)
    for row in rows:
        row.revoked_at = datetime.now(UTC)
    return len(rows)


def is_development_key(settings: Settings, key: str) -> bool:
    """Whether ``key`` is the fixed key of the settings, which production refuses to have."""
    expected = settings.api_key
    if expected is None:
        return False
    return hmac.compare_digest(_digest(expected.get_secret_value()), _digest(key))


def bearer_key(authorization: str | None) -> str | None:
    """The key in an ``Authorization`` header; ``None`` when there is none."""
    scheme, _, key = (authorization or "").partition(" ")
    return key.strip() or None if scheme.lower() == "bearer" else None


def unauthorized(*, sent: bool) -> ProblemError:
    """The 401 answer; RFC 6750 wants an error code only when a key was sent."""
    if sent:
        detail = "The API key is unknown or revoked; use a valid one."
        challenge = 'Bearer realm="baume", error="invalid_token"'
    else:
        detail = "Send an API key in the header Authorization: Bearer <key>."
        challenge = 'Bearer realm="baume"'
    return ProblemError(401, "unauthorized", detail, headers={"WWW-Authenticate": challenge})


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
