"""A randomly initialised encoder small enough to train and export within a test."""

from pathlib import Path

import torch
from tokenizers import AddedToken, Tokenizer, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import BertConfig, BertModel

from data.schemas.example import Example, Labels
from training.base.build import Base, save

LETTERS = "abcdefghijklmnopqrstuvwxyzéèàçù0123456789@'!?.,:"
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


def tiny_base(path: Path, layers: int = 2) -> Path:
    """Write a base of width 384 over single letters; returns ``path``."""
    pieces = [(piece, 0.0) for piece in SPECIAL] + [("▁", -2.0)]
    pieces += [(letter, -3.0 - i / 50) for i, letter in enumerate(LETTERS)]
    tokenizer = Tokenizer(Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme="always")
    tokenizer.add_special_tokens([AddedToken(p, special=True, normalized=False) for p in SPECIAL])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=384,
        num_hidden_layers=layers,
        num_attention_heads=4,
        intermediate_size=128,
        max_position_embeddings=512,
        pad_token_id=1,
    )
    model = BertModel(config, add_pooling_layer=False)
    save(Base(model, tokenizer, {"name": "tiny", "licence": "none", "source": "random"}), path)
    return path


def tiny_corpus(path: Path, count: int = 40) -> Path:
    """Write ``count`` labelled messages; praise and complaint are told apart by one word."""
    path.mkdir(parents=True, exist_ok=True)
    lines = []
    for i in range(count):
        bad = i % 2 == 0
        labels = Labels(
            intent="complaint" if bad else "praise",
            topics=("delivery",) if bad else (),
            severity=1 if bad else 0,
            sarcasm=i % 5 == 0,
            hostility=("insult",) if i % 4 == 0 else (),
            private_reasons=("account",) if i % 3 == 0 else (),
            risk=("press",) if i % 7 == 0 else (),
            emotion="anger" if bad else "joy",
        )
        word = "lost" if bad else "lovely"
        text = f"{word} parcel number {i * 7919 % 1000} {'abcdefgh'[i % 8] * 3} {i * 31 % 97}"
        example = Example(
            id=f"t-{i:04d}", text=text, language="en", labels=labels, batch=f"b{i % 2}"
        )
        lines.append(example.model_dump_json(exclude_none=True))
    (path / "messages.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
