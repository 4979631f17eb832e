import random

import numpy as np
import pytest
import torch

from data.schemas.example import Example, Labels
from data.taxonomy import Hostility, Intent, Topic
from models.encoder.heads import BY_NAME, N_LOGITS
from training.encoder.augment import AugmentConfig, augment
from training.encoder.losses import label_weights, masked_loss
from training.encoder.probe import fit_probe
from training.encoder.split import group_examples, split_examples
from training.encoder.targets import Targets, concatenate, encode_labels


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  draws that must repeat


ONES = torch.ones(N_LOGITS)


def example(number: int, text: str, pair: str | None = None, batch: str = "b1") -> Example:
    return Example(
        id=f"{batch}-{number:04d}",
        text=text,
        language="en",
        labels=Labels(),
        batch=batch,
        pair=pair,
    )


def many(count: int = 60) -> list[Example]:
    words = [
        "router",
        "parcel",
        "bill",
        "train",
        "seat",
        "box",
        "fee",
        "queue",
        "agent",
        "refund",
        "app",
    ]
    rng = seeded(1)
    return [
        example(i, " ".join(rng.sample(words, 7)) + f" {i}", f"p{i // 2}" if i < 20 else None)
        for i in range(count)
    ]


def tensors(targets: Targets) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.from_numpy(targets.values), torch.from_numpy(targets.known)


class TestTargets:
    def test_labels_land_in_their_columns(self) -> None:
        targets = encode_labels(
            [Labels(intent=Intent.PRAISE, topics=(Topic.STAFF,), severity=2, sarcasm=True)]
        )
        assert targets.values[0, BY_NAME["intent"].columns].tolist() == [0, 0, 0, 1, 0]
        assert targets.values[0, BY_NAME["severity"].columns].tolist() == [0, 0, 1, 0]
        topics = BY_NAME["topics"]
        assert targets.values[0, topics.columns].sum() == 1
        assert targets.values[0, topics.start + topics.labels.index("staff")] == 1
        assert targets.values[0, BY_NAME["sarcasm"].start] == 1

    def test_none_is_masked_and_empty_is_known(self) -> None:
        targets = encode_labels([Labels(hostility=())])
        assert targets.known[0, BY_NAME["hostility"].columns].all()
        assert not targets.known[0, BY_NAME["risk"].columns].any()
        assert targets.known[0, BY_NAME["any"].columns].tolist() == [True, False, False]

    def test_any_follows_its_group(self) -> None:
        targets = encode_labels([Labels(hostility=(Hostility.INSULT,), risk=())])
        assert targets.values[0, BY_NAME["any"].columns].tolist() == [1, 0, 0]

    def test_classes_are_minus_one_where_unknown(self) -> None:
        both = concatenate([encode_labels([Labels(severity=3)]), encode_labels([Labels()])])
        assert both.classes(BY_NAME["severity"]).tolist() == [3, -1]


class TestLoss:
    def test_unknown_labels_do_not_count(self) -> None:
        values, known = tensors(encode_labels([Labels(sarcasm=True), Labels()]))
        logits = torch.zeros(2, N_LOGITS)
        expected = masked_loss(logits, values, known, ONES)
        assert expected.item() == pytest.approx(np.log(2))
        logits[1] = 37.0
        logits[0, BY_NAME["risk"].columns] = -12.0
        assert masked_loss(logits, values, known, ONES).item() == expected.item()

    def test_each_known_head_weighs_the_same(self) -> None:
        values, known = tensors(encode_labels([Labels(sarcasm=True, severity=1)]))
        loss = masked_loss(torch.zeros(1, N_LOGITS), values, known, ONES)
        assert loss.item() == pytest.approx((np.log(2) + np.log(4)) / 2)

    def test_head_weights_shift_the_mean(self) -> None:
        values, known = tensors(encode_labels([Labels(sarcasm=True, severity=1)]))
        loss = masked_loss(torch.zeros(1, N_LOGITS), values, known, ONES, {"severity": 3.0})
        assert loss.item() == pytest.approx((np.log(2) + 3 * np.log(4)) / 4)

    def test_a_positive_weight_multiplies_positives_only(self) -> None:
        values, known = tensors(encode_labels([Labels(sarcasm=True), Labels(sarcasm=False)]))
        weights = ONES.clone()
        weights[BY_NAME["sarcasm"].start] = 3.0
        loss = masked_loss(torch.zeros(2, N_LOGITS), values, known, weights)
        assert loss.item() == pytest.approx((3 + 1) * np.log(2) / 2)

    def test_nothing_known_is_zero_and_has_a_gradient(self) -> None:
        values, known = tensors(encode_labels([Labels()]))
        logits = torch.zeros(1, N_LOGITS, requires_grad=True)
        loss = masked_loss(logits, values, known, ONES)
        assert loss.item() == 0.0

    def test_label_weights_are_square_roots_within_the_cap(self) -> None:
        labels = [Labels(sarcasm=i == 0, risk=("press",) if i == 0 else ()) for i in range(5)]
        weights = label_weights(encode_labels(labels), cap=1.5)
        assert weights[BY_NAME["sarcasm"].start].item() == 1.5
        uncapped = label_weights(encode_labels(labels), cap=10)
        assert uncapped[BY_NAME["sarcasm"].start].item() == pytest.approx(2.0)


class TestSplit:
    def test_pairs_stay_together(self) -> None:
        examples = many()
        fold = split_examples(examples, seed=3, folds=3, test_share=0.2).fold
        for i in range(0, 20, 2):
            assert fold[i] == fold[i + 1]

    def test_near_copies_are_one_group(self) -> None:
        text = "my parcel has been stuck in the depot since last tuesday morning"
        groups = group_examples(
            [example(0, text), example(1, text + " !"), example(2, "your app is slow today again")]
        )
        assert groups[0] == groups[1] != groups[2]

    def test_the_same_pair_name_in_another_batch_is_another_pair(self) -> None:
        first = example(0, "one two three four five", "p1", "b1")
        second = example(1, "six seven eight nine ten", "p1", "b2")
        assert len(set(group_examples([first, second]))) == 2

    def test_seeded(self) -> None:
        examples = many()
        one = split_examples(examples, seed=3, folds=3, test_share=0.2)
        assert one == split_examples(examples, seed=3, folds=3, test_share=0.2)
        assert one.digest != split_examples(examples, seed=4, folds=3, test_share=0.2).digest

    def test_sizes_and_no_overlap(self) -> None:
        split = split_examples(many(), seed=0, folds=3, test_share=0.2)
        assert len(split.rows(-1)) == 12
        assert [len(split.rows(i)) for i in range(3)] == [16, 16, 16]
        assert not set(split.rows_outside(0)) & (set(split.rows(0)) | set(split.rows(-1)))
        assert len(split.rows_outside(0)) == 32


class TestAugment:
    def test_none_changes_nothing(self) -> None:
        off = AugmentConfig(0, 0, 0, 0, 0, 0, 0, 0, 0)
        text = "Toujours rien, @Volteo... merci bien."
        assert augment(text, seeded(0), off) == text

    def test_seeded(self) -> None:
        text = "Le colis n'est pas arrivé, encore une fois."
        one = [augment(text, seeded(i), AugmentConfig()) for i in range(30)]
        assert one == [augment(text, seeded(i), AugmentConfig()) for i in range(30)]
        assert len(set(one)) > 5

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("lower", "réseau coupé, merci."),
            ("accents", "Reseau coupe, merci."),
            ("punctuation", "Réseau coupé merci"),
            ("final_stop", "Réseau coupé, merci"),
            ("link", "Réseau coupé, merci. http"),
        ],
    )
    def test_each_change(self, name: str, expected: str) -> None:
        off = dict.fromkeys(AugmentConfig.__dataclass_fields__, 0.0)
        config = AugmentConfig(**{**off, name: 1.0})
        assert augment("Réseau coupé, merci.", seeded(0), config) == expected

    def test_nothing_is_ever_emptied(self) -> None:
        for text in (".", "@user", "...", "a"):
            for seed in range(40):
                assert augment(text, seeded(seed), AugmentConfig()).strip()


def test_probe_learns_a_separable_head_and_ignores_masked_rows() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(200, 6)).astype(np.float32)
    truth = vectors[:, 2] > 0
    labels = [Labels(sarcasm=bool(value)) for value in truth]
    targets = encode_labels(labels)
    targets.values[150:, BY_NAME["sarcasm"].start] = ~truth[150:]
    targets.known[150:] = False
    layer = fit_probe(vectors, targets, l2=1e-4, weight_cap=3.0)
    logits = layer(torch.from_numpy(vectors)).detach().numpy()
    assert ((logits[:, BY_NAME["sarcasm"].start] > 0) == truth).mean() > 0.95
    assert not layer.weight[BY_NAME["risk"].columns].any()


def test_a_stronger_penalty_of_one_head_shrinks_that_head_alone() -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(100, 4)).astype(np.float32)
    targets = encode_labels(
        [Labels(sarcasm=bool(row[0] > 0), severity=int(row[1] > 0)) for row in vectors]
    )
    free = fit_probe(vectors, targets, l2=0.001, weight_cap=3.0)
    tied = fit_probe(vectors, targets, l2=0.001, head_l2={"sarcasm": 0.1}, weight_cap=3.0)
    sarcasm, severity = BY_NAME["sarcasm"].columns, BY_NAME["severity"].columns
    assert tied.weight[sarcasm].norm() < 0.5 * free.weight[sarcasm].norm()
    assert torch.allclose(tied.weight[severity], free.weight[severity], atol=1e-2)
