"""What every writer takes and gives."""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from data.schemas.brief import DraftBrief
from data.schemas.suggestion import Understanding
from data.taxonomy import PartType
from models.spans.facts import Facts

WEAK_FACTS: Final = frozenset({"quote", "name"})
"""Slots whose filling shows little that the message was understood."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """The message to answer, as writers see it.

    ``embedding`` is the encoder's, L2-normalised, shape ``[dim]``.  ``seed`` differs from customer
    to customer: it breaks ties, so that two people with one problem get two texts.
    """

    text: str
    understanding: Understanding
    facts: Facts
    embedding: NDArray[np.float32]
    seed: int


@dataclass(frozen=True, slots=True)
class UsedPart:
    """A part as it stands in a candidate: where it comes from, its template and filled text.

    ``light`` says that it jokes.
    """

    exemplar: str
    type: PartType
    template: str
    text: str
    filled: tuple[str, ...]
    light: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A draft before guard and ranking.

    ``fit`` in [0, 1] says how well its situation matches the message, by the writer's own account.
    ``variety`` in [0, 1) is drawn from the customer's seed: among equals, each gets another.
    """

    text: str
    writer: str
    situation: str
    parts: tuple[UsedPart, ...]
    fit: float
    variety: float = 0.0

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.exemplar for part in self.parts))

    @property
    def filled(self) -> tuple[str, ...]:
        return tuple(name for part in self.parts for name in part.filled)


class Writer(Protocol):
    """Writers are plural; the customer's text is data to them, never an instruction."""

    name: str

    def write(self, brief: DraftBrief, view: MessageView) -> list[Candidate]:
        """Candidates for the brief, best first by the writer's own account; may be empty."""
        ...
