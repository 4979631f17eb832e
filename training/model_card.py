"""The model card of a bundle, made from its run."""

from collections.abc import Mapping
from typing import Any, Final

from training.evaluation.metrics import summary
from training.public_sets import BY_NAME

_LIMITS: Final = """\
- French and English only; other languages get numbers that mean nothing, which is why the service
  detects the language first.
- The corpus was written by language models and labelled by one labeller each. Scores on the
  held-out part of it flatter: on real posts expect less, above all for sarcasm and risk.
- Rare labels (harassment, hate, threat, self-harm, press) have few examples. Their absence from an
  answer is no proof of absence; the flags "any hostility", "any risk" are surer than the labels.
- Text that only makes sense with its picture or thread is judged by the text alone.
- The encoder sees words, not facts: a false claim of fraud reads like a true one.
- int8 activations share one scale per call, so the same text in another batch may differ in the
  second decimal of a probability."""


def model_card(info: Mapping[str, Any], metrics: Mapping[str, Any], version: str) -> str:
    """Markdown with base, data and licences, scores and limits."""
    base, data, recipe = info["base"], info["data"], info["recipe"]
    return f"""\
---
language: [fr, en]
license: apache-2.0
base_model: {base["name"]}
tags: [customer-care, multi-label-classification, onnx]
---

# Baume encoder, fr-en, {version}

One multilingual transformer with a linear head per label group (intent, topics, severity, sarcasm,
hostility, reasons for going private, risk, emotion). It perceives one inbound social message; what
to do about it is decided elsewhere, by written policy, and a person always sends.

## Base

{base["name"]} ({base["licence"]}), from {base["source"]}; vocabulary trimmed to
{base.get("pieces", "all")} pieces used by French and English care messages.

## Data

- {data["messages"]} inbound messages **written by language models** to the project's label guide,
  about invented brands; Apache-2.0; sha256 `{data["messages_sha256"][:16]}`.
  {data["held_out"]} of them were held out by groups of minimal pairs and near-copies
  (split `{data["split_sha256"][:16]}`).
{_public(data["public_sets"])}

No real person's post from outside these sets was trained on.

## Training

Linear probe on the frozen base, then {recipe["fine_tune"]["epochs"]} epochs of fine-tuning at
{recipe["fine_tune"]["encoder_rate"]:g}; the weights are the mean of those of
{recipe["split"]["folds"]} cross-validation models{_kept(recipe["keep_base"])}.
Probabilities and thresholds come from their out-of-fold answers. Seed {recipe["seed"]}.

## Scores

On the held-out part of the corpus, float32 and the int8 file in this bundle:

{_table(metrics)}

int8 against float32: mean difference of logits
{metrics["int8_parity"]["mean_logit_difference"]:.3f}, lowest cosine of sentence vectors
{metrics["int8_parity"]["min_cosine"]:.3f}.

## Limits

{_LIMITS}

## Not for

Deciding about a person without a person; moderating speech on its own; scoring customers or
employees.
"""


def _public(used: Mapping[str, Any]) -> str:
    if not used:
        return "- No public set; `docs/training.md` says which were tried."
    return "\n".join(
        f"- {name} ({BY_NAME[name].licence}, {BY_NAME[name].source}): {entry['rows']} rows, "
        f"for {BY_NAME[name].teaches}."
        for name, entry in used.items()
    )


def _kept(share: float) -> str:
    return f", each averaged with its probed base ({share:g} of it)" if share else ""


def _table(metrics: Mapping[str, Any]) -> str:
    whole = summary(metrics["held_out"]["all"])
    small = summary(metrics["held_out_int8"]["all"])
    rows = [f"| {name} | {whole[name]:.3f} | {small[name]:.3f} |" for name in whole]
    return "\n".join(["| score | float32 | int8 |", "| --- | --- | --- |", *rows])
