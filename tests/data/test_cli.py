import json
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from data.cli import main as root
from data.cli.main import GROUP, build_app, group, missing_package
from data.errors import UserError
from data.validate.figures import BEGIN, END, figures, updated_card
from data.validate.run import read_corpus

Record = dict[str, Any]
Write = Callable[..., Path]
CORPUS = Path(__file__).parents[2] / "data" / "corpus"
DATA = EntryPoint("data", "data.cli.commands:register", GROUP)

runner = CliRunner()


def only_data(group: str) -> list[EntryPoint]:
    return [DATA] if group == GROUP else []


def invoke(*words: str) -> Any:
    return runner.invoke(build_app([DATA]), list(words))


def entry(monkeypatch: pytest.MonkeyPatch, name: str, source: str) -> EntryPoint:
    """An entry point whose module runs ``source`` when it is imported."""

    def load(self: EntryPoint) -> Callable[[typer.Typer], None]:
        module = ModuleType("training.planted")
        exec(compile(source, "planted.py", "exec"), module.__dict__)  # noqa: S102  ours, above
        register: Callable[[typer.Typer], None] = module.__dict__["register"]
        return register

    monkeypatch.setattr(EntryPoint, "load", load)
    return EntryPoint(name, "training.planted:register", GROUP)


def test_the_version_is_shown() -> None:
    result = invoke("--version")
    assert result.exit_code == 0
    assert result.output.startswith("baume 0.")


def test_rooms_share_a_group() -> None:
    app = typer.Typer()
    assert group(app, "models") is group(app, "models")
    assert group(app, "policy") is not group(app, "models")


def test_a_missing_extra_is_told_only_when_the_command_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = build_app([entry(monkeypatch, "training", "import no_such_package")])
    assert runner.invoke(app, ["--version"]).exit_code == 0
    result = runner.invoke(app, ["training", "fit", "--epochs", "3"])
    assert isinstance(result.exception, UserError)
    assert "'no_such_package': pip install 'baume[train]'" in str(result.exception)


def test_a_room_that_is_not_shipped_has_no_commands() -> None:
    app = build_app([DATA, EntryPoint("gone", "gone.cli:register", GROUP)])
    assert [made.name for made in app.registered_groups] == ["data"]
    assert not app.registered_commands


def test_a_missing_module_of_ours_is_a_bug_not_advice() -> None:
    with pytest.raises(ModuleNotFoundError):
        missing_package(ModuleNotFoundError("gone", name="models.gone"))


def test_an_error_for_the_user_is_one_line_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    missing = tmp_path / "none"
    monkeypatch.setattr(root, "entry_points", only_data)
    monkeypatch.setattr(sys, "argv", ["baume", "data", "validate", str(missing)])
    with pytest.raises(SystemExit) as caught:
        root.main()
    assert caught.value.code == 2
    assert capsys.readouterr().err == (
        f"error: {missing}: no such file or directory; check the path\n"
    )


def test_a_package_missing_while_a_command_runs_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    example: Record,
    write_lines: Write,
) -> None:
    monkeypatch.setitem(sys.modules, "datasketch", None)
    monkeypatch.setattr(root, "entry_points", only_data)
    monkeypatch.setattr(sys, "argv", ["baume", "data", "validate", str(write_lines(example))])
    with pytest.raises(SystemExit) as caught:
        root.main()
    assert caught.value.code == 2
    assert "'datasketch': pip install 'baume[train]'" in capsys.readouterr().err


def test_the_installed_command_starts() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from data.cli.main import main; main()", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("baume 0.")


def test_validate_prints_figures_and_fails_on_errors(example: Record, write_lines: Write) -> None:
    path = write_lines(example)
    result = invoke("data", "validate", str(path))
    assert result.exit_code == 0
    assert "0 errors, 0 warnings" in result.output
    result = invoke("data", "validate", str(write_lines(example, example)), "--json")
    assert result.exit_code == 1
    report = json.loads(result.output)
    assert report["messages"]["count"] == 1
    assert [finding["check"] for finding in report["findings"]] == ["schema"]


def test_validate_against_a_file_without_texts_says_so(example: Record, write_lines: Write) -> None:
    against = write_lines({"body": "x"}, name="against.jsonl")
    path = str(write_lines(example))
    result = invoke("data", "validate", path, "--against", str(against))
    assert isinstance(result.exception, UserError)
    assert "against.jsonl:1: not a JSON object with a 'text' field" in str(result.exception)


def test_schema_writes_where_it_is_told(tmp_path: Path) -> None:
    assert invoke("data", "schema", "--out", str(tmp_path)).exit_code == 0
    assert (tmp_path / "suggest_request.schema.json").is_file()


def test_card_counts_messages_and_exemplars(
    example: Record, exemplar: Record, write_lines: Write
) -> None:
    write_lines(exemplar, name="b.jsonl")
    folder = write_lines(example, name="a.jsonl").parent
    result = invoke("data", "card", str(folder), "--json")
    numbers = json.loads(result.output)
    assert numbers["messages"]["topics"] == {"no_answer": 1, "outage": 1}
    assert numbers["exemplars"]["reusable parts"] == {"acknowledge": 1, "invite_private": 1}
    assert numbers["exemplars"]["slots"] == {"channel": 1, "failure": 1, "since": 1}


def test_card_update_rewrites_only_what_is_between_the_marks(
    example: Record, write_lines: Write
) -> None:
    folder = write_lines(example, name="a.jsonl").parent
    card = folder / "README.md"
    card.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    assert invoke("data", "card", str(folder), "--update").exit_code == 0
    text = card.read_text("utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "| count | 1 |" in text
    assert "old" not in text


def test_a_card_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="must hold the lines"):
        updated_card("no marks", {})


def test_the_shipped_card_is_current() -> None:
    """Run ``baume data card --update`` after changing the corpus."""
    card = (CORPUS / "README.md").read_text("utf-8")
    assert card == updated_card(card, figures(read_corpus(CORPUS)))
