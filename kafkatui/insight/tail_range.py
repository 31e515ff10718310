"""What of topics is read, as it is typed: where it begins, where it stops, which partitions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from kafkatui.insight.moment import FORMS as TIME_FORMS
from kafkatui.insight.moment import parse_moment
from kafkatui.model.cluster import Topic, TopicPartition
from kafkatui.model.errors import UsageError
from kafkatui.model.replacing import replace
from kafkatui.model.tail_range import TailRange
from kafkatui.model.tail_start import TailStart, TailStartKind
from kafkatui.model.tail_stop import TailStop, TailStopKind

START_FORMS = (
    "end, beginning, last:N, last:N/partition, offset:N, offset:0=10,1=20, 0@10 (partition@offset), group:NAME (what "
    f"it has not committed) or time:WHEN ({TIME_FORMS})"
)
STOP_FORMS = f"never, end, offset:N, offset:0=10,1=20 (the first not read) or time:WHEN ({TIME_FORMS})"
PARTITION_FORMS = "numbers and ranges: 0,2-4"
RANGE_FORMS = "last:100 until end partition 0,2-4 limit 50"

_RECORD = re.compile(r"(\d+)@(\d+)", re.ASCII)
_EACH = re.compile(r"(\d+)/p(?:artition)?", re.ASCII)
_PART = re.compile(r"(\d+)(?:-(\d+))?", re.ASCII)
_KEYWORDS = re.compile(r"(?:^|\s+)(until|partitions?|limit)\s+")
_MOST_DIGITS = 18


def parse_start(text: str, topics: Iterable[Topic], now: datetime) -> TailStart:
    """Where reading begins.

    Args:
        topics: those to be read; offset:N is the first offset of each of their partitions.
        now: the present, with a time zone; a typed time without one is of that zone.

    Raises:
        UsageError: it is none of `START_FORMS`.
    """
    kind, _, rest = text.partition(":")
    if text == "end":
        return TailStart.end()
    if text == "beginning":
        return TailStart.beginning()
    if kind == "last":
        each = _EACH.fullmatch(rest)
        count = _number(each[1] if each else rest)
        if count is not None:
            return TailStart.last_of_each(count) if each else TailStart.last(count)
    if kind == "group" and rest:
        return TailStart.committed(rest)
    if (offsets := _offsets(text, topics)) is not None:
        return TailStart.at_offsets(offsets)
    moment_ms = _moment_ms(text, now, _wrong_start(text))
    # Kafka has no times before 1970: negative ones are its special offsets, -1 the end.
    return TailStart.at_timestamp(moment_ms) if moment_ms else TailStart.beginning()


def parse_stop(text: str, topics: Iterable[Topic], now: datetime) -> TailStop:
    """Where reading stops; arguments as `parse_start` has them.

    Raises:
        UsageError: it is none of `STOP_FORMS`, or a time that has not come.
    """
    if text == "never":
        return TailStop.never()
    if text == "end":
        return TailStop.at_end()
    if (offsets := _offsets(text, topics)) is not None:
        return TailStop.at_offsets(offsets)
    moment_ms = _moment_ms(text, now, UsageError(f"“{text}” names no place to stop.", f"It reads {STOP_FORMS}."))
    if moment_ms > now.timestamp() * 1000:
        raise UsageError(f"“{text}” has not come yet.", "Until then there is only what is there now: until end.")
    return TailStop.at_timestamp(moment_ms)


def parse_partitions(text: str) -> frozenset[int]:
    """Numbers of partitions.

    Raises:
        UsageError: it is not `PARTITION_FORMS`.
    """
    numbers: set[int] = set()
    for piece in text.split(","):
        found = _PART.fullmatch(piece.strip())
        first = _number(found[1]) if found else None
        last = _number(found[2]) if found and found[2] else first
        if first is None or last is None or last < first or last > 2**31 - 1 or last - first > 100_000:
            raise UsageError(f"“{piece.strip()}” is no partition.", f"Partitions are {PARTITION_FORMS}.")
        numbers.update(range(first, last + 1))
    return frozenset(numbers)


def parse_range(text: str, topics: Collection[Topic], now: datetime) -> TailRange:
    """All of it in one line: `START [until STOP] [partition 0,2-4] [limit N]`.

    Raises:
        UsageError: a part of it cannot be meant, or is there twice.
    """
    start_text, *rest = _KEYWORDS.split(text.strip())
    parts: dict[str, str] = {}
    for keyword, value in zip(rest[::2], rest[1::2], strict=True):
        if parts.setdefault(keyword.removesuffix("s"), value) is not value:
            raise UsageError(f"“{keyword}” is there twice.", f"For example {RANGE_FORMS}.")
    start = parse_start(start_text or "end", topics, now)
    stop = parse_stop(parts["until"], topics, now) if "until" in parts else TailStop.never()
    if "limit" in parts:
        count = _number(parts["limit"])
        if not count:
            raise UsageError(f"“{parts['limit']}” is no number of records.", f"For example {RANGE_FORMS}.")
        stop = replace(stop, count=count)
    return TailRange(start, stop, parse_partitions(parts["partition"]) if "partition" in parts else None)


def check_partitions(partitions: frozenset[int] | None, topics: Collection[Topic]) -> None:
    """That a partition asked for is there in one of the topics at least.

    Raises:
        UsageError: it is in none.
    """
    there = {partition.id for topic in topics for partition in topic.partitions}
    missing = sorted((partitions or frozenset()) - there)
    if missing and topics:
        whose = next(iter(topics)).name if len(topics) == 1 else "None of the topics"
        raise UsageError(
            f"{whose} has {'no ' if len(topics) == 1 else ''}partition {', '.join(map(str, missing))}.",
            f"Its partitions are 0 to {max(there)}." if len(topics) == 1 and there else "",
        )


def _offsets(text: str, topics: Iterable[Topic]) -> dict[TopicPartition, int] | None:
    """Of offset:N, offset:P=N,P=N and P@N; None where it is none of these."""
    if record := _RECORD.fullmatch(text):
        numbers = {_number(record[1]): _number(record[2])}
    elif not text.startswith("offset:"):
        return None
    elif "=" in text:
        pairs = [piece.split("=") for piece in text.removeprefix("offset:").split(",")]
        if any(len(pair) != 2 for pair in pairs):
            return None
        numbers = {_number(partition.strip()): _number(offset.strip()) for partition, offset in pairs}
    else:
        offset = _number(text.removeprefix("offset:"))
        return None if offset is None else dict.fromkeys(_keys(topics), offset)
    if None in numbers or None in numbers.values():
        return None
    return {(name, part): offset for name, part in _keys(topics) if (offset := numbers.get(part)) is not None}


def _keys(topics: Iterable[Topic]) -> list[TopicPartition]:
    return [(topic.name, partition.id) for topic in topics for partition in topic.partitions]


def _moment_ms(text: str, now: datetime, wrong: UsageError) -> int:
    """Of time:WHEN, or of WHEN alone where nothing else can be meant."""
    kind, colon, rest = text.partition(":")
    if not text or text.isdecimal() or (colon and kind in ("last", "offset", "group")):
        raise wrong
    when = rest if kind == "time" else text
    try:
        return parse_moment(when, now)
    except OverflowError:
        raise UsageError(f"“{text}” is further away than the calendar goes.", f"A time is {TIME_FORMS}.") from None
    except ValueError:
        raise wrong from None


def _number(digits: str) -> int | None:
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS else None


def _wrong_start(text: str) -> UsageError:
    return UsageError(f"“{text}” names no place to begin.", f"It reads {START_FORMS}.")


def range_text(what: TailRange) -> str:
    """The range as `parse_range` reads it."""
    text = start_text(what.start)
    if what.stop.has_ends:
        text += f" until {_stop_text(what.stop)}"
    if what.partitions is not None:
        text += f" partition {partitions_text(what.partitions)}"
    return text if what.stop.count is None else f"{text} limit {what.stop.count}"


def start_text(start: TailStart) -> str:
    """The start as `parse_start` reads it."""
    match start.kind:
        case TailStartKind.LAST:
            return f"last:{start.count}"
        case TailStartKind.LAST_OF_EACH:
            return f"last:{start.count}/partition"
        case TailStartKind.COMMITTED:
            return f"group:{start.group}"
        case TailStartKind.OFFSETS:
            return _offsets_text(start.offsets)
        case TailStartKind.TIMESTAMP:
            return f"time:{start.timestamp_ms}"
        case _:
            return str(start.kind.value)


def partitions_text(partitions: Collection[int]) -> str:
    """Numbers as `parse_partitions` reads them: "0,2-4"."""
    runs: list[list[int]] = []
    for number in sorted(partitions):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _stop_text(stop: TailStop) -> str:
    match stop.kind:
        case TailStopKind.OFFSETS:
            return _offsets_text(stop.offsets)
        case TailStopKind.TIMESTAMP:
            return f"time:{stop.timestamp_ms}"
        case _:
            return str(stop.kind.value)


def _offsets_text(offsets: Mapping[TopicPartition, int]) -> str:
    """One number where all are the same."""
    by_partition = {partition: offset for (_, partition), offset in sorted(offsets.items())}
    if len(by_partition) > 1 and len(set(by_partition.values())) == 1:
        return f"offset:{next(iter(by_partition.values()))}"
    return "offset:" + ",".join(f"{partition}={offset}" for partition, offset in by_partition.items())
