"""``baume data export-feedback``."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer

from service.errors import BaumeError

SECRET_VARIABLE: Final = "BAUME_EXPORT_SECRET"  # noqa: S105  the variable's name, not a secret


def export(
    out: Annotated[Path, typer.Option("--out", help="Folder to make for the snapshot.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Write what agents did as a pseudonymised snapshot that `datasets` can load.

    The key of the pseudonyms is read from BAUME_EXPORT_SECRET: keep it, so that snapshots can be
    joined, and keep it apart from them.
    """
    from service.commands.database import open_database
    from service.export import SnapshotExistsError, export_feedback

    secret = os.environ.get(SECRET_VARIABLE, "")
    try:
        with open_database() as database, database.read() as session:
            report = export_feedback(session, out, secret.encode())
    except ValueError as error:
        raise BaumeError(f"{SECRET_VARIABLE}: {error}") from error
    except SnapshotExistsError as error:
        raise BaumeError(str(error)) from error
    if as_json:
        typer.echo(json.dumps(asdict(report)))
    else:
        events = sum(report.events.values())
        typer.echo(f"{report.suggestions} suggestions and {events} events written to {report.path}")
