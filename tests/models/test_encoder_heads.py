from itertools import pairwise

import numpy as np
import pytest

from data.taxonomy import Emotion, Hostility, Intent, PrivateReason, Risk, Topic
from models.encoder.calibration import (
    HeadThresholds,
    default_thresholds,
    interpret,
    parse_thresholds,
    probabilities,
)
from models.encoder.heads import BY_NAME, HEADS, N_LOGITS, Kind, layout_digest


def row(**logits: float) -> np.ndarray:
    """A row of zeros with ``head__label`` set."""
    out = np.zeros(N_LOGITS, np.float32)
    for name, value in logits.items():
        head, label = name.split("__")
        out[BY_NAME[head].start + BY_NAME[head].labels.index(label.removeprefix("_"))] = value
    return out


def quiet() -> np.ndarray:
    """A row in which no sigmoid label is given."""
    out = np.zeros(N_LOGITS, np.float32)
    for head in HEADS:
        if head.kind is Kind.SIGMOID:
            out[head.columns] = -5.0
    return out


class TestLayout:
    def test_heads_tile_the_logits_in_order(self) -> None:
        assert HEADS[0].start == 0
        for left, right in pairwise(HEADS):
            assert left.stop == right.start
        assert HEADS[-1].stop == N_LOGITS == 63

    @pytest.mark.parametrize(
        ("head", "labels"),
        [
            ("intent", Intent),
            ("topics", Topic),
            ("hostility", Hostility),
            ("private_reasons", PrivateReason),
            ("risk", Risk),
            ("emotion", Emotion),
        ],
    )
    def test_labels_follow_the_taxonomy(self, head: str, labels: type) -> None:
        assert BY_NAME[head].labels == tuple(str(label) for label in labels)

    def test_digest_sees_a_change_of_order(self) -> None:
        assert layout_digest() == layout_digest(HEADS)
        assert layout_digest((HEADS[1], HEADS[0], *HEADS[2:])) != layout_digest()


class TestProbabilities:
    def test_softmax_heads_sum_to_one_and_sigmoid_heads_do_not_mix(self) -> None:
        rng = np.random.default_rng(0)
        p = probabilities(rng.normal(size=(7, N_LOGITS)) * 9, default_thresholds())
        for head in HEADS:
            if head.kind is Kind.SOFTMAX:
                assert np.allclose(p[:, head.columns].sum(axis=1), 1)
        assert ((p >= 0) & (p <= 1)).all()

    def test_scale_and_bias(self) -> None:
        thresholds = default_thresholds()
        thresholds["sarcasm"] = HeadThresholds(2.0, (-1.0,), (0.5,))
        p = probabilities(row(sarcasm__sarcasm=1.5), thresholds)
        # All five intents are alike here, so sincere praise has a fifth.
        assert p[BY_NAME["sarcasm"].start] == pytest.approx(0.8 / (1 + np.exp(-2.0)))

    def test_sincere_praise_is_not_sarcastic(self) -> None:
        thresholds = default_thresholds()
        both = probabilities(row(sarcasm__sarcasm=3.0, intent__praise=6.0), thresholds)
        ironic = probabilities(row(sarcasm__sarcasm=3.0, intent__complaint=6.0), thresholds)
        assert both[BY_NAME["sarcasm"].start] < 0.05
        assert ironic[BY_NAME["sarcasm"].start] > 0.9

    def test_wrong_width(self) -> None:
        with pytest.raises(ValueError, match="columns"):
            probabilities(np.zeros(5, np.float32), default_thresholds())

    def test_extreme_logits_stay_finite(self) -> None:
        p = probabilities(np.full(N_LOGITS, -1e9, np.float32), default_thresholds())
        assert np.isfinite(p).all()


class TestInterpret:
    def test_complaint_wins_from_its_threshold_on(self) -> None:
        thresholds = default_thresholds()
        logits = quiet() + row(intent__complaint=1.9, intent__praise=2.0)
        assert interpret(logits, thresholds).intent is Intent.PRAISE
        thresholds["intent"] = HeadThresholds(1.0, (0.0,) * 5, (0.35,))
        assert interpret(logits, thresholds).intent is Intent.COMPLAINT

    def test_severity_climbs_while_each_step_holds(self) -> None:
        thresholds = default_thresholds()
        logits = quiet() + row(severity___2=4.0)
        found = interpret(logits, thresholds)
        assert found.severity == 2
        assert found.severity_confidence == pytest.approx(max(found.severity_probabilities))
        thresholds["severity"] = HeadThresholds(1.0, (0.0,) * 4, (0.99, 0.1, 0.0))
        assert interpret(logits, thresholds).severity == 0

    def test_labels_come_likeliest_first(self) -> None:
        logits = quiet() + row(topics__staff=6.0, topics__refund=8.0)
        assert [label for label, _ in interpret(logits, default_thresholds()).topics] == [
            Topic.REFUND,
            Topic.STAFF,
        ]

    def test_a_flagged_group_names_its_likeliest_label(self) -> None:
        logits = quiet() + row(any__risk=8.0, risk__safety=4.0)
        found = interpret(logits, default_thresholds())
        assert found.risk_flag
        assert [label for label, _ in found.risk] == [Risk.SAFETY]
        assert found.risk_probability > 0.9 > found.risk[0][1]

    def test_one_label_flags_its_group(self) -> None:
        found = interpret(quiet() + row(hostility__threat=8.0), default_thresholds())
        assert found.hostility_flag
        assert found.hostility_probability >= found.hostility[0][1] > 0.9

    def test_nothing_over_threshold_is_nothing(self) -> None:
        found = interpret(quiet(), default_thresholds())
        assert (found.topics, found.hostility, found.risk, found.private_reasons) == (
            (),
            (),
            (),
            (),
        )
        flags = (found.hostility_flag, found.risk_flag, found.private_flag, found.sarcasm)
        assert not any(flags)


class TestParse:
    def content(self) -> dict:
        return {
            "heads": {
                name: {"scale": e.scale, "bias": list(e.bias), "threshold": list(e.threshold)}
                for name, e in default_thresholds().items()
            }
        }

    def test_round_trip(self) -> None:
        assert parse_thresholds(self.content()) == default_thresholds()

    def test_missing_head(self) -> None:
        content = self.content()
        del content["heads"]["risk"]
        with pytest.raises(ValueError, match="'risk'"):
            parse_thresholds(content)

    def test_wrong_count(self) -> None:
        content = self.content()
        content["heads"]["severity"]["threshold"] = [0.5]
        with pytest.raises(ValueError, match="'severity'"):
            parse_thresholds(content)
