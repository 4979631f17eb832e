from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from service.settings import Settings


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BAUME_{name.upper()}", raising=False)


def test_the_defaults_suit_one_machine() -> None:
    settings = Settings()
    assert settings.environment == "development"
    assert settings.port == 8000
    assert settings.database_url == "sqlite:///baume.sqlite3"
    assert settings.max_body_bytes == 1_048_576
    assert (settings.bundle, settings.policy_dir, settings.api_key) == (None, None, None)


def test_they_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAUME_ENVIRONMENT", "production")
    monkeypatch.setenv("BAUME_PORT", "9000")
    monkeypatch.setenv("BAUME_BUNDLE", "/models/b1")
    settings = Settings()
    assert (settings.environment, settings.port) == ("production", 9000)
    assert settings.bundle == Path("/models/b1")


def test_production_refuses_the_development_key() -> None:
    with pytest.raises(ValidationError, match="development only"):
        Settings(environment="production", api_key=SecretStr("long-enough"))


def test_production_accepts_sqlite_on_disk() -> None:
    assert Settings(environment="production").environment == "production"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("not a url", "not a database URL"),
        ("mysql://host/name", "use sqlite or postgresql"),
        ("sqlite://", "in-memory"),
        ("sqlite:///:memory:", "in-memory"),
        ("sqlite:///file::memory:?uri=true", "in-memory"),
    ],
)
def test_databases_that_would_not_do_are_refused(url: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Settings(database_url=url)


def test_a_trivial_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 8"):
        Settings(api_key=SecretStr("dev"))


def test_secrets_do_not_show() -> None:
    settings = Settings(
        database_url="postgresql+psycopg://baume:pass-4711@db/baume",
        api_key=SecretStr("key-4711-long"),
    )
    assert "4711" not in repr(settings)
