"""What the fields in a Kafka znode's data mean. Names and versions: kafka.zk.ZkData, kafka.cluster.Broker."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from kafkatui.codec.formats.registry import preview_text
from kafkatui.codec.json_text import json_object
from kafkatui.codec.sanitise import sanitise

_MAX_FIELDS = 200
_MAX_VALUE_CHARACTERS = 200


class FieldNote(Struct, frozen=True):
    """One field of a znode's data.

    Attributes:
        name: as in the data; "" for data that is one bare value.
        value: as in the data, on one line, sanitised.
        explanation: what it means; empty when the name says it all.
    """

    name: str
    value: str
    explanation: str = ""


_EXPLAINED = {
    "endpoints": "Where clients and brokers reach it: listener://host:port.",
    "listener_security_protocol_map": "Which protocol each listener speaks.",
    "rack": "Its broker.rack: replicas are spread over racks when a topic is created.",
    "host": "Host of its first plaintext listener, for clients before 0.9; null when there is none.",
    "port": "Port of its first plaintext listener, for clients before 0.9; -1 when there is none.",
    "brokerid": "The broker that is the controller.",
    "kraftControllerEpoch": "Epoch of the KRaft controller that has taken over; -1 when none has.",
    "leader": "The broker that serves reads and writes; -1 when no replica may lead.",
    "leader_epoch": "Grows with every change of leader; followers use it to cut diverged logs (KIP-101).",
    "isr": "In-sync replicas: the brokers that have everything and may become leader.",
    "controller_epoch": "The controller election during which this was written.",
    "leader_recovery_state": "1 while a leader from an unclean election is being verified, 0 normally (KIP-704).",
    "partitions": "Brokers that keep each partition, the preferred leader first.",
    "adding_replicas": "Brokers a reassignment is adding (KIP-455).",
    "removing_replicas": "Brokers a reassignment will drop when the new ones are in sync (KIP-455).",
    "topic_id": "The topic's unique id (KIP-516): a topic created again under the same name has another.",
    "id": "Generated once; every broker keeps it in meta.properties.",
    "config": "What is set, by property.",
    "entity_path": "Whose configuration changed, below /config.",
    "broker": "The broker concerned.",
    "event": "1: a log directory failed.",
    "block_start": "First producer id of the block.",
    "block_end": "Last producer id of the block.",
    "features": "Features and the versions agreed on or supported.",
    "status": "1: finalized features are in force; 0: they are not.",
    "acls": "Who (principal, host) may or may not (permissionType) do what (operation).",
    "subscription": "Topics and the number of threads for each.",
    "pattern": "static, white_list or black_list: how the topics were named.",
    "owner": "Whose token it is.",
    "renewers": "Who may renew it.",
}

_EXPLAINED_FOR = {
    ("reassignment", "partitions"): "The partitions that move, and the brokers they move to.",
    ("preferred-election", "partitions"): "The partitions whose preferred replica should lead.",
    ("isr-change", "partitions"): "The partitions whose ISR changed.",
    ("producer-ids", "broker"): "The broker that took the block.",
    ("consumer-id", "version"): "Version of this format.",
}

_BARE = {
    "controller-epoch": "Controller elections so far.",
    "consumer-offset": "Next offset to read.",
    "consumer-owner": "The consumer thread that reads the partition.",
    "acl-change": "The resource, type:name.",
    "token-change": "The token's id.",
}

_TIMES = {
    "timestamp": "When this was written.",
    "issueTimestamp": "When it was issued.",
    "maxTimestamp": "It cannot be renewed beyond.",
    "expiryTimestamp": "When it expires.",
}

_TIMES_FOR = {"broker": "When the broker registered.", "controller": "When it became the controller."}


def field_notes(kind: str, data: bytes | None, now_ms: int | None) -> tuple[FieldNote, ...]:
    """The fields of a znode of that kind, at most 200; empty for no data. Secrets must be masked before.

    Args:
        kind: a `ZnodeRule.id`.
        now_ms: for ages; None leaves them out.
    """
    if not data:
        return ()
    fields = json_object(data)
    if fields is None:
        return (FieldNote("", preview_text(data, _MAX_VALUE_CHARACTERS), _BARE.get(kind, "")),)
    notes = [
        FieldNote(sanitise(str(name)), _one_line(value), _explain(kind, str(name), value, now_ms))
        for name, value in list(fields.items())[:_MAX_FIELDS]
    ]
    config = fields.get("config")
    if isinstance(config, dict):
        notes += [
            FieldNote(f"config.{sanitise(str(name))}", _one_line(value))
            for name, value in list(config.items())[:_MAX_FIELDS]
        ]
    return tuple(notes[:_MAX_FIELDS])


def when(time_ms: int, now_ms: int | None) -> str:
    """A moment as "2026-11-22 18:25:34 UTC, 3 min ago"; the number alone when it is no date."""
    try:
        text = datetime.fromtimestamp(time_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (ValueError, OverflowError, OSError):
        return str(time_ms)
    if now_ms is None:
        return text
    seconds = (now_ms - time_ms) // 1000
    return f"{text}, {duration(seconds)} ago" if seconds >= 0 else f"{text}, in {duration(-seconds)}"


def duration(seconds: int) -> str:
    """Seconds in the largest unit that fits: "5 s", "3 min", "2 h", "40 d"."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size:,} {unit}"
    return f"{seconds} s"


def _one_line(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode("utf-8")
    cut = text[:_MAX_VALUE_CHARACTERS]
    return sanitise(cut) + ("…" if len(text) > _MAX_VALUE_CHARACTERS else "")


def _explain(kind: str, name: str, value: Any, now_ms: int | None) -> str:
    if name == "version" and (kind, name) not in _EXPLAINED_FOR:
        return "Version of this format."
    if name == "jmx_port":
        return "no JMX" if value == -1 else "Port of its JMX metrics."
    if name in _TIMES:
        said = _TIMES_FOR.get(kind, _TIMES[name]) if name == "timestamp" else _TIMES[name]
        time_ms = _milliseconds(value)
        return said if time_ms is None else f"{said.removesuffix('.')}: {when(time_ms, now_ms)}."
    if name == "leader" and value == -1:
        return "No leader: no replica that may lead is alive."
    return _EXPLAINED_FOR.get((kind, name), _EXPLAINED.get(name, ""))


def _milliseconds(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else None
