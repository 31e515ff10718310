"""What changed in a configuration, as events: which property, from what to what; secrets are not told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from msgspec import Struct

from kafkatui.insight.event_groups import told
from kafkatui.model.event import Cause, Event, EventKind, Severity
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.secrets import is_secret

_MOST_CHARACTERS = 80


class ConfigReading(Struct, frozen=True):
    """A configuration before and after.

    Attributes:
        entity: as Kafka's change notifications name it: `topics/orders`, `brokers/<default>`, `users/alice/clients/x`.
        before: None where it was never read.
        changed_at_seconds: when, as the znode has it; None where that is not told.
        within_seconds: since the reading before; None where that is not told.
    """

    entity: str
    before: Mapping[str, str] | None
    after: Mapping[str, str]
    source: str
    changed_at_seconds: float | None = None
    within_seconds: float | None = None


def config_events(cluster: str, reading: ConfigReading, now_seconds: float) -> list[Event]:
    """A line for each property that changed, one for all of them when they are many."""
    subject, place = _thing(cluster, reading.entity)

    def event_of(change: tuple[str, str]) -> Event:
        name, how = change
        cause = Cause(f"{name}: {how}", _nouns(reading.entity), Place(cluster, PlaceKind.CLUSTER, tab="events"))
        return Event(
            now_seconds, cluster, Severity.INFO, reading.source, subject, f"{name}: {how}", place, EventKind.CONFIG,
            reading.changed_at_seconds, reading.within_seconds, cause,
        )  # fmt: skip

    return told(list(_changes(reading.before, reading.after)), event_of)


def _changes(before: Mapping[str, str] | None, after: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if before is None:
        yield "configuration", "changed; what it was before had not been read"
        return
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if _is_hidden(name):
            yield name, "removed" if new is None else "set" if old is None else "changed"
        elif new is None:
            yield name, f"{_short(old or '')} → the default"
        elif old is None:
            yield name, f"set to {_short(new)}, it was the default"
        else:
            yield name, f"{_short(old)} → {_short(new)}"


def _is_hidden(name: str) -> bool:
    return is_secret(name) or name.upper().startswith("SCRAM-")


def _short(value: str) -> str:
    text = value or '""'
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"


def _thing(cluster: str, entity: str) -> tuple[str, Place]:
    """What it is called, and where its configuration is shown."""
    kind, _, name = entity.partition("/")
    if kind == "topics":
        return name, Place(cluster, PlaceKind.TOPIC, name, tab="config")
    if kind == "brokers":
        if not name.isdecimal():
            return "all brokers", Place(cluster, PlaceKind.BROKERS)
        return f"broker {name}", Place(cluster, PlaceKind.BROKER, name, tab="config")
    user, _, client = name.partition("/clients/") if kind == "users" else ("", "", "")
    tab = "quotas" if kind != "users" or client else "users"
    words = f"user {unquote(user)}, client {unquote(client)}" if client else f"{kind[:-1]} {unquote(name)}"
    return words.replace("<default>", "by default"), Place(cluster, PlaceKind.CLUSTER, tab=tab)


def _nouns(entity: str) -> str:
    return entity.partition("/")[0]
