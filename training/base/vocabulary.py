"""Which pieces of a multilingual vocabulary French and English care messages need."""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import torch
from tokenizers import Tokenizer

from training.base.tokenizer import (
    METASPACE,
    NEW_EMOJI,
    keep_pieces,
    mean_score,
    pieces_of,
    special_pieces,
)

KEEP_LIST: Final = Path(__file__).parent / "keep_pieces.json"
"""The shipped list: a JSON array of pieces, so that it fits any model of this vocabulary."""

_LATIN_END: Final = 0x250
_EMOJI_END: Final = 0x20000
_OTHER_SCRIPTS: Final = frozenset(
    {"CJK", "ARABIC", "DEVANAGARI", "BENGALI", "THAI", "KHMER", "MYANMAR", "HANGUL", "ETHIOPIC"}
)
_PUNCTUATION: Final = frozenset("!?.,;:'\"()[]{}<>/\\|@#*&%$€£+-=_~^`«»“”–—•·°×→❤")
_NUMBER_CHARS: Final = frozenset("0123456789.,:/%-€")
_MAX_NUMBER: Final = 4


def count_pieces(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[str]:
    """How often each piece is used in ``texts``."""
    counts: Counter[str] = Counter()
    for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        counts.update(encoding.tokens)
    return counts


def is_basic(piece: str) -> bool:
    """Whether ``piece`` is kept whatever the counts.

    That is one Latin letter, sign, digit or emoji (so that no Latin text is ever unknown), a run
    of punctuation ("!!!"), or a short number.
    """
    body = piece.replace(METASPACE, "")
    if not body:
        return True
    if set(body) <= _PUNCTUATION:
        return True
    if len(body) <= _MAX_NUMBER and set(body) <= _NUMBER_CHARS:
        return True
    return len(body) == 1 and _is_latin_or_symbol(body)


def _is_latin_or_symbol(char: str) -> bool:
    if ord(char) < _LATIN_END:
        return True
    script = unicodedata.name(char, "").split(" ")[0]
    category = unicodedata.category(char)
    return category[0] in "SP" and script not in _OTHER_SCRIPTS and ord(char) < _EMOJI_END


def is_latin(piece: str) -> bool:
    """Whether every letter of ``piece`` is Latin."""
    return all(ord(char) < _LATIN_END for char in piece.replace(METASPACE, ""))


def choose_pieces(
    pieces: Sequence[str], counts: Counter[str], size: int, required: Sequence[str] = ()
) -> list[str]:
    """At most ``size`` of ``pieces``: required, then basic, then Latin ones by falling count.

    Ties fall to the piece that comes first, which in a Unigram vocabulary is the likelier one;
    so pieces never seen fill what room is left in the order of their probability.
    """
    base = list(dict.fromkeys([*required, *(piece for piece in pieces if is_basic(piece))]))
    taken = set(base)
    rest = [piece for piece in pieces if piece not in taken and is_latin(piece)]
    rest.sort(key=lambda piece: -counts[piece])
    return base + rest[: max(0, size - len(base))]


def write_keep_list(pieces: Sequence[str], path: Path = KEEP_LIST) -> None:
    path.write_text(json.dumps(list(pieces), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def read_keep_list(path: Path = KEEP_LIST) -> list[str]:
    kept: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def trim(
    tokenizer: Tokenizer, embeddings: torch.Tensor, kept: Sequence[str]
) -> tuple[Tokenizer, torch.Tensor]:
    """Tokenizer and embedding rows of the ``kept`` pieces, then those of :data:`NEW_EMOJI`.

    A new emoji is left out where the tokenizer has it already, or none of its neighbours.

    Args:
        tokenizer: Unigram, over the rows of ``embeddings``.
        embeddings: ``[n_pieces, width]``.
        kept: pieces to keep; those the tokenizer lacks are skipped, special ones always stay.

    Returns:
        A tokenizer and its embeddings ``[n_kept + n_new, width]``; the kept rows are in the old
        order, special pieces keep their relative order.
    """
    pieces = pieces_of(tokenizer)
    wanted = set(kept) | set(special_pieces(tokenizer))
    ids = [i for i, piece in enumerate(pieces) if piece in wanted]
    position = {piece: i for i, piece in enumerate(pieces)}
    rows, scores = [embeddings[ids]], dict[str, float]()
    for emoji, near in NEW_EMOJI.items():
        names = [name for piece in near for name in (piece, METASPACE + piece) if name in position]
        if emoji in position or not names:
            continue
        near_ids = [position[name] for name in names]
        rows.append(embeddings[near_ids].mean(dim=0, keepdim=True))
        scores[emoji] = mean_score(tokenizer, names)
    return keep_pieces(tokenizer, ids, scores), torch.cat(rows)
