"""Settings of the service: one class, read from ``BAUME_*`` environment variables."""

from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

MIN_KEY_CHARS: Final = 8


class Settings(BaseSettings):
    """What a deployment may choose.

    Attributes:
        environment: ``production`` refuses unsafe values when the settings are read.
        host: Address to listen on.
        port: TCP port to listen on.
        database_url: SQLAlchemy URL.  SQLite on disk is fine for one machine, production
            included; several replicas need PostgreSQL.
        bundle: Folder of the model bundle; ``None`` takes the one that ships with the package.
        policy_dir: Folder of brand policies; ``None`` takes the ones that ship with the package.
        api_key: A fixed key for development; production keys live hashed in the database.
        max_body_bytes: Longest request body accepted, in bytes.
        threads: How many engine calls may run at once (the encoder is CPU-bound).
        log_level: Least severe log level written.
        docs: Whether ``/docs`` and ``/openapi.json`` are served.
    """

    model_config = SettingsConfigDict(env_prefix="BAUME_", extra="ignore", frozen=True)

    environment: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8000
    # Not in repr: the URL of a PostgreSQL database holds a password.
    database_url: Annotated[str, Field(repr=False)] = "sqlite:///baume.sqlite3"
    bundle: Path | None = None
    policy_dir: Path | None = None
    api_key: SecretStr | None = None
    max_body_bytes: Annotated[int, Field(ge=1024, le=64 * 1024 * 1024)] = 1024 * 1024
    threads: Annotated[int, Field(ge=1, le=64)] = 2
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    docs: bool = True

    @field_validator("database_url")
    @classmethod
    def _a_database_that_lasts(cls, value: str) -> str:
        try:
            url = make_url(value)
        except ArgumentError as error:
            raise ValueError(
                "BAUME_DATABASE_URL is not a database URL; use sqlite:///path/to/baume.sqlite3 "
                "or postgresql+psycopg://user:password@host/name"
            ) from error
        backend = url.get_backend_name()
        if backend not in {"sqlite", "postgresql"}:
            raise ValueError(f"BAUME_DATABASE_URL names {backend}; use sqlite or postgresql")
        if backend == "sqlite" and (not url.database or ":memory:" in url.database):
            raise ValueError(
                "BAUME_DATABASE_URL is an in-memory database, which each thread would see "
                "differently and a restart would lose; use sqlite:///path/to/baume.sqlite3"
            )
        return value

    @field_validator("api_key")
    @classmethod
    def _a_key_is_not_trivial(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < MIN_KEY_CHARS:
            raise ValueError(
                f"BAUME_API_KEY needs at least {MIN_KEY_CHARS} characters; unset it to do without"
            )
        return value

    @model_validator(mode="after")
    def _production_is_safe(self) -> Self:
        if self.environment == "production" and self.api_key is not None:
            raise ValueError(
                "BAUME_API_KEY is for development only; unset it in production and create a key "
                "in the database instead, which is stored hashed and can be revoked"
            )
        return self
