from pathlib import Path

import pytest
from datasets import ClassLabel, Dataset, Features, Sequence, Value

from data.errors import DataError
from data.taxonomy import Emotion, Hostility
from models.encoder.heads import BY_NAME as HEADS
from training import public_sets
from training.public_sets import BY_NAME, PUBLIC_SETS, load_public_sets


def mapped(name: str, label: str):
    mapper = BY_NAME[name].map_row
    assert mapper is not None
    return mapper({"label": label, "text": "x"})


def test_every_set_has_a_licence_and_a_decision() -> None:
    assert len(BY_NAME) == len(PUBLIC_SETS) == 12
    assert all(item.licence and item.source and item.decision for item in PUBLIC_SETS)


def test_what_a_row_does_not_say_stays_unknown() -> None:
    labels = mapped("isarcasmeval", "1")
    assert labels.sarcasm is True
    assert labels.hostility is None
    assert mapped("ftr_racism_fr", "0") is None
    assert mapped("goemotions", "admiration") is None
    assert mapped("goemotions", "anger|joy") is None


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("davidson2017", "0", (Hostility.HATE,)),
        ("davidson2017", "2", ()),
        ("mlma_fr_en", "hateful_offensive", (Hostility.HATE, Hostility.INSULT)),
        ("mlma_fr_en", "normal", ()),
        ("convabuse", "1", (Hostility.INSULT,)),
        ("surge_toxicity_en", "0", ()),
    ],
)
def test_hostility(name: str, label: str, expected: tuple) -> None:
    assert mapped(name, label).hostility == expected


def test_emotion() -> None:
    assert mapped("goemotions", "annoyance").emotion is Emotion.FRUSTRATION
    assert mapped("xed_emotion_fr_en", "6").emotion is Emotion.SADNESS


def test_loading_maps_rows_and_masks_other_heads(tmp_path: Path) -> None:
    folder = tmp_path / "isarcasmeval"
    folder.mkdir()
    (folder / "train.tsv").write_text('lang\tlabel\ttext\nen\t1\tsay "yes\nen\t0\tno\n')
    loaded = load_public_sets(tmp_path, ["isarcasmeval"])
    assert loaded.texts == ['say "yes', "no"]
    assert loaded.targets is not None
    column = HEADS["sarcasm"].start
    assert loaded.targets.values[:, column].tolist() == [1, 0]
    assert loaded.targets.known.sum() == 2


def test_nothing_asked_nothing_loaded() -> None:
    assert load_public_sets(None, []).targets is None


@pytest.mark.parametrize("name", ["banking77", "nosuchset"])
def test_sets_that_teach_nothing_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="cannot be trained on"):
        load_public_sets(tmp_path, [name])


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="check --datasets"):
        load_public_sets(tmp_path, ["isarcasmeval"])


def test_a_file_without_labels_is_refused(tmp_path: Path) -> None:
    (tmp_path / "convabuse").mkdir()
    (tmp_path / "convabuse" / "train.tsv").write_text("lang\ttext\nen\thello\n")
    with pytest.raises(DataError, match="label"):
        load_public_sets(tmp_path, ["convabuse"])


class TestHub:
    """The hub's rows take the form of the local file; the hub itself is replaced."""

    @pytest.fixture
    def hub(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, Dataset]:
        sets: dict[str, Dataset] = {}

        def load(path: str, config: str | None, split: str) -> Dataset:
            assert split == "train"
            if path not in sets:
                raise OSError("no network")
            return sets[path]

        monkeypatch.setattr(public_sets, "load_dataset", load)
        return sets

    def test_class_numbers_become_the_labels_of_the_file(self, hub: dict[str, Dataset]) -> None:
        names = ["hate speech", "offensive language", "neither"]
        features = Features({"tweet": Value("string"), "class": ClassLabel(names=names)})
        hub["tdavidson/hate_speech_offensive"] = Dataset.from_dict(
            {"tweet": ["a", "b"], "class": [0, 2]}, features=features
        )
        (loaded,) = load_public_sets(None, ["davidson2017"]).sets
        head = HEADS["hostility"]
        hate = head.start + head.labels.index("hate")
        assert loaded.texts == ["a", "b"]
        assert loaded.targets.values[:, hate].tolist() == [1, 0]

    def test_lists_of_classes(self, hub: dict[str, Dataset]) -> None:
        labels = Sequence(ClassLabel(names=["anger", "joy"]))
        hub["google-research-datasets/go_emotions"] = Dataset.from_dict(
            {"text": ["one", "both"], "labels": [[1], [0, 1]]},
            features=Features({"text": Value("string"), "labels": labels}),
        )
        assert load_public_sets(None, ["goemotions"]).texts == ["one"]

    @pytest.mark.usefixtures("hub")
    def test_no_hub_and_not_on_the_hub(self) -> None:
        with pytest.raises(DataError, match="no network"):
            load_public_sets(None, ["davidson2017"])
        with pytest.raises(DataError, match="--datasets DIR"):
            load_public_sets(None, ["isarcasmeval"])
