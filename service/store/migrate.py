"""Alembic migrations, run from code so that a deployment needs no ``alembic.ini``."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from service.store.database import Database

_SCRIPTS: Final = Path(__file__).parent / "migrations"


class StoreNotMigratedError(RuntimeError):
    """The database is not at the revision that this version of the service works with."""

    def __init__(self, current: str | None, head: str | None) -> None:
        super().__init__(
            f"the database is at revision {current or 'none'}, this version needs {head}; "
            "back it up, then run the database upgrade command"
        )


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema up to ``revision``; does nothing when it is already there."""
    with database.connect_for_migration() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the schema down to ``revision`` (``base`` for none); what it drops is lost."""
    with database.connect_for_migration() as connection:
        command.downgrade(_config(connection), revision)


def current_revision(database: Database) -> str | None:
    """The revision that the database is at; ``None`` for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str | None:
    """The newest revision that this version of the service knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def prepare(database: Database) -> None:
    """Make the store ready at start: SQLite is upgraded, anything else is only checked.

    A shared PostgreSQL is upgraded by its operator, once, not by each replica as it starts.

    Raises:
        StoreNotMigratedError: A database other than SQLite is not at the newest revision.
    """
    if database.is_sqlite:
        upgrade(database)
        return
    current, head = current_revision(database), head_revision()
    if current != head:
        raise StoreNotMigratedError(current, head)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
