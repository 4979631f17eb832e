"""Since when, how long, how many times: the numeric facts of a message.

Each function takes folded text (:func:`models.spans.fold.fold`) and returns wording ready for its
slot, or None.
"""

from typing import Final

import regex

from data.taxonomy import Language

_FR_NUM: Final = (
    r"(?:\d{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|"
    r"quelques|plusieurs)"
)
_FR_UNIT: Final = r"(?:secondes?|minutes?|min|mn|heures?|h|jours?|j|semaines?|mois|ans?|annees?)"
_FR_DURATION: Final = (
    rf"(?:(?:plus d'|plus de |presque |pres de |bientot |environ )?"
    rf"(?:{_FR_NUM} ?{_FR_UNIT}(?: ?(?:et demie?|\d{{2}}(?: ?min(?:utes)?|mn)?))?"
    rf"|une? (?:bonne )?(?:dizaine|quinzaine|vingtaine|trentaine) (?:de |d')(?:minutes|jours|mois|ans)))"
)
_FR_DAY: Final = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_FR_MONTH: Final = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
)
_FR_PART: Final = r"(?: (?:matin|midi|apres-midi|soir|dernier))?"
_FR_MOMENT: Final = (
    rf"(?:avant-hier|hier{_FR_PART}|ce (?:matin|midi|soir|week-end)|cette (?:nuit|semaine)|"
    rf"{_FR_DAY}{_FR_PART}|(?:la semaine|le mois) (?:derniere|dernier)|toujours|"
    rf"(?:le )?\d{{1,2}}(?:er)? {_FR_MONTH}(?: 20\d\d)?|le \d{{1,2}}(?:/\d{{1,2}}(?:/(?:20)?\d\d)?)?|"
    rf"(?:debut|mi|fin|mi-)? ?{_FR_MONTH}(?: (?:20\d\d|dernier))?|20\d\d|\d{{1,2}} ?h(?:\d\d)?\b|"
    rf"des (?:jours|semaines|mois|annees|heures)|longtemps|la mise a jour|le changement de box|mon demenagement)"
)
_FR_SINCE = regex.compile(rf"depuis (?:maintenant )?(?P<what>{_FR_DURATION}\b|{_FR_MOMENT})")
_FR_FOR = regex.compile(
    rf"(?:(?:ca|cela|cela|voila|il y a) (?:va )?fai(?:t|re) |voila |ca fait (?:maintenant )?|pendant |"
    rf"j'en suis a )(?P<what>{_FR_DURATION})\b"
)
_FR_WITHOUT = regex.compile(
    rf"(?P<what>{_FR_DURATION}) (?:sans |d'attente|de retard|que j|qu'on|que nous|que c|que ma|que mon)"
)

_FR_UNITS: Final = {
    "min": "minutes",
    "mn": "minutes",
    "h": "heures",
    "j": "jours",
    "an": "an",
}
_FR_PLURALS: Final = frozenset(
    {"secondes", "minutes", "heures", "jours", "semaines", "ans", "annees"}
)
_FR_MANY: Final = frozenset(
    [
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "sept",
        "huit",
        "neuf",
        "dix",
        "onze",
        "douze",
        "quinze",
        "vingt",
        "trente",
        "quelques",
        "plusieurs",
    ]
)
_ACCENTS: Final = {
    "fevrier": "février",
    "aout": "août",
    "decembre": "décembre",
    "apres-midi": "après-midi",
    "derniere": "dernière",
    "annee": "année",
    "annees": "années",
    "debut": "début",
    "pres": "près",
    "bientot": "bientôt",
    "mi": "mi",
}


def _french(phrase: str) -> str:
    """Accents and units put back: "2 j" becomes "2 jours", "fevrier" "février"."""
    spaced = regex.sub(
        r"(\d)(heures?|h|jours?|j|semaines?|mois|ans?|minutes?|min|mn)(?=\b|\d)", r"\1 \2", phrase
    )
    clock = regex.search(r"\b(\d{1,2}) h ?(\d{2})(?: ?min(?:utes)?)?\b", spaced)
    if clock:
        spaced = spaced.replace(clock.group(0), f"{clock.group(1)} h {clock.group(2)}")
        return _restore(spaced)
    words = []
    previous = ""
    for word in spaced.split(" "):
        full = _FR_UNITS.get(word, word)
        if previous in {"1", "un", "une"}:
            full = full.removesuffix("s") if full in _FR_PLURALS else full
        elif previous in _FR_MANY or previous.isdigit():
            full = f"{full}s" if f"{full}s" in _FR_PLURALS else full
        words.append(full)
        previous = word
    return _restore(" ".join(words))


def _restore(phrase: str) -> str:
    return " ".join(_ACCENTS.get(word, word) for word in phrase.split(" "))


def format_duration(raw: str, language: Language) -> str:
    """A duration as folded text has it, written properly: "2h" gives "2 heures"."""
    return _french(raw) if language is Language.FR else _english(raw)


def _since_fr(folded: str) -> tuple[str | None, str | None]:
    since = duration = None
    if match := _FR_SINCE.search(folded):
        what = match["what"].strip()
        since = f"depuis {_french(what)}".replace("mon déménagement", "votre déménagement")
        since = since.replace("mon demenagement", "votre déménagement")
        if regex.fullmatch(_FR_DURATION, what):
            duration = _french(what)
    if duration is None and (match := _FR_FOR.search(folded) or _FR_WITHOUT.search(folded)):
        duration = _french(match["what"].strip())
        if since is None and not regex.search(r"seconde|minute|heure| h ", duration):
            since = f"depuis {duration}"
    if since in {"depuis toujours"}:
        since = None
    return since, duration


_EN_NUM: Final = (
    r"(?:\d{1,3}(?:\.5)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|"
    r"a few|a couple of|couple of|many)"
)
_EN_UNIT: Final = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|nights?)"
_EN_DURATION: Final = (
    rf"(?:(?:over |more than |almost |nearly |about |at least )?{_EN_NUM}\+? {_EN_UNIT})"
)
_EN_DAY: Final = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_EN_MONTH: Final = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_EN_MOMENT: Final = (
    rf"(?:yesterday(?: (?:morning|afternoon|evening))?|this morning|last (?:night|week|month|year|{_EN_DAY})|"
    rf"{_EN_DAY}(?: (?:morning|afternoon|evening|night))?|(?:the )?\d{{1,2}}(?:st|nd|rd|th)(?: of)?(?: {_EN_MONTH})?|"
    rf"{_EN_MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?|\d{{1,2}}(?::\d\d)? ?(?:am|pm)|christmas|the (?:last )?update)"
)
_EN_SINCE = regex.compile(rf"since (?P<what>{_EN_MOMENT})\b")
_EN_FOR = regex.compile(
    rf"(?:for|waited|waiting|been|after|took|taken|wait of|hold for|wasted|spent|lost|in)"
    rf" (?:the (?:last|past) |about |like |now )?(?P<what>{_EN_DURATION})\b"
)
_EN_BARE = regex.compile(
    rf"\b(?P<what>{_EN_DURATION}) (?:later|without|now and|and (?:still|counting|no)|on hold|wait|of waiting|late)"
)
_EN_CAPITALS: Final = regex.compile(rf"\b(?:{_EN_DAY}|{_EN_MONTH}|christmas)\b")


def _english(phrase: str) -> str:
    worded = regex.sub(r"^(couple of)", r"a \1", phrase)
    worded = regex.sub(r"^(?:over |more than |about )?(\d+)\+ ", r"more than \1 ", worded)
    worded = regex.sub(r"\b1 (\w+?)s\b", r"1 \1", worded)
    worded = regex.sub(
        r"\b([2-9]|\d\d+) (second|minute|hour|day|week|month|year|night)\b", r"\1 \2s", worded
    )
    return _EN_CAPITALS.sub(lambda match: match.group(0).capitalize(), worded)


def _since_en(folded: str) -> tuple[str | None, str | None]:
    since = duration = None
    if match := _EN_SINCE.search(folded):
        since = f"since {_english(match['what'])}"
    if match := _EN_FOR.search(folded) or _EN_BARE.search(folded):
        duration = _english(match["what"])
        if since is None:
            since = f"for {duration}"
    return since, duration


_TENURE: Final = {
    Language.FR: regex.compile(
        r"(?:chez (?!moi|nous)\w+|\bclient\w*|\babonne\w*|\bfidele\w*)[^.!?]{0,20}depuis [^.!?]{0,16}?(?:\bans\b|annees|20\d\d)"
        r"|depuis [^.!?]{0,14}\bans\b (?:chez (?!moi|nous)|que je suis)|\d+ ans (?:que|qu')[^.!?]{0,12}(?:chez|client)"
        r"|(?:client\w*|abonne\w*|chez vous) pendant [^.!?]{0,12}\bans\b"
    ),
    Language.EN: regex.compile(
        r"(?:customer|member|subscriber|client|loyal|been with (?:you|them))[^.!?]{0,20}(?:for|since) [^.!?]{0,16}?(?:years?|\d{4})"
        r"|\d+ years? (?:as a|of (?:loyalty|being)|with you|customer)|(?:for|after) [^.!?]{0,12}years? (?:as a|of being|with you)"
    ),
}
"""How long they have been a customer is not how long the trouble has lasted."""


def since_and_duration(folded: str, language: Language) -> tuple[str | None, str | None]:
    """``("depuis 15 jours", "15 jours")``; either may be None."""
    told = _TENURE[language].sub(" . ", folded)
    return _since_fr(told) if language is Language.FR else _since_en(told)


_FR_WORDED: Final = {
    "une": 1,
    "un": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "deuxieme": 2,
    "seconde": 2,
    "troisieme": 3,
    "quatrieme": 4,
    "cinquieme": 5,
    "sixieme": 6,
    "septieme": 7,
    "dixieme": 10,
}
_FR_TIMES = regex.compile(
    r"\b(?P<n>\d{1,2}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix) fois\b(?! (?:plus|moins|par|sur|sans))"
)
_FR_NTH = regex.compile(
    r"\b(?P<n>\d{1,2}|deuxieme|seconde|troisieme|quatrieme|cinquieme|sixieme|septieme|dixieme)"
    r"(?:eme|e|ieme|nd|nde)? fois\b"
)
_EN_WORDED: Final = {
    "twice": 2,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
}
_EN_TIMES = regex.compile(
    r"\b(?P<n>\d{1,2}|two|three|four|five|six) (?:separate |different )?times\b(?! (?:more|less|the|a|per))"
    r"|\b(?P<twice>twice)\b(?! (?:as|the|a)\b)"
)
_EN_NTH = regex.compile(
    r"\b(?P<n>\d{1,2}(?=(?:nd|rd|th))|second|third|fourth|fifth|sixth)(?:nd|rd|th)? (?:time|call|attempt|try)\b"
)
_WORDS_FR: Final = {2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six"}
_MAX_SPOKEN_COUNT: Final = 30


def count_of(folded: str, language: Language) -> str | None:
    """A count such as "trois fois", "twice", "4 times"; None for one or for implausible numbers."""
    if language is Language.FR:
        match = _FR_TIMES.search(folded) or _FR_NTH.search(folded)
        words = _FR_WORDED
    else:
        match = _EN_TIMES.search(folded) or _EN_NTH.search(folded)
        words = _EN_WORDED
    if match is None:
        return None
    raw = match["n"] or match.group("twice")
    number = words[raw] if raw in words else int(raw)
    if not 1 < number <= _MAX_SPOKEN_COUNT:
        return None
    if language is Language.FR:
        return f"{_WORDS_FR.get(number, number)} fois"
    return {2: "twice"}.get(number, f"{number} times")
