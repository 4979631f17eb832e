"""Missing services and broken things, whose wording is built rather than listed.

"j'ai plus internet et plus de télé" gives "plus d'internet ni de télé"; "ma box ne marche plus"
gives "une box qui ne fonctionne plus".
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

import regex
import yaml

from data.taxonomy import Language, Topic
from models.spans.facts import ObjectHit, SituationHit

_WEIGHT: Final = 4.0


@dataclass(frozen=True, slots=True)
class _Service:
    pattern: str
    wording: str
    situation: str


@dataclass(frozen=True, slots=True)
class _Noun:
    pattern: regex.Pattern[str]
    noun: str
    feminine: bool
    plural: bool
    topics: frozenset[Topic]


@lru_cache(maxsize=2)
def _lexicon(language: Language) -> tuple[tuple[_Service, ...], tuple[_Noun, ...]]:
    source = resources.files("models.spans").joinpath(f"frames/nouns_{language.value}.yaml")
    raw = yaml.safe_load(source.read_text(encoding="utf-8"))
    services = tuple(_Service(row["m"], row["wording"], row["s"]) for row in raw["services"])
    nouns = tuple(
        _Noun(
            regex.compile(rf"\b(?:{row['m']})\b"),
            row["noun"],
            row.get("g", "m") == "f",
            bool(row.get("plural", False)),
            frozenset(Topic(topic) for topic in row["t"]),
        )
        for row in raw["objects"]
    )
    return services, nouns


_MISSING: Final = {
    Language.FR: (
        r"(?<!peux )(?<!peut )(?<!assez )(?<!marre )\b(?P<cue>plus|pas|aucune?|sans|ni|0|zero|prive\w*|perdu)(?: (?:acces|service|connexion|ligne))?"
        r"(?: (?:a|au|de|d'|d|du|des|la|le|l'|ma|mon|notre|aucun))*[ ']?(?:{m})\b"
    ),
    Language.EN: (
        r"(?P<cue>no|without|lost|zero|don't have|haven't had|out of) (?:any |my |our |the )?(?:{m})\b"
    ),
}
_BROKEN: Final = {
    Language.FR: (
        r"(?:{m})\b[^.!?,]{{0,25}}(?:(?:marche|fonctionne|marchent|fonctionnent|demarre|repond|s'allume)\w* "
        r"(?P<cue>pas|plus|mal|jamais)|en panne|hors service|\bhs\b|en rade|\bdown\b|coupee?s?\b|plantee?s?\b|mort\w*)"
    ),
    Language.EN: (
        r"(?:{m})\b[^.!?,]{{0,20}}(?:(?:is|are|has been|been|'s) (?:\w+ )?(?:down|out|dead|broken|off)\b|"
        r"(?:not|isn't|won't|doesn't|stopped|never) (?:\w+ )?(?:work\w*|connect\w*|load\w*))"
    ),
}


@lru_cache(maxsize=512)
def _compiled(template: str, pattern: str) -> regex.Pattern[str]:
    return regex.compile(template.format(m=pattern))


def _join_french(cue: str, names: list[str]) -> str:
    heads = [f"d'{name}" if name[0] in "aeéiou" else f"de {name}" for name in names]
    if len(heads) == 1:
        return f"{cue} {heads[0]}"
    return f"{cue} {', '.join(heads[:-1])} ni {heads[-1]}"


def _join_english(names: list[str]) -> str:
    heads = [f"no {name}" for name in names]
    return heads[0] if len(heads) == 1 else f"{', '.join(heads[:-1])} and {heads[-1]}"


def missing_services(folded: str, language: Language) -> list[SituationHit]:
    """One hit for all the services said to be missing or broken, worded together."""
    found: list[tuple[int, _Service, str]] = []
    for service in _lexicon(language)[0]:
        if not _compiled(r"\b(?:{m})\b", service.pattern).search(folded):
            continue
        match = _compiled(_MISSING[language], service.pattern).search(folded) or _compiled(
            _BROKEN[language], service.pattern
        ).search(folded)
        if match:
            found.append((match.start(), service, match.groupdict().get("cue") or "plus"))
    if not found:
        return []
    found.sort(key=lambda item: item[0])
    names = list(dict.fromkeys(service.wording for _, service, _ in found))[:3]
    if language is Language.FR:
        gone = any(cue in {"plus", "ni", "prive", "perdu"} for _, _, cue in found)
        failure = _join_french("plus" if gone else "pas", names)
    else:
        failure = _join_english(names)
    start = found[0][0]
    situations = list(dict.fromkeys(service.situation for _, service, _ in found))
    return [
        SituationHit(name, _WEIGHT - rank, failure, True, start)
        for rank, name in enumerate(situations[:2])
    ]


_OWNED: Final = {
    Language.FR: r"(?:mon|ma|mes|notre|nos)\s(?:\w+\s)?$",
    Language.EN: r"(?:my|our)\s(?:\w+\s)?$",
}


def objects_of(folded: str, language: Language) -> list[ObjectHit]:
    """Things the customer speaks of, those they call theirs first, then in order of mention."""
    owned_before = regex.compile(_OWNED[language])
    hits = []
    for noun in _lexicon(language)[1]:
        match = noun.pattern.search(folded)
        if match:
            owned = owned_before.search(folded[max(0, match.start() - 25) : match.start()])
            hits.append(
                ObjectHit(
                    noun.noun, noun.feminine, noun.plural, bool(owned), match.start(), noun.topics
                )
            )
    return sorted(hits, key=lambda hit: (not hit.owned, hit.start))
