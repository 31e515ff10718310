"""What changing properties of a topic comes to: what is in effect now, and what will be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from kafkatui.insight.catalogue import definition
from kafkatui.insight.config_values import in_words
from kafkatui.model.config_entry import ConfigEntry

_SENTENCE = re.compile(r".*?[.](?=\s|$)", re.DOTALL)

_HOUR_MS, _MINUTE_MS = 3_600_000, 60_000

_BROKERS_OWN = {
    "retention.ms": (("log.retention.ms", 1), ("log.retention.minutes", _MINUTE_MS), ("log.retention.hours", _HOUR_MS)),
    "segment.ms": (("log.roll.ms", 1), ("log.roll.hours", _HOUR_MS)),
    "segment.jitter.ms": (("log.roll.jitter.ms", 1), ("log.roll.jitter.hours", _HOUR_MS)),
}
"""The brokers' properties behind those of topics for which Kafka names none, the first that is set counts."""


class ConfigMove(Struct, frozen=True):
    """One property of one topic.

    Attributes:
        own: what is set for the very topic; None when nothing is.
        now: the value in effect.
        new: what shall be set for the topic; None takes its own away.
        default: what is in effect without a value of the topic's own; None when it is not known.
    """

    name: str
    own: str | None
    now: str | None
    new: str | None
    default: str | None

    @property
    def is_change(self) -> bool:
        """Whether anything is to be sent."""
        return self.own != self.new

    @property
    def then(self) -> str | None:
        """The value in effect afterwards; None when it is not known."""
        return self.default if self.new is None else self.new

    @property
    def words(self) -> str:
        """The change as people say it: "7 d → 1 d"; empty where the numbers say it."""
        if not self.is_change:
            return in_words(self.name, self.now) or "as it is"
        now, then = in_words(self.name, self.now), in_words(self.name, self.then)
        if self.now == self.then:
            return "as it is, from the default" if self.new is None else "as it is, but for the topic itself"
        return f"{now or self.now or 'nothing'} → {then or self.then or '?'}" if now or then else ""

    @property
    def keeps_less(self) -> bool:
        """Whether brokers delete records because of it that they would keep now."""
        if not self.is_change or self.name not in ("retention.ms", "retention.bytes"):
            return False
        now, then = _number(self.now), _number(self.then)
        return then is not None and then >= 0 and (now is None or now < 0 or then < now)


def config_moves(
    entries: Sequence[ConfigEntry], wanted: Mapping[str, str | None], broker: Sequence[ConfigEntry] = ()
) -> tuple[ConfigMove, ...]:
    """What `wanted` comes to.

    Args:
        entries: of the topic; it has every property that is wanted.
        wanted: the new value by property; None takes the topic's own away.
        broker: of any broker, for defaults that Kafka does not name.
    """
    known = {entry.name: entry for entry in entries}
    return tuple(_move(known[name], new, broker) for name, new in wanted.items())


def _move(entry: ConfigEntry, new: str | None, broker: Sequence[ConfigEntry]) -> ConfigMove:
    default = entry.default if entry.default is not None else _default(entry.name, broker)
    if not entry.is_own:
        default = entry.value
    return ConfigMove(entry.name, entry.value if entry.is_own else None, entry.value, new, default)


def _default(name: str, broker: Sequence[ConfigEntry]) -> str | None:
    """What brokers take where a topic says nothing, for the properties that they name otherwise."""
    values = {entry.name: _number(entry.value) for entry in broker}
    for own_name, factor in _BROKERS_OWN.get(name, ()):
        if (value := values.get(own_name)) is not None:
            return str(value * factor if value > 0 else value)
    return None


def _number(text: str | None) -> int | None:
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def explained(name: str) -> str:
    """What a topic's property is for, in Kafka's first sentence, and what it may be; empty where nobody defines it."""
    known = definition("topic", name)
    if known is None:
        return ""
    sentence = _SENTENCE.match(known.documentation)
    valid = f" Valid: {known.data_type}{f', {known.valid}' if known.valid else ''}."
    return f"{name}: {sentence[0] if sentence is not None else known.documentation}{valid}"
