"""Gentle full fine-tuning of the encoder from probed heads, resumable at every epoch."""

import json
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from training.encoder.augment import AugmentConfig, augment
from training.encoder.losses import label_weights, masked_loss
from training.encoder.model import EncoderModel, TextEncoder
from training.encoder.targets import Targets


@dataclass(frozen=True)
class FineTuneConfig:
    """How the weights move.  Rates are AdamW's peaks, reached after ``warmup`` of the steps."""

    epochs: int = 4
    batch_size: int = 32
    encoder_rate: float = 2e-5
    head_rate: float = 2e-4
    weight_decay: float = 0.01
    warmup: float = 0.1
    dropout: float = 0.1
    smoothing: float = 0.0
    max_grad_norm: float = 1.0
    public_share: float = 0.0
    """Rows of the public sets drawn each epoch, as a share of our own rows."""
    frozen_layers: int = 0
    """Lowest transformer layers, and the embeddings with them, left as they are."""
    bf16: bool = True


@dataclass(frozen=True)
class TrainingSet:
    """Our own rows, and rows of public sets sampled with a low weight."""

    texts: Sequence[str]
    targets: Targets
    public_texts: Sequence[str] = ()
    public_targets: Targets | None = None


def fine_tune(
    model: EncoderModel,
    encoder: TextEncoder,
    data: TrainingSet,
    config: FineTuneConfig,
    augmentation: AugmentConfig,
    *,
    seed: int,
    weight_cap: float,
    head_weights: Mapping[str, float] | None = None,
    checkpoint: Path | None = None,
    on_epoch: Callable[[int, float], None] = lambda _epoch, _loss: None,
) -> None:
    """Train ``model`` in place.

    With ``checkpoint`` the state is written there after each epoch, and read back first if it is
    there: what is drawn in an epoch depends on ``seed`` and the epoch only, so an interrupted run
    ends where an uninterrupted one does.
    """
    _freeze(model, config.frozen_layers)
    optimiser = _optimiser(model, config)
    drawn = round(config.public_share * len(data.texts)) if data.public_texts else 0
    steps_per_epoch = math.ceil((len(data.texts) + drawn) / config.batch_size)
    total = steps_per_epoch * config.epochs
    weights = label_weights(data.targets, weight_cap)
    first = _restore(checkpoint, model, optimiser)
    for epoch in range(first, config.epochs):
        rng = random.Random(f"{seed}/{epoch}")  # noqa: S311  reproducible draws, not secrets
        torch.manual_seed(seed * 1000 + epoch)
        texts, targets = _draw(data, drawn, rng)
        rows = encoder.ids([augment(text, rng, augmentation) for text in texts])
        model.train()
        running = 0.0
        for i, chosen in enumerate(_batches([len(row) for row in rows], config.batch_size, rng)):
            step = epoch * steps_per_epoch + i
            _set_rate(optimiser, _schedule(step, total, config.warmup))
            batch = encoder.pad([rows[j] for j in chosen])
            part = targets.take(chosen)
            with torch.autocast("cpu", torch.bfloat16, enabled=config.bf16):
                logits, _ = model(batch.input_ids, batch.attention_mask)
            loss = masked_loss(
                logits.float(),
                torch.from_numpy(part.values),
                torch.from_numpy(part.known),
                weights,
                head_weights,
                config.smoothing,
            )
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            torch.nn.utils.clip_grad_norm_(model.parameters(), config.max_grad_norm)
            optimiser.step()
            running += loss.item()
        on_epoch(epoch, running / steps_per_epoch)
        _store(checkpoint, model, optimiser, epoch + 1)
    model.eval()


def _freeze(model: EncoderModel, layers: int) -> None:
    if not layers:
        return
    for name, parameter in model.transformer.named_parameters():
        number = name.split(".layer.")[1].split(".")[0] if ".layer." in name else "-1"
        parameter.requires_grad = int(number) >= layers


def _optimiser(model: EncoderModel, config: FineTuneConfig) -> torch.optim.AdamW:
    # Biases and layer norms are not decayed, as in BERT.
    groups: list[dict[str, object]] = []
    for module, rate in ((model.transformer, config.encoder_rate), (model.heads, config.head_rate)):
        trained = [p for p in module.parameters() if p.requires_grad]
        for flat, decay in ((False, config.weight_decay), (True, 0.0)):
            chosen = [p for p in trained if (p.ndim == 1) is flat]
            groups.append({"params": chosen, "lr": rate, "peak": rate, "weight_decay": decay})
    return torch.optim.AdamW(groups)


def _schedule(step: int, total: int, warmup: float) -> float:
    """Share of the peak rate: linear up over ``warmup`` of the steps, linear down to zero."""
    rise = max(1.0, warmup * total)
    return min((step + 1) / rise, (total - step) / max(1.0, total - rise))


def _set_rate(optimiser: torch.optim.Optimizer, share: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = group["peak"] * share


def _draw(data: TrainingSet, drawn: int, rng: random.Random) -> tuple[list[str], Targets]:
    texts = list(data.texts)
    if not drawn or data.public_targets is None:
        return texts, data.targets
    chosen = [rng.randrange(len(data.public_texts)) for _ in range(drawn)]
    public = data.public_targets.take(chosen)
    both = Targets(
        *(
            torch.cat([torch.from_numpy(a), torch.from_numpy(b)]).numpy()
            for a, b in ((data.targets.values, public.values), (data.targets.known, public.known))
        )
    )
    return texts + [data.public_texts[i] for i in chosen], both


def _batches(lengths: Sequence[int], size: int, rng: random.Random) -> list[list[int]]:
    """Shuffled batches of rows of near lengths: sorted within pools of eight batches."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    pool = 8 * size
    batches: list[list[int]] = []
    for start in range(0, len(order), pool):
        near = sorted(order[start : start + pool], key=lambda i: lengths[i])
        batches += [near[i : i + size] for i in range(0, len(near), size)]
    rng.shuffle(batches)
    return batches


def _store(
    path: Path | None, model: EncoderModel, optimiser: torch.optim.Optimizer, epoch: int
) -> None:
    if path is None:
        return
    path.mkdir(parents=True, exist_ok=True)
    state: dict[str, Tensor] = {
        f"{number}.{name}": torch.as_tensor(value).clone()
        for number, slots in optimiser.state_dict()["state"].items()
        for name, value in slots.items()
    }
    save_file(
        {k: v.contiguous() for k, v in model.state_dict().items()},
        path / f"model-{epoch}.safetensors",
    )
    save_file(state, path / f"optimiser-{epoch}.safetensors")
    # Written last and renamed: a checkpoint is either whole or not there.
    marker = path / "epoch.json.tmp"
    marker.write_text(json.dumps({"epoch": epoch}), encoding="utf-8")
    marker.replace(path / "epoch.json")
    for old in path.glob("*.safetensors"):
        if not old.stem.endswith(f"-{epoch}"):
            old.unlink()


def _restore(path: Path | None, model: EncoderModel, optimiser: torch.optim.Optimizer) -> int:
    if path is None or not (path / "epoch.json").exists():
        return 0
    epoch = int(json.loads((path / "epoch.json").read_text(encoding="utf-8"))["epoch"])
    model.load_state_dict(load_file(path / f"model-{epoch}.safetensors"))
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in load_file(path / f"optimiser-{epoch}.safetensors").items():
        number, name = key.split(".", 1)
        state.setdefault(int(number), {})[name] = value
    whole = optimiser.state_dict()
    whole["state"] = state
    optimiser.load_state_dict(whole)
    return epoch
