"""The guard as a whole: order, robustness, and good replies that nothing stands against."""

from importlib.resources import files
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from data.taxonomy import CheckSeverity, Intent, Language, Platform, Visibility
from models.guard import GuardContext, check
from models.guard.guard import blocked
from models.guard.lexicon import patterns
from models.guard.sentences import sentence_spans
from models.text.fold import fold
from tests.models.guard.helpers import context

LEXICONS = [
    path.name.removesuffix(".yaml")
    for path in files("models.guard.lexicon").iterdir()
    if path.name.endswith(".yaml") and path.name != "helplines.yaml"
]

GOOD = [
    (
        Language.FR,
        "Quatre mails sans réponse, on vous doit mieux que ça. Donnez-nous en message privé la "
        "référence de votre dossier : je vais voir où il s'est arrêté.",
        "4 mails, 0 réponse. Bravo Orno",
    ),
    (
        Language.FR,
        "La fête foraine dans le salon à chaque coupure, on s'en passerait ! Wifi ou câble, et à "
        "quelle heure cela commence ? Je regarde s'il y a un incident dans votre quartier.",
        "encore coupé, ambiance stroboscope dans le salon merci Orno",
    ),
    (
        Language.EN,
        "Ten days for a kettle that boils cold is no bargain. Sorry! Message us privately with "
        "the order number and I'll find out what the warehouse shipped.",
        "10 days waiting and the kettle doesnt even heat up, 35 quid well spent",
    ),
    (
        Language.EN,
        "That wheel should not come off, please stop using the pram. I'm sorry, that must have "
        "been a fright. Send us the batch code by private message and I'll alert product safety.",
        "wheel came off the pram with my baby in it",
    ),
]


@pytest.mark.parametrize(("language", "reply", "message"), GOOD)
def test_good_replies_pass_clean(language: Language, reply: str, message: str) -> None:
    assert check(reply, context(language=language, customer_message=message)) == ()


def test_blocks_come_first_and_nothing_is_said_twice() -> None:
    text = "Nous sommes désolés pour la gêne occasionnée. Vous serez remboursé. Calmez-vous."
    checks = check(text, context())
    severities = [one.severity for one in checks]
    assert severities == [CheckSeverity.BLOCK, CheckSeverity.BLOCK, CheckSeverity.WARN]
    assert len(set(checks)) == len(checks)
    assert blocked(checks)
    assert not blocked(checks[2:])


@pytest.mark.parametrize("name", LEXICONS)
def test_lexicon_entries_are_valid_and_written_in_folded_letters(name: str) -> None:
    for entries in patterns(name).values():
        for entry in entries:
            regex.compile(entry)
            literal = regex.sub(r"\\.", "", entry)
            assert fold(literal) == literal
            assert not regex.search(rf"^(?:{entry})$", "")


CONTEXTS = st.builds(
    GuardContext,
    language=st.sampled_from(Language),
    visibility=st.sampled_from(Visibility),
    platform=st.sampled_from(Platform),
    limit=st.integers(0, 300),
    count_chars=st.just(len),
    intent=st.sampled_from(Intent),
    severity=st.integers(0, 3),
    customer_message=st.none() | st.text(),
    approved_links=st.tuples(st.text()),
    approved_contacts=st.tuples(st.text()),
    banned_phrases=st.tuples(st.text()),
    sources=st.tuples(st.text()),
    recent=st.tuples(st.text()),
    brand_names=st.tuples(st.text()),
)
TRICKY = st.text(alphabet="\u200b\ud800İßœ’«»\"[]{}<>*_#@.!?0123456789€ \nabcéxX-/:'")


@given(st.text() | TRICKY, CONTEXTS)
def test_any_draft_in_any_context_gets_findings_inside_itself(text: str, ctx: GuardContext) -> None:
    for finding in check(text, ctx):
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.message
    assert check(text, ctx) == check(text, ctx)


@pytest.mark.parametrize(
    "piece",
    ["a", "1 ", "vous ", "vous etes ", "we will ", "http://(", "<a ", '"', "[", "** ", "@a", "1d",
     "dans les ", "je vous ", "votre numero ", "a.b.", "you ", "{", "12 €", "ne publiez "],
)  # fmt: skip
def test_twenty_thousand_hostile_characters_come_through(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert all(one.end <= len(text) for one in check(text, context(customer_message=text)))


@given(st.text())
def test_sentences_cover_every_visible_character_in_order(text: str) -> None:
    spans = sentence_spans(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_sentences_end_at_stops_not_at_abbreviations() -> None:
    text = "Bonjour M. Martin, 12 av. Foch. Ça va ? Oui !\nBien"
    assert [text[a:b] for a, b in sentence_spans(text)] == [
        "Bonjour M. Martin, 12 av. Foch.",
        "Ça va ?",
        "Oui !",
        "Bien",
    ]
