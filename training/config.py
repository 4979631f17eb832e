"""The training recipe as frozen dataclasses, read from YAML."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Final, TypeVar, get_type_hints

import yaml

from data.errors import DataError
from training.encoder.augment import AugmentConfig
from training.encoder.finetune import FineTuneConfig

DEFAULT_RECIPE: Final = Path(__file__).parent / "recipe.yaml"
T = TypeVar("T")


@dataclass(frozen=True)
class SplitConfig:
    """``test`` is the share of rows held out for good; the rest is dealt into ``folds``."""

    folds: int = 3
    test: float = 0.1


@dataclass(frozen=True)
class ProbeConfig:
    """``l2`` weighs the squared weights of the standardised probe; ``head_l2`` is per head."""

    l2: float = 0.003
    head_l2: Mapping[str, float] = field(default_factory=dict)
    steps: int = 100


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the weights, besides the base and the data.

    ``keep_base`` is the share of the base in the final weights (WiSE-FT, Wortsman et al. 2022);
    ``weight_cap`` bounds the class balancing of the loss; ``reprobe`` fits the heads anew on the
    encoder so averaged.
    """

    seed: int = 0
    max_tokens: int = 96
    weight_cap: float = 3.0
    keep_base: float = 0.0
    reprobe: bool = True
    head_weights: Mapping[str, float] = field(default_factory=dict)
    public_sets: tuple[str, ...] = ()
    split: SplitConfig = SplitConfig()
    probe: ProbeConfig = ProbeConfig()
    fine_tune: FineTuneConfig = field(default_factory=FineTuneConfig)
    augment: AugmentConfig = field(default_factory=AugmentConfig)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as they would be written in YAML."""
        return asdict(self)


def load_recipe(path: Path = DEFAULT_RECIPE) -> Recipe:
    """Read a recipe; what the file leaves out has its default.

    Raises:
        DataError: the file is not YAML, or names a setting that does not exist.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"{path} cannot be read: {error}") from error
    return _build(Recipe, content, str(path))


def _build(kind: type[T], content: Any, where: str) -> T:
    if not isinstance(content, dict):
        raise DataError(f"{where} should be a mapping of settings")
    hints = get_type_hints(kind)
    known = {item.name for item in fields(kind)}  # type: ignore[arg-type]  # T is a dataclass
    unknown = set(content) - known
    if unknown:
        raise DataError(f"{where}: unknown setting {sorted(unknown)}; known: {sorted(known)}")
    values: dict[str, Any] = {}
    for name, value in content.items():
        hint = hints[name]
        if is_dataclass(hint) and isinstance(hint, type):
            values[name] = _build(hint, value, f"{where}: {name}")
        elif hint in {int, float, bool} and not isinstance(
            value, int if hint is int else (hint, int)
        ):
            raise DataError(f"{where}: {name} should be {hint.__name__}, is {value!r}")
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)
