"""Policies from files: what loads, and how problems are told."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from data.taxonomy import Language, Platform, Risk, Topic
from service.errors import UnknownBrandError
from service.policy.brand import RISK_OWNER, TOPIC_OWNER
from service.policy.check import check_policies
from service.policy.errors import PolicyError
from service.policy.registry import SHIPPED, PolicyRegistry
from tests.service.policy.builders import DEMO, policy_with

MINIMAL = """\
id: corner
version: "1"
display_name: Corner
names: [Corner]
contact: {email: hello@corner.example}
routes: {care: care}
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_shipped_policies_load() -> None:
    registry = PolicyRegistry.load()
    assert registry.ids == ("default", "demo")
    demo = registry.get("demo")
    assert demo.display_name == "Lumio"
    assert set(demo.languages) == {Language.FR, Language.EN}
    assert set(demo.channels) == set(Platform)


def test_the_annotated_reference_names_every_key_and_its_default() -> None:
    minimal = {"id", "version", "display_name", "names", "contact", "routes"}
    default = PolicyRegistry.load().get("default")
    assert default.model_fields_set == set(type(default).model_fields)
    assert dict(default.risk_owners) == RISK_OWNER
    assert dict(default.topic_owners) == TOPIC_OWNER
    for section in ("gesture", "go_private", "thresholds"):
        value = getattr(default, section)
        assert value == type(value)()
        assert value.model_fields_set == set(type(value).model_fields)
    assert minimal <= default.model_fields_set


def test_minimal_policy(tmp_path: Path) -> None:
    write(tmp_path, "corner.yaml", MINIMAL)
    policy = PolicyRegistry.load(tmp_path).get("corner")
    assert policy.respond_within_minutes.default == 60
    assert policy.cooling_off_minutes == 10
    assert policy.max_public_replies == 2
    assert policy.channel(Platform.X).enabled
    assert policy.risk_owner(Risk.FRAUD) == "care"
    assert policy.topic_owner(Topic.OUTAGE) == "care"


def test_unknown_brand() -> None:
    with pytest.raises(UnknownBrandError, match="unknown brand 'nobody'; known brands: default, "):
        PolicyRegistry.load().get("nobody")


def test_a_policy_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        DEMO.humour = False  # type: ignore[misc]  # the assignment is what must fail
    with pytest.raises(TypeError):
        DEMO.plans["Free"] = DEMO.plans["Pro"]  # type: ignore[index]  # likewise


def test_digest_follows_content() -> None:
    assert policy_with().digest == DEMO.digest
    assert policy_with(cooling_off_minutes=11).digest != DEMO.digest
    assert DEMO.resolved_version == f"demo/2026-01+{DEMO.digest}"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("humor: true", ":7: humor: unknown key (did you mean 'humour'?); allowed: id, "),
        ("humour: maybe", ':7: humour: found "maybe"; allowed: true or false'),
        ("voice: toi", ":7: voice: found \"toi\"; allowed: 'vous' or 'tu'"),
        ("max_public_replies: 3", ":7: max_public_replies: found 3; allowed: less than or equal"),
        ("hours: {monday: [9-18]}", ':7: hours.monday: found ["9-18"]; allowed: "HH:MM-HH:MM"'),
        ("hours:\n  friday: ['18:00-09:00']", ":8: hours.friday: found "),
        ("timezone: Mars/Phobos", ':7: timezone: found "Mars/Phobos"; allowed: an IANA name'),
        ("languages: [fr, other]", ":7: languages: found "),
        ("languages: [en]", ':1: default_language: found "fr"; allowed: one of languages (en)'),
        ("channels: {myspace: {}}", ":7: channels.myspace: found \"myspace\"; allowed: 'x', "),
        (
            "channels:\n  x: {contact: ftp}",
            ':8: channels.x.contact: found "ftp"; allowed: an e-mail address or an https',
        ),
        ("plans:\n  Pro:\n    rout: a", ":9: plans.Pro.rout: unknown key (did you mean 'route'?)"),
        ("clock: business_hours", ":7: clock: found \"business_hours\"; allowed: 'always', unless"),
        ("id: other", ":7: id: given twice (first on line 1); allowed: once"),
        ("approved_links: ['http://a.example']", ":7: approved_links.0: found "),
        ("gesture: {max_amount: .nan}", ":7: gesture.max_amount: found NaN"),
        ("voice: [", "not valid YAML"),
        ("signature: 2026-01-01", ""),
    ],
)
def test_problems_name_line_key_found_and_allowed(tmp_path: Path, line: str, problem: str) -> None:
    path = write(tmp_path, "corner.yaml", f"{MINIMAL}{line}\n")
    problems = check_policies([path])
    if problem:
        assert len(problems) == 1
        assert str(path) in problems[0]
        assert problem in problems[0]
    else:
        assert problems == []


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "one.yaml", "id: One\nversion: 1\n")
    write(tmp_path, "two.yaml", f"{MINIMAL}cooling_off_minutes: 0\n")
    with pytest.raises(PolicyError) as caught:
        PolicyRegistry.load(tmp_path)
    told = " ".join(caught.value.problems)
    for key in ("id", "version", "display_name", "names", "contact", "routes"):
        assert f"{key}: found" in told
    assert "two.yaml:7: cooling_off_minutes: found 0" in told


def test_two_files_for_one_brand(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", MINIMAL)
    write(tmp_path, "b.yaml", MINIMAL)
    (problem,) = check_policies([tmp_path])
    assert "b.yaml: id: found 'corner', the id of " in problem


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words", "? [a]\n: b\n", "a: &a [*a]\n"])
def test_what_is_no_policy_is_a_problem_not_a_crash(tmp_path: Path, text: str) -> None:
    assert check_policies([write(tmp_path, "odd.yaml", text)])


def test_missing_and_empty_places(tmp_path: Path) -> None:
    assert "no such file" in check_policies([tmp_path / "none.yaml"])[0]
    assert "found no *.yaml" in check_policies([tmp_path])[0]
    with pytest.raises(PolicyError, match="found no"):
        PolicyRegistry.load(tmp_path)
    with pytest.raises(PolicyError, match="not a directory"):
        PolicyRegistry.load(tmp_path / "nowhere")
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in check_policies([binary])[0]


def test_check_has_nothing_to_say_of_the_shipped_policies() -> None:
    assert check_policies([SHIPPED]) == []
