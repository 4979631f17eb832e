"""What ``baume policy check PATH...`` reports."""

from collections.abc import Iterable
from pathlib import Path

from service.policy.registry import load_all, policy_files


def check_policies(paths: Iterable[Path]) -> list[str]:
    """Every problem of the given files and directories, in words; empty when all is well.

    A path that does not exist, or a directory without a policy, is a problem too.
    """
    files: list[Path] = []
    problems: list[str] = []
    for path in paths:
        found = policy_files(path)
        if not path.exists():
            problems.append(f"{path}: no such file or directory")
        elif not found:
            problems.append(f"{path}: found no *.yaml; allowed: one YAML file per brand")
        else:
            files.extend(item for item in found if item not in files)
    return problems + load_all(files)[1]
