"""Sub-commands of the ``models`` room."""

from pathlib import Path
from typing import Annotated

import typer

from data.cli.main import group
from models.bundles import DEFAULT_BUNDLE, load_bundle


def register(app: typer.Typer) -> None:
    """Add ``baume models verify``."""
    group(app, "models", "The encoder's base, bundles and exemplar index.").command("verify")(
        verify
    )


def verify(
    bundle: Annotated[Path, typer.Argument(help="Directory of the bundle.")] = DEFAULT_BUNDLE,
) -> None:
    """Check every file of a bundle against its manifest."""
    loaded = load_bundle(bundle)
    size = sum(entry["bytes"] for entry in loaded.manifest["files"].values())
    typer.echo(
        f"{loaded.path}: version {loaded.version}, {len(loaded.manifest['files'])} files, "
        f"{size / 1e6:.1f} MB, {loaded.exemplar_count} exemplars "
        f"({loaded.exemplars_version}): sound"
    )
