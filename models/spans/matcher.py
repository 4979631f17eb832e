"""The written frames: a pattern, the situation it recognises, and the failure's wording."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

import regex
import yaml

from data.situations import SITUATIONS
from data.taxonomy import Language
from models.spans.facts import SituationHit
from models.spans.times import format_duration

_DEFAULT_WEIGHT: Final = 2.0
_DURATION_GROUP: Final = "d"
_PLACEHOLDER = regex.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of ``frames/<language>.yaml``."""

    situation: str
    pattern: regex.Pattern[str]
    wordings: tuple[str, ...]
    weight: float
    state: bool


@lru_cache(maxsize=2)
def load_frames(language: Language) -> tuple[Frame, ...]:
    """Frames of a language, in file order.

    Raises:
        ValueError: a frame names a situation that does not exist.
    """
    source = resources.files("models.spans").joinpath(f"frames/{language.value}.yaml")
    frames = []
    for row in yaml.safe_load(source.read_text(encoding="utf-8")):
        if row["s"] not in SITUATIONS:
            raise ValueError(f"{source}: unknown situation {row['s']!r}")
        wordings = row.get("f") or ()
        frames.append(
            Frame(
                row["s"],
                regex.compile(row["m"]),
                (wordings,) if isinstance(wordings, str) else tuple(wordings),
                float(row.get("w", _DEFAULT_WEIGHT)),
                bool(row.get("state", False)),
            )
        )
    return tuple(frames)


def _word(frame: Frame, values: dict[str, str]) -> str | None:
    """The first wording whose placeholders are all known."""
    for wording in frame.wordings:
        if all(name in values for name in _PLACEHOLDER.findall(wording)):
            return _PLACEHOLDER.sub(lambda match: values[match[1]], wording)
    return None


def match_frames(folded: str, language: Language, facts: dict[str, str]) -> list[SituationHit]:
    """Situations recognised in folded text, one hit each, the weightiest frame of each kept.

    ``facts`` are values that wordings may use beside the pattern's own groups.
    """
    best: dict[str, SituationHit] = {}
    for frame in load_frames(language):
        known = best.get(frame.situation)
        if known is not None and known.weight >= frame.weight:
            continue
        match = frame.pattern.search(folded)
        if match is None:
            continue
        groups = {
            name: format_duration(value, language) if name == _DURATION_GROUP else value
            for name, value in match.groupdict().items()
            if value
        }
        failure = _word(frame, facts | groups)
        best[frame.situation] = SituationHit(
            frame.situation, frame.weight, failure, frame.state, match.start()
        )
    return list(best.values())
