"""The root of the ``baume`` command; each room adds its sub-commands by an entry point."""

import sys
import traceback
from collections.abc import Callable, Iterable
from importlib.metadata import EntryPoint, entry_points, version
from typing import Annotated, Final

import typer

from data.errors import UserError

GROUP: Final = "baume.commands"
"""Entry point group; each entry is ``register(app: typer.Typer) -> None``."""

_EXTRAS: Final = {"data": "train", "models": "serve", "service": "serve", "training": "train"}
"""The extra that holds the third-party packages of each room."""


def group(app: typer.Typer, name: str, help: str = "") -> typer.Typer:  # noqa: A002  typer's word
    """The sub-application ``name`` of ``app``, made on first use: rooms may share a group."""
    for existing in app.registered_groups:
        if existing.name == name and existing.typer_instance is not None:
            return existing.typer_instance
    made = typer.Typer(no_args_is_help=True, help=help)
    app.add_typer(made, name=name)
    return made


def build_app(found: Iterable[EntryPoint] | None = None) -> typer.Typer:
    """The application with the commands of ``found``, by default the installed entry points.

    A room that is not shipped has no commands.  A room whose third-party package is missing is
    replaced by one command of its name that says which extra to install.
    """
    app = typer.Typer(
        name="baume",
        no_args_is_help=True,
        add_completion=False,
        # Locals may hold customers' words.
        pretty_exceptions_show_locals=False,
    )
    app.callback()(_root)
    entries = entry_points(group=GROUP) if found is None else found
    for entry in sorted(entries, key=lambda entry: entry.name):
        try:
            register: Callable[[typer.Typer], None] = entry.load()
        except ModuleNotFoundError as error:
            if entry.module == error.name or entry.module.startswith(f"{error.name}."):
                continue
            _add_missing(app, entry.name, missing_package(error))
        else:
            register(app)
    return app


def _add_missing(app: typer.Typer, room: str, advice: str) -> None:
    def explain() -> None:
        raise UserError(advice)

    context = {"allow_extra_args": True, "ignore_unknown_options": True}
    app.command(room, help=f"Not available: {advice}", context_settings=context)(explain)


def missing_package(error: ModuleNotFoundError) -> str:
    """What to install, from the outermost room in the traceback of a failed import.

    Raises:
        ModuleNotFoundError: the module is one of ours, which no installation would mend.
    """
    if error.name is None or error.name.split(".")[0] in _EXTRAS:
        raise error
    modules = [
        str(frame.f_globals.get("__name__", ""))
        for frame, _ in traceback.walk_tb(error.__traceback__)
    ]
    rooms = [module.split(".")[0] for module in modules if module != __name__]
    extra = next((_EXTRAS[room] for room in rooms if room in _EXTRAS), "serve")
    return f"this needs the Python package {error.name!r}: pip install 'baume[{extra}]'"


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"baume {version('baume')}")
        raise typer.Exit


def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Reply recommendations for social customer care, in French and English."""


def main() -> None:
    """Run ``baume``; an error that is meant for the user is one clear line and exit code 2."""
    try:
        build_app()()
    except UserError as error:
        _fail(str(error))
    except ModuleNotFoundError as error:
        _fail(missing_package(error))


def _fail(message: str) -> None:
    typer.secho(f"error: {message}", err=True, fg=typer.colors.RED)
    sys.exit(2)
