"""Base class of all schemas."""

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    """Immutable, and strict about unknown fields so that a typo is an error, not a loss."""

    model_config = ConfigDict(extra="forbid", frozen=True)
