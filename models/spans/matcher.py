"""The written frames: a pattern, the situation it recognises, and the failure's wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import regex
import yaml

from data.situations import SITUATIONS
from data.taxonomy import Language
from models.spans.amounts import amount_of
from models.spans.facts import SituationHit
from models.spans.needles import Needles, grams, needles
from models.spans.times import format_duration

_DEFAULT_WEIGHT: Final = 2.0
_DURATION_GROUP: Final = "d"
_AMOUNT_GROUP: Final = "a"
_PLACEHOLDER = regex.compile(r"\{(\w+)\}")
_WORD_NAME = regex.compile(r"@(\w+)")


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of ``frames/<language>.yaml``.

    ``needles``: strings without which the pattern cannot match.  ``only_if`` must, and
    ``unless`` must not, be found anywhere in the message.
    """

    situation: str
    pattern: regex.Pattern[str]
    needles: Needles
    wordings: tuple[str, ...]
    weight: float
    state: bool
    only_if: regex.Pattern[str] | None
    unless: regex.Pattern[str] | None


def _expand(pattern: str, words: Mapping[str, str]) -> str:
    """``@name`` replaced by the shared group of that name, which may itself hold names."""
    while _WORD_NAME.search(pattern):
        pattern = _WORD_NAME.sub(lambda match: words[match[1]], pattern)
    return pattern


def _frame(row: Mapping[str, Any], words: Mapping[str, str], source: str) -> Frame:
    if row["s"] not in SITUATIONS:
        raise ValueError(f"{source}: unknown situation {row['s']!r}")
    pattern = _expand(row["m"], words)
    wordings = row.get("f") or ()
    only_if, unless = (
        regex.compile(_expand(row[key], words)) if key in row else None for key in ("if", "not")
    )
    return Frame(
        row["s"],
        regex.compile(pattern),
        needles(pattern),
        (wordings,) if isinstance(wordings, str) else tuple(wordings),
        float(row.get("w", _DEFAULT_WEIGHT)),
        bool(row.get("state", False)),
        only_if,
        unless,
    )


@lru_cache(maxsize=2)
def load_frames(language: Language) -> tuple[Frame, ...]:
    """Frames of a language, the weightiest first, then in file order.

    Raises:
        ValueError: a frame names a situation that does not exist.
        KeyError: a pattern uses a shared group that the file does not define.
    """
    source = resources.files("models.spans").joinpath(f"frames/{language.value}.yaml")
    raw = yaml.safe_load(source.read_text(encoding="utf-8"))
    frames = [_frame(row, raw["words"], str(source)) for row in raw["frames"]]
    return tuple(sorted(frames, key=lambda frame: -frame.weight))


def _word(frame: Frame, values: Mapping[str, str]) -> str | None:
    """The first wording whose placeholders are all known."""
    for wording in frame.wordings:
        if all(name in values for name in _PLACEHOLDER.findall(wording)):
            return _PLACEHOLDER.sub(lambda match: values[match[1]], wording)
    return None


def _spoken(name: str, value: str, language: Language) -> str | None:
    """A group's value as a reply writes it."""
    if name == _DURATION_GROUP:
        return format_duration(value, language)
    return amount_of(value, language) if name == _AMOUNT_GROUP else value


def match_frames(folded: str, language: Language, facts: Mapping[str, str]) -> list[SituationHit]:
    """Situations recognised in folded text, one hit each: the first match of its weightiest frame.

    A situation whose weightiest frame has no wording takes the wording of its next one.
    ``facts`` are values that wordings may use beside the pattern's own groups.
    """
    present = grams(folded)
    best: dict[str, SituationHit] = {}
    for frame in load_frames(language):
        if not frame.needles.may_match(present):
            continue
        known = best.get(frame.situation)
        if known is not None and (known.failure or not frame.wordings):
            continue
        match = frame.pattern.search(folded)
        if match is None or (frame.only_if and not frame.only_if.search(folded)):
            continue
        if frame.unless and frame.unless.search(folded):
            continue
        spoken = {
            name: _spoken(name, value, language)
            for name, value in match.groupdict().items()
            if value
        }
        values = {**facts, **{name: value for name, value in spoken.items() if value}}
        best[frame.situation] = SituationHit(
            frame.situation,
            known.weight if known else frame.weight,
            _word(frame, values),
            frame.state,
            match.start(),
        )
    return list(best.values())
