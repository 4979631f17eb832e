"""A sitting: a text file of messages and conversations in the compact notation, to examples.

``%lang fr`` sets the language of what follows and ``%pair sarcasm`` the kind of the pairs; lines
that begin with "#" are comments.  A conversation begins with ``## sector|platform`` and ends at an
empty line; its lines begin with who speaks: ``c`` the customer, ``a`` the agent, ``u`` another
user, in capitals when the turn is private.  Customer turns carry labels.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, cast, get_args

from data.authoring.lines import parse_lines
from data.authoring.notation import parse_labels, parse_spans
from data.errors import DataError
from data.schemas.example import Example, PairKind
from data.schemas.message import Author, Message
from data.taxonomy import Language, Platform, Visibility

_AUTHORS: Final = {"c": Author.CUSTOMER, "a": Author.AGENT, "u": Author.OTHER}
_MESSAGE_FIELDS: Final = 9
_TURN_FIELDS: Final = 7


@dataclass
class _State:
    """What the lines read so far have set."""

    batch: str
    count: int = 0
    language: Language = Language.FR
    pair_kind: PairKind | None = None
    sector: str | None = None
    platform: Platform | None = None
    conversation: str | None = None
    turns: list[Message] = field(default_factory=list)


def read_sittings(paths: list[Path], batch: str) -> Iterator[Example]:
    """Examples of the files in order, numbered ``<batch>-0001`` and on.

    Raises:
        DataError: naming the file, the line and what is wrong with it; all faults at once.
    """
    return parse_lines(paths, partial(_read_line, state=_State(batch)))


def _read_line(line: str, state: _State) -> Example | None:
    if not line.strip():
        _end_conversation(state)
        return None
    if line.startswith("%"):
        _set(line[1:].strip(), state)
        return None
    if line.startswith("## "):
        _begin_conversation(line[3:], state)
        return None
    if line.startswith("# "):
        return None
    return _turn(line, state) if state.conversation else _message(line, state)


def _set(setting: str, state: _State) -> None:
    name, _, value = setting.partition(" ")
    if name == "lang":
        state.language = Language(value)
    elif name == "pair" and value in (*get_args(PairKind), ""):
        state.pair_kind = cast("PairKind", value) if value else None
    else:
        raise DataError(f"unknown setting %{setting}; there are %lang and %pair")


def _begin_conversation(header: str, state: _State) -> None:
    sector, _, platform = header.strip().partition("|")
    state.sector, state.platform = sector, Platform(platform)
    state.conversation = f"{state.batch}-c{state.count + 1:04d}"
    state.turns = []


def _end_conversation(state: _State) -> None:
    state.conversation, state.turns = None, []


def _turn(line: str, state: _State) -> Example | None:
    who, _, rest = line.partition("|")
    if who.lower() not in _AUTHORS:
        raise DataError(f"a turn begins with c, a or u (capitals when private), not {who!r}")
    visibility = Visibility.PRIVATE if who.isupper() else Visibility.PUBLIC
    author = _AUTHORS[who.lower()]
    before = tuple(state.turns)
    example = None
    text = rest.replace("\\n", "\n")
    if author is Author.CUSTOMER:
        fields = rest.split("|", _TURN_FIELDS - 1)
        if len(fields) != _TURN_FIELDS:
            raise DataError(f"a customer's turn has {_TURN_FIELDS} fields after the c")
        example = _example(fields, state, context=before)
        text = example.text
    state.turns.append(
        Message(id=f"t{len(before) + 1}", author=author, text=text, visibility=visibility)
    )
    return example


def _message(line: str, state: _State) -> Example:
    fields = line.split("|", _MESSAGE_FIELDS)
    if len(fields) != _MESSAGE_FIELDS + 1:
        raise DataError(f"{len(fields)} fields, {_MESSAGE_FIELDS + 1} are wanted")
    pair, sector, platform, *rest = fields
    state.sector, state.platform = sector, Platform(platform)
    return _example(rest, state, pair=pair.strip("- ") or None)


def _example(
    fields: list[str],
    state: _State,
    *,
    pair: str | None = None,
    context: tuple[Message, ...] = (),
) -> Example:
    """``fields`` are core, four lists, situation and text."""
    core, topics, hostility, private, risk, situation, raw = fields
    text, spans = parse_spans(raw.strip())
    labels = parse_labels(core.strip(), (topics, hostility, private, risk))
    state.count += 1
    return Example(
        id=f"{state.batch}-{state.count:04d}",
        text=text,
        language=state.language,
        labels=labels,
        sector=state.sector,
        platform=state.platform,
        batch=state.batch,
        pair=f"{state.batch}-{pair}" if pair else None,
        pair_kind=state.pair_kind if pair else None,
        conversation=state.conversation,
        situation=situation.strip("- ") or None,
        spans=spans,
        context=context,
    )
