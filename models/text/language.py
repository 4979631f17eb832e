"""Which language a post is in: French, English or another one.

Short care posts ("toujours rien", "still nothing") carry too few letters for character n-grams
alone.  So three things are weighed, as log-odds: the n-gram model of lingua in its small mode, the
words that betray a language however it is typed ("jsuis", "pk", "ur"), and, for a handful of words,
what customers of a French and English service most often write.
See ``docs/decisions/0003-language-id.md`` for the figures behind the choice.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import regex
import yaml
from lingua import Language as LinguaLanguage
from lingua import LanguageDetector, LanguageDetectorBuilder

from data.taxonomy import Language
from models.text.normalise import HASHTAG, normalise_for_encoder, split_hashtags

MAX_CHARS: Final = 1_000
"""Letters past the first thousand do not change the answer, only the time it takes."""

_LINGUA: Final = {
    "fr": LinguaLanguage.FRENCH,
    "en": LinguaLanguage.ENGLISH,
    "es": LinguaLanguage.SPANISH,
    "de": LinguaLanguage.GERMAN,
    "it": LinguaLanguage.ITALIAN,
    "pt": LinguaLanguage.PORTUGUESE,
    "nl": LinguaLanguage.DUTCH,
}
_WRITTEN: Final = {"fr": Language.FR, "en": Language.EN}

# Scripts that none of the seven languages is written in, and the language each most likely is.
_SCRIPTS: Final = {
    "ar": regex.compile(r"\p{Arabic}"),
    "ru": regex.compile(r"\p{Cyrillic}"),
    "el": regex.compile(r"\p{Greek}"),
    "he": regex.compile(r"\p{Hebrew}"),
    "ja": regex.compile(r"[\p{Hiragana}\p{Katakana}]"),
    "ko": regex.compile(r"\p{Hangul}"),
    "zh": regex.compile(r"\p{Han}"),
    "hi": regex.compile(r"\p{Devanagari}"),
    "th": regex.compile(r"\p{Thai}"),
}
_LATIN = regex.compile(r"\p{Latin}")
_LETTER = regex.compile(r"\p{L}")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:'\p{L}[\p{L}\p{M}]*)?")
_MASKED = regex.compile(r"(?<!\w)(?:http|@user)(?!\w)")

_NGRAM_FLOOR: Final = 1e-4
_NGRAM_WEIGHT: Final = 0.7
"""Below 1: the small n-gram model is too sure of itself on short text."""
_WORD_WEIGHT: Final = 1.6
_MAX_HITS: Final = 5
_SURE_LEAD: Final = 5
"""With so many more words than any other language, the n-grams are not asked."""
_PRIOR: Final = 2.5
"""Log-odds that a text of no words is French or English; halves every ``_PRIOR_WORDS`` words."""
_PRIOR_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """``confidence`` is in 0..1; ``detail`` is an ISO 639-1 code, or ``None`` without letters."""

    language: Language
    confidence: float
    detail: str | None


_UNKNOWN: Final = LanguageGuess(Language.OTHER, 0.0, None)


def detect_language(text: str) -> LanguageGuess:
    """The language most of ``text`` is written in.

    Handles, addresses, digits and emoji are not read; hashtags only when nothing else is left.
    ``OTHER`` with confidence 0 when there is nothing to read.
    """
    words = _readable(text)
    letters = len(_LETTER.findall(words))
    if not letters:
        return _UNKNOWN
    foreign = _foreign_script(words, letters)
    if foreign:
        return foreign
    scores = _scores(words)
    best = max(scores, key=lambda code: scores[code])
    total = sum(math.exp(score - scores[best]) for score in scores.values())
    # lingua sums in no fixed order: rounding hides the last bits it varies in.
    return LanguageGuess(_WRITTEN.get(best, Language.OTHER), round(1.0 / total, 4), best)


def _readable(text: str) -> str:
    masked = _MASKED.sub(" ", normalise_for_encoder(text[: 2 * MAX_CHARS]))
    prose = " ".join(_WORD.findall(HASHTAG.sub(" ", masked)))
    return (prose or " ".join(_WORD.findall(split_hashtags(masked))))[:MAX_CHARS]


def _foreign_script(words: str, letters: int) -> LanguageGuess | None:
    """A guess when most letters are of one script outside Latin."""
    latin = len(_LATIN.findall(words))
    if 2 * latin >= letters:
        return None
    counts = {code: len(pattern.findall(words)) for code, pattern in _SCRIPTS.items()}
    best = max(counts, key=lambda code: counts[code])
    detail = best if counts[best] else None
    return LanguageGuess(Language.OTHER, (letters - latin) / letters, detail)


def _scores(words: str) -> dict[str, float]:
    tokens = _tokens(words)
    prior = _PRIOR * 0.5 ** (len(tokens) / _PRIOR_WORDS)
    hits = {code: _hits(tokens, code) for code in _LINGUA}
    second, first = sorted(hits.values())[-2:]
    ngrams = {} if first - second >= _SURE_LEAD else _ngram_confidence(words)
    return {
        code: _NGRAM_WEIGHT * math.log(max(ngrams.get(code, 0.0), _NGRAM_FLOOR))
        + _WORD_WEIGHT * min(hits[code], max(_MAX_HITS, first - second))
        + (prior if code in _WRITTEN else 0.0)
        for code in _LINGUA
    }


def _tokens(words: str) -> list[str]:
    """Lower-case words; an elided one ("j'attends") also yields its head ("j'")."""
    tokens: list[str] = []
    for word in _WORD.findall(words.lower()):
        tokens.append(word)
        head, apostrophe, tail = word.partition("'")
        if apostrophe:
            tokens += [head + apostrophe, tail]
    return tokens


def _hits(tokens: list[str], code: str) -> int:
    vocabulary = _vocabularies()[code]
    return sum(token in vocabulary for token in tokens)


def _ngram_confidence(words: str) -> Mapping[str, float]:
    values = _detector().compute_language_confidence_values(words.lower())
    return {value.language.iso_code_639_1.name.lower(): value.value for value in values}


@cache
def _detector() -> LanguageDetector:
    builder = LanguageDetectorBuilder.from_languages(*_LINGUA.values())
    return builder.with_low_accuracy_mode().with_preloaded_language_models().build()


@cache
def _vocabularies() -> dict[str, frozenset[str]]:
    source = files("models.text").joinpath("languages.yaml").read_text("utf-8")
    return {code: frozenset(words.split()) for code, words in yaml.safe_load(source).items()}
