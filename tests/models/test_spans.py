"""Facts taken from messages; every message is invented."""

import pytest

from data.taxonomy import Language
from models.spans.extract import extract
from models.spans.fold import fold
from models.spans.matcher import load_frames
from models.spans.needles import grams, needles

FR, EN = Language.FR, Language.EN


FR_WORDED = [
    ("j'ai plus internet ni télé depuis mardi", "no_internet", "plus d'internet ni de télé"),
    ("4 jours sans chauffage avec un bébé", "no_heating", "pas de chauffage"),
    ("box bloquee etape 3 encore", "box_stuck", "une box bloquée à l'étape 3"),
    ("vous m'avez coupé le gaz sans un mot", "no_heating", "une coupure de gaz"),
    ("coupure d'electricité depuis ce matin", "no_power", "une coupure de courant"),
    ("ma box marche plus dpuis lundi", "box_stuck", "une box qui ne fonctionne pas"),
    ("la co rame tt les soirs", "slow_internet", "une connexion qui rame"),
    ("ça coupe tout le temps chez nous", "intermittent_cuts", "des coupures à répétition"),
    ("je capte rien dans le village", "no_mobile_network", "pas de réseau"),
    ("tt est en panne chez Brumeo", "service_down", "un service en panne"),
    ("code erreur 4021 à chaque fois", "bug", "une erreur 4021 à l'écran"),
    (
        "le technicien n'est jamais venu",
        "technician_no_show",
        "un technicien attendu qui n'est pas venu",
    ),
    (
        "tech jamais passé, j'ai posé ma journée",
        "technician_no_show",
        "un technicien attendu qui n'est pas venu",
    ),
    (
        "3 techniciens et toujours la meme panne",
        "bad_technician_work",
        "3 interventions sans solution",
    ),
    ("rdv annulé la veille", "appointment_moved", "un rendez-vous annulé au dernier moment"),
    ("raccordement tjs pas fait", "fibre_installation", "un raccordement qui n'avance pas"),
    ("carte sim jamais reçue", "equipment_delivery", "un équipement qui se fait attendre"),
    (
        "mon abo augmente de 4€ sans prévenir",
        "price_increase",
        "une hausse de 4 € sans explication",
    ),
    ("tarif +46% l'année prochaine", "price_increase", "une hausse de 46 %"),
    ("le forfait passe de 12 à 19 €", "price_increase", "un prix qui passe de 12 à 19 €"),
    ("ma facture a doublé ce mois ci", "wrong_bill", "une facture qui explose"),
    ("une facture deja payée et on me relance", "wrong_bill", "une facture déjà réglée"),
    ("vous m'avez débité deux fois", "double_charge", "un prélèvement en double"),
    ("vous continuez à me prélever", "direct_debit_issue", "des prélèvements qui continuent"),
    ("80 balles de frais de dossier", "unexpected_charge", "80 € de frais inattendus"),
    ("59 € de frais de résiliation, sérieux", "cancellation_fee", "des frais de résiliation"),
    (
        "impossible de résilier chez Lunaris",
        "cancellation_blocked",
        "une résiliation qui n'aboutit pas",
    ),
    (
        "rembourser mes 89,90€ c'est pour quand ?",
        "refund_awaited",
        "un remboursement de 89,90 € qui n'arrive pas",
    ),
    ("vous refusez de me rembourser", "refund_refused", "un remboursement refusé"),
    ("caution de 300 € jamais rendue", "deposit_kept", "une caution de 300 € non rendue"),
    ("1h20 d'attente pour qu'on me raccroche au nez", "long_hold", "1 h 20 d'attente au téléphone"),
    ("45 min au téléphone pour rien", "long_hold", "45 minutes au téléphone"),
    ("6 appels pour rien", "no_answer", "6 appels pour rien"),
    ("4 mails sans réponse", "no_answer", "4 mails sans réponse"),
    ("vs repondez jms", "no_answer", "des messages restés sans réponse"),
    ("on devait me rappeler, j'attends", "callback_never", "un rappel qui ne vient pas"),
    ("on me balade de service en service", "bounced_between", "des renvois d'un service à l'autre"),
    ("colis bloqué au dépôt depuis 9 jours", "late_delivery", "un colis bloqué"),
    ("tjs pas recu mon colis", "late_delivery", "un colis qui n'arrive pas"),
    ("ma comande a été anulée", "order_cancelled", "une commande annulée"),
    (
        "noté livré mais rien dans la boite",
        "delivered_not_received",
        "un colis noté livré que vous n'avez pas reçu",
    ),
    ("colis arrivé tout cassé", "damaged_item", "un article arrivé abîmé"),
    ("reçu la mauvaise taille", "wrong_item", "un article qui n'est pas le bon"),
    ("mon aspirateur ne marche plus", "defective_product", "un aspirateur en panne"),
    ("train avec 50 min de retard, super", "train_late", "un train avec 50 minutes de retard"),
    ("le tgv de 8h est supprimé", "train_cancelled", "un train supprimé"),
    ("ma valise n'est toujours pas arrivée", "lost_baggage", "une valise qui n'est pas arrivée"),
    ("l'appli plante a chaque ouverture", "app_crash", "une appli qui ne fonctionne pas bien"),
    ("votre site fonctionne pas", "website_down", "un site qui ne répond pas"),
    ("ma carte est refusée au paiement", "payment_failed", "un paiement qui ne passe pas"),
    ("ça sent le gaz dans la cage d'escalier", "danger", "une odeur de gaz"),
]
EN_WORDED = [
    ("no internet and no tv since friday", "no_internet", "no internet and no TV"),
    ("wifi is crawling tonight", "slow_internet", "such a slow connection"),
    ("zero bars all week", "no_mobile_network", "no signal"),
    ("cant make calls from my house", "no_mobile_network", "no way to make calls"),
    ("servers are down again", "service_down", "a service that's down"),
    ("35 mins on hold then cut off", "long_hold", "35 minutes on hold"),
    ("on hold for 40+ mins", "long_hold", "more than 40 minutes on hold"),
    ("3 engineers and still no fix", "bad_technician_work", "3 visits and still no fix"),
    ("engineer never showed", "technician_no_show", "an engineer who never turned up"),
    ("my bill went up by £6 again", "price_increase", "a price rise of £6"),
    ("subscription going from £9 to £14", "price_increase", "a price going from £9 to £14"),
    ("the bill went up to £80", "price_increase", "a price rise nobody explained"),
    (
        "tracking says delivered, it was not",
        "delivered_not_received",
        "a parcel marked delivered that never reached you",
    ),
    ("you charged me £42 twice", "double_charge", "being charged £42 twice"),
    (
        "took £19.99 from my card for nothing",
        "unexpected_charge",
        "a £19.99 charge you weren't expecting",
    ),
    ("still waiting for my £60 refund", "refund_awaited", "a £60 refund that hasn't arrived"),
    ("you refuse to refund me", "refund_refused", "a refund turned down"),
    ("theres no cancel button", "cancellation_blocked", "a cancellation that won't go through"),
    ("4 emails and no reply", "no_answer", "4 emails and no answer"),
    ("you keep ignoring my messages", "no_answer", "messages left without an answer"),
    ("nobody called me back", "callback_never", "a callback that never came"),
    (
        "passed from one department to another",
        "bounced_between",
        "being passed from one team to the next",
    ),
    ("my suitcase never arrived in Oslo", "lost_baggage", "a bag that didn't arrive with you"),
    ("flight delayed 3 hours", "flight_delayed", "a flight delayed by 3 hours"),
    ("my train was 25 minutes late", "train_late", "a train 25 minutes late"),
    ("parcel hasnt moved in a week", "late_delivery", "a parcel that still hasn't turned up"),
    ("my order arrived smashed", "damaged_item", "an item that arrived damaged"),
    ("sent the wrong size twice", "wrong_item", "an item that isn't the one you ordered"),
    ("my kettle stopped working", "defective_product", "a kettle that stopped working properly"),
    ("burger was raw inside", "food_quality", "a meal that wasn't right"),
    ("cant log in since the weekend", "login_problem", "being locked out of your account"),
    ("app keeps closing", "app_crash", "an app that won't behave"),
    (
        "moved my seat away from my daughter on the flight",
        "seat_issue",
        "a seat that isn't the one you booked",
    ),
    ("queued 50 minutes to pay at the branch", "queue_wait", "50 minutes in the queue"),
]
NOT_SAID = [
    (FR, "ca marche plus", "problem_solved"),
    (FR, "je peux plus voir la fibre en peinture", "no_internet"),
    (FR, "j'ai recu un appel du livreur", "driver_issue"),
    (FR, "mon télephone est en panne", "service_down"),
    (FR, "je vous rappelle que le magasin ferme à 19h", "callback_never"),
    (FR, "robot de cuisine livré hier", "robot_only"),
    (FR, "vol retour à 18h", "return_problem"),
    (FR, "mon père est mort de rire", "bereavement"),
    (FR, "facture de 40 €, merci", "price_increase"),
    (FR, "je suis client depuis des années", "refund_awaited"),
    (EN, "bad service at your branch", "no_mobile_network"),
    (EN, "awful delivery service today", "no_mobile_network"),
    (EN, "the seat was lovely", "seat_issue"),
    (EN, "my driver told me a story", "unhelpful_staff"),
    (EN, "we checked in at noon", "checkin_problem"),
    (EN, "my team got smashed in the final quiz", "damaged_item"),
    (EN, "spoke to the tech team", "technician_no_show"),
    (EN, "so much has improved again", "late_delivery"),
    (EN, "amazing crew, best flight", "flight_delayed"),
]


@pytest.mark.parametrize(
    ("language", "text", "situation", "failure"),
    [(FR, *row) for row in FR_WORDED] + [(EN, *row) for row in EN_WORDED],
)
def test_failure_is_worded_for_the_reply(
    language: Language, text: str, situation: str, failure: str
) -> None:
    hits = {hit.situation: hit.failure for hit in extract(text, language).situations}
    assert hits.get(situation) == failure


@pytest.mark.parametrize(("language", "text", "situation"), NOT_SAID)
def test_what_was_not_said_is_not_named(language: Language, text: str, situation: str) -> None:
    worded = {hit.situation for hit in extract(text, language).situations if hit.failure}
    assert situation not in worded


def test_an_amount_among_several_is_not_taken_for_the_refund() -> None:
    facts = extract("payé 120 €, on m'en doit 80 €, toujours pas de remboursement", FR)
    assert facts.lead is not None
    assert facts.lead.failure == "un remboursement qui n'arrive pas"


@pytest.mark.parametrize("language", [FR, EN])
def test_prefilter_never_hides_a_match(language: Language) -> None:
    texts = [text for text, _, _ in (FR_WORDED if language is FR else EN_WORDED)]
    for folded in (fold(text, language) for text in texts):
        present = grams(folded)
        for frame in load_frames(language):
            if frame.pattern.search(folded):
                assert frame.needles.may_match(present)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"colou?r", "a color", True),
        (r"colou?r", "a coat", False),
        (r"(?:cat|dog)s? \d+", "two dogs", True),
        (r"\bfoo\b[^.]{0,9}bar", "foo alone", False),
        (r"(?:ab)?(?!no)xyz", "xyz", True),
        (r"\d+|abc", "nothing known of digits", True),
        (r"a+b{0,2}[xyz]?cde", "cde", False),
    ],
)
def test_needles_tell_what_cannot_match(pattern: str, text: str, expected: bool) -> None:
    assert needles(pattern).may_match(grams(text)) is expected


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
        (FR, "chez vous depuis 12 ans et plus internet", None, None),
        (FR, "« délai de 5 jours » qu'ils disaient, rien reçu", None, None),
        (FR, "sans nouvelles depuis 3semaines", "depuis 3 semaines", "3 semaines"),
        (EN, '"refund within 5 days" they said. nothing came', None, None),
        (EN, "loyal customer for 8 years and no help", None, None),
        (EN, "waiting for 30+ minutes", "for more than 30 minutes", "more than 30 minutes"),
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
