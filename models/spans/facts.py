"""The facts of a message, worded so that a reply can take them up."""

from dataclasses import dataclass, field

from data.taxonomy import Language, Topic


@dataclass(frozen=True, slots=True)
class SituationHit:
    """A situation recognised in the message.

    ``failure`` is its noun phrase in the reply's language (``docs/exemplars.md``), or None when
    the pattern only recognises.  ``state`` says that it lasts, so that "since …" may follow it.
    ``start`` orders hits by where the customer speaks of them (offset in the folded text).
    """

    situation: str
    weight: float
    failure: str | None
    state: bool
    start: int


@dataclass(frozen=True, slots=True)
class ObjectHit:
    """A thing the customer speaks of.

    Canonical noun, gender (French), number, and the topics in which a reply may name it.
    """

    noun: str
    feminine: bool
    plural: bool
    owned: bool
    start: int
    topics: frozenset[Topic]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the patterns found; absent facts are None or empty."""

    language: Language
    situations: tuple[SituationHit, ...] = ()
    objects: tuple[ObjectHit, ...] = ()
    since: str | None = None
    duration: str | None = None
    count: str | None = None
    amount: str | None = None
    place: str | None = None
    quote: str | None = None
    content_words: frozenset[str] = field(default_factory=frozenset)

    @property
    def lead(self) -> SituationHit | None:
        """The hit that a reply should open with: the weightiest, then the earliest."""
        worded = [hit for hit in self.situations if hit.failure]
        return min(worded, key=lambda hit: (-hit.weight, hit.start), default=None)
