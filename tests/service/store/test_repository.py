import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from data.schemas.suggestion import Suggestion, SuggestRequest
from service.store import repository
from service.store.database import Database
from service.store.tables import ApiKeyRow, FeedbackRow, SuggestionRow

START = datetime(2026, 3, 1, tzinfo=UTC)
Make = Callable[..., tuple[SuggestRequest, Suggestion]]


def _sent(name: str, words: str, minute: int) -> FeedbackRow:
    when = START + timedelta(minutes=minute)
    return FeedbackRow(
        suggestion_id=name, type="sent", text=words, occurred_at=when, received_at=when
    )


def test_sqlite_is_set_up(database: Database) -> None:
    with database.engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000}


def test_a_suggestion_comes_back_whole(database: Database, pair: Make) -> None:
    request, suggestion = pair("s1")
    with database.write() as session:
        repository.add_suggestion(session, request, suggestion)
    with database.read() as session:
        row = repository.suggestion_with_feedback(session, "s1")
        assert row is not None
        assert SuggestRequest.model_validate(row.request) == request
        assert Suggestion.model_validate(row.response) == suggestion
        assert row.created_at == suggestion.created_at
        words = request.conversation.messages[0].text
        assert row.message_digest == hashlib.sha256(words.encode()).hexdigest()
        assert [draft.text for draft in row.drafts] == ["un", "deux"]
        assert [(event.type, event.draft_id) for event in row.events] == [
            ("shown", "d1"),
            ("shown", "d2"),
        ]
        assert repository.suggestion_with_feedback(session, "s2") is None


def test_what_fails_is_undone(database: Database, pair: Make) -> None:
    def store_and_fail() -> None:
        with database.write() as session:
            repository.add_suggestion(session, *pair("s1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        store_and_fail()
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(SuggestionRow)) == 0


@pytest.mark.parametrize(("name", "draft"), [("nope", None), ("s1", "d9")])
def test_feedback_needs_its_parents(
    database: Database, pair: Make, name: str, draft: str | None
) -> None:
    with database.write() as session:
        repository.add_suggestion(session, *pair("s1"))
    row = _sent(name, "x", 0)
    row.draft_id = draft
    with pytest.raises(IntegrityError), database.write() as session:
        repository.add_events(session, [row])


def test_errors_do_not_quote_what_was_stored(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught, database.write() as session:
        repository.add_events(session, [_sent("nope", "canari-secret-4711", 0)])
    assert "canari" not in str(caught.value)


class TestSuperseding:
    @pytest.mark.parametrize(
        ("revisions", "expected"),
        [
            (["r1"], None),
            (["r1", "r1"], None),
            (["r1", "r2"], "s1"),
            (["r1", "r2", "r3"], "s2"),
            (["r1", "r2", "r1"], None),
        ],
    )
    def test_the_newest_says_how_things_stand(
        self, database: Database, pair: Make, revisions: list[str], expected: str | None
    ) -> None:
        with database.write() as session:
            for minute, revision in enumerate(revisions):
                made = pair(f"s{minute}", minute=minute, revision=revision)
                repository.add_suggestion(session, *made)
            first = session.get_one(SuggestionRow, "s0")
            newer = repository.superseding(session, first)
            assert (newer.id if newer else None) == expected


class TestRecentTexts:
    def test_newest_first_rank_one_and_sent_of_the_brand(
        self, database: Database, pair: Make
    ) -> None:
        with database.write() as session:
            repository.add_suggestion(session, *pair("s1", texts=("a1", "a2")))
            repository.add_suggestion(session, *pair("s2", minute=2, texts=("b1", "b2")))
            repository.add_suggestion(session, *pair("s3", minute=3, brand="autre", texts=("c",)))
            repository.add_events(session, [_sent("s1", "envoyé", 1), _sent("s3", "ailleurs", 4)])
            assert repository.recent_texts(session, "demo") == ["b1", "envoyé", "a1"]
            assert repository.recent_texts(session, "demo", limit=2) == ["b1", "envoyé"]
            assert repository.recent_texts(session, "nobody") == []

    def test_a_text_comes_once(self, database: Database, pair: Make) -> None:
        with database.write() as session:
            repository.add_suggestion(session, *pair("s1", texts=("a",)))
            repository.add_events(session, [_sent("s1", "a", 1)])
            assert repository.recent_texts(session, "demo") == ["a"]


def test_every_suggestion_is_read_in_batches_and_in_order(database: Database, pair: Make) -> None:
    with database.write() as session:
        for minute in (4, 2, 0, 3, 1):
            repository.add_suggestion(session, *pair(f"s{minute}", minute=minute))
    with database.read() as session:
        rows = list(repository.every_suggestion(session, batch=2))
        assert [row.id for row in rows] == ["s0", "s1", "s2", "s3", "s4"]
        assert all(len(row.drafts) == 2 for row in rows)


def test_times_come_back_in_utc(database: Database) -> None:
    paris = datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=1)))
    row = ApiKeyRow(id="1", prefix="p", hash="h", name="n", created_at=paris)
    with database.write() as session:
        repository.add_key(session, row)
    with database.read() as session:
        [read] = repository.every_key(session)
        assert read.created_at == paris
        assert read.created_at.utcoffset() == timedelta(0)
        assert read.revoked_at is None


def test_a_time_without_zone_is_refused(database: Database) -> None:
    row = ApiKeyRow(id="1", prefix="p", hash="h", name="n", created_at=datetime(2026, 3, 1))
    with pytest.raises(StatementError, match="time zone"), database.write() as session:
        repository.add_key(session, row)


def test_writers_at_once_take_turns(database: Database, pair: Make) -> None:
    def write(number: int) -> None:
        with database.write() as session:
            # A read first: without the lock taken at once, the write after it could be refused.
            repository.recent_texts(session, "demo")
            repository.add_suggestion(session, *pair(f"s{number}", minute=number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(SuggestionRow)) == 24
