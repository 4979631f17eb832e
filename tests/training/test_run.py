import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch
from tiny import tiny_base, tiny_corpus

from data.errors import DataError
from data.loaders import load_examples
from data.schemas.example import Labels
from data.splits import freeze, write_splits
from models import bundles
from models.encoder.heads import N_LOGITS
from models.encoder.session import Encoder
from training.config import ProbeConfig, Recipe, SplitConfig, load_recipe
from training.curve import as_markdown, learning_curve
from training.encoder import finetune
from training.encoder.augment import AugmentConfig
from training.encoder.export import RowInt8Embedding, export_int8, export_onnx
from training.encoder.finetune import FineTuneConfig, TrainingSet, fine_tune
from training.encoder.model import TextEncoder, load_base, load_tokenizer, run
from training.encoder.split import DEV, TEST
from training.encoder.targets import encode_labels
from training.release import export_bundle
from training.run import average, begin, load_corpus, train
from training.tracking import flatten

TEXTS = ["lost parcel", "lovely!", "where is it ? it was due on 12 may, and nobody answers", "ok"]
RECIPE = Recipe(
    split=SplitConfig(folds=2, test=0.2),
    probe=ProbeConfig(steps=5),
    fine_tune=FineTuneConfig(epochs=1, batch_size=8),
    keep_base=0.25,
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def finished(base: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The corpus and the run directory of one small training."""
    where = tmp_path_factory.mktemp("run")
    messages = tiny_corpus(where / "messages")
    train(base, messages, where / "out", RECIPE, log=lambda _: None)
    return messages, where / "out"


def encoder_of(base: Path) -> TextEncoder:
    return TextEncoder(load_tokenizer(base), 48)


def run_onnx(path: Path, encoder: TextEncoder) -> tuple[np.ndarray, np.ndarray]:
    batch = encoder.pad(encoder.ids(TEXTS))
    session = ort.InferenceSession(str(path))
    logits, embedding = session.run(
        ["logits", "embedding"],
        {"input_ids": batch.input_ids.numpy(), "attention_mask": batch.attention_mask.numpy()},
    )
    return logits, embedding


class TestExport:
    def test_float32_agrees_with_torch(self, base: Path, tmp_path: Path) -> None:
        model, encoder = load_base(base), encoder_of(base)
        torch.nn.init.normal_(model.heads.weight, std=0.1)
        model.train()
        export_onnx(model, tmp_path / "model.onnx")
        logits, embedding = run_onnx(tmp_path / "model.onnx", encoder)
        expected, pooled = run(model, encoder, TEXTS)
        assert np.abs(logits - expected).max() < 1e-4
        unit = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        assert np.abs(embedding - unit).max() < 1e-5

    def test_int8_stays_close(self, base: Path, tmp_path: Path) -> None:
        model, encoder = load_base(base), encoder_of(base)
        export_int8(model, tmp_path / "model.onnx")
        _, embedding = run_onnx(tmp_path / "model.onnx", encoder)
        _, pooled = run(model, encoder, TEXTS)
        unit = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        assert (unit * embedding).sum(axis=1).min() > 0.98

    def test_row_int8_embedding_errs_by_half_a_step(self) -> None:
        weight = torch.randn(20, 8) * torch.logspace(-3, 2, 20).unsqueeze(1)
        ids = torch.arange(20)
        error = (RowInt8Embedding(weight)(ids) - weight).abs()
        step = weight.abs().amax(dim=1, keepdim=True) / 127
        assert (error <= step * 0.5001).all()


class TestFineTune:
    def parts(self, base: Path) -> tuple[TextEncoder, TrainingSet]:
        labels = [Labels(sarcasm=i % 2 == 0, severity=i % 4) for i in range(12)]
        return encoder_of(base), TrainingSet(
            [f"text {i}" for i in range(12)], encode_labels(labels)
        )

    def go(self, base: Path, config: FineTuneConfig, checkpoint: Path | None) -> dict:
        encoder, data = self.parts(base)
        model = load_base(base)
        fine_tune(
            model, encoder, data, config, AugmentConfig(), seed=1, weight_cap=3.0,
            checkpoint=checkpoint,
        )  # fmt: skip
        return model.state_dict()

    def test_an_interrupted_run_ends_where_a_whole_one_does(
        self, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        config = FineTuneConfig(epochs=2, batch_size=4, bf16=False)
        whole = self.go(base, config, None)
        store = finetune._store

        def store_then_stop(path, model, optimiser, epoch):
            store(path, model, optimiser, epoch)
            raise KeyboardInterrupt

        monkeypatch.setattr(finetune, "_store", store_then_stop)
        with pytest.raises(KeyboardInterrupt):
            self.go(base, config, tmp_path)
        monkeypatch.setattr(finetune, "_store", store)
        resumed = self.go(base, config, tmp_path)
        for name, value in whole.items():
            assert torch.allclose(value, resumed[name], atol=1e-6), name

    def test_frozen_layers_do_not_move_and_others_do(self, base: Path) -> None:
        before = load_base(base).state_dict()
        after = self.go(base, FineTuneConfig(epochs=1, frozen_layers=1), None)
        moved = {name for name in before if not torch.equal(before[name], after[name])}
        assert not any("layer.0." in name or "embeddings" in name for name in moved)
        assert any("layer.1." in name for name in moved)
        assert "heads.weight" in moved


class TestTrain:
    def test_it_writes_everything_a_bundle_needs(self, finished: tuple[Path, Path]) -> None:
        _, out = finished
        info = json.loads((out / "run.json").read_text(encoding="utf-8"))
        assert info["data"]["messages"] == 40
        assert info["data"]["held_out"] == 8
        assert info["base"]["name"] == "tiny"
        metrics = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
        assert metrics["held_out"]["all"]["complaint"]["n"] == 8
        assert metrics["out_of_fold"]["all"]["complaint"]["n"] == 32

    def test_checkpoints_are_only_resumed_by_the_same_run(self, tmp_path: Path) -> None:
        checkpoint = tmp_path / "fold-0" / "epoch.json"
        begin(tmp_path, {"seed": 1})
        checkpoint.parent.mkdir()
        checkpoint.write_text("{}")
        begin(tmp_path, {"seed": 1})
        assert checkpoint.exists()
        begin(tmp_path, {"seed": 2})
        assert not checkpoint.exists()

    def test_a_bundle_of_the_run_loads_and_encodes(
        self, base: Path, finished: tuple[Path, Path], tmp_path: Path
    ) -> None:
        messages, out = finished
        export_bundle(base, out, messages, tmp_path, bundle_version="0.0.1")
        loaded = bundles.load_bundle(tmp_path)
        assert loaded.version == "0.0.1"
        assert loaded.exemplar_count == 0
        assert Encoder(loaded).encode(TEXTS).logits.shape == (4, N_LOGITS)
        card = (tmp_path / bundles.MODEL_CARD).read_text(encoding="utf-8")
        assert "written by language models" in card
        assert "| complaint_macro_f1 |" in card

    def test_a_bundle_needs_the_corpus_of_its_run(
        self, base: Path, finished: tuple[Path, Path], tmp_path: Path
    ) -> None:
        other = tiny_corpus(tmp_path / "other", count=30)
        with pytest.raises(DataError, match="not the corpus"):
            export_bundle(base, finished[1], other, tmp_path / "bundle")

    def test_a_run_that_has_not_finished_is_refused(self, base: Path, tmp_path: Path) -> None:
        with pytest.raises(DataError, match="no finished run"):
            export_bundle(base, tmp_path, tmp_path, tmp_path / "bundle")


def test_average_of_states() -> None:
    states = [{"w": torch.tensor([1.0, 3.0])}, {"w": torch.tensor([3.0, 5.0])}]
    assert average(states)["w"].tolist() == [2.0, 4.0]
    assert average(states, [0.25, 0.75])["w"].tolist() == [2.5, 4.5]


class TestRecipe:
    def test_the_shipped_one_loads(self) -> None:
        assert load_recipe().split.test == pytest.approx(0.1)

    def test_nested_settings_and_defaults(self, tmp_path: Path) -> None:
        path = tmp_path / "r.yaml"
        path.write_text("seed: 4\nfine_tune: {epochs: 2}\npublic_sets: [isarcasmeval]\n")
        recipe = load_recipe(path)
        assert (recipe.seed, recipe.fine_tune.epochs) == (4, 2)
        assert recipe.public_sets == ("isarcasmeval",)
        assert recipe.fine_tune.batch_size == FineTuneConfig().batch_size

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("sede: 4", "unknown setting"),
            ("fine_tune: {epoch: 2}", "fine_tune: unknown setting"),
            ("seed: lots", "seed should be int"),
            ("fine_tune: 3", "mapping"),
            ("a: [", "cannot be read"),
        ],
    )
    def test_mistakes_are_named(self, tmp_path: Path, text: str, message: str) -> None:
        path = tmp_path / "r.yaml"
        path.write_text(text)
        with pytest.raises(DataError, match=message):
            load_recipe(path)


def test_parameters_are_flattened_for_the_tracker() -> None:
    found = dict(flatten({"a": {"b": 1, "c": {"d": 2}}, "e": [3], "f": {}}))
    assert found == {"a.b": 1, "a.c.d": 2, "e": [3], "f": {}}


class TestFrozenSplit:
    """A corpus with a frozen split: its test and dev batches never train."""

    @pytest.fixture
    def corpus(self, tmp_path: Path) -> Path:
        messages = tiny_corpus(tmp_path / "messages", count=60)
        lines = (messages / "messages.jsonl").read_text(encoding="utf-8").splitlines()
        records = [json.loads(line) for line in lines]
        for i, record in enumerate(records):
            record["batch"] = ("train", "train", "dev", "test")[i % 4]
        (messages / "messages.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n")
        write_splits(freeze(load_examples(messages), ["dev"], ["test"]), tmp_path)
        return messages

    def test_held_out_batches_do_not_train(self, corpus: Path) -> None:
        loaded = load_corpus(corpus, RECIPE, None)
        held = {
            part: {loaded.examples[i].batch for i in loaded.split.rows(part)}
            for part in (TEST, DEV)
        }
        assert held == {TEST: {"test"}, DEV: {"dev"}}
        trained = {loaded.examples[i].batch for i in loaded.split.rows(0, 1)}
        assert trained == {"train"}
        assert not set(loaded.split.rows_outside(0)) & set(loaded.split.rows(TEST, DEV))

    def test_a_changed_test_part_stops_the_training(self, corpus: Path) -> None:
        path = corpus / "messages.jsonl"
        path.write_text(path.read_text(encoding="utf-8").replace("lovely", "lousy"))
        with pytest.raises(DataError, match="test part changed"):
            load_corpus(corpus, RECIPE, None)

    def test_the_learning_curve_grows_with_the_share(self, corpus: Path, base: Path) -> None:
        recipe = replace(RECIPE, fine_tune=replace(RECIPE.fine_tune, epochs=0))
        curves = learning_curve(
            base, corpus, recipe, shares=[0.5, 1.0], seeds=2, log=lambda _: None
        )
        assert list(curves) == ["test"]
        assert [point.messages for point in curves["test"]] == [15, 30]
        mean, spread = curves["test"][1].scores["complaint macro-F1"]
        assert 0 <= mean <= 1
        assert spread == 0
        assert "| complaint macro-F1 |" in as_markdown(curves)
