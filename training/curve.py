"""The learning curve: what a quarter, half and all of the corpus teach, head by head."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch

from models.encoder.calibration import parse_thresholds
from training.config import Recipe
from training.encoder.calibrate import fit_thresholds, to_json
from training.encoder.model import EncoderModel, TextEncoder, load_tokenizer, run
from training.encoder.split import DEV, TEST
from training.evaluation.metrics import score_heads
from training.evaluation.records import Records, load_records
from training.run import Corpus, Vectors, frozen_vectors, load_corpus, train_on

MEASURES: Final[Mapping[str, tuple[str, str]]] = {
    "complaint macro-F1": ("complaint", "macro_f1"),
    "complaint AUC": ("complaint", "auc"),
    "intent macro-F1": ("intent", "macro_f1"),
    "sarcasm F1": ("sarcasm", "f1"),
    "sarcasm AUC": ("sarcasm", "auc"),
    "hostility F1": ("hostility", "f1"),
    "hostility AUC": ("hostility", "auc"),
    "private macro-F1": ("private", "macro_f1"),
    "private AUC": ("private", "auc"),
    "risk F1": ("risk", "f1"),
    "risk AUC": ("risk", "auc"),
    "severity 2 macro-F1": ("severity_2", "macro_f1"),
    "severity 2 AUC": ("severity_2", "auc"),
    "topics micro-F1": ("topics", "micro_f1"),
    "emotion macro-F1": ("emotion", "macro_f1"),
}


@dataclass(frozen=True)
class Point:
    """Scores of one share: ``scores[measure]`` is ``(mean, standard deviation)`` over seeds."""

    share: float
    messages: int
    scores: dict[str, tuple[float, float]]


def learning_curve(
    base: Path,
    messages: Path,
    recipe: Recipe,
    *,
    shares: Sequence[float],
    seeds: int,
    real: Path | None = None,
    log: Callable[[str], None] = print,
) -> dict[str, list[Point]]:
    """Train on growing shares of the training part; measure on the test part and on ``real``.

    A share is drawn by whole batches of groups (a pair or a conversation is taken whole), anew
    for each seed.  Thresholds come from the dev part, or from the training rows of a corpus
    that has none.

    Raises:
        DataError: the corpus or ``real`` cannot be read.
    """
    corpus = load_corpus(messages, recipe, None)
    encoder = TextEncoder(load_tokenizer(base), recipe.max_tokens)
    pooled = frozen_vectors(base, encoder, corpus.texts)
    tests = {"test": _records_of(corpus, TEST)}
    frozen = {"test": pooled[corpus.split.rows(TEST)]}
    if real is not None:
        tests["real"] = load_records(real)
        frozen["real"] = frozen_vectors(base, encoder, tests["real"].texts)

    def logits(model: EncoderModel, texts: Sequence[str], vectors: Vectors) -> Vectors:
        if recipe.fine_tune.epochs:
            return run(model, encoder, texts)[0]
        # The encoder is still the base, whose vectors are known.
        with torch.inference_mode():
            answer: Vectors = model.heads(torch.from_numpy(vectors)).numpy()
        return answer

    found: dict[str, list[Point]] = {name: [] for name in tests}
    for share in shares:
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in tests}
        count = 0
        for seed in range(seeds):
            rows = _draw(corpus, share, seed)
            count = len(rows)
            log(f"share {share}, seed {seed}: {count} messages")
            chosen = replace(recipe, seed=seed)
            model = train_on(base, encoder, corpus, pooled, chosen, rows, seed=seed, log=log)
            held = corpus.split.rows(DEV) or rows
            z = logits(model, [corpus.texts[i] for i in held], pooled[held])
            thresholds = parse_thresholds(to_json(fit_thresholds(z, corpus.targets.take(held))))
            for name, records in tests.items():
                z = logits(model, records.texts, frozen[name])
                scored = score_heads(z, records.targets, thresholds)
                runs[name].append({m: scored[h][k] for m, (h, k) in MEASURES.items()})
        for name, values in runs.items():
            found[name].append(Point(share, count, _summary(values)))
    return found


def _records_of(corpus: Corpus, part: int) -> Records:
    rows = corpus.split.rows(part)
    return Records(
        tuple(corpus.texts[i] for i in rows),
        corpus.targets.take(rows),
        tuple((f"lang={corpus.examples[i].language}",) for i in rows),
    )


def _draw(corpus: Corpus, share: float, seed: int) -> list[int]:
    """Rows of the training part; pairs and conversations are taken whole."""
    groups: dict[str, list[int]] = {}
    for i, fold in enumerate(corpus.split.fold):
        if fold not in {TEST, DEV}:
            example = corpus.examples[i]
            groups.setdefault(example.pair or example.conversation or example.id, []).append(i)
    names = sorted(groups)
    order = np.random.default_rng(seed).permutation(len(names))
    wanted = share * sum(map(len, groups.values()))
    rows: list[int] = []
    for number in order:
        if len(rows) >= wanted:
            break
        rows += groups[names[number]]
    return sorted(rows)


def _summary(values: Sequence[Mapping[str, float]]) -> dict[str, tuple[float, float]]:
    return {
        measure: (float(np.mean(column)), float(np.std(column)))
        for measure in MEASURES
        for column in ([v[measure] for v in values],)
    }


def as_markdown(curves: Mapping[str, Sequence[Point]]) -> str:
    """One table a test set: measures down, shares across."""
    lines: list[str] = []
    for name, points in curves.items():
        head = " | ".join(f"{point.share:g} ({point.messages})" for point in points)
        lines += [f"| {name} | {head} |", "| --- |" + " --- |" * len(points)]
        for measure in MEASURES:
            cells = " | ".join(
                f"{point.scores[measure][0]:.3f} ± {point.scores[measure][1]:.3f}"
                for point in points
            )
            lines.append(f"| {measure} | {cells} |")
        lines.append("")
    return "\n".join(lines)


def as_json(curves: Mapping[str, Sequence[Point]]) -> dict[str, Any]:
    """Plain values."""
    return {
        name: [
            {"share": point.share, "messages": point.messages, "scores": point.scores}
            for point in points
        ]
        for name, points in curves.items()
    }
