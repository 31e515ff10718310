"""Where a tail begins, as it is typed: end, beginning, last:N, offset:N, time:…."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from kafkatui.model.cluster import Topic
from kafkatui.model.errors import UsageError
from kafkatui.model.tail_start import TailStart

FORMS = "end, beginning, last:N, offset:N, time:2026-01-31T12:00 or time:-15m (ago)"

_EPOCH = datetime.fromtimestamp(0, UTC)
_AGO = re.compile(r"-(\d+(?:\.\d+)?)([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def parse_start(text: str, topics: Iterable[Topic], now: datetime) -> TailStart:
    """What was typed after --from.

    Args:
        topics: those to be read; offset:N is the first offset of each of their partitions.
        now: the present, with a time zone; a typed time without one is of that zone.

    Raises:
        UsageError: it is none of `FORMS`.
    """
    kind, _, rest = text.partition(":")
    if text == "end":
        return TailStart.end()
    if text == "beginning":
        return TailStart.beginning()
    if kind == "last":
        return TailStart.last(_number(rest, text))
    if kind == "offset":
        offset = _number(rest, text)
        return TailStart.at_offsets({(topic.name, part.id): offset for topic in topics for part in topic.partitions})
    if kind == "time":
        return _since(_moment(rest, now))
    raise _wrong(text)


def _number(digits: str, text: str) -> int:
    if not (digits.isascii() and digits.isdigit()):
        raise _wrong(text)
    return int(digits)


def _since(moment: datetime) -> TailStart:
    """From a moment on. Kafka has no times before 1970: negative ones are its special offsets, -1 the end."""
    timestamp_ms = round((moment - _EPOCH).total_seconds() * 1000)
    return TailStart.at_timestamp(timestamp_ms) if timestamp_ms >= 0 else TailStart.beginning()


def _moment(text: str, now: datetime) -> datetime:
    ago = _AGO.fullmatch(text)
    try:
        if ago:
            return now - timedelta(**{_UNITS[ago[2]]: float(ago[1])})
        moment = datetime.fromisoformat(text)
    except OverflowError:
        raise UsageError(f"“time:{text}” is further back than the calendar goes.", f"It reads {FORMS}.") from None
    except ValueError:
        raise _wrong(f"time:{text}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _wrong(text: str) -> UsageError:
    return UsageError(f"“{text}” names no place to begin.", f"It reads {FORMS}.")
