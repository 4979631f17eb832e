import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import select

from service.app import create_app
from service.auth import PREFIX_LENGTH, create_key, revoke_keys, verify
from service.settings import Settings
from service.store.tables import ApiKeyRow

PROTECTED = [
    ("POST", "/v1/suggest"),
    ("POST", "/v1/analyze"),
    ("POST", "/v1/lint"),
    ("POST", "/v1/feedback"),
    ("GET", "/v1/suggestions/sug_1"),
]


@pytest.mark.parametrize(("method", "path"), PROTECTED)
def test_a_key_is_needed(anonymous: TestClient, method: str, path: str) -> None:
    answer = anonymous.request(method, path)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == 'Bearer realm="baume"'


@pytest.mark.parametrize(
    "value", ["Bearer baume_wrong", "bearer  x", "Bearer \xe9\xff", "Bearer " + "x" * 10_000]
)
def test_a_wrong_key_is_refused(anonymous: TestClient, value: str) -> None:
    headers = [(b"Authorization", value.encode("latin-1"))]
    answer = anonymous.get("/v1/suggestions/sug_1", headers=headers)
    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize("value", ["Basic dTpw", "Bearer", "Bearer "])
def test_another_scheme_is_no_key(anonymous: TestClient, value: str) -> None:
    answer = anonymous.get("/v1/suggestions/sug_1", headers={"Authorization": value})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="baume"'


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/docs", "/openapi.json"])
def test_operations_and_docs_are_open(anonymous: TestClient, path: str) -> None:
    assert anonymous.get(path).status_code == 200


def test_only_the_hash_of_a_key_is_stored(app: FastAPI, client: TestClient) -> None:
    key = client.headers["authorization"].removeprefix("Bearer ")
    with app.state.context.database.read() as session:
        row = session.scalars(select(ApiKeyRow)).one()
    assert len(row.hash) == 64
    assert row.prefix == key[:PREFIX_LENGTH]
    assert key not in repr(vars(row))


def test_keys_are_long_and_differ(app: FastAPI, anonymous: TestClient) -> None:
    with app.state.context.database.write() as session:
        keys = {create_key(session, "same name") for _ in range(20)}
    assert len(keys) == 20
    assert all(len(key) >= len("baume_") + 43 for key in keys)


def test_a_revoked_key_is_refused(app: FastAPI, client: TestClient) -> None:
    key = client.headers["authorization"].removeprefix("Bearer ")
    with app.state.context.database.write() as session:
        assert revoke_keys(session, key[:PREFIX_LENGTH]) == 1
        assert verify(session, key) is None
    assert client.get("/v1/suggestions/sug_1").status_code == 401


def test_a_key_is_verified_whole(app: FastAPI, client: TestClient) -> None:
    key = client.headers["authorization"].removeprefix("Bearer ")
    with app.state.context.database.read() as session:
        principal = verify(session, key)
        assert principal is not None
        assert principal.name == "console"
        assert verify(session, key[:-1]) is None
        assert verify(session, key + "x") is None


def test_the_development_key_works_in_development(settings: Settings, engine: object) -> None:
    changed = {"environment": "development", "api_key": SecretStr("only-for-tests")}
    app = create_app(settings.model_copy(update=changed), engine)  # type: ignore[arg-type]
    headers = {"Authorization": "Bearer only-for-tests"}
    with TestClient(app) as client:
        assert client.get("/v1/suggestions/nope", headers=headers).status_code == 404
        assert client.get("/v1/suggestions/nope").status_code == 401
