"""From a message to its :class:`~models.spans.facts.Facts`."""

from functools import lru_cache
from typing import Final

import regex

from data.taxonomy import Language
from models.spans.amounts import amount_of, amounts_in
from models.spans.facts import Facts, SituationHit
from models.spans.fold import KEPT, fold, strip_accents
from models.spans.matcher import match_frames
from models.spans.services import missing_services, objects_of
from models.spans.times import count_of, since_and_duration
from models.text.normalise import normalise_for_display, normalise_for_encoder
from models.text.pii import redact

_MAX_CHARS: Final = 4000
"""Patterns look at the first 4,000 characters: what a post is about is said by then, and the cost
stays bounded on hostile input."""

_QUOTED = regex.compile(r"[«\"“]\s?([^«»\"“”\n]{4,60}?)\s?[»\"”]")
_SAID_BY_OTHERS = regex.compile(r"«[^«»]{1,200}»|“[^“”]{1,200}”|\"[^\"]{1,200}\"")
_MIN_OWN_CHARS: Final = 12
_UNQUOTABLE = regex.compile(
    r"@|http|\d{5,}|\[|\]|[<>{}]|\b(?:putain|merde|bordel|connard\w*|encul\w*|fuck\w*|shit\w*|bullshit|"
    r"bitch\w*|con\b|cons\b|foutre|ass\b|assholes?|damn|ptn|ignore|instruction\w*|prompt)\b",
    regex.IGNORECASE,
)
_PLACE: Final = {
    Language.FR: regex.compile(
        r"(?<!\w)(?P<prep>à|sur|vers|près de|en gare de)\s(?P<name>(?:(?:La|Le|Les|Saint|Sainte|St)[ -])?"
        r"\p{Lu}\p{Ll}{2,}(?:-(?:\p{Lu}?\p{Ll}+))*)(?!\w)"
    ),
    Language.EN: regex.compile(
        r"(?<!\w)(?P<prep>in|at)\s(?P<name>\p{Lu}\p{Ll}{2,}(?:\s\p{Lu}\p{Ll}{2,})?)(?!\w)"
    ),
}
_NOT_PLACES: Final = frozenset(
    [
        "noel",
        "paques",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
        "internet",
        "facebook",
        "twitter",
        "instagram",
        "google",
        "monsieur",
        "madame",
        "vous",
        "nous",
        "bonjour",
        "merci",
        "mail",
        "chaque",
        "tout",
        "tous",
        "toute",
        "votre",
        "notre",
        "leur",
        "twitter",
        "linky",
        "ultra",
        "delta",
        "pop",
        "revolution",
        "play",
        "store",
        "apple",
        "android",
        "netflix",
        "windows",
        "chrome",
        "amazon",
        "orange",
        "free",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "christmas",
        "english",
        "my",
        "your",
        "the",
        "this",
        "that",
        "customer",
        "club",
        "first",
        "economy",
        "business",
        "prime",
        "spotify",
    ]
)
_WORD = regex.compile(r"\p{L}{4,}")


def _place(text: str, language: Language) -> str | None:
    for match in _PLACE[language].finditer(text):
        name = match["name"]
        folded = strip_accents(name).lower()
        if folded in _NOT_PLACES or folded.split(" ")[0] in _NOT_PLACES:
            continue
        preposition = match["prep"].lower()
        return f"{preposition} {name}"
    return None


def _quote(text: str) -> str | None:
    for match in _QUOTED.finditer(text):
        words = match[1].strip(" .!?…")
        if words and not _UNQUOTABLE.search(words) and redact(words) == words:
            return words
    return None


def _own_words(folded: str) -> str:
    """``folded`` without what it quotes: "refund in 7 days" is the company's delay, not theirs.

    A message that is hardly more than its quotation keeps it.
    """
    own = _SAID_BY_OTHERS.sub(" . ", folded)
    return own if len(own) - own.count(".") >= _MIN_OWN_CHARS else folded


def _combine(hits: list[SituationHit], services: list[SituationHit]) -> list[SituationHit]:
    """Built wordings take precedence over listed ones of the same situation."""
    built = {hit.situation for hit in services}
    return services + [hit for hit in hits if hit.situation not in built]


@lru_cache(maxsize=KEPT)
def extract(text: str, language: Language) -> Facts:
    """Facts of ``text``; empty for languages without patterns."""
    if language is Language.OTHER:
        return Facts(language)
    head = text[:_MAX_CHARS]
    folded = fold(head, language)
    own = _own_words(folded)
    since, duration = since_and_duration(own, language)
    amount = amount_of(head, language)
    count = count_of(own, language)
    known = {"count": count} if count else {}
    if amount and amounts_in(head) == 1:
        # Among several amounts, which one is the refund or the deposit is anybody's guess.
        known["amount"] = amount
    hits = _combine(match_frames(folded, language, known), missing_services(folded, language))
    clean = normalise_for_encoder(head)
    return Facts(
        language=language,
        situations=tuple(sorted(hits, key=lambda hit: (-hit.weight, hit.start))),
        objects=tuple(objects_of(folded, language)),
        since=since,
        duration=duration,
        count=count,
        amount=amount,
        place=_place(clean, language),
        quote=_quote(normalise_for_display(head)),
        content_words=frozenset(_WORD.findall(strip_accents(clean).lower())),
    )
