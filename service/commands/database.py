"""The database for commands that need no server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from service.commands.settings import load_settings

if TYPE_CHECKING:
    from service.store.database import Database


@contextmanager
def open_database() -> Iterator["Database"]:
    """The database of ``BAUME_DATABASE_URL``, brought to the current schema."""
    from service.store.database import Database
    from service.store.migrate import prepare

    database = Database(load_settings().database_url)
    try:
        prepare(database)
        yield database
    finally:
        database.close()


def upgrade() -> None:
    """Bring the database of BAUME_DATABASE_URL to the schema of this version."""
    from service.store.database import Database
    from service.store.migrate import current_revision
    from service.store.migrate import upgrade as migrate

    database = Database(load_settings().database_url)
    try:
        migrate(database)
        typer.echo(f"schema {current_revision(database)}")
    finally:
        database.close()
