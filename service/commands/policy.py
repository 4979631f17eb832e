"""``baume policy check``."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def check(
    paths: Annotated[list[Path], typer.Argument(help="Policy files or folders of them.")],
) -> None:
    """Validate brand policies; exit code 1 when one has a problem."""
    from service.policy.check import check_policies

    problems = check_policies(paths)
    console = Console(highlight=False, soft_wrap=True)
    for problem in problems:
        console.print(problem, markup=False)
    if problems:
        raise typer.Exit(1)
    console.print("No problem found.")
