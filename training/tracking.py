"""A finished run in MLflow: parameters, scores, data digests, and files without pickles."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training.evaluation.metrics import summary
from training.run import METRICS_FILE, RUN_INFO, THRESHOLDS_FILE


def track_run(directory: Path, uri: str, experiment: str = "baume-encoder") -> str:
    """Record the run in ``directory``; returns MLflow's run id.

    The weights stay where they are: their digest would be all that a tracker adds to a bundle.
    """
    import mlflow  # noqa: PLC0415  takes seconds to import

    info = json.loads((directory / RUN_INFO).read_text(encoding="utf-8"))
    metrics = json.loads((directory / METRICS_FILE).read_text(encoding="utf-8"))
    mlflow.set_tracking_uri(uri)
    mlflow.set_experiment(experiment)
    with mlflow.start_run(run_name=directory.name) as run:
        mlflow.log_params(dict(flatten(info["recipe"])))
        mlflow.set_tags({f"data.{key}": str(value) for key, value in flatten(info["data"])})
        mlflow.set_tags({f"base.{key}": value for key, value in info["base"].items()})
        for part in ("held_out", "out_of_fold"):
            scores = summary(metrics[part]["all"])
            mlflow.log_metrics(
                {f"{part}.{key}": value for key, value in scores.items() if value == value}  # noqa: PLR0124  drops NaN
            )
        for name in (RUN_INFO, METRICS_FILE, THRESHOLDS_FILE):
            mlflow.log_artifact(str(directory / name))
        return str(run.info.run_id)


def flatten(content: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """``{"a": {"b": 1}}`` as ``("a.b", 1)``."""
    for key, value in content.items():
        if isinstance(value, dict) and value:
            yield from flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
