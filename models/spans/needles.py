"""Literal needles of a pattern: strings that a text must contain for the pattern to match.

Searching a few hundred patterns in a message costs milliseconds; comparing their needles with the
message's character n-grams costs a fraction of one, and only the few patterns left are searched.
Understands the subset of regular expressions that the frames use: literals, escapes, classes,
groups, look-arounds, alternation and bounded quantifiers, without flags.
"""

from dataclasses import dataclass
from typing import Final

import regex

_OPENING = regex.compile(r"\((?P<kind>\?:|\?P<\w+>|\?<?[=!])?")
_CLASS = regex.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_ESCAPE = regex.compile(r"\\(?:[pP]\{\w+\}|.)")
_QUANTIFIER = regex.compile(r"(?:[*+?]|\{(?P<min>\d+)(?:,\d*)?\})[?+]?")
_LONGEST: Final = 5
"""Needles are cut to this length, so that five sizes of n-grams suffice."""
_MOST: Final = 3
"""Elements of a branch that are looked for; more costs more than it spares."""
_SETS: Final = frozenset("bBdDwWsSpPAZ")


@dataclass(frozen=True, slots=True)
class Needles:
    """What a text must hold for a pattern to match: one branch, of it every set, of that one string.

    ``branches`` is empty when nothing is known of some branch: the pattern may match anything.
    """

    branches: tuple[tuple[frozenset[str], ...], ...]

    def may_match(self, present: frozenset[str]) -> bool:
        """Whether a text with the n-grams ``present`` can match."""
        if not self.branches:
            return True
        return any(all(not present.isdisjoint(one) for one in branch) for branch in self.branches)


def needles(pattern: str) -> Needles:
    """Strings without which ``pattern`` cannot match.

    Raises:
        ValueError: a parenthesis is left open or closed twice.
    """
    branches, end = _branches(pattern, 0)
    if end != len(pattern):
        raise ValueError(f"unbalanced parenthesis at {end} in {pattern!r}")
    if not all(branches):
        return Needles(())
    return Needles(
        tuple(
            tuple(frozenset(word[:_LONGEST] for word in one) for one in branch[:_MOST])
            for branch in branches
        )
    )


def grams(text: str) -> frozenset[str]:
    """Every substring of ``text`` as long as a needle may be."""
    return frozenset(
        text[at : at + size] for size in range(1, _LONGEST + 1) for at in range(len(text))
    )


def _branches(pattern: str, at: int) -> tuple[list[list[frozenset[str]]], int]:
    """The needles of each branch of an alternation, the most selective first; and its end."""
    branches: list[list[frozenset[str]]] = []
    while True:
        branch, at = _sequence(pattern, at)
        branches.append(branch)
        if at >= len(pattern) or pattern[at] == ")":
            return branches, at
        at += 1


def _alternation(pattern: str, at: int) -> tuple[frozenset[str] | None, int]:
    """Strings of which every match of an inner alternation holds one; None when unknown."""
    branches, at = _branches(pattern, at)
    if not all(branches):
        return None, at
    return frozenset().union(*(branch[0] for branch in branches)), at


def _sequence(pattern: str, at: int) -> tuple[list[frozenset[str]], int]:
    """Needles of the elements of one branch, the most selective element first."""
    elements: list[frozenset[str]] = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        literal, group, at = _atom(pattern, at)
        least, at = _least_count(pattern, at)
        if literal and least == 1:
            run += literal
            continue
        if literal and least:
            run += literal
        elements += [frozenset([run])] if run else []
        run = ""
        if group and least != 0:
            elements.append(group)
    if run:
        elements.append(frozenset([run]))
    elements.sort(key=lambda one: (-min(map(len, one)), len(one)))
    return elements, at


def _atom(pattern: str, at: int) -> tuple[str, frozenset[str] | None, int]:
    """The literal, or the needles of the group, that stands at ``at``; and where it ends."""
    char = pattern[at]
    if char == "(":
        opening = _OPENING.match(pattern, at)
        kind = (opening and opening["kind"]) or ""
        inside, end = _alternation(pattern, at + 1 + len(kind))
        if end >= len(pattern):
            raise ValueError(f"unbalanced parenthesis at {at} in {pattern!r}")
        looks_around = kind.endswith(("=", "!"))
        return "", None if looks_around else inside, end + 1
    if char == "[" and (match := _CLASS.match(pattern, at)):
        return "", None, match.end()
    if char == "\\" and (match := _ESCAPE.match(pattern, at)):
        escaped = match[0][1:]
        return "" if escaped[0] in _SETS else escaped, None, match.end()
    return "" if char in ".^$" else char, None, at + 1


def _least_count(pattern: str, at: int) -> tuple[int, int]:
    """How often the atom before ``at`` occurs at least: 1 without a quantifier, 2 for ``+``."""
    match = _QUANTIFIER.match(pattern, at)
    if match is None:
        return 1, at
    if match["min"] is not None:
        return int(match["min"]) * 2, match.end()
    return (2 if match[0][0] == "+" else 0), match.end()
