"""What changing properties of a broker comes to: what is in effect now, and what will be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from kafkatui.insight.catalogue import names
from kafkatui.model.secrets import is_secret
from kafkatui.model.setting import Setting, Settings

BROKER_SOURCE, CLUSTER_SOURCE = "broker (dynamic)", "cluster (dynamic)"


class SettingMove(Struct, frozen=True):
    """One property of one broker, or of all of them.

    Attributes:
        broker_id: None for what is set for all brokers.
        now: the value in effect; None when there is none, or it is hidden.
        source: where that comes from; empty when nothing says anything.
        own: what is set at run time for this very broker, or for all; None when nothing is.
        new: what shall be set; None takes it away.
        then: the value in effect afterwards; None when that is not known.
        then_source: where it will come from.
        is_hidden: whether the values must not be shown or written down.
        is_known: whether it is a property of brokers; what a plugin reads is none.
        has_own: whether something is set at run time for this very broker, or for all.
    """

    broker_id: int | None
    name: str
    now: str | None
    source: str
    own: str | None
    new: str | None
    then: str | None
    then_source: str
    is_hidden: bool
    is_known: bool
    has_own: bool

    @property
    def is_change(self) -> bool:
        """Whether anything is to be done: a hidden value is never known to be the same."""
        if self.is_hidden:
            return self.new is not None or self.has_own
        return self.own != self.new if self.new is not None else self.has_own


def setting_moves(
    broker_id: int | None, settings: Settings, wanted: Mapping[str, str | None], known: Settings
) -> tuple[SettingMove, ...]:
    """What `wanted` comes to.

    Args:
        settings: of the broker; for all brokers only what is set for all.
        wanted: the new value by property; None takes it away.
        known: of any broker: which properties there are, and what is hidden.
    """
    source = CLUSTER_SOURCE if broker_id is None else BROKER_SOURCE
    return tuple(
        _move(broker_id, name, new, settings.get(name), known.get(name), source) for name, new in wanted.items()
    )


def _move(
    broker_id: int | None, name: str, new: str | None, setting: Setting | None, known: Setting | None, source: str
) -> SettingMove:
    own = setting.layer(source) if setting is not None else None
    rest = (setting or known or Setting(name, None, "")).without(source)
    stays = broker_id is None or new is not None
    return SettingMove(
        broker_id,
        name,
        now=setting.value if setting is not None else None,
        source=setting.source if setting is not None else "",
        own=own.value if own is not None else None,
        new=new,
        then=new if stays else rest.value if rest is not None else None,
        then_source=source if new is not None else "" if broker_id is None or rest is None else rest.source,
        is_hidden=is_secret(name) or any(each.is_sensitive for each in (setting, known) if each is not None),
        is_known=known is not None or name in names("broker") or name.startswith("listener.name."),
        has_own=own is not None,
    )


def overruled(moves: Sequence[SettingMove], by_broker: Mapping[int, Settings]) -> list[tuple[int, str]]:
    """The brokers with a value of their own for what is changed for all of them, with the property."""
    changed = [move.name for move in moves if move.is_change]
    return [
        (broker_id, name)
        for broker_id, settings in sorted(by_broker.items())
        for name in changed
        if name in settings and settings[name].layer(BROKER_SOURCE) is not None
    ]
