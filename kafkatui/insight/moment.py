"""A moment as people type it: a date, a time ago, seconds or milliseconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from kafkatui.model.errors import UsageError

FORMS = "2026-01-31T12:00, -15m (ago), or seconds or milliseconds since 1970"

_AGO = re.compile(r"-(\d+(?:\.\d+)?)\s*([smhd])")
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd]?)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_MOST_SECONDS = 100_000_000_000
"""A smaller number counts seconds: as milliseconds it would be before 1973, as seconds this is in the year 5138."""

_MOST_DIGITS = 18


class BeyondTheCalendar(ValueError, OverflowError):
    """A moment that no calendar has."""


def parse_moment(text: str, now: datetime) -> int:
    """The moment in Unix milliseconds; before 1970 it is 0, since Kafka's negative timestamps mean something else.

    Args:
        now: the present, with a time zone; a typed time without one is of that zone.

    Raises:
        BeyondTheCalendar: no calendar has it; a ValueError, too.
        ValueError: it is none of `FORMS`.
    """
    text = text.strip()
    if text.isascii() and text.isdecimal():
        if len(text) > _MOST_DIGITS:
            raise BeyondTheCalendar(f"“{text}” is further away than the calendar goes.")
        return int(text) if int(text) >= _MOST_SECONDS else int(text) * 1000
    try:
        if ago := _AGO.fullmatch(text):
            moment = now - timedelta(seconds=float(ago[1]) * _SECONDS[ago[2]])
        else:
            moment = datetime.fromisoformat(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
        return max(0, round((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000))
    except OverflowError:
        raise BeyondTheCalendar(f"“{text}” is further away than the calendar goes.") from None
    except ValueError:
        raise ValueError(f"“{text}” is no time: it reads {FORMS}.") from None


def parse_duration_seconds(text: str) -> float:
    """How long `30s`, `10m`, `1.5h` or `2d` is; a number alone counts seconds.

    Raises:
        UsageError: it is none of these, or no time at all.
    """
    found = _DURATION.fullmatch(text.strip())
    seconds = float(found[1]) * _SECONDS[found[2] or "s"] if found else 0.0
    if not 0 < seconds < _MOST_SECONDS:
        raise UsageError(f"“{text}” is no length of time.", "It reads 30s, 10m, 1.5h or 2d.")
    return seconds
