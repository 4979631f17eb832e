import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.taxonomy import PiiType
from models.text.pii import find_pii, redact

FOUND = [
    (PiiType.EMAIL, "mon mail : ", "lea.martin@exemple.fr", ", merci"),
    (PiiType.EMAIL, "écrire à ", "lea.martin (at) exemple point fr", " svp"),
    (PiiType.EMAIL, "reach me: ", "lea at exemple dot com", " ok"),
    (PiiType.EMAIL, "ou ", "lea[at]exemple[dot]co", ""),
    (PiiType.PHONE, "mon tel ", "0612345678", " merci"),
    (PiiType.PHONE, "le ", "06.12.34.56.78", ""),
    (PiiType.PHONE, "le ", "06-12-34-56-78", " ou"),
    (PiiType.PHONE, "", "+33 (0)6 12 34 56 78", ""),
    (PiiType.PHONE, "", "00 33 6 12 34 56 78", ""),
    (PiiType.PHONE, "c'est ", "0 6 1 2 3 4 5 6 7 8", " voilà"),
    (PiiType.PHONE, "c'est ", "06\u200b12 34\u00a056 78", ""),
    (PiiType.PHONE, "c'est ", "０６１２３４５６７８", ""),
    (PiiType.PHONE, "", "06_12_34_56_78", " svp"),
    (PiiType.PHONE, "", "06 39 98 12 34", " svp"),
    (PiiType.PHONE, "", "0639981234", " svp"),
    (PiiType.PHONE, "", "+33 6 39 98 12 34", " 2 fois"),
    (PiiType.PHONE, "reach me at ", "00447700900322", " at lunch"),
    (PiiType.PHONE, "", "0475/12 34 56", " (Liège)"),
    (PiiType.PHONE, "", "079 123 45 67", " (Lausanne)"),
    (PiiType.PHONE, "call me on ", "07911 123456", " please"),
    (PiiType.PHONE, "ring me ", "087 123 4567", ""),
    (PiiType.PHONE, "", "(415) 555-2671", ""),
    (PiiType.PHONE, "call ", "4155552671", " after six"),
    (PiiType.PHONE, "", "+91 98765 43210", ""),
    (PiiType.IBAN, "IBAN ", "FR76 3000 6000 0112 3456 7890 189", " merci"),
    (PiiType.IBAN, "", "gb82-west-1234-5698-7654-32", ""),
    (PiiType.IBAN, "compte ", "BE68 5390 0754 7034", " refusé"),
    (PiiType.CARD, "carte ", "4111 1111 1111 1111", ""),
    (PiiType.CARD, "", "5555-5555-5555-4444", " exp"),
    (PiiType.FR_SSN, "sécu ", "2 55 08 14 168 025 38", ""),
    (PiiType.ORDER_NUMBER, "commande n° ", "4034567", " pas reçue"),
    (PiiType.ORDER_NUMBER, "order #", "112-9988776-6655443", " never came"),
    (PiiType.ORDER_NUMBER, "booking ref ", "K7TT2L", "."),
    (PiiType.ORDER_NUMBER, "PNR: ", "ABC123", ""),
    (PiiType.ORDER_NUMBER, "tracking number is ", "1Z999AA10123456784", ""),
    (PiiType.ACCOUNT_NUMBER, "n° client : ", "12345678", ""),
    (PiiType.ACCOUNT_NUMBER, "my account number is ", "00123456", ""),
    (PiiType.ACCOUNT_NUMBER, "dossier ", "884512", " sans suite"),
    (PiiType.ACCOUNT_NUMBER, "réf. ", "99887766", ""),
    (PiiType.POSTAL_ADDRESS, "j'habite ", "12 bis rue des Lilas, 69003 Lyon", ""),
    (PiiType.POSTAL_ADDRESS, "au ", "12 rue des lilas", " et toujours rien"),
    (PiiType.POSTAL_ADDRESS, "", "3 boulevard Victor Hugo 31000 Toulouse", ""),
    (PiiType.POSTAL_ADDRESS, "send it to ", "14 Oak Street, Leeds LS1 4AB", ""),
    (PiiType.POSTAL_ADDRESS, "", "742 Maple Terrace, Springfield IL 62704", ""),
    (PiiType.POSTAL_ADDRESS, "", "14 oak street leeds ls1 4ab", ""),
]
CLEAN = [
    "appelez le 3900 ou le 112",
    "le 12/03/2024, 1 234,56 € débités à 14h30",
    "12 345 678 € de bénéfices et 10 000 000 clients",
    "depuis 10 jours 14 heures 30 minutes",
    "commande du 12/03/2024 toujours pas là",
    "ma commande 2024",
    "order 24 hours ago, 2 pizzas",
    "ligne 13 en panne, train 8541 de 12h04",
    "contrat de 24 mois à 39,99 €",
    "facture de 1234 €",
    "vol AF1234 de 7h10, siège 12A",
    "compte pro depuis 2019",
    "2 hours on the way home",
    "0 800 10 20 30 ne répond pas",
    "carte 4111 1111 1111 1112",
    "version 10.0.19045.4291 obligatoire",
    "+33 % en un an, 33 000 000 clients",
    "IBAN FR76 3000 6000 0112 3456 7890 188",
    "je suis @lea at work",
    "3 rue ou avenue",
]


@pytest.mark.parametrize(("kind", "before", "value", "after"), FOUND)
def test_personal_data_is_found_where_it_stands(
    kind: PiiType, before: str, value: str, after: str
) -> None:
    (span,) = find_pii(f"{before}{value}{after}")
    assert span.type is kind
    assert (span.start, span.end) == (len(before), len(before) + len(value))


@pytest.mark.parametrize("text", CLEAN)
def test_prices_dates_and_service_numbers_are_not_personal(text: str) -> None:
    assert find_pii(text) == ()


def test_several_pieces_come_sorted_and_redacted() -> None:
    text = "Dossier 884512, 06 12 34 56 78 ou lea@exemple.fr"
    assert [span.type for span in find_pii(text)] == [
        PiiType.ACCOUNT_NUMBER,
        PiiType.PHONE,
        PiiType.EMAIL,
    ]
    assert redact(text) == "Dossier [account_number], [phone] ou [email]"


def test_keycap_digits_are_digits() -> None:
    number = "".join(f"{digit}\ufe0f\u20e3" for digit in "0612345678")
    (span,) = find_pii(f"tel {number} merci")
    assert span.type is PiiType.PHONE
    assert span.start == len("tel ")


def test_what_proves_itself_wins_over_context() -> None:
    (span,) = find_pii("ma ligne 0612345678 est coupée")
    assert span.type is PiiType.PHONE


DIGITS = st.text(alphabet="0123456789 +-./()@aFR\u200b€n°#")


@given(st.text() | DIGITS)
def test_spans_are_sorted_apart_and_inside_the_text(text: str) -> None:
    last = 0
    for span in find_pii(text):
        assert last <= span.start < span.end <= len(text)
        last = span.end


@given(DIGITS)
def test_redacting_leaves_nothing_that_was_found(text: str) -> None:
    redacted = redact(text)
    assert all(
        text[span.start : span.end] not in redacted for span in find_pii(text) if len(text) > 8
    )


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "1 ", "a@", "a.", "commande ", "ref ", "n° ", "12 rue ", "1 Oak ", "FR76 ", " at ",
     "06 12 34 56 78 ", "(", "1-", "12 A ", "\u200b1", "account number "],
)  # fmt: skip
def test_twenty_thousand_hostile_characters_come_through(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert all(span.end <= len(text) for span in find_pii(text))
