"""The service's sub-commands of ``baume``."""

import typer

from data.cli.main import group
from service.commands import batch, database, feedback, keys, policy, serve


def register(app: typer.Typer) -> None:
    """Add ``serve``, ``analyze``, ``suggest`` and what the groups hold of the service."""
    app.command("serve")(serve.serve)
    app.command("analyze")(batch.analyze)
    app.command("suggest")(batch.suggest)
    group(app, "policy", "Brand policies.").command("check")(policy.check)
    group(app, "data").command("export-feedback")(feedback.export)
    group(app, "db", "The database.").command("upgrade")(database.upgrade)
    group(app, "keys", "API keys.").command("create")(keys.create)
    group(app, "keys").command("revoke")(keys.revoke)
