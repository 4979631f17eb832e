"""The keep-list, counted on our own corpus and, where they are at hand, the public sets."""

from collections import Counter
from pathlib import Path
from typing import Final

from tokenizers import Tokenizer

from data.loaders import load_examples, load_exemplars
from models.text.normalise import normalise_for_encoder
from training.base.tokenizer import pieces_of, special_pieces
from training.base.vocabulary import KEEP_LIST, choose_pieces, count_pieces, write_keep_list
from training.public_sets import PUBLIC_SETS, read_local

SIZE: Final = 32_000


def recount_keep_list(
    tokenizer: Tokenizer, datasets: Path | None, path: Path = KEEP_LIST, size: int = SIZE
) -> int:
    """Count, choose and write the keep-list; returns how many pieces it has.

    Every piece that our own texts use comes first, whatever its count among the public ones.
    """
    own = [example.text for example in load_examples()]
    for exemplar in load_exemplars():
        own += [exemplar.message or "", exemplar.reply]
    counts = count_pieces(tokenizer, map(normalise_for_encoder, own))
    total = Counter(counts)
    for entry in PUBLIC_SETS if datasets else ():
        rows = read_local(datasets, entry.name) if datasets else []
        total.update(
            count_pieces(tokenizer, (normalise_for_encoder(row["text"] or "") for row in rows))
        )
    required = [*special_pieces(tokenizer), *sorted(counts)]
    kept = choose_pieces(pieces_of(tokenizer), total, size, required)
    write_keep_list(kept, path)
    return len(kept)
