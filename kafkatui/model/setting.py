"""A property as a broker itself tells it: with every layer its value could come from."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Layer(Struct, frozen=True):
    """One place where a property has a value.

    Attributes:
        source: as in `ConfigEntry.source`.
        name: what it is called there: log.retention.ms may come from log.retention.hours.
        value: None when it is hidden or null.
    """

    source: str
    name: str
    value: str | None


class Setting(Struct, frozen=True):
    """A property in effect.

    Attributes:
        value: None when it is hidden or null.
        source: where the value in effect comes from, as in `ConfigEntry.source`.
        layers: every place that has a value, the one in effect first (KIP-226's synonyms).
        data_type: "int", "password" …; empty below Kafka 2.6.
        documentation: Kafka's sentence; empty below Kafka 2.6 and where it was not asked for.
    """

    name: str
    value: str | None
    source: str
    is_read_only: bool = False
    is_sensitive: bool = False
    layers: tuple[Layer, ...] = ()
    data_type: str = ""
    documentation: str = ""

    def layer(self, source: str) -> Layer | None:
        """What that source says; None when it says nothing."""
        return next((layer for layer in self.layers if layer.source == source), None)

    def without(self, source: str) -> Layer | None:
        """What is in effect once that source says nothing any more; None when that is not known."""
        return next((layer for layer in self.layers if layer.source != source), None)


Settings = Mapping[str, Setting]
"""By property."""
