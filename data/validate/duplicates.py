"""Near duplicates within the corpus, and near matches of texts that must stay out of it.

MinHash over character 5-grams proposes pairs; the exact Jaccard index decides
(Broder, "On the resemblance and containment of documents", 1997).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from data.errors import DataError
from data.schemas.example import Example
from data.schemas.exemplar import Exemplar
from data.schemas.reply import Reply
from data.validate.findings import Finding, Located, error, warning

THRESHOLD: Final = 0.6
"""Jaccard index of two sets of 5-grams from which texts count as near duplicates."""
SHORT: Final = 40
"""Texts under this many characters are compared whole: they have too few 5-grams."""
_NGRAM = 5
_PERMUTATIONS = 128
_RECALL_THRESHOLD = 0.45
"""The index is asked for looser matches than wanted, because MinHash errs by about 0.09."""


@dataclass(frozen=True)
class Match:
    left: str
    right: str
    jaccard: float


def normalised(text: str) -> str:
    """Lower case, single spaces: what makes two texts the same to a reader."""
    return " ".join(text.casefold().split())


def shingles(text: str) -> frozenset[str]:
    """The character 5-grams of an already normalised text; the text itself when shorter."""
    return frozenset(text[i : i + _NGRAM] for i in range(max(1, len(text) - _NGRAM + 1)))


def near_matches(texts: Mapping[str, str]) -> list[Match]:
    """Pairs of keys of ``texts`` that are near duplicates, in the order of the keys."""
    index = _Index()
    matches = []
    for key, text in texts.items():
        matches += [Match(other, key, score) for other, score in index.near(text)]
        index.add(key, text)
    return matches


def cross_matches(texts: Mapping[str, str], others: Mapping[str, str]) -> list[Match]:
    """Pairs ``(key of texts, key of others)`` that are near duplicates."""
    index = _Index()
    for key, text in others.items():
        index.add(key, text)
    return [Match(key, other, s) for key, text in texts.items() for other, s in index.near(text)]


class _Index:
    """Texts by their 5-grams, or whole when short."""

    def __init__(self) -> None:
        # Imported here: the train extra, half a second of start-up that no other command needs.
        from datasketch import MinHash, MinHashLSH  # noqa: PLC0415

        self._new_minhash = partial(MinHash, num_perm=_PERMUTATIONS)
        self._lsh = MinHashLSH(threshold=_RECALL_THRESHOLD, num_perm=_PERMUTATIONS)
        self._shingles: dict[str, frozenset[str]] = {}
        self._short: dict[str, list[str]] = defaultdict(list)

    def add(self, key: str, text: str) -> None:
        text = normalised(text)
        if len(text) < SHORT:
            self._short[text].append(key)
            return
        self._shingles[key] = shingles(text)
        self._lsh.insert(key, self._minhash(self._shingles[key]))

    def near(self, text: str) -> list[tuple[str, float]]:
        text = normalised(text)
        if len(text) < SHORT:
            return [(key, 1.0) for key in self._short.get(text, ())]
        mine = shingles(text)
        scored = [
            (key, len(mine & self._shingles[key]) / len(mine | self._shingles[key]))
            for key in sorted(self._lsh.query(self._minhash(mine)))
        ]
        return [(key, score) for key, score in scored if score >= THRESHOLD]

    def _minhash(self, items: frozenset[str]) -> Any:
        minhash = self._new_minhash()
        minhash.update_batch([item.encode() for item in items])
        return minhash


def check_examples(examples: Sequence[Located[Example]]) -> Iterator[Finding]:
    """No two messages are near duplicates, but members of a minimal pair, turns of one thread."""
    by_id = {located.item.id: located for located in examples}
    texts = {key: _with_context(located.item) for key, located in by_id.items()}
    for match in near_matches(texts):
        left, right = by_id[match.left], by_id[match.right]
        if _together(left.item, right.item):
            continue
        yield error(
            "duplicates",
            right,
            f"{match.jaccard:.0%} the same as {match.left}; rewrite one, or give both one pair",
        )


def _together(left: Example, right: Example) -> bool:
    same_pair = left.pair is not None and left.pair == right.pair
    return same_pair or (left.conversation is not None and left.conversation == right.conversation)


def _with_context(example: Example) -> str:
    """The same few words are another example after other messages."""
    return " ".join([*(message.text for message in example.context), example.text])


def check_exemplars(exemplars: Sequence[Located[Exemplar]]) -> Iterator[Finding]:
    """No two replies are equal; near ones are worth a look (a *tu* twin of a *vous* is fine)."""
    by_id = {located.item.id: located for located in exemplars}
    for match in near_matches({key: located.item.reply for key, located in by_id.items()}):
        report = error if match.jaccard == 1.0 else warning
        yield report(
            "duplicates", by_id[match.right], f"{match.jaccard:.0%} the same as {match.left}"
        )


def check_replies(replies: Sequence[Located[Reply]]) -> Iterator[Finding]:
    """No two good replies are near duplicates: each is right under one message only."""
    by_id = {located.item.id: located for located in replies}
    for match in near_matches({key: located.item.text for key, located in by_id.items()}):
        message = f"{match.jaccard:.0%} the same as {match.left}; rewrite one"
        yield error("duplicates", by_id[match.right], message)


def check_against(path: Path, texts: Iterable[tuple[Located[Any], str, str]]) -> Iterator[Finding]:
    """No text of the corpus nears a line of ``path``, whose words are never shown.

    ``texts`` has where each text stands, its name and its words.

    Raises:
        DataError: ``path`` is not JSON lines with a ``text`` each.
    """
    others = read_texts(path)
    named = [
        (f"{number} {name}", at, text) for number, (at, name, text) in enumerate(texts) if text
    ]
    where = {key: at for key, at, _ in named}
    matches = cross_matches({key: text for key, _, text in named}, others)
    for match in matches:
        name = match.left.partition(" ")[2]
        message = f"{name} is {match.jaccard:.0%} the same as {match.right}; remove it"
        yield Finding("error", "contamination", where[match.left].where, message)


def read_texts(path: Path) -> dict[str, str]:
    """``file:line`` → the ``text`` field of each JSON line.

    Raises:
        DataError: naming the line that is not a JSON object with a ``text``.
    """
    texts = {}
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as reason:
        raise DataError(f"{path}: cannot be read ({reason.strerror}); check the path") from reason
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            texts[f"{path.name}:{number}"] = str(json.loads(line)["text"])
        except (json.JSONDecodeError, KeyError, TypeError) as reason:
            raise DataError(f"{path}:{number}: not a JSON object with a 'text' field") from reason
    return texts
