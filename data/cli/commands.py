"""The data room's commands: ``baume data validate``, ``card``, ``build``, ``split`` and others."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from data.authoring.build import Kind
from data.authoring.build import build as compile_sittings
from data.cli.main import group
from data.errors import DataError
from data.jsonschema.export import write_schemas
from data.loaders import CORPUS, load_examples
from data.splits import freeze, write_splits
from data.validate.agreement import agreements
from data.validate.figures import as_table, figures, updated_card
from data.validate.run import read_corpus
from data.validate.run import validate as run_checks

CorpusPath = Annotated[
    Path, typer.Argument(help="A corpus directory, a folder of JSONL files, or one file.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Against = Annotated[
    Path | None,
    typer.Option(help="JSONL file with a 'text' each that the corpus must not come near."),
]


def register(app: typer.Typer) -> None:
    """Add the group ``data`` to ``app``."""
    commands = group(app, "data", "Validate, describe and export the corpus.")
    commands.command("validate")(validate)
    commands.command("schema")(schema)
    commands.command("card")(card)
    commands.command("build")(build)
    commands.command("split")(split)
    commands.command("agreement")(agreement)


def validate(path: CorpusPath = CORPUS, against: Against = None, as_json: AsJson = False) -> None:
    """Check the corpus; exit code 1 when there are errors, 0 when there are warnings only."""
    corpus = read_corpus(path)
    findings = run_checks(corpus, against)
    numbers = figures(corpus)
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        typer.echo(_dump({"findings": [asdict(finding) for finding in findings], **numbers}))
    else:
        console = Console()
        for title, section in numbers.items():
            console.print(as_table(title, section))
        for finding in findings:
            console.print(str(finding), markup=False, highlight=False, soft_wrap=True)
        console.print(f"{errors} errors, {len(findings) - errors} warnings")
    if errors:
        raise typer.Exit(1)


def schema(
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("data/jsonschema"),
) -> None:
    """Write one JSON Schema file per public schema."""
    for path in write_schemas(out):
        typer.echo(str(path))


def card(
    path: CorpusPath = CORPUS,
    as_json: AsJson = False,
    update: Annotated[bool, typer.Option(help="Write the figures into PATH/README.md.")] = False,
) -> None:
    """Print the data card's figures, or write them into the card."""
    corpus = read_corpus(path)
    if corpus.faults:
        raise DataError(f"{len(corpus.faults)} faults, the first: {corpus.faults[0]}")
    numbers = figures(corpus)
    if update:
        readme = path / "README.md"
        readme.write_text(updated_card(readme.read_text("utf-8"), numbers), encoding="utf-8")
        typer.echo(str(readme))
    elif as_json:
        typer.echo(_dump(numbers))
    else:
        for title, section in numbers.items():
            Console().print(as_table(title, section))


def build(
    kind: Annotated[Kind, typer.Argument(help="What the sittings hold.")],
    batch: Annotated[str, typer.Argument(help="Name of the batch, which names the file.")],
    sittings: Annotated[list[Path], typer.Argument(help="Text files in the compact notation.")],
    corpus: Annotated[Path, typer.Option(help="The corpus directory.")] = CORPUS,
) -> None:
    """Compile sittings in the compact notation (docs/corpus.md) into JSON lines."""
    path, count = compile_sittings(kind, batch, sittings, corpus)
    typer.echo(f"{path}: {count} lines")


def split(
    dev: Annotated[list[str], typer.Option(help="Batch that chooses thresholds; repeatable.")],
    test: Annotated[list[str], typer.Option(help="Batch that only measures; repeatable.")],
    corpus: Annotated[Path, typer.Option(help="The corpus directory.")] = CORPUS,
) -> None:
    """Freeze the held-out batches by the digest of their messages."""
    frozen = freeze(load_examples(corpus / "messages"), dev, test)
    path = write_splits(frozen, corpus)
    typer.echo(f"{path}: dev {frozen.dev.messages}, test {frozen.test.messages} messages")


def agreement(
    first: Annotated[Path, typer.Argument(help="Labelled messages.")],
    second: Annotated[Path, typer.Argument(help="The same ids, labelled by another.")],
    show: Annotated[bool, typer.Option(help="List the ids that differ.")] = False,
) -> None:
    """Cohen's kappa of two labellings, head by head."""
    ours, theirs = (
        {example.id: example.labels for example in load_examples(path)} for path in (first, second)
    )
    for found in agreements(ours, theirs):
        weighted = "" if found.weighted is None else f", weighted {found.weighted:.2f}"
        typer.echo(f"{found.head}: kappa {found.kappa:.2f}{weighted}, equal {found.share:.0%}")
        if show:
            typer.echo(f"  {' '.join(found.differing)}")


def _dump(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
