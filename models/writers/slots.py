"""Filling the slots of a part: perspective turned, elision, agreement and typography right."""

from typing import Final

import regex

from data.schemas.brief import DraftBrief
from data.situations import SITUATION_TOPIC
from data.taxonomy import Language, Voice
from models.spans.facts import Facts, ObjectHit, SituationHit
from models.writers.channels import channel_value

_SLOT = regex.compile(r"\{([A-Za-z_]+)\}")
_VOWEL: Final = "aeiouyâàéèêëîïôöûüœh"
_ELIDES = regex.compile(r"\b(?P<stem>d|qu|jusqu|lorsqu|puisqu)e $", regex.IGNORECASE)
_NEVER_ELIDED: Final = ("onz", "oui", "huit", "haut", "y ")
"""Beginnings before which French does not elide, vowel or mute h notwithstanding."""
_CONTRACTED: Final = {
    ("de ", "le "): "du ",
    ("de ", "les "): "des ",
    ("à ", "le "): "au ",
    ("à ", "les "): "aux ",
}
_BEFORE_MARK = regex.compile(r"[  \u202f]*([;:!?»])(?!//)")
_AFTER_OPEN = regex.compile(r"«[  \u202f]*")
_CLOCK_COLON = regex.compile(r"(\d)\u00a0:(?=\d)")
_REPEATED_MARKS = regex.compile(r"([!?])\u00a0(?=[!?])")
NAMES_ANY_FAILURE: Final = frozenset({"vulnerable_person", "repeated_problem", "legal_step"})
_MIN_QUOTED_WORDS: Final = 3
"""A word or two, quoted back, sounds like mockery and says nothing."""
SHORT_WAITS: Final = frozenset(
    {"long_hold", "queue_wait", "flight_delayed", "train_late", "hung_up", "robot_only"}
)
"""Situations whose durations are minutes or hours; "5 days" there belongs to another matter."""
_SHORT = regex.compile(
    r"minute|(?<!\d)(?:[1-9]|1[0-2]|une|deux|trois|quatre|an|one|two|three|four) (?:heure|hour|h\b)"
)


def capitalise(text: str) -> str:
    """First letter upper-cased, the rest untouched."""
    return text[:1].upper() + text[1:]


def join(before: str, value: str) -> str:
    """``before`` and the value of a slot put after it, with French elision and contraction.

    >>> join("faute de ", "un technicien")
    "faute d'un technicien"
    >>> join("le suivi de ", "le colis")
    'le suivi du colis'
    """
    for (preposition, article), contracted in _CONTRACTED.items():
        if before.lower().endswith(f" {preposition}") and value.startswith(article):
            return before[: -len(preposition)] + contracted + value[len(article) :]
    match = _ELIDES.search(before)
    vowel = value[:1].lower() in _VOWEL and not value.lower().startswith(_NEVER_ELIDED)
    if match and vowel:
        return f"{before[: match.start()]}{match['stem']}'{value}"
    return before + value


def typeset(text: str, language: Language) -> str:
    """French spacing: a no-break space before ; : ! ? » and after «; English left as it is.

    Source: Imprimerie nationale, Lexique des règles typographiques.
    """
    if language is not Language.FR:
        return text
    text = _BEFORE_MARK.sub("\u00a0\\1", text)
    text = _AFTER_OPEN.sub("«\u00a0", text)
    text = _CLOCK_COLON.sub(r"\1:", text)
    return _REPEATED_MARKS.sub(r"\1", text)


def _definite(hit: ObjectHit, language: Language) -> str:
    if language is Language.EN:
        return f"the {hit.noun}"
    if hit.plural:
        return f"les {hit.noun}"
    if hit.noun[0].lower() in _VOWEL and hit.noun not in {"huissier"}:
        return f"l'{hit.noun}"
    return f"{'la' if hit.feminine else 'le'} {hit.noun}"


def _possessive(hit: ObjectHit, language: Language, voice: Voice) -> str:
    if language is Language.EN:
        return f"your {hit.noun}"
    if voice is Voice.VOUS:
        return f"{'vos' if hit.plural else 'votre'} {hit.noun}"
    if hit.plural:
        return f"tes {hit.noun}"
    starts_with_vowel = hit.noun[0].lower() in _VOWEL
    return f"{'ta' if hit.feminine and not starts_with_vowel else 'ton'} {hit.noun}"


def object_for(facts: Facts, situation: str) -> ObjectHit | None:
    """The first thing named that a reply about ``situation`` may name."""
    topic = SITUATION_TOPIC[situation]
    for hit in facts.objects:
        # Where no topic vouches for it, a thing is named only if the customer calls it theirs.
        if hit.owned if topic is None else topic in hit.topics:
            return hit
    return None


def hit_for(facts: Facts, situation: str) -> SituationHit | None:
    """The worded hit of ``situation``; where the reply may name any failure, the message's lead."""
    for hit in facts.situations:
        if hit.situation == situation and hit.failure:
            return hit
    return facts.lead if situation in NAMES_ANY_FAILURE else None


def slot_values(facts: Facts, situation: str, brief: DraftBrief) -> dict[str, str]:
    """Every slot that can be filled for a reply about ``situation``."""
    values: dict[str, str | None] = {
        "since": facts.since,
        "duration": facts.duration,
        "count": facts.count,
        "amount": facts.amount,
        "place": facts.place,
        "quote": facts.quote
        if facts.quote and len(facts.quote.split()) >= _MIN_QUOTED_WORDS
        else None,
        "brand": brief.brand_name or None,
        "name": brief.customer_name,
        "channel": channel_value(brief),
        # Which of several links fits, and in which language, is for the agent to say.
        "link": brief.approved_links[0] if len(brief.approved_links) == 1 else None,
    }
    if situation in SHORT_WAITS and facts.duration and not _SHORT.search(facts.duration):
        values["duration"] = values["since"] = None
    hit = hit_for(facts, situation)
    if hit:
        values["failure"] = hit.failure
    thing = object_for(facts, situation)
    if thing:
        values["object"] = _possessive(thing, brief.language, brief.voice)
        values["object_the"] = _definite(thing, brief.language)
        values["object_bare"] = thing.noun
    if brief.voice is Voice.TU and values.get("failure"):
        values["failure"] = to_tu(str(values["failure"]))
    return {name: value for name, value in values.items() if value}


_TU: Final = (
    (regex.compile(r"\bvous n'aviez\b"), "tu n'avais"),
    (regex.compile(r"\bvous n'attendiez\b"), "tu n'attendais"),
    (regex.compile(r"\bvous n'avez\b"), "tu n'as"),
    (regex.compile(r"\bvous trouvez\b"), "tu trouves"),
    (regex.compile(r"\bvous avez\b"), "tu as"),
    (regex.compile(r"\bvous aide\b"), "t'aide"),
    (regex.compile(r"\bvous laisse\b"), "te laisse"),
    (regex.compile(r"\bvotre\b"), "ton"),
    (regex.compile(r"\bvos\b"), "tes"),
)


def to_tu(failure: str) -> str:
    """The wordings of the frames, which say *vous*, for a brand that says *tu*."""
    for pattern, replacement in _TU:
        failure = pattern.sub(replacement, failure)
    return failure


def fill(template: str, values: dict[str, str], language: Language) -> str | None:
    """``template`` with its slots filled, or None when one of them cannot be.

    >>> fill("{Since}, that is long.", {"since": "since Friday"}, Language.EN)
    'Since Friday, that is long.'
    """
    names = _SLOT.findall(template)
    if any(name.lower() not in values for name in names):
        return None
    filled, end = "", 0
    for match in _SLOT.finditer(template):
        filled += template[end : match.start()]
        value = values[match[1].lower()]
        if match[1][0].isupper():
            filled += capitalise(value)
        elif language is Language.FR:
            filled = join(filled, value)
        else:
            filled += value
        end = match.end()
    return filled + template[end:]
