"""Numbers and times as people read them.

Sizes are 1000-based (1 MB = 1,000,000 bytes), as the SI, disks and networks have it, everywhere in kafkatui; exact
bytes are in the JSON. Times of day are local.
"""

from __future__ import annotations

from datetime import UTC, datetime

from kafkatui.model.counted import counted as counted

_SIZE_UNITS = ("kB", "MB", "GB", "TB", "PB", "EB")
_SHORT_UNITS = ("k", "M", "G", "T", "P", "E")
MINUTE_SECONDS = 60
HOUR_SECONDS = 3600
DAY_SECONDS = 86400


def count(number: int) -> str:
    """1204 → "1,204"."""
    return f"{number:,}"


def _scaled(number: float, units: tuple[str, ...]) -> str:
    """Two figures or more in the largest unit that keeps the number at 1 or above."""
    value, unit = number / 1000, 0
    while abs(value) >= 999.5 and unit < len(units) - 1:
        value /= 1000
        unit += 1
    figures = f"{value:.1f}" if abs(value) < 9.95 else f"{value:,.0f}"
    return f"{figures} {units[unit]}"


def short_count(number: int) -> str:
    """4912345 → "4.9 M"; exact below 10,000."""
    return count(number) if abs(number) < 10_000 else _scaled(number, _SHORT_UNITS)


def size(size_bytes: int) -> str:
    """204 → "204 B", 1234567 → "1.2 MB" (1000-based)."""
    return f"{size_bytes} B" if abs(size_bytes) < 1000 else _scaled(size_bytes, _SIZE_UNITS)


def rate(per_second: float) -> str:
    """412.13 → "412.1", 12345.6 → "12,346"; what is not 0 never looks like 0."""
    if 0 < abs(per_second) < 0.05:
        return "<0.1" if per_second > 0 else ">-0.1"
    return f"{per_second:,.1f}" if abs(per_second) < 9999.95 else f"{per_second:,.0f}"


def signed_rate(per_second: float) -> str:
    """2.13 → "+2.1", −0.32 → "−0.3"."""
    return f"{'−' if per_second < 0 else '+'}{rate(abs(per_second))}"


def duration(seconds: float) -> str:
    """0.62 → "0.6s", 12 → "12s", 134 → "2m14s", 11100 → "3h05m", 183600 → "2d03h"."""
    if seconds < 0:
        return f"-{duration(-seconds)}"
    if seconds < 9.95:
        return f"{seconds:.1f}s" if seconds % 1 >= 0.05 else f"{seconds:.0f}s"
    whole = round(seconds)
    if whole < MINUTE_SECONDS:
        return f"{whole}s"
    if whole < HOUR_SECONDS:
        return f"{whole // MINUTE_SECONDS}m{whole % MINUTE_SECONDS:02d}s"
    if whole < DAY_SECONDS:
        return f"{whole // HOUR_SECONDS}h{whole % HOUR_SECONDS // MINUTE_SECONDS:02d}m"
    return f"{whole // DAY_SECONDS:,}d{whole % DAY_SECONDS // HOUR_SECONDS:02d}h"


def age(seconds: float) -> str:
    """How long ago, in one unit, rounded down: 134 → "2m"; a clock that runs ahead gives "0s"."""
    whole = max(0, int(seconds))
    for unit_seconds, unit in ((DAY_SECONDS, "d"), (HOUR_SECONDS, "h"), (MINUTE_SECONDS, "m")):
        if whole >= unit_seconds:
            return f"{whole // unit_seconds:,}{unit}"
    return f"{whole}s"


def latency(seconds: float) -> str:
    """0.00085 → "850 µs", 0.0034 → "3.4 ms", 1.24 → "1.2 s"."""
    if seconds < 0.0009995:
        return f"{seconds * 1e6:.0f} µs"
    if seconds < 0.9995:
        milliseconds = seconds * 1000
        return f"{milliseconds:.1f} ms" if milliseconds < 99.95 else f"{milliseconds:.0f} ms"
    return f"{seconds:.1f} s"


def percent(share: float) -> str:
    """0.123 → "12 %"; neither 0 nor 1 is claimed unless it is exact."""
    if 0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1:
        return ">99 %"
    return f"{share * 100:.0f} %"


def _local(seconds: float) -> datetime | None:
    """Local time with its offset, or None when no calendar reaches that far."""
    try:
        return datetime.fromtimestamp(seconds).astimezone()
    except (OverflowError, ValueError, OSError):
        return None


def timestamp(timestamp_ms: int) -> str:
    """Unix milliseconds → "2026-11-22 12:04:31.123", local time; the bare number when it is no time."""
    moment = _local(timestamp_ms // 1000)
    if moment is None:
        return f"{timestamp_ms} ms"
    return f"{moment:%Y-%m-%d %H:%M:%S}.{timestamp_ms % 1000:03d}"


def iso_timestamp(timestamp_ms: int) -> str:
    """Unix milliseconds → "2026-11-22T12:04:31.123+01:00", for other programs; the number when it is no time."""
    moment = _local(timestamp_ms // 1000)
    if moment is None:
        return str(timestamp_ms)
    return moment.replace(microsecond=timestamp_ms % 1000 * 1000).isoformat(timespec="milliseconds")


def iso_timestamp_utc(timestamp_ms: int) -> str:
    """Unix milliseconds → "2026-11-22T11:04:31.123+00:00"; the bare number of milliseconds when it is no time."""
    try:
        return datetime.fromtimestamp(timestamp_ms / 1000, UTC).isoformat(timespec="milliseconds")
    except (OverflowError, ValueError, OSError):
        return str(timestamp_ms)


def date_time(seconds: float) -> str:
    """Unix seconds → "2026-11-22 12:04:31", local time."""
    moment = _local(seconds)
    return f"{seconds:.0f} s" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"


def clock(seconds: float) -> str:
    """Unix seconds → "12:04:31", local time."""
    moment = _local(seconds)
    return f"{seconds:.0f} s" if moment is None else f"{moment:%H:%M:%S}"
