"""Properties with what is to be known of them: what brokers tell, and what Kafka's jars define."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from kafkatui.codec.kafka_documentation import plain
from kafkatui.insight.catalogue import Definition, Scope, definition
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.replacing import replace
from kafkatui.model.setting import Layer, Setting

_SCOPES = {
    Scope.RESTART: "when a broker starts",
    Scope.BROKER: "at run time, for each broker by itself",
    Scope.CLUSTER: "at run time, for one broker or all",
}


class ExplainedRow(Struct, frozen=True):
    """A property in effect and what it means.

    Attributes:
        definition: of the version nearest to the brokers'; None when no Kafka that was looked at has it.
        setting: as a broker itself tells it; None when it was not asked.
    """

    entry: ConfigEntry
    definition: Definition | None
    setting: Setting | None

    @property
    def sentence(self) -> str:
        """What it is for: the broker's own words before those of the jars."""
        if self.setting is not None and self.setting.documentation:
            return plain(self.setting.documentation)
        return self.definition.documentation if self.definition is not None else ""

    @property
    def data_type(self) -> str:
        if self.definition is not None:
            return self.definition.data_type
        return self.setting.data_type if self.setting is not None else ""

    @property
    def valid(self) -> str:
        """What a value has to be; empty for anything of its type."""
        return self.definition.valid if self.definition is not None else ""

    @property
    def default(self) -> str | None:
        """Kafka's own default."""
        return self.definition.default if self.definition is not None else None

    @property
    def takes_effect(self) -> str:
        """When a change of it is taken; empty where that is not known."""
        if self.entry.is_read_only:
            return _SCOPES[Scope.RESTART]
        scope = self.definition.scope if self.definition is not None else Scope.NONE
        return "at run time" if scope in (Scope.NONE, Scope.RESTART) else _SCOPES[scope]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Every place that has a value, the one in effect first."""
        return self.setting.layers if self.setting is not None else ()


def explained_rows(
    entries: Iterable[ConfigEntry],
    kind: str,
    generation: str = "",
    layers: Mapping[str, Setting] | None = None,
    documentation: Mapping[str, Setting] | None = None,
) -> list[ExplainedRow]:
    """A row for each property, by name.

    Args:
        kind: "broker" or "topic".
        generation: of the brokers, "3.9"; empty while it is not known.
        layers: as the broker tells them now.
        documentation: as a broker told it once.
    """
    return [
        ExplainedRow(
            entry,
            definition(kind, entry.name, generation),
            _told((layers or {}).get(entry.name), (documentation or {}).get(entry.name)),
        )
        for entry in sorted(entries, key=lambda entry: entry.name)
    ]


def _told(now: Setting | None, once: Setting | None) -> Setting | None:
    """What is told now, with the words told once; where nothing is told now, the words alone."""
    if now is None:
        return None if once is None else replace(once, layers=())
    return now if once is None else replace(now, documentation=once.documentation)
