"""Values of Kafka's properties as people type and read them: "7 d" where a property counts milliseconds."""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction

TIME_FORMS = "7d, 12h, 30min, 90s or 500ms"
SIZE_FORMS = "1GiB (1,073,741,824) or 1GB (1,000,000,000)"


class ConfigUnit(Enum):
    """What a property counts, in nanoseconds or bytes."""

    NANOSECONDS = 1
    MILLISECONDS = 1_000_000
    SECONDS = 1_000_000_000
    MINUTES = 60_000_000_000
    HOURS = 3_600_000_000_000
    BYTES = 0

    @property
    def noun(self) -> str:
        """ "milliseconds"."""
        return self.name.lower()


UNLIMITED_WORDS = frozenset({"unlimited", "forever", "infinite", "never"})

_LARGEST_INT = 2**31 - 1
_LARGEST_LONG = 2**63 - 1

_UNLIMITED = (
    (("retention.ms", "retention.bytes", "retention.minutes", "retention.hours"), -1),
    (
        ("flush.ms", "flush.messages", "flush.interval.ms", "flush.interval.messages", "flush.scheduler.interval.ms",
         "max.compaction.lag.ms", "throttled.rate", "bytes.per.second"),
        _LARGEST_LONG,
    ),
    (("max.connections", "max.connections.per.ip", "max.connection.creation.rate"), _LARGEST_INT),
)  # fmt: skip
"""By the end of a property's name, the number by which Kafka means no limit."""

_AS_THE_WHOLE = {"local.retention.ms": "retention.ms", "local.retention.bytes": "retention.bytes"}
"""Properties whose −2 means: as that one."""

_TIME_ENDS = {
    "ns": ConfigUnit.NANOSECONDS,
    "ms": ConfigUnit.MILLISECONDS,
    "seconds": ConfigUnit.SECONDS,
    "minutes": ConfigUnit.MINUTES,
    "hours": ConfigUnit.HOURS,
}
_SIZE_ENDS = (".buffer.size", ".throttled.rate")

_NANOSECONDS = {
    "w": 604_800_000_000_000,
    "d": 86_400_000_000_000,
    "h": 3_600_000_000_000,
    "min": 60_000_000_000,
    "s": 1_000_000_000,
    "ms": 1_000_000,
    "ns": 1,
}
_TIME_WORDS = {
    "week": "w", "weeks": "w", "day": "d", "days": "d", "hour": "h", "hours": "h", "m": "min", "minute": "min",
    "minutes": "min", "sec": "s", "second": "s", "seconds": "s",
}  # fmt: skip
_SHOWN_TIMES = ("d", "h", "min", "s", "ms")

_SIZES = {
    "B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40, "PiB": 2**50,
    "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "PB": 10**15,
}  # fmt: skip
_SIZES_BY_WORD = {"byte": 1, "bytes": 1, **{word.lower(): size for word, size in _SIZES.items()}}

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([a-zA-Z]+)\s*", re.ASCII)


def unit_of(name: str) -> ConfigUnit | None:
    """What the property `name` counts, from its name; None where that is no time and no size."""
    words = name.split(".")
    if (unit := _TIME_ENDS.get(words[-1])) is not None:
        return unit
    return ConfigUnit.BYTES if "bytes" in words or name.endswith(_SIZE_ENDS) else None


def unlimited_value(name: str) -> int | None:
    """The number by which the property `name` has no limit; None where Kafka has none."""
    for ends, value in _UNLIMITED:
        if name in ends or name.endswith(tuple(f".{end}" for end in ends)):
            return value
    return None


def read_value(name: str, text: str) -> str:
    """What is typed for the property `name` as brokers read it: "7d" for `retention.ms` is "604800000".

    A property that counts neither time nor bytes is left as it is typed, but for blanks around it.

    Raises:
        ValueError: it is a time or a size, and the text is none, or not a whole number of what it counts.
    """
    text = text.strip()
    unit = unit_of(name)
    if text.lower() in UNLIMITED_WORDS:
        if (unlimited := unlimited_value(name)) is not None:
            return str(unlimited)
        if unit is not None:
            raise ValueError(f"{name} cannot be {text}.")
    if unit is None or not text or _NUMBER.fullmatch(text):
        return text
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    return _size(name, text) if unit is ConfigUnit.BYTES else _time(name, text, unit)


def _amounts(text: str) -> list[tuple[Fraction, str]]:
    """ "1h 30min" as its parts; none where it is not like that."""
    found, at = [], 0
    while at < len(text):
        part = _AMOUNT.match(text, at)
        if part is None:
            return []
        found.append((Fraction(part[1]), part[2]))
        at = part.end()
    return found


def _time(name: str, text: str, unit: ConfigUnit) -> str:
    total = Fraction(0)
    amounts = _amounts(text)
    for amount, word in amounts:
        nanoseconds = _NANOSECONDS.get(_TIME_WORDS.get(word.lower(), word.lower()))
        if nanoseconds is None:
            amounts = []
            break
        total += amount * nanoseconds
    if not amounts:
        raise ValueError(f"{name} is a time in {unit.noun}: {TIME_FORMS}, not “{text}”.")
    return _whole(name, text, total / unit.value, unit)


def _size(name: str, text: str) -> str:
    total = Fraction(0)
    amounts = _amounts(text)
    for amount, word in amounts:
        size = _SIZES_BY_WORD.get(word.lower())
        if size is None:
            amounts = []
            break
        total += amount * size
    if not amounts:
        raise ValueError(f"{name} is a size in bytes: {SIZE_FORMS}, not “{text}”.")
    return _whole(name, text, total, ConfigUnit.BYTES)


def _whole(name: str, text: str, number: Fraction, unit: ConfigUnit) -> str:
    if number.denominator != 1:
        raise ValueError(f"{name} counts whole {unit.noun}: “{text}” is {float(number):g} of them.")
    return str(number.numerator)


def in_words(name: str, value: str | None) -> str:
    """A value of the property `name` as people say it: "7 d", "1 GiB", "unlimited"; empty where the number says it.

    What is rounded begins with "≈".
    """
    if value is None or not value.lstrip("-").isdecimal():
        return ""
    number = int(value)
    if number == unlimited_value(name) or (number == _LARGEST_LONG and unit_of(name) is not None):
        return "unlimited"
    if number == -2 and name in _AS_THE_WHOLE:
        return f"as {_AS_THE_WHOLE[name]}"
    unit = unit_of(name)
    if unit is None or number <= 0:
        return ""
    return _size_words(number) if unit is ConfigUnit.BYTES else _time_words(number, unit)


def _time_words(number: int, unit: ConfigUnit) -> str:
    """Its largest unit and the next one; empty where that is what the property counts anyway."""
    nanoseconds = number * unit.value
    first = next((index for index, word in enumerate(_SHOWN_TIMES) if _NANOSECONDS[word] <= nanoseconds), None)
    if first is None or _NANOSECONDS[_SHOWN_TIMES[first]] <= unit.value:
        return ""
    words, rest = [], nanoseconds
    for word in _SHOWN_TIMES[first : first + 2]:
        count, rest = divmod(rest, _NANOSECONDS[word])
        if count:
            words.append(f"{count:,} {word}")
    return f"{'≈ ' if rest else ''}{' '.join(words)}"


def _size_words(number: int) -> str:
    """The largest unit that says it exactly with one decimal at most, else the largest binary one, rounded."""
    fitting = [(size, word) for word, size in _SIZES.items() if 1 < size <= number]
    if not fitting:
        return ""
    exact = [(size, word) for size, word in fitting if number * 10 % size == 0]
    size, word = max(exact or [each for each in fitting if "i" in each[1]] or fitting)
    return f"{'' if exact else '≈ '}{number / size:,.1f} {word}".replace(".0 ", " ")
