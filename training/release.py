"""From a finished run to a bundle that can be served."""

import json
import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

from data.errors import DataError
from data.loaders import load_examples
from models import bundles
from models.encoder.calibration import parse_thresholds
from models.encoder.session import Encoder
from training.config import Recipe
from training.encoder.export import export_int8
from training.encoder.model import TextEncoder, load_tokenizer, run
from training.encoder.split import split_corpus
from training.encoder.targets import encode_labels
from training.evaluation.metrics import score_heads, summary
from training.model_card import model_card
from training.public_sets import BY_NAME
from training.run import METRICS_FILE, RUN_INFO, THRESHOLDS_FILE, WEIGHTS, load_trained

VERSION: Final = "0.1.0"
LICENCE: Final = "Apache-2.0"
MAX_BYTES: Final = 45_000_000
"""Largest bundle: it lives in the repository."""


def export_bundle(
    base: Path, run_directory: Path, messages: Path, out: Path, *, bundle_version: str = VERSION
) -> dict[str, float]:
    """Write the bundle of a run into ``out``; an exemplar index that is there already is kept.

    The int8 file is measured on the run's held-out part, and compared with float32.

    Returns:
        The summary of the int8 encoder's scores on the held-out part.

    Raises:
        DataError: the run has not finished, the corpus is not the one it was trained on, or the
            bundle is too large.
    """
    info = _run_info(run_directory)
    out.mkdir(parents=True, exist_ok=True)
    model = load_trained(base, run_directory)
    export_int8(model, out / bundles.ENCODER)
    _copy_tokenizer(base, out)
    shutil.copyfile(run_directory / THRESHOLDS_FILE, out / bundles.THRESHOLDS)
    metrics = json.loads((run_directory / METRICS_FILE).read_text(encoding="utf-8"))
    held_out, parity = _measure_int8(base, run_directory, messages, info, out)
    metrics["held_out_int8"] = {"all": held_out}
    metrics["int8_parity"] = parity
    _write_json(out / bundles.METRICS, metrics)
    brief = summary(held_out)
    card = model_card(info, metrics, bundle_version)
    (out / bundles.MODEL_CARD).write_text(card, encoding="utf-8")
    _write_manifest(out, info, brief, bundle_version)
    size = sum(file.stat().st_size for file in out.iterdir())
    if size > MAX_BYTES:
        raise DataError(f"the bundle has {size} bytes, more than {MAX_BYTES}")
    return brief


def _run_info(directory: Path) -> dict[str, Any]:
    if not (directory / RUN_INFO).exists() or not (directory / WEIGHTS).exists():
        raise DataError(f"{directory} holds no finished run; run 'baume train' first")
    info: dict[str, Any] = json.loads((directory / RUN_INFO).read_text(encoding="utf-8"))
    return info


def _copy_tokenizer(base: Path, out: Path) -> None:
    # Without indentation: a fifth of the file would be spaces.
    content = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))
    compact = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (out / bundles.TOKENIZER).write_text(compact + "\n", encoding="utf-8")


def _measure_int8(
    base: Path, run_directory: Path, messages: Path, info: dict[str, Any], out: Path
) -> tuple[dict[str, Any], dict[str, float]]:
    examples = load_examples(messages)
    recipe: dict[str, Any] = info["recipe"]
    split = split_corpus(
        messages,
        examples,
        seed=recipe["seed"],
        folds=recipe["split"]["folds"],
        test_share=recipe["split"]["test"],
    )
    if split.digest != info["data"]["split_sha256"]:
        raise DataError(f"{messages} is not the corpus that {run_directory} was trained on")
    rows = split.rows(-1)
    texts = [examples[i].text for i in rows]
    targets = encode_labels([examples[i].labels for i in rows])
    thresholds = parse_thresholds(
        json.loads((run_directory / THRESHOLDS_FILE).read_text(encoding="utf-8"))
    )
    quantised = _encoder_of(out).encode(texts)
    text_encoder = TextEncoder(load_tokenizer(base), recipe.get("max_tokens", Recipe().max_tokens))
    logits, pooled = run(load_trained(base, run_directory), text_encoder, texts)
    unit = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
    parity = {
        "mean_logit_difference": float(np.abs(quantised.logits - logits).mean()),
        "min_cosine": float((unit * quantised.embeddings).sum(axis=1).min()),
        "mean_cosine": float((unit * quantised.embeddings).sum(axis=1).mean()),
    }
    return score_heads(quantised.logits, targets, thresholds), parity


def _encoder_of(path: Path) -> Encoder:
    """The encoder of a bundle still being written, which has no manifest to verify yet."""
    return Encoder(bundles.Bundle(path, VERSION, datetime.now(UTC), "none", 0, {}))


def _write_manifest(
    out: Path, info: dict[str, Any], brief: dict[str, float], bundle_version: str
) -> None:
    used = info["data"]["public_sets"]
    content: dict[str, Any] = {
        "name": "baume-fr-en",
        "version": bundle_version,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "licence": LICENCE,
        "base": info["base"],
        "data": info["data"],
        "data_licences": {"corpus": LICENCE, **{name: BY_NAME[name].licence for name in used}},
        "libraries": {**info["libraries"], "baume": version("baume")},
        "metrics": {"held_out": brief},
        "exemplars": _exemplars_of(out),
    }
    bundles.write_manifest(out, content)


def _exemplars_of(out: Path) -> dict[str, Any]:
    """What the manifest already there says of the exemplar index, if the index is there."""
    manifest = out / bundles.MANIFEST
    if not (out / bundles.EXEMPLARS).exists() or not manifest.exists():
        for name in (bundles.EXEMPLARS, bundles.EXEMPLAR_VECTORS):
            (out / name).unlink(missing_ok=True)
        return {"version": "none", "count": 0}
    found: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))["exemplars"]
    return found


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(_rounded(content), indent=1) + "\n", encoding="utf-8")


def _rounded(content: Any) -> Any:
    """Floats to four places, and ``None`` for NaN, which is not JSON."""
    if isinstance(content, dict):
        return {key: _rounded(value) for key, value in content.items()}
    if isinstance(content, float):
        return None if np.isnan(content) else round(content, 4)
    return content
