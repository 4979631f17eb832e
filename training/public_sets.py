"""Public labelled sets that may be mixed in, which heads they teach, and under what licence.

A set is used only when the recipe names it.  ``map_row`` gives the labels it is honest to take;
everything else stays ``None`` and is masked in the loss.
"""

import csv
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from datasets import Dataset, Features, Value, load_dataset

from data.errors import DataError
from data.schemas.example import Labels
from data.taxonomy import Emotion, Hostility
from training.encoder.targets import Targets, concatenate, encode_labels

Row = Mapping[str, str]
Mapper = Callable[[Row], Labels | None]

_GO_EMOTIONS: Final = {
    "anger": Emotion.ANGER,
    "annoyance": Emotion.FRUSTRATION,
    "disappointment": Emotion.DISAPPOINTMENT,
    "fear": Emotion.WORRY,
    "nervousness": Emotion.WORRY,
    "sadness": Emotion.SADNESS,
    "confusion": Emotion.CONFUSION,
    "joy": Emotion.JOY,
    "gratitude": Emotion.JOY,
    "neutral": Emotion.NEUTRAL,
}
_XED: Final = {"1": Emotion.ANGER, "4": Emotion.WORRY, "5": Emotion.JOY, "6": Emotion.SADNESS}


def _sarcasm(row: Row) -> Labels | None:
    return Labels(sarcasm=row["label"] == "1")


def _hate(row: Row) -> Labels | None:
    # Racist or not: the other hostile labels of the text are unknown, so only positives are told.
    return Labels(hostility=(Hostility.HATE,)) if row["label"] == "1" else None


def _offence(row: Row) -> Labels | None:
    """Davidson: 0 hate, 1 offensive, 2 neither."""
    table = {"0": (Hostility.HATE,), "1": (Hostility.PROFANITY,), "2": ()}
    return Labels(hostility=table[row["label"]])


def _abuse_types(row: Row) -> Labels | None:
    kinds = set(row["label"].split("_"))
    if kinds == {"normal"}:
        return Labels(hostility=())
    given = [Hostility.HATE] if "hateful" in kinds else []
    given += [Hostility.INSULT] if kinds & {"abusive", "offensive", "disrespectful"} else []
    return Labels(hostility=tuple(given)) if given else None


def _abuse_or_not(row: Row) -> Labels | None:
    return Labels(hostility=(Hostility.INSULT,) if row["label"] == "1" else ())


def _one_emotion(table: Mapping[str, Emotion], separator: str) -> Mapper:
    def map_row(row: Row) -> Labels | None:
        found = row["label"].split(separator)
        if len(found) != 1 or found[0] not in table:
            return None
        return Labels(emotion=table[found[0]])

    return map_row


@dataclass(frozen=True)
class HubSource:
    """A set on the Hugging Face hub; a label column of class numbers is read as their names.

    ``renamed`` turns a class name of the hub into the label of the local file.
    """

    path: str
    config: str | None = None
    text: str = "text"
    label: str = "label"
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PublicSet:
    """``name`` is its folder, which holds ``train.tsv`` with a ``text`` and a ``label`` column."""

    name: str
    source: str
    licence: str
    teaches: str
    decision: str
    map_row: Mapper | None
    hub: HubSource | None = None
    """Where the model hub has its training split, if it does under the same licence."""


PUBLIC_SETS: Final = (
    PublicSet(
        "isarcasmeval", "github.com/iabufarha/iSarcasmEval", "MIT", "sarcasm",
        "sarcasm as its author meant it, but about daily life, not about a company", _sarcasm,
    ),
    PublicSet(
        "davidson2017", "github.com/t-davidson/hate-speech-and-offensive-language", "MIT",
        "hostility", "drawn by slurs; 'offensive' is mostly profanity", _offence,
        HubSource("tdavidson/hate_speech_offensive", text="tweet", label="class",
                  renamed={"hate speech": "0", "offensive language": "1", "neither": "2"}),
    ),
    PublicSet(
        "mlma_fr_en", "github.com/HKUST-KnowComp/MLMA_hate_speech", "MIT", "hostility",
        "the only French set of several hostile kinds; noisy labels", _abuse_types,
    ),
    PublicSet(
        "ftr_racism_fr", "github.com/NataliaVanetik/FTR-dataset", "MIT", "hostility",
        "positives only, as hate", _hate,
    ),
    PublicSet(
        "convabuse", "github.com/amandacurry/convabuse", "CC BY 4.0", "hostility",
        "abuse aimed at an agent, as insult", _abuse_or_not,
    ),
    PublicSet(
        "surge_toxicity_en", "github.com/surge-ai/toxicity", "MIT", "hostility",
        "toxic as insult", _abuse_or_not,
    ),
    PublicSet(
        "goemotions", "github.com/monologg/GoEmotions-pytorch", "Apache-2.0", "emotion",
        "rows with one emotion that has a counterpart; others left out",
        _one_emotion(_GO_EMOTIONS, "|"),
        HubSource("google-research-datasets/go_emotions", "simplified", label="labels"),
    ),
    PublicSet(
        "xed_emotion_fr_en", "github.com/Helsinki-NLP/XED", "CC BY 4.0", "emotion",
        "rows with one emotion that has a counterpart; French labels are projected",
        _one_emotion(_XED, ","),
    ),
    PublicSet(
        "banking77", "github.com/PolyAI-LDN/task-specific-datasets", "CC BY 4.0", "-",
        "vocabulary only: its intents do not say whether something failed", None,
        HubSource("PolyAI/banking77"),
    ),
    PublicSet(
        "clinc150", "github.com/clinc/oos-eval", "CC BY 3.0", "-",
        "vocabulary only: commands to an assistant, no counterpart here", None,
        HubSource("clinc/clinc_oos", "plus", label="intent"),
    ),
    PublicSet(
        "bitext_support_intents",
        "github.com/bitext/customer-support-intent-detection-training-dataset",
        "CDLA-Sharing-1.0", "-", "vocabulary only: generated from templates", None,
    ),
    PublicSet(
        "tydip_politeness_en_fr", "github.com/Genius1237/TyDiP", "CC BY 4.0", "-",
        "vocabulary only: politeness is not a head", None,
    ),
)  # fmt: skip
BY_NAME: Final = {item.name: item for item in PUBLIC_SETS}


@dataclass(frozen=True)
class LoadedSet:
    """The mapped rows of one set; ``sha256`` is of its texts and labels."""

    name: str
    texts: list[str]
    targets: Targets
    sha256: str


@dataclass(frozen=True)
class LoadedSets:
    sets: tuple[LoadedSet, ...]

    @property
    def texts(self) -> list[str]:
        return [text for item in self.sets for text in item.texts]

    @property
    def targets(self) -> Targets | None:
        return concatenate([item.targets for item in self.sets]) if self.sets else None


def read_local(directory: Path, name: str) -> Dataset:
    """``directory/name/train.tsv`` as a dataset with ``text`` and ``label`` columns of text.

    Raises:
        DataError: the file is not there or lacks a column.
    """
    path = directory / name / "train.tsv"
    if not path.is_file():
        raise DataError(f"public set {name!r}: {path} cannot be read; check --datasets")
    with path.open(encoding="utf-8") as stream:
        columns = stream.readline().rstrip("\n").split("\t")
    if missing := {"text", "label"} - set(columns):
        raise DataError(f"public set {name!r}: {path} has no column {sorted(missing)}")
    # Everything as text: a column of "0" and "1" would be read as numbers, "NA" as nothing.
    features = Features({column: Value("string") for column in columns})
    with tempfile.TemporaryDirectory() as cache:
        loaded: Dataset = Dataset.from_csv(
            str(path),
            features=features,
            cache_dir=cache,
            keep_in_memory=True,
            sep="\t",
            quoting=csv.QUOTE_NONE,
            keep_default_na=False,
        )
    return loaded


def read_hub(entry: PublicSet) -> Dataset:
    """The training split of ``entry`` from the model hub, in the form of ``read_local``.

    Raises:
        DataError: the hub does not have the set, or cannot be reached.
    """
    if entry.hub is None:
        raise DataError(f"public set {entry.name!r} is not on the hub; pass --datasets DIR")
    source = entry.hub
    try:
        loaded = load_dataset(source.path, source.config, split="train")
    except (OSError, ValueError) as error:
        reason = f"public set {entry.name!r}: {source.path} cannot be read from the hub: {error}"
        raise DataError(reason) from error
    return loaded.map(
        partial(_hub_row, source=source, names=_class_names(loaded.features[source.label])),
        remove_columns=loaded.column_names,
    )


def _class_names(feature: Any) -> list[str]:
    """Names of the classes of a label column, or of the lists in it."""
    inner = getattr(feature, "feature", feature)
    return list(getattr(inner, "names", None) or [])


def _hub_row(row: Mapping[str, Any], source: HubSource, names: Sequence[str]) -> dict[str, str]:
    value = row[source.label]
    values = value if isinstance(value, list) else [value]
    labels = [names[one] if names else str(one) for one in values]
    label = "|".join(source.renamed.get(one, one) for one in labels)
    return {"text": str(row[source.text]), "label": label}


def load_public_sets(directory: Path | None, names: Sequence[str]) -> LoadedSets:
    """Read and map the sets called ``names``, from ``directory`` or, without one, from the hub.

    Raises:
        DataError: a name is not known or teaches nothing, or its rows cannot be read.
    """
    loaded = []
    for name in names:
        entry = BY_NAME.get(name)
        if entry is None or entry.map_row is None:
            usable = sorted(item.name for item in PUBLIC_SETS if item.map_row)
            raise DataError(f"public set {name!r} cannot be trained on; usable: {usable}")
        rows = read_hub(entry) if directory is None else read_local(directory, name)
        pairs = [(row["text"], entry.map_row(row)) for row in rows]
        kept = [(text, labels) for text, labels in pairs if labels is not None and text]
        sha256 = _digest((row["text"], row["label"]) for row in rows)
        targets = encode_labels([labels for _, labels in kept])
        loaded.append(LoadedSet(name, [text for text, _ in kept], targets, sha256))
    return LoadedSets(tuple(loaded))


def _digest(rows: Iterable[tuple[str, str]]) -> str:
    content = "\n".join(f"{label}\t{text}" for text, label in rows)
    return hashlib.sha256(content.encode()).hexdigest()
