"""Facts taken from messages; every message is invented."""

import pytest

from data.taxonomy import Language
from models.spans.extract import extract
from models.spans.matcher import load_frames

FR, EN = Language.FR, Language.EN


@pytest.mark.parametrize(
    ("language", "text", "situation", "failure"),
    [
        (
            FR,
            "j'ai plus internet ni télé depuis mardi",
            "no_internet",
            "plus d'internet ni de télé",
        ),
        (FR, "4 jours sans chauffage avec un bébé", "no_heating", "pas de chauffage"),
        (FR, "box bloquee etape 3 encore", "box_stuck", "une box bloquée à l'étape 3"),
        (
            FR,
            "mon abo augmente de 4€ sans prévenir",
            "price_increase",
            "une hausse de 4 € sans explication",
        ),
        (FR, "tarif +46% l'année prochaine", "price_increase", "une hausse de 46 %"),
        (
            FR,
            "1h20 d'attente pour qu'on me raccroche au nez",
            "long_hold",
            "1 h 20 d'attente au téléphone",
        ),
        (
            FR,
            "le technicien n'est jamais venu",
            "technician_no_show",
            "un technicien attendu qui n'est pas venu",
        ),
        (
            FR,
            "rembourser mes 89,90€ c'est pour quand ?",
            "refund_awaited",
            "un remboursement de 89,90 € qui n'arrive pas",
        ),
        (EN, "no internet and no tv since friday", "no_internet", "no internet and no TV"),
        (EN, "35 mins on hold then cut off", "long_hold", "35 minutes on hold"),
        (
            EN,
            "tracking says delivered, it was not",
            "delivered_not_received",
            "a parcel marked delivered that never reached you",
        ),
        (EN, "you charged me £42 twice", "double_charge", "being charged £42 twice"),
        (
            EN,
            "my suitcase never arrived in Oslo",
            "lost_baggage",
            "a bag that didn't arrive with you",
        ),
    ],
)
def test_failure_is_worded_for_the_reply(
    language: Language, text: str, situation: str, failure: str
) -> None:
    hits = {hit.situation: hit.failure for hit in extract(text, language).situations}
    assert hits.get(situation) == failure


@pytest.mark.parametrize(
    ("language", "text", "since", "duration"),
    [
        (FR, "en panne depuis 2j", "depuis 2 jours", "2 jours"),
        (FR, "ca fait trois semaines que j'attends", "depuis trois semaines", "trois semaines"),
        (FR, "depuis fevrier rien ne marche", "depuis février", None),
        (FR, "coupé depuis hier soir", "depuis hier soir", None),
        (FR, "depuis deux semaine", "depuis deux semaines", "deux semaines"),
        (EN, "down since last night", "since last night", None),
        (EN, "been waiting for 3 weeks", "for 3 weeks", "3 weeks"),
        (EN, "nothing since monday morning", "since Monday morning", None),
    ],
)
def test_since_and_duration(
    language: Language, text: str, since: str | None, duration: str | None
) -> None:
    facts = extract(text, language)
    assert (facts.since, facts.duration) == (since, duration)


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        (FR, "3e fois que je vous écris", "trois fois"),
        (FR, "appelé 12 fois", "12 fois"),
        (FR, "deux fois plus cher", None),
        (EN, "called you twice already", "twice"),
        (EN, "this is the fourth time", "4 times"),
        (EN, "two times the price", None),
    ],
)
def test_count(language: Language, text: str, count: str | None) -> None:
    assert extract(text, language).count == count


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        (FR, "facture de 1 204,5 euros", "1 204,5 €"),
        (FR, "24€99 par mois", "24,99 €"),
        (FR, "aucun montant ici", None),
        (EN, "they took $1,250.00", "$1,250.00"),
    ],
)
def test_amount(language: Language, text: str, amount: str | None) -> None:
    assert extract(text, language).amount == amount


def test_quote_is_the_customers_own_words_but_never_personal_data_or_insult() -> None:
    assert extract("on me dit « dossier incomplet » encore", FR).quote == "dossier incomplet"
    assert extract('he wrote "you fucking idiot" to me', EN).quote is None
    assert extract('it says "mail anna.b@example.org now"', EN).quote is None


def test_objects_are_those_the_customer_calls_theirs_first() -> None:
    facts = extract("le technicien, la box, et ma facture alors ?", FR)
    assert facts.objects[0].noun == "facture"
    assert facts.objects[0].feminine


def test_another_language_has_no_facts() -> None:
    assert extract("kein Internet seit Montag", Language.OTHER).situations == ()


@pytest.mark.parametrize("language", [FR, EN])
def test_frames_load_and_have_known_situations(language: Language) -> None:
    assert len(load_frames(language)) > 80


@pytest.mark.parametrize("text", ["", "!" * 9000, "a" * 20_000, "\x00\ufeff", "😡" * 5000])
def test_hostile_text_is_survived(text: str) -> None:
    for language in (FR, EN):
        assert extract(text, language).since is None
