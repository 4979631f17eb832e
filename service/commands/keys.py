"""``baume keys``."""

from typing import Annotated

import typer


def create(name: Annotated[str, typer.Argument(help="Who or what the key is for.")]) -> None:
    """Make an API key and print it once; only its hash is kept."""
    from service.auth import create_key
    from service.commands.database import open_database

    with open_database() as database, database.write() as session:
        key = create_key(session, name)
    typer.echo(key)


def revoke(prefix: Annotated[str, typer.Argument(help="The first characters of the key.")]) -> None:
    """Revoke the keys that begin so; they stop working at once."""
    from service.auth import revoke_keys
    from service.commands.database import open_database

    with open_database() as database, database.write() as session:
        count = revoke_keys(session, prefix)
    typer.echo(f"{count} key(s) revoked.")
    if not count:
        raise typer.Exit(1)
