"""The command line with the shipped bundle; every message is invented."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data.cli.main import build_app
from data.errors import UserError
from service.store.database import Database

runner = CliRunner()


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/cli.sqlite3"
    monkeypatch.setenv("BAUME_DATABASE_URL", url)
    monkeypatch.delenv("BAUME_API_KEY", raising=False)
    return url


def run(*arguments: str, code: int = 0) -> str:
    result = runner.invoke(build_app(), list(arguments))
    if isinstance(result.exception, UserError):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def write_lines(path: Path, *rows: object) -> Path:
    path.write_bytes(
        b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows)
    )
    return path


def read_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_suggest_keeps_order_and_ids_and_loses_no_line(tmp_path: Path) -> None:
    rows = [
        {"id": "z9", "text": "plus internet depuis 3 jours"},
        b"\xff\xfe not json",
        {"id": "a1", "text": "   "},
        {
            "id": "full",
            "brand": "demo",
            "platform": "trustpilot",
            "conversation": {
                "id": "c",
                "messages": [{"id": "m", "author": "customer", "text": "facture fausse"}],
            },
        },
        {"id": "bad", "brand": "nobody", "text": "hello"},
    ]
    source = write_lines(tmp_path / "in.jsonl", *rows)
    target = tmp_path / "out.jsonl"
    run("suggest", "--input", str(source), "--output", str(target), code=1)
    answers = read_lines(target)
    assert [answer["id"] for answer in answers] == ["z9", "2", "a1", "full", "bad"]
    assert ["error" in answer for answer in answers] == [False, True, True, False, True]
    assert answers[0]["drafts"]


def test_analyze_lines_give_understanding(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": f"toujours rien jour {n}"} for n in range(40)]
    source = write_lines(tmp_path / "in.jsonl", *rows)
    target = tmp_path / "out.jsonl"
    run("analyze", "--input", str(source), "--output", str(target))
    answers = read_lines(target)
    assert [answer["id"] for answer in answers] == [str(n) for n in range(40)]
    assert all("understanding" in answer for answer in answers)


def test_one_text_is_readable_or_json() -> None:
    assert "Recommendation" in run("suggest", "mon colis est perdu, bravo")
    document = json.loads(run("suggest", "--json", "mon colis est perdu, bravo"))
    assert document["versions"]["policy"].startswith("demo/")
    assert "Understanding" in run("analyze", "still no refund")


def test_a_text_or_a_file_not_both() -> None:
    with pytest.raises(UserError, match="--input"):
        run("suggest")


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot read"):
        run("analyze", "--input", str(tmp_path / "none.jsonl"))


def test_policy_check_names_the_fault(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: x\nvoice: loud\n", encoding="utf-8")
    assert "voice" in run("policy", "check", str(bad), code=1)


def test_keys_are_made_once_and_revoked(database: str) -> None:
    key = run("keys", "create", "helpdesk").strip()
    assert len(key) > 20
    assert "1 key(s)" in run("keys", "revoke", key[:12])
    run("keys", "revoke", "nothing", code=1)


def test_db_upgrade_makes_the_schema(database: str) -> None:
    assert "schema" in run("db", "upgrade")
    opened = Database(database)
    opened.ping()
    opened.close()


def test_export_needs_a_secret(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BAUME_EXPORT_SECRET", raising=False)
    with pytest.raises(UserError, match="BAUME_EXPORT_SECRET"):
        run("data", "export-feedback", "--out", str(tmp_path / "snapshot"))


def test_production_refuses_a_development_key(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAUME_ENVIRONMENT", "production")
    with pytest.raises(UserError, match="production"):
        run("serve", "--dev")
