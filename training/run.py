"""One training run: split, probe, fine-tune per fold, calibrate, average, measure."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from data.loaders import digest, jsonl_files, load_examples
from data.schemas.example import Example
from models.encoder.calibration import parse_thresholds
from models.encoder.heads import N_LOGITS
from training.base.build import read_origin
from training.config import Recipe
from training.encoder.calibrate import fit_thresholds, to_json
from training.encoder.finetune import TrainingSet, fine_tune
from training.encoder.model import EncoderModel, TextEncoder, load_base, load_tokenizer, run
from training.encoder.probe import fit_probe
from training.encoder.split import Split, split_corpus
from training.encoder.targets import Targets, encode_labels
from training.evaluation.metrics import report, summary
from training.public_sets import load_public_sets

RUN_INFO: Final = "run.json"
WEIGHTS: Final = "model.safetensors"
THRESHOLDS_FILE: Final = "thresholds.json"
METRICS_FILE: Final = "metrics.json"
LIBRARIES: Final = ("numpy", "onnx", "onnxruntime", "tokenizers", "torch", "transformers")

State = dict[str, Tensor]
Vectors = NDArray[np.float32]
Log = Callable[[str], None]


@dataclass(frozen=True)
class Corpus:
    """Our examples, their targets and split, and the rows of public sets that the recipe names."""

    examples: Sequence[Example]
    targets: Targets
    split: Split
    public_texts: Sequence[str]
    public_targets: Targets | None
    info: dict[str, Any]

    @property
    def texts(self) -> list[str]:
        return [example.text for example in self.examples]


def load_corpus(messages: Path, recipe: Recipe, datasets: Path | None) -> Corpus:
    """Read and split the corpus.

    Raises:
        DataError: the corpus is not valid, or the recipe names public sets and ``datasets`` is
            not given.
    """
    examples = load_examples(messages)
    split = split_corpus(
        messages,
        examples,
        seed=recipe.seed,
        folds=recipe.split.folds,
        test_share=recipe.split.test,
    )
    public = load_public_sets(datasets, recipe.public_sets)
    info = {
        "messages": len(examples),
        "messages_sha256": digest(jsonl_files(messages)),
        "split_sha256": split.digest,
        "held_out": len(split.rows(-1)),
        "public_sets": {
            item.name: {"rows": len(item.texts), "sha256": item.sha256} for item in public.sets
        },
    }
    targets = encode_labels([example.labels for example in examples])
    return Corpus(examples, targets, split, public.texts, public.targets, info)


def train(
    base: Path,
    messages: Path,
    out: Path,
    recipe: Recipe,
    *,
    datasets: Path | None = None,
    log: Log = print,
) -> dict[str, float]:
    """Train by cross-validation and write weights, thresholds and metrics into ``out``.

    Every fold's model is fine-tuned from the same probed base on the other folds.  Its logits of
    its own fold calibrate; the mean of all folds' weights is the result (a "model soup", Wortsman
    et al. 2022), measured on the test part that none of them saw.  An interrupted run started
    again with the same arguments goes on where it stopped.

    Returns:
        The summary of scores on the held-out part.
    """
    corpus = load_corpus(messages, recipe, datasets)
    identity = _identity(base, corpus, recipe)
    begin(out, identity)
    encoder = TextEncoder(load_tokenizer(base), recipe.max_tokens)
    pooled = frozen_vectors(base, encoder, corpus.texts)
    states: list[State] = []
    oof = np.zeros((len(corpus.examples), N_LOGITS), np.float32)
    for fold in range(recipe.split.folds):
        log(f"fold {fold + 1} of {recipe.split.folds}")
        model = train_on(
            base,
            encoder,
            corpus,
            pooled,
            recipe,
            corpus.split.rows_outside(fold),
            seed=recipe.seed + fold,
            checkpoint=out / f"fold-{fold}",
            log=log,
        )
        rows = corpus.split.rows(fold)
        oof[rows] = run(model, encoder, [corpus.texts[i] for i in rows])[0]
        states.append({name: value.clone() for name, value in model.state_dict().items()})
    final = load_base(base)
    final.load_state_dict(average(states))
    save_file({k: v.contiguous() for k, v in final.state_dict().items()}, out / WEIGHTS)
    metrics = _calibrate_and_measure(final, encoder, corpus, oof, out)
    info = {**identity, "finished_at": datetime.now(UTC).isoformat(timespec="seconds")}
    (out / RUN_INFO).write_text(json.dumps(info, indent=2) + "\n", encoding="utf-8")
    return summary(metrics["held_out"]["all"])


def average(states: Sequence[State], weights: Sequence[float] | None = None) -> State:
    """Weighted mean of states of one architecture; equal weights by default."""
    shares = weights or [1 / len(states)] * len(states)
    first = states[0]
    return {
        name: sum(
            (share * state[name] for share, state in zip(shares, states, strict=True)),
            start=first[name] * 0,
        )
        for name in first
    }


def _identity(base: Path, corpus: Corpus, recipe: Recipe) -> dict[str, Any]:
    return {
        "base": read_origin(base),
        "recipe": recipe.as_dict(),
        "data": corpus.info,
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def begin(out: Path, identity: Mapping[str, Any]) -> None:
    """Make ``out`` this run's: checkpoints of another recipe or corpus are never resumed."""
    out.mkdir(parents=True, exist_ok=True)
    mark = out / "identity.sha256"
    found = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()
    if mark.exists() and mark.read_text(encoding="utf-8").strip() == found:
        return
    for stale in out.glob("fold-*/*"):
        stale.unlink()
    mark.write_text(found + "\n", encoding="utf-8")


def frozen_vectors(base: Path, encoder: TextEncoder, texts: Sequence[str]) -> Vectors:
    """Mean-pooled states of the untouched base, ``[n, width]``."""
    return run(load_base(base), encoder, texts)[1]


def train_on(
    base: Path,
    encoder: TextEncoder,
    corpus: Corpus,
    pooled: Vectors,
    recipe: Recipe,
    rows: Sequence[int],
    *,
    seed: int,
    checkpoint: Path | None = None,
    log: Log = print,
) -> EncoderModel:
    """One model from ``rows`` of the corpus: probe, gentle fine-tuning, averaging, probe anew.

    ``pooled`` are the base's vectors of the whole corpus, ``[n, width]``.
    """
    targets = corpus.targets.take(rows)
    model = load_base(base, recipe.fine_tune.dropout)
    model.heads = _probe(pooled[rows], targets, recipe)
    start = {name: value.clone() for name, value in model.state_dict().items()}
    texts = corpus.texts
    fine_tune(
        model,
        encoder,
        TrainingSet([texts[i] for i in rows], targets, corpus.public_texts, corpus.public_targets),
        recipe.fine_tune,
        recipe.augment,
        seed=seed,
        weight_cap=recipe.weight_cap,
        head_weights=recipe.head_weights,
        checkpoint=checkpoint,
        on_epoch=lambda epoch, loss: log(f"  epoch {epoch + 1}: loss {loss:.4f}"),
    )
    if not recipe.fine_tune.epochs:
        return model.eval()
    if recipe.keep_base:
        shares = [recipe.keep_base, 1 - recipe.keep_base]
        model.load_state_dict(average([start, model.state_dict()], shares))
    if recipe.reprobe:
        vectors = run(model, encoder, [texts[i] for i in rows])[1]
        model.heads = _probe(vectors, targets, recipe)
    return model


def _probe(vectors: Vectors, targets: Targets, recipe: Recipe) -> nn.Linear:
    return fit_probe(
        vectors,
        targets,
        l2=recipe.probe.l2,
        head_l2=recipe.probe.head_l2,
        weight_cap=recipe.weight_cap,
        head_weights=recipe.head_weights,
        steps=recipe.probe.steps,
    )


def _calibrate_and_measure(
    model: EncoderModel,
    encoder: TextEncoder,
    corpus: Corpus,
    oof: Vectors,
    out: Path,
) -> dict[str, Any]:
    seen = [i for i, fold in enumerate(corpus.split.fold) if fold >= 0]
    content = to_json(fit_thresholds(oof[seen], corpus.targets.take(seen)))
    thresholds = parse_thresholds(content)
    (out / THRESHOLDS_FILE).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    held_out = corpus.split.rows(-1)
    logits, _ = run(model, encoder, [corpus.texts[i] for i in held_out])
    metrics = {
        name: report(
            values,
            corpus.targets.take(rows),
            [(f"lang={corpus.examples[i].language}",) for i in rows],
            thresholds,
        )
        for name, values, rows in (
            ("held_out", logits, held_out),
            ("out_of_fold", oof[seen], seen),
        )
    }
    (out / METRICS_FILE).write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    return metrics


def load_trained(base: Path, run_directory: Path) -> EncoderModel:
    """The finished model of a run.

    Raises:
        FileNotFoundError: the run has not finished.
    """
    model = load_base(base)
    model.load_state_dict(load_file(run_directory / WEIGHTS))
    return model.eval()
