"""Who is on duty, and deadlines that run only then."""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from service.policy.brand import BrandPolicy

_DAYS_AHEAD: Final = 400
"""How far a deadline is looked for; a week of minutes fits even a brand open one hour a week."""


def _openings_of(
    policy: BrandPolicy, day: datetime, zone: ZoneInfo
) -> list[tuple[datetime, datetime]]:
    midnight = datetime.combine(day.date(), time())

    def at(minute: int) -> datetime:
        # Wall-clock time first, then the zone: right on the days when the clocks change.
        return (midnight + timedelta(minutes=minute)).replace(tzinfo=zone).astimezone(UTC)

    return [(at(start), at(end)) for start, end in policy.hours.of(day.weekday())]


def on_duty(policy: BrandPolicy, at: datetime) -> bool:
    """Whether the team is on duty at this moment; a brand without hours always is."""
    if policy.hours.never:
        return True
    zone = ZoneInfo(policy.timezone)
    moment = at.astimezone(UTC)
    return any(
        start <= moment < end for start, end in _openings_of(policy, at.astimezone(zone), zone)
    )


def due(policy: BrandPolicy, start: datetime, minutes: int) -> datetime:
    """``start`` plus ``minutes``, counted round the clock or in business hours only."""
    if policy.clock == "always":
        return start + timedelta(minutes=minutes)
    zone = ZoneInfo(policy.timezone)
    moment, left = start.astimezone(UTC), timedelta(minutes=minutes)
    first = start.astimezone(zone)
    for offset in range(_DAYS_AHEAD):
        for opening, closing in _openings_of(policy, first + timedelta(days=offset), zone):
            begin = max(opening, moment)
            if closing <= begin:
                continue
            if closing - begin >= left:
                return begin + left
            left -= closing - begin
    return start + timedelta(days=_DAYS_AHEAD)
