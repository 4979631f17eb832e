"""The database for commands that need no server."""

from collections.abc import Iterator
from contextlib import contextmanager

from service.commands.settings import load_settings
from service.store.database import Database
from service.store.migrate import prepare


@contextmanager
def open_database() -> Iterator[Database]:
    """The database of ``BAUME_DATABASE_URL``, brought to the current schema."""
    database = Database(load_settings().database_url)
    try:
        prepare(database)
        yield database
    finally:
        database.close()
