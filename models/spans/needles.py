"""Literal needles of a pattern: strings of which every match must contain at least one.

Searching a few hundred patterns in a message costs milliseconds; comparing their needles with the
message's character n-grams costs a fraction of one, and only the few patterns left are searched.
Understands the subset of regular expressions that the frames use: literals, escapes, classes,
groups, look-arounds, alternation and bounded quantifiers, without flags.
"""

from typing import Final

import regex

_OPENING = regex.compile(r"\((?P<kind>\?:|\?P<\w+>|\?<?[=!])?")
_CLASS = regex.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_ESCAPE = regex.compile(r"\\(?:[pP]\{\w+\}|.)")
_QUANTIFIER = regex.compile(r"(?:[*+?]|\{(?P<min>\d+)(?:,\d*)?\})[?+]?")
_LONGEST: Final = 5
"""Needles are cut to this length, so that five sizes of n-grams suffice."""
_SETS: Final = frozenset("bBdDwWsSpPAZ")


def needles(pattern: str) -> frozenset[str] | None:
    """Strings of which one is in every match of ``pattern``; None when there are no such strings.

    Raises:
        ValueError: a parenthesis is left open or closed twice.
    """
    found, end = _alternation(pattern, 0)
    if end != len(pattern):
        raise ValueError(f"unbalanced parenthesis at {end} in {pattern!r}")
    return None if found is None else frozenset(needle[:_LONGEST] for needle in found)


def grams(text: str) -> frozenset[str]:
    """Every substring of ``text`` as long as a needle may be."""
    return frozenset(
        text[at : at + size] for size in range(1, _LONGEST + 1) for at in range(len(text))
    )


def _alternation(pattern: str, at: int) -> tuple[frozenset[str] | None, int]:
    branches: list[frozenset[str] | None] = []
    while True:
        branch, at = _sequence(pattern, at)
        branches.append(branch)
        if at >= len(pattern) or pattern[at] == ")":
            break
        at += 1
    known = [branch for branch in branches if branch is not None]
    if len(known) < len(branches):
        return None, at
    return frozenset().union(*known), at


def _sequence(pattern: str, at: int) -> tuple[frozenset[str] | None, int]:
    """Needles of one branch: those of its most selective element."""
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
    best = max(elements, key=lambda one: (min(map(len, one)), -len(one)), default=None)
    return best, at


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
