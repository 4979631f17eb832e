"""Every playbook rule has its module, its function and its tests, named after its id."""

import importlib
import re
from pathlib import Path

import pytest

from data.taxonomy import Rule

TESTS = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_rules_*.py"))


@pytest.mark.parametrize("rule", list(Rule))
def test_a_rule_is_a_function_with_a_test(rule: Rule) -> None:
    name = rule.replace("-", "_")
    module = importlib.import_module(f"service.policy.rules.{name}")
    assert callable(getattr(module, name))
    assert re.search(rf"^def test_{name}\b|^def test_{name}_", TESTS, re.MULTILINE)
