"""What a good reply never does, as far as patterns can tell (``docs/exemplars.md``)."""

import re
from collections.abc import Iterator
from typing import Final

from data.schemas.exemplar import Exemplar, Part
from data.taxonomy import Language, PartType, Stage, Voice
from data.validate.findings import Finding, Located, error, warning

_FLAGS = re.IGNORECASE

_CANNED: Final = re.compile(
    r"nous vous prions d[e']|votre satisfaction est|n.h[ée]sitez? pas|soyez assur|"
    r"apologi[sz]e for any inconvenience|sorry for any inconvenience|do not hesitate|"
    r"don.t hesitate|your satisfaction is",
    _FLAGS,
)
"""Set phrases that no reply uses."""

_PROMISE: Final = {
    Language.FR: re.compile(
        r"\b(?:promets|promettons|garantis(?:sons)?|engageons? à)\b|"
        r"\b(?:rembourserai|rembourserons|rappellerai|rappellerons|dédommagerons)\b|"
        r"\b(?:serez|sera|seront) (?:bien |vite |très vite |intégralement )?"
        r"(?:rembours|recrédit|rappel|résolu|rétabli|livré|indemnis|dédommag)",
        _FLAGS,
    ),
    Language.EN: re.compile(
        r"\b(?:we|i)(?:'ll| will| can)? (?:promise|guarantee)\b|"
        r"\b(?:we|i)(?:'ll| will) (?:refund|compensate|credit|replace|reimburse|call you)\b|"
        r"\bwill be (?:refunded|credited|compensated|resolved|fixed|restored|delivered)\b",
        _FLAGS,
    ),
}
"""Words that promise a result, a gesture or a call."""

_DELAY: Final = re.compile(
    r"\b(?:sous|d'ici|dans les) (?:\d+|une?|deux|trois|quelques) ?(?:h\b|heures?|jours?|minutes?)|"
    r"\bwithin (?:\d+|an?|two|three|a few|the) ?(?:next )?(?:hours?|days?|minutes?)\b",
    _FLAGS,
)
"""A delay: a promise, unless it names the one that was not kept."""

_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_NEGATION: Final = re.compile(r"\b(?:no|not|never|without|don.t|pas|jamais|aucune?|sans)\b", _FLAGS)
_NEGATION_REACH: Final = 25
"""Characters before a word in which a negation still bears on it."""

_PRIVATE_NUMBER: Final = re.compile(
    r"num[ée]ro de (?:commande|client|compte|contrat|dossier|t[ée]l[ée]phone|suivi)|"
    r"r[ée]f[ée]rence (?:client|de commande|de dossier)|"
    r"(?:order|account|customer|booking|phone|tracking) (?:number|reference)",
    _FLAGS,
)
"""What may only be asked for in private."""

_UNSAFE_SLOT: Final = {
    Language.FR: re.compile(
        r"\b(?:de|que|jusque|lorsque|puisque) "
        r"\{(?:failure|object_the|object_bare|brand|name|duration)\}|"
        r"\bà \{object_the\}|\b(?:le|la|un|une|ce|cette|du) \{object_bare\}",
        _FLAGS,
    ),
    Language.EN: re.compile(r"\ban? \{(?:failure|object_bare|channel|brand)\}", _FLAGS),
}
"""A word that would have to elide, contract or agree with what fills the slot after it."""

TU: Final = re.compile(
    r"(?<!est )(?<!tait )\b(?:tu|te|toi|tes|ta)\b|\bt'|"
    r"(?<!le )(?<!un )(?<!ce )(?<!du )\bton\b",
    _FLAGS,
)
VOUS: Final = re.compile(r"(?<!rendez-)\b(?:vous|votre|vos)\b", _FLAGS)


def check_exemplar(located: Located[Exemplar]) -> Iterator[Finding]:
    """Faults of one exemplar."""
    exemplar = located.item
    for part in exemplar.parts:
        yield from _check_part(located, part)
    if phrase := set_phrase(exemplar.reply):
        yield error("canned", located, f"{phrase!r} is a set phrase; say it another way")
    if promise := unapproved_promise(exemplar.reply, exemplar.language):
        yield error("promise", located, f"{promise!r} promises; say what you look into instead")
    if found := _DELAY.search(_QUOTED.sub("", exemplar.reply)):
        yield warning("promise", located, f"{found[0]!r}: is it a delay that the reply promises?")
    yield from _check_voice(located)
    yield from _check_tone(located)


def set_phrase(text: str) -> str | None:
    """The first set phrase in ``text``."""
    found = _CANNED.search(text)
    return found[0] if found else None


def unapproved_promise(text: str, language: Language) -> str | None:
    """The first promise of a result, a gesture or a call, outside quotations."""
    promise = _PROMISE.get(language)
    found = promise.search(_QUOTED.sub("", text)) if promise else None
    return found[0] if found else None


def _check_part(located: Located[Exemplar], part: Part) -> Iterator[Finding]:
    exemplar = located.item
    if "name" in part.slots and exemplar.stage is not Stage.PRIVATE:
        yield error("slots", located, "{name} is for private replies only; remove it")
    unsafe = _UNSAFE_SLOT.get(exemplar.language)
    if unsafe and (found := unsafe.search(part.text)):
        yield error("slots", located, f"{found[0]!r} may read badly once filled; turn the sentence")
    public = exemplar.stage is not Stage.PRIVATE
    if public and part.type is PartType.ASK and (asked := asks_for_number(part.text)):
        yield error("parts", located, f"asks for {asked!r} in public; move it to invite_private")


def asks_for_number(text: str) -> str | None:
    """The private number that ``text`` asks for; "no booking reference here" asks for none."""
    for found in _PRIVATE_NUMBER.finditer(text):
        if not _NEGATION.search(text[max(0, found.start() - _NEGATION_REACH) : found.start()]):
            return found[0]
    return None


def _check_voice(located: Located[Exemplar]) -> Iterator[Finding]:
    """The other voice's pronouns; a warning, because a pattern cannot tell every homograph."""
    exemplar = located.item
    if exemplar.language is not Language.FR:
        return
    other = TU if exemplar.voice is Voice.VOUS else VOUS
    if found := other.search(exemplar.reply):
        yield warning("voice", located, f"voice {exemplar.voice} but {found[0]!r} is the other's")


def _check_tone(located: Located[Exemplar]) -> Iterator[Finding]:
    exemplar = located.item
    low, high = exemplar.severity
    if exemplar.light and high == 3:  # noqa: PLR2004  the top of the severity scale
        yield error("tone", located, "a light reply never suits severity 3; lower the range")
    if low > 1 and "!" in exemplar.reply:
        yield warning("tone", located, "an exclamation mark where someone suffers")
    if exemplar.message is None and exemplar.stage is Stage.FIRST_PUBLIC:
        yield warning("parts", located, "a first public reply without the message it answers")
