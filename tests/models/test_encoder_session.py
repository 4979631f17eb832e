import numpy as np
import pytest

from data.taxonomy import Intent
from models.bundles import load_bundle
from models.encoder.heads import N_LOGITS
from models.encoder.session import MAX_CHARS, Encoder

TEXTS = [
    "Toujours pas d'internet depuis mardi, et personne ne répond @Rezovia",
    "Thank you so much, your team at the station was lovely!",
    "does the plan include roaming in Norway?",
    "ok",
    "Le colis est arrivé écrasé et le service client me renvoie vers le livreur, qui me renvoie "
    "vers le service client. Trois semaines que ça dure, je veux être remboursé.",
] * 8


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(load_bundle())


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a * b).sum(axis=1)


def test_shapes_and_unit_length(encoder: Encoder) -> None:
    output = encoder.encode(TEXTS[:3])
    assert output.logits.shape == (3, N_LOGITS)
    assert output.embeddings.shape == (3, 384)
    assert np.allclose(np.linalg.norm(output.embeddings, axis=1), 1, atol=1e-5)
    assert output.logits.dtype == output.embeddings.dtype == np.float32


def test_no_texts(encoder: Encoder) -> None:
    output = encoder.encode([])
    assert output.logits.shape == (0, N_LOGITS)
    assert output.embeddings.shape == (0, 384)


def test_rows_answer_to_their_text_whatever_the_order(encoder: Encoder) -> None:
    forward = encoder.encode(TEXTS)
    backward = encoder.encode(TEXTS[::-1])
    alone = np.concatenate([encoder.encode([text]).embeddings for text in TEXTS[:5]])
    # int8 activations share one scale per call, so neighbours move the last digits only.
    assert cosines(forward.embeddings, backward.embeddings[::-1]).min() > 0.97
    across = forward.embeddings[:5] @ alone.T
    assert across.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]


def test_the_same_call_gives_the_same_numbers(encoder: Encoder) -> None:
    assert np.array_equal(encoder.encode(TEXTS).logits, encoder.encode(TEXTS).logits)


def test_normalised_alike_encodes_alike(encoder: Encoder) -> None:
    one = encoder.encode(["C’est   nul!!!!!!! @Volteo"]).logits
    other = encoder.encode(["C'est nul!!! @Rezovia\u200b"]).logits
    assert np.array_equal(one, other)


def test_a_hostile_length_reads_its_beginning(encoder: Encoder) -> None:
    long = "la fibre est coupée " * 2000
    assert np.array_equal(encoder.encode([long]).logits, encoder.encode([long[:MAX_CHARS]]).logits)


def test_it_tells_praise_from_complaint(encoder: Encoder) -> None:
    complaint, praise = encoder.understand(TEXTS[:2])
    assert complaint.intent is Intent.COMPLAINT
    assert praise.intent is Intent.PRAISE
    assert complaint.severity > praise.severity == 0
