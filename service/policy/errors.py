"""Errors of policy files."""

from collections.abc import Sequence

from service.errors import BaumeError


class PolicyError(BaumeError):
    """A policy file cannot be used.

    ``problems`` holds one line of text per problem, all of them: file, line where known, key path,
    what was found and what is allowed.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
