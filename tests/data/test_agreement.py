"""Agreement of two labellings."""

import pytest

from data.schemas.example import Labels
from data.validate.agreement import agreements, kappa


def test_kappa_of_a_worked_table() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: po = 0.70, pe = 0.50, kappa = 0.40.
    left = ["y"] * 25 + ["n"] * 25
    right = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert kappa(left, right) == pytest.approx(0.4)


def test_weights_forgive_near_misses() -> None:
    left, near, far = [0, 1, 2, 3], [1, 1, 2, 2], [3, 1, 2, 0]
    assert kappa(left, near, ordered=True) > kappa(left, far, ordered=True)


def test_one_value_throughout_is_full_agreement() -> None:
    assert kappa([False, False], [False, False]) == 1.0


def test_heads_and_the_ids_that_differ() -> None:
    calm = Labels(intent="complaint", severity=1, sarcasm=False, hostility=(), risk=())
    rude = Labels(intent="complaint", severity=2, sarcasm=False, hostility=("insult",), risk=())
    found = {one.head: one for one in agreements({"a": calm, "b": calm}, {"a": calm, "b": rude})}
    assert found["complaint"].kappa == 1.0
    assert found["hostility"].differing == ("b",)
    assert found["hostility"].share == 0.5
    assert found["severity"].weighted is not None
