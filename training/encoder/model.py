"""The network: a transformer, mean pooling, one linear layer whose rows are all heads' labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from models.encoder.heads import N_LOGITS, PREFIX
from models.text.normalise import normalise_for_encoder


class EncoderModel(nn.Module):
    """``(input_ids, attention_mask)`` ``[batch, length]`` to ``(logits, embedding)``.

    ``logits`` is ``[batch, N_LOGITS]``; ``embedding`` ``[batch, width]`` has unit length.
    """

    def __init__(self, transformer: nn.Module, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.transformer = transformer
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.Linear(width, N_LOGITS)

    def pool(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Mean of the token states that are not padding, ``[batch, width]``."""
        states = self.transformer(
            input_ids=input_ids, attention_mask=attention_mask
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        pooled: Tensor = (states * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1)
        return pooled

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        pooled = self.pool(input_ids, attention_mask)
        logits: Tensor = self.heads(self.dropout(pooled))
        return logits, nn.functional.normalize(pooled, dim=1)


@dataclass(frozen=True)
class Batch:
    """Padded token ids and their mask, ``[batch, length]``, int64."""

    input_ids: Tensor
    attention_mask: Tensor


@dataclass(frozen=True)
class TextEncoder:
    """Texts to padded batches; the same normalisation and prefix as at run time."""

    tokenizer: Tokenizer
    max_tokens: int

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        self.tokenizer.enable_truncation(self.max_tokens)
        self.tokenizer.no_padding()
        prepared = [PREFIX + normalise_for_encoder(text) for text in texts]
        return [encoding.ids for encoding in self.tokenizer.encode_batch(prepared)]

    def pad(self, rows: Sequence[Sequence[int]]) -> Batch:
        pad = self.tokenizer.token_to_id("<pad>")
        if pad is None:
            raise ValueError("the tokenizer has no <pad> piece")
        length = max(len(row) for row in rows)
        input_ids = torch.full((len(rows), length), pad, dtype=torch.int64)
        mask = torch.zeros((len(rows), length), dtype=torch.int64)
        for i, row in enumerate(rows):
            input_ids[i, : len(row)] = torch.tensor(row)
            mask[i, : len(row)] = 1
        return Batch(input_ids, mask)


def load_base(path: Path, dropout: float = 0.1) -> EncoderModel:
    """The base of ``baume models build-base`` under heads of zeros."""
    transformer: Any = AutoModel.from_pretrained(path, add_pooling_layer=False, dtype=torch.float32)
    model = EncoderModel(transformer, transformer.config.hidden_size, dropout)
    nn.init.zeros_(model.heads.weight)
    nn.init.zeros_(model.heads.bias)
    return model


def load_tokenizer(path: Path) -> Tokenizer:
    return Tokenizer.from_file(str(path / "tokenizer.json"))


@torch.inference_mode()
def run(
    model: EncoderModel, encoder: TextEncoder, texts: Sequence[str], batch_size: int = 32
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """``(logits [n, N_LOGITS], pooled [n, width])`` in the order of ``texts``, without dropout."""
    model.eval()
    rows = encoder.ids(texts)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    width = model.heads.in_features
    logits = np.zeros((len(rows), N_LOGITS), np.float32)
    pooled = np.zeros((len(rows), width), np.float32)
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        batch = encoder.pad([rows[i] for i in chosen])
        states = model.pool(batch.input_ids, batch.attention_mask)
        pooled[chosen] = states.numpy()
        logits[chosen] = model.heads(states).numpy()
    return logits, pooled
