"""Who is on duty, and deadlines that run only then."""

from datetime import UTC, datetime, timedelta

import pytest

from service.policy.hours import due, on_duty
from service.policy.sections import parse_opening
from tests.service.policy.builders import policy_with

HOURS = {"friday": ["09:00-12:00", "14:00-18:00"], "monday": ["09:00-24:00"]}
OFFICE = policy_with(hours=HOURS, clock="business_hours")


def paris(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 in Paris winter time, given in UTC."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (paris(6, 9), True),
        (paris(6, 8, 59), False),
        (paris(6, 12), False),
        (paris(6, 17, 59), True),
        (paris(7, 10), False),
        (paris(9, 23, 59), True),
    ],
)
def test_on_duty(at: datetime, expected: bool) -> None:
    assert on_duty(OFFICE, at) is expected


def test_a_brand_without_hours_is_always_on_duty() -> None:
    assert on_duty(policy_with(hours={}), paris(8, 3))


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        (paris(6, 10), 60, paris(6, 11)),
        (paris(6, 11, 30), 60, paris(6, 14, 30)),
        (paris(6, 17, 30), 60, paris(9, 9, 30)),
        (paris(7, 3), 60, paris(9, 10)),
        (paris(6, 9), 180, paris(6, 12)),
    ],
)
def test_due_in_business_hours(start: datetime, minutes: int, expected: datetime) -> None:
    assert due(OFFICE, start, minutes) == expected


def test_due_round_the_clock() -> None:
    always = policy_with(hours=HOURS)
    assert due(always, paris(7, 3), 60) == paris(7, 3) + timedelta(hours=1)


def test_due_when_the_clocks_change() -> None:
    # Summer time begins in Paris on 29 March 2026: that Sunday 09:00 is 07:00 UTC.
    sunday = policy_with(hours={"sunday": ["09:00-18:00"]}, clock="business_hours")
    start = datetime(2026, 3, 28, 20, tzinfo=UTC)
    assert due(sunday, start, 60) == datetime(2026, 3, 29, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["9:00-18:00", "09:00", "18:00-09:00", "09:00-24:01", "a-b"])
def test_openings_are_checked(text: str) -> None:
    with pytest.raises(ValueError, match=r"HH:MM|after"):
        parse_opening(text)
