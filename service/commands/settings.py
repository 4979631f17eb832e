"""Settings for commands: a bad environment variable is one clear line."""

from typing import Any

from pydantic import ValidationError

from service.errors import BaumeError
from service.settings import Settings


def load_settings(**changes: Any) -> Settings:
    """Settings from the environment, with ``changes`` from the command line on top.

    Raises:
        BaumeError: a value is not allowed; the message names the variable and the reason.
    """
    try:
        return Settings(**changes)
    except ValidationError as error:
        lines = []
        for item in error.errors(include_url=False, include_input=False):
            name = "_".join(str(part) for part in item["loc"]).upper()
            reason = item["msg"].removeprefix("Value error, ")
            lines.append(f"BAUME_{name}: {reason}" if name else reason)
        raise BaumeError("; ".join(lines)) from error
