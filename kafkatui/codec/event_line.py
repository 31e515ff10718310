"""An event as a line of JSON, in a file or a stream, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from kafkatui.model.event import Cause, Event, EventKind, Severity
from kafkatui.model.place import Place, PlaceKind

MOST_MEMBERS = 100
"""Changes that are written with a line for many; `count` says how many there were."""


def event_line(event: Event) -> str:
    """All of it but its cause, whose line it is; times in UTC."""
    return msgspec.json.encode(_fields(event)).decode()


def _fields(event: Event) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "time": _time(event.at_seconds),
        "severity": event.severity.value,
        "kind": event.kind.value if event.kind is not None else None,
        "subject": event.subject,
        "text": event.text,
        "source": event.source,
        "cluster": event.cluster,
        "changed": _time(event.changed_at_seconds) if event.changed_at_seconds is not None else None,
        "within_seconds": None if event.within_seconds is None else round(event.within_seconds, 3),
        "count": event.count,
        "brokers": list(event.brokers),
        "place": _place_fields(event.place),
    }
    if event.members and event.cause is not None:
        fields["group"] = {
            "words": event.cause.words, "nouns": event.cause.noun_plural, "place": _place_fields(event.cause.place),
        }  # fmt: skip
        fields["members"] = [_fields(member) for member in event.members[:MOST_MEMBERS]]
    return fields


def parse_event_line(line: str | bytes, cluster: str) -> Event | None:
    """The event of a line, as one of that cluster; None where it is none."""
    try:
        return _event(msgspec.json.decode(line), cluster)
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError):
        return None


def _event(fields: Mapping[str, Any], cluster: str) -> Event:
    group = fields.get("group")
    cause = Cause(group["words"], group["nouns"], _place(group["place"], cluster)) if group else None
    kind = fields.get("kind")
    changed, within = fields.get("changed"), fields.get("within_seconds")
    return Event(
        at_seconds=_seconds(fields["time"]),
        cluster=cluster,
        severity=Severity(fields["severity"]),
        source=str(fields["source"]),
        subject=str(fields["subject"]),
        text=str(fields["text"]),
        place=_place(fields["place"], cluster),
        kind=EventKind(kind) if kind else None,
        changed_at_seconds=_seconds(changed) if changed else None,
        within_seconds=float(within) if within is not None else None,
        cause=cause,
        brokers=tuple(int(each) for each in fields.get("brokers", ())),
        members=tuple(_event(each, cluster) for each in fields.get("members", ())),
        count=int(fields.get("count", 1)),
    )


def _place_fields(place: Place) -> dict[str, str]:
    named = {"kind": place.kind.value, "name": place.name, "tab": place.tab, "cursor": place.cursor}
    return {name: text for name, text in named.items() if text}


def _place(fields: Mapping[str, str], cluster: str) -> Place:
    name, tab, cursor = (fields.get(part, "") for part in ("name", "tab", "cursor"))
    return Place(cluster, PlaceKind(fields["kind"]), name, tab, cursor=cursor)


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
