import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.schema import CreateTable

from service.store import migrate
from service.store.database import Database
from service.store.tables import Base

TABLES = {"suggestions", "drafts", "feedback_events", "api_keys", "idempotency"}


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_up_and_down_and_up_again(empty: Database) -> None:
    assert migrate.current_revision(empty) is None
    migrate.upgrade(empty)
    assert _tables(empty) == TABLES
    assert migrate.current_revision(empty) == migrate.head_revision() == "0001"
    migrate.downgrade(empty, "base")
    assert _tables(empty) == set()
    migrate.upgrade(empty)
    assert _tables(empty) == TABLES


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    migrate.upgrade(database)
    assert _tables(database) == TABLES


def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_constraints_have_names(database: Database) -> None:
    inspector = inspect(database.engine)
    for table in TABLES:
        assert inspector.get_pk_constraint(table)["name"] == f"pk_{table}"
        assert all(key["name"] for key in inspector.get_foreign_keys(table))


def test_sqlite_is_upgraded_at_start(empty: Database) -> None:
    migrate.prepare(empty)
    assert _tables(empty) == TABLES


def test_another_database_is_only_checked(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Database, "is_sqlite", property(lambda _: False))
    with pytest.raises(migrate.StoreNotMigratedError, match="needs 0001"):
        migrate.prepare(empty)
    assert _tables(empty) == set()
    migrate.upgrade(empty)
    migrate.prepare(empty)


def test_the_tables_compile_for_postgresql() -> None:
    for table in Base.metadata.sorted_tables:
        statement = str(CreateTable(table).compile(dialect=PGDialect()))
        assert f"CREATE TABLE {table.name}" in statement
        assert "TIMESTAMP WITH TIME ZONE" in statement or table.name == "drafts"
