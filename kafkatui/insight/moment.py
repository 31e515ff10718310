"""A moment as people type it: a date, a time ago, milliseconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

FORMS = "2026-01-31T12:00, -15m (ago) or milliseconds since 1970"

_AGO = re.compile(r"-(\d+(?:\.\d+)?)\s*([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_moment(text: str, now: datetime) -> int:
    """The moment in Unix milliseconds; before 1970 it is 0, since Kafka's negative timestamps mean something else.

    Args:
        now: the present, with a time zone; a typed time without one is of that zone.

    Raises:
        ValueError: it is none of `FORMS`, or beyond what a calendar has.
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        if ago := _AGO.fullmatch(text):
            moment = now - timedelta(**{_UNITS[ago[2]]: float(ago[1])})
        else:
            moment = datetime.fromisoformat(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
        return max(0, round((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000))
    except (ValueError, OverflowError):
        raise ValueError(f"“{text}” is no time: it reads {FORMS}.") from None
