"""All brands' policies, one YAML file each."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from service.errors import UnknownBrandError
from service.policy import yaml_source
from service.policy.brand import BrandPolicy
from service.policy.errors import PolicyError

SHIPPED: Final = Path(__file__).parent / "brands"
"""The policies that come with the service: ``default`` (the annotated reference) and ``demo``."""


def load_policy(path: Path) -> BrandPolicy:
    """One brand's policy.

    Raises:
        PolicyError: with every problem of the file.
    """
    policy: BrandPolicy = yaml_source.validate(yaml_source.read(path), BrandPolicy)
    return policy


def policy_files(path: Path) -> list[Path]:
    """The file itself, or the YAML files of a directory in name order."""
    if path.is_dir():
        return sorted(item for item in path.iterdir() if item.suffix in {".yaml", ".yml"})
    return [path]


def load_all(paths: Iterable[Path]) -> tuple[dict[str, BrandPolicy], list[str]]:
    """The policies that load, by id, and the problems of all that do not."""
    policies: dict[str, BrandPolicy] = {}
    origin: dict[str, Path] = {}
    problems: list[str] = []
    for path in paths:
        try:
            policy = load_policy(path)
        except PolicyError as error:
            problems.extend(error.problems)
            continue
        if policy.id in policies:
            problems.append(
                f"{path}: id: found {policy.id!r}, the id of {origin[policy.id]} too; "
                "allowed: one file per brand"
            )
            continue
        policies[policy.id], origin[policy.id] = policy, path
    return policies, problems


class PolicyRegistry:
    """Brand policies by id; immutable once loaded."""

    def __init__(self, policies: Mapping[str, BrandPolicy]) -> None:
        self._policies = MappingProxyType(dict(policies))

    @classmethod
    def load(cls, directory: Path | None = None) -> "PolicyRegistry":
        """Load every ``*.yaml`` of ``directory``, or the shipped policies.

        Raises:
            PolicyError: no such directory, no policy in it, or problems in any file.
        """
        directory = directory or SHIPPED
        if not directory.is_dir():
            raise PolicyError([f"{directory}: not a directory; allowed: one YAML file per brand"])
        policies, problems = load_all(policy_files(directory))
        if not policies and not problems:
            problems = [f"{directory}: found no *.yaml; allowed: one YAML file per brand"]
        if problems:
            raise PolicyError(problems)
        return cls(policies)

    def get(self, brand: str) -> BrandPolicy:
        """The policy of a brand.

        Raises:
            UnknownBrandError: no policy has this id.
        """
        try:
            return self._policies[brand]
        except KeyError:
            raise UnknownBrandError(brand, list(self._policies)) from None

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(sorted(self._policies))

    def __iter__(self) -> Iterator[BrandPolicy]:
        return iter(self._policies.values())

    def __len__(self) -> int:
        return len(self._policies)
