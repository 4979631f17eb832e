"""Public labelled sets that may be mixed in, which heads they teach, and under what licence.

A set is used only when the recipe names it.  ``map_row`` gives the labels it is honest to take;
everything else stays ``None`` and is masked in the loss.
"""

import csv
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

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
class PublicSet:
    """``name`` is its folder, which holds ``train.tsv`` with a ``text`` and a ``label`` column."""

    name: str
    source: str
    licence: str
    teaches: str
    decision: str
    map_row: Mapper | None


PUBLIC_SETS: Final = (
    PublicSet(
        "isarcasmeval", "github.com/iabufarha/iSarcasmEval", "MIT", "sarcasm",
        "sarcasm as its author meant it, but about daily life, not about a company", _sarcasm,
    ),
    PublicSet(
        "davidson2017", "github.com/t-davidson/hate-speech-and-offensive-language", "MIT",
        "hostility", "drawn by slurs; 'offensive' is mostly profanity", _offence,
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
    ),
    PublicSet(
        "xed_emotion_fr_en", "github.com/Helsinki-NLP/XED", "CC BY 4.0", "emotion",
        "rows with one emotion that has a counterpart; French labels are projected",
        _one_emotion(_XED, ","),
    ),
    PublicSet(
        "banking77", "github.com/PolyAI-LDN/task-specific-datasets", "CC BY 4.0", "-",
        "vocabulary only: its intents do not say whether something failed", None,
    ),
    PublicSet(
        "clinc150", "github.com/clinc/oos-eval", "CC BY 3.0", "-",
        "vocabulary only: commands to an assistant, no counterpart here", None,
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
    """The mapped rows of one set; ``sha256`` is of its file."""

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


def read_rows(directory: Path, name: str) -> list[dict[str, str]]:
    """The rows of ``directory/name/train.tsv``.

    Raises:
        DataError: the file is not there.
    """
    path = directory / name / "train.tsv"
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    except OSError as error:
        raise DataError(f"public set {name!r}: {path} cannot be read; check --datasets") from error


def load_public_sets(directory: Path | None, names: Sequence[str]) -> LoadedSets:
    """Read and map the sets called ``names``.

    Raises:
        DataError: a name is not known or teaches nothing, or the files are not there.
    """
    if names and directory is None:
        raise DataError(f"the recipe uses public sets ({', '.join(names)}); pass --datasets DIR")
    loaded = []
    for name in names:
        entry = BY_NAME.get(name)
        if entry is None or entry.map_row is None or directory is None:
            usable = sorted(item.name for item in PUBLIC_SETS if item.map_row)
            raise DataError(f"public set {name!r} cannot be trained on; usable: {usable}")
        pairs = [(row["text"], entry.map_row(row)) for row in read_rows(directory, name)]
        kept = [(text, labels) for text, labels in pairs if labels is not None and text]
        sha256 = hashlib.sha256((directory / name / "train.tsv").read_bytes()).hexdigest()
        targets = encode_labels([labels for _, labels in kept])
        loaded.append(LoadedSet(name, [text for text, _ in kept], targets, sha256))
    return LoadedSets(tuple(loaded))
