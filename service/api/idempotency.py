"""Answering once: ``Idempotency-Key`` makes a repeated request harmless."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Response
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.auth import Principal
from service.problems import ProblemError
from service.store import repository
from service.store.database import Database
from service.store.tables import IdempotencyRow


@dataclass(frozen=True)
class Answer:
    """A JSON answer as it goes out, and whether it went out before."""

    status: int
    body: str
    replayed: bool = False

    def response(self) -> Response:
        headers = {"Idempotency-Replayed": "true"} if self.replayed else None
        return Response(self.body, self.status, headers, "application/json")


@dataclass(frozen=True)
class Once:
    """One use of a key: whose, which, and a digest of what was asked."""

    api_key_id: str
    key: str
    digest: str

    @classmethod
    def of(
        cls, principal: Principal, key: str | None, route: str, *body: BaseModel
    ) -> "Once | None":
        """For the request of ``principal`` to ``route``; ``None`` when no key came with it."""
        if key is None:
            return None
        digest = hashlib.sha256(route.encode())
        for part in body:
            digest.update(b"\n" + part.model_dump_json().encode())
        return cls(principal.id, key, digest.hexdigest())

    def replay(self, session: Session) -> Answer | None:
        """The answer already given under this key.

        Raises:
            ProblemError: 422 when it was given to another request.
        """
        row = repository.idempotent_answer(
            session, self.api_key_id, self.key, now=datetime.now(UTC)
        )
        if row is None:
            return None
        if row.request_digest != self.digest:
            raise ProblemError(
                422,
                "idempotency-key-reused",
                "This Idempotency-Key came with another request; use a new key for a new request.",
            )
        return Answer(row.status, row.response, replayed=True)

    def keep(self, session: Session, answer: Answer) -> None:
        """Remember ``answer`` for the next time this key comes."""
        row = IdempotencyRow(
            api_key_id=self.api_key_id,
            key=self.key,
            request_digest=self.digest,
            status=answer.status,
            response=answer.body,
            created_at=datetime.now(UTC),
        )
        repository.add_idempotent_answer(session, row)


def write_once(database: Database, once: Once | None, work: Callable[[Session], Answer]) -> Answer:
    """Do ``work`` in a transaction with the record that it was done; or give its answer again."""
    try:
        with database.write() as session:
            if once is None:
                return work(session)
            previous = once.replay(session)
            if previous is not None:
                return previous
            answer = work(session)
            once.keep(session, answer)
            return answer
    except IntegrityError:
        # The same request, sent twice at once: the other one was first, so this one is undone.
        previous = _replay(database, once)
        if previous is None:
            raise
        return previous


def _replay(database: Database, once: Once | None) -> Answer | None:
    if once is None:
        return None
    with database.read() as session:
        return once.replay(session)
