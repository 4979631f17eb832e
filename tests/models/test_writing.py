"""Retrieval, the compose writer and the ranker, on a small bank written here."""

import numpy as np
import pytest

from data.schemas.brief import DraftBrief
from data.schemas.exemplar import Exemplar, Part
from data.schemas.suggestion import (
    EmotionEstimate,
    HostilityEstimate,
    IntentEstimate,
    SarcasmEstimate,
    SeverityEstimate,
    TopicEstimate,
    Understanding,
)
from data.taxonomy import (
    Emotion,
    Intent,
    Language,
    Mention,
    PartType,
    Platform,
    Stage,
    Topic,
    Visibility,
    Voice,
)
from models.drafting import Limits, draft
from models.ranker import WEIGHTS, Ranked, Used, features, score
from models.retriever.hybrid import HybridRetriever
from models.spans.extract import extract
from models.writers.base import MessageView
from models.writers.classify import SituationClassifier
from models.writers.compose import ComposeWriter

_HEADS = (
    "{Failure} {since} : la patience a ses limites.",
    "Se retrouver hors ligne, c'est la maison qui s'arrête.",
    "Un foyer sans connexion, ça pèse vite.",
    "{Duration} sans internet, personne ne trouverait ça normal.",
)
_INVITES = (
    "Votre numéro de ligne en {channel}, et je regarde ce qui coince.",
    "Glissez-nous la référence par {channel} : je vérifie la ligne avec le réseau.",
    "Par {channel}, dites-nous quand tout s'est arrêté, je reprends l'historique.",
    "Il me faudrait, par {channel}, l'adresse concernée pour voir l'état du quartier.",
)
_ASKS = (
    "Quels voyants sont allumés sur la box ?",
    "Est-ce pareil en branchant un câble ?",
)


def bank(
    situation: str = "no_internet", message: str = "plus d'internet chez moi"
) -> list[Exemplar]:
    rows = []
    for number, (head, invite) in enumerate(zip(_HEADS, _INVITES, strict=True)):
        parts = [
            Part(type=PartType.ACKNOWLEDGE, text=head, reusable=True),
            Part(type=PartType.ASK, text=_ASKS[number % 2], reusable=True),
            Part(type=PartType.INVITE_PRIVATE, text=invite, reusable=True),
        ]
        rows.append(
            Exemplar(
                id=f"{situation}-{number}".replace("_", "-"),
                language=Language.FR,
                stage=Stage.FIRST_PUBLIC,
                voice=Voice.VOUS,
                situations=(situation,),
                message=message,
                parts=tuple(parts),
                batch="test",
            )
        )
    return rows


def view(text: str, seed: int = 1) -> MessageView:
    understanding = Understanding(
        intent=IntentEstimate(label=Intent.COMPLAINT, confidence=0.9),
        topics=(TopicEstimate(label=Topic.OUTAGE, confidence=0.9),),
        severity=SeverityEstimate(level=1, confidence=0.8),
        sarcasm=SarcasmEstimate(flag=False, probability=0.1),
        hostility=HostilityEstimate(flag=False),
        emotion=EmotionEstimate(label=Emotion.FRUSTRATION, confidence=0.6),
        private_reasons=(),
        risk=(),
        pii=(),
        mention=Mention.NONE,
    )
    embedding = np.ones(4, np.float32) / 2
    return MessageView(text, understanding, extract(text, Language.FR), embedding, seed)


def brief(**changes: object) -> DraftBrief:
    base = DraftBrief(
        stage=Stage.FIRST_PUBLIC,
        visibility=Visibility.PUBLIC,
        language=Language.FR,
        platform=Platform.X,
        intent=Intent.COMPLAINT,
        limit=280,
        invite_private=True,
        channel_phrase="message privé",
    )
    return base.model_copy(update=changes)


def writer(exemplars: list[Exemplar]) -> ComposeWriter:
    embeddings = np.ones((len(exemplars), 4), np.float32) / 2
    return ComposeWriter(
        exemplars,
        HybridRetriever(exemplars, embeddings),
        SituationClassifier(exemplars, embeddings),
    )


def best(exemplars: list[Exemplar], asked: DraftBrief, message: MessageView) -> list[Ranked]:
    drafted = draft([writer(exemplars)], asked, message, Limits(count_chars=len))
    assert bool(drafted.drafts) != bool(drafted.reason)
    return list(drafted.drafts)


def test_drafts_take_up_the_customers_facts() -> None:
    top = best(bank(), brief(), view("plus internet depuis 12 jours"))[0]
    assert "12 jours" in top.candidate.text
    assert "{" not in top.candidate.text


def test_a_part_with_an_empty_slot_is_not_used() -> None:
    for item in best(bank(), brief(), view("plus internet du tout")):
        assert "depuis" not in item.candidate.text


def test_three_drafts_share_no_part_and_are_not_alike() -> None:
    chosen = best(bank(), brief(), view("plus internet depuis 12 jours"))
    assert len(chosen) == 3
    templates = [part.template for item in chosen for part in item.candidate.parts]
    assert len(templates) == len(set(templates))


def test_an_invitation_is_there_when_asked_for_and_not_otherwise() -> None:
    for item in best(bank(), brief(), view("plus internet")):
        assert "message privé" in item.candidate.text
    for item in best(bank(), brief(invite_private=False), view("plus internet")):
        assert item.candidate.parts[-1].type is PartType.ASK


def test_two_customers_with_one_problem_get_different_texts() -> None:
    texts = {
        best(bank(), brief(), view("plus internet", seed))[0].candidate.text for seed in range(8)
    }
    assert len(texts) > 1


def test_the_same_customer_gets_the_same_text() -> None:
    first, second = (best(bank(), brief(), view("plus internet")) for _ in range(2))
    assert [item.candidate.text for item in first] == [item.candidate.text for item in second]


def test_voice_is_the_brands() -> None:
    assert best(bank(), brief(voice=Voice.TU), view("plus internet")) == []


def test_a_part_of_another_trade_is_not_used() -> None:
    rows = [row.model_copy(update={"sector": "restaurant"}) for row in bank()]
    assert best(rows, brief(), view("plus internet")) == []
    assert best(rows, brief(sectors=("restaurant",)), view("plus internet"))


def test_what_was_just_sent_is_not_proposed_first() -> None:
    message, asked = view("plus internet depuis 12 jours"), brief()
    top = best(bank(), asked, message)[0].candidate
    fresh = features(top, asked, message, Used(()))
    stale = features(top, asked, message, Used((top.text,)))
    assert score(stale) < score(fresh)
    assert stale.novelty == 0.0


def test_weights_make_a_score_in_the_unit_interval() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1.0)


def test_unapproved_exemplars_are_never_used() -> None:
    rows = [row.model_copy(update={"approved": False}) for row in bank()]
    assert best(rows, brief(), view("plus internet")) == []


def test_retrieval_prefers_the_like_message() -> None:
    rows = bank() + bank("long_hold", "une heure au téléphone pour rien")
    retriever = HybridRetriever(rows, np.ones((len(rows), 4), np.float32) / 2)
    hits = retriever.search("une heure au téléphone", np.ones(4, np.float32) / 2, Language.FR, 3)
    assert hits[0].exemplar.situations == ("long_hold",)


def test_retriever_refuses_a_wrong_number_of_embeddings() -> None:
    with pytest.raises(ValueError, match="build-index"):
        HybridRetriever(bank(), np.ones((1, 4), np.float32))


def test_the_classifier_learns_situations_from_the_bank() -> None:
    rows = bank() + bank("long_hold", "une heure au téléphone")
    embeddings = np.zeros((8, 4), np.float32)
    embeddings[:4, 0] = embeddings[4:, 1] = 1.0
    classifier = SituationClassifier(rows, embeddings)
    assert classifier.scores(embeddings[0])[0][0] == "no_internet"
    assert classifier.scores(embeddings[7])[0][0] == "long_hold"
