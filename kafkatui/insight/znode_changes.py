"""What happened to a znode between two readings, in words."""

from __future__ import annotations

import msgspec

from kafkatui.codec.formats.registry import preview_text
from kafkatui.codec.json_text import json_object
from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.znode_secrets import mask_znode_data
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.znode import Znode, ZnodeChildren
from kafkatui.model.znode_history import ZnodeChangeKind as Kind
from kafkatui.model.znode_history import ZnodeHistoryEntry

COMPARED_BYTES = 65_536
"""Larger data is compared by size only."""

_NAMES_SHOWN = 5
_VALUE_CHARACTERS = 60
_MISSING = object()


GONE = "no such znode"
"""What every failure to find a znode says."""


def is_gone(observed: Observed[Znode]) -> bool:
    """Whether the last reading found no such znode."""
    return observed.state in (ObservedState.STALE, ObservedState.FAILED) and GONE in observed.reason


def znode_changes(before: Znode, after: Znode, at_seconds: float) -> list[ZnodeHistoryEntry]:
    """What differs between two readings of a znode; children are told by `children_change`."""
    path = after.path
    if before.stat.czxid != after.stat.czxid:
        text = "deleted and created again"
        if words := data_change_words(before, after):
            text = f"{text}: {words}"
        return [ZnodeHistoryEntry(at_seconds, path, Kind.REPLACED, text)]
    changes = []
    if before.stat.version != after.stat.version:
        words = data_change_words(before, after) or "written with the same data"
        missed = after.stat.version - before.stat.version - 1
        if missed > 0:
            words += f" (version {before.stat.version} → {after.stat.version})"
        changes.append(ZnodeHistoryEntry(at_seconds, path, Kind.CHANGED, words))
    if before.stat.acl_version != after.stat.acl_version:
        text = f"ACL version {before.stat.acl_version} → {after.stat.acl_version}"
        changes.append(ZnodeHistoryEntry(at_seconds, path, Kind.ACL, text))
    return changes


def created(after: Znode, at_seconds: float) -> ZnodeHistoryEntry:
    """The znode is there again, or at last."""
    return ZnodeHistoryEntry(at_seconds, after.path, Kind.CREATED)


def deleted(before: Znode, at_seconds: float) -> ZnodeHistoryEntry:
    """The znode is gone; an ephemeral one most likely with its session."""
    owner = before.stat.ephemeral_owner
    text = f"session {owner:#x} ended, or somebody deleted it" if before.stat.is_ephemeral else ""
    return ZnodeHistoryEntry(at_seconds, before.path, Kind.DELETED, text)


def children_change(before: ZnodeChildren, after: ZnodeChildren, at_seconds: float) -> ZnodeHistoryEntry | None:
    """Children that came and went, None when none did."""
    old, new = set(before.children.names), set(after.children.names)
    added = [name for name in after.children.names if name not in old]
    removed = [name for name in before.children.names if name not in new]
    parts = [_names(names, sign) for names, sign in ((added, "+"), (removed, "−")) if names]
    return ZnodeHistoryEntry(at_seconds, after.path, Kind.CHILDREN, "  ".join(parts)) if parts else None


def children_count_change(before: Znode, after: Znode, at_seconds: float) -> ZnodeHistoryEntry | None:
    """The same by number alone, for very many children."""
    if before.stat.czxid != after.stat.czxid or before.stat.children_version == after.stat.children_version:
        return None
    text = f"{before.stat.children_count:,} → {after.stat.children_count:,}"
    return ZnodeHistoryEntry(at_seconds, after.path, Kind.CHILDREN, text)


def data_change_words(before: Znode, after: Znode) -> str:
    """ "leader 3 → 1, isr 3,1,2 → 1,2" for JSON objects, else the old and the new value; empty when equal."""
    if before.data_error or after.data_error:
        return "its data may not be read"
    if max(before.stat.data_length, after.stat.data_length) > COMPARED_BYTES:
        return f"{before.stat.data_length:,} → {after.stat.data_length:,} bytes"
    if before.data == after.data:
        return ""
    return _value_words(after.path, before.data, after.data)


def _value_words(path: str, before: bytes | None, after: bytes | None) -> str:
    before, after = (mask_znode_data(path, data) if data else data for data in (before, after))
    old, new = json_object(before), json_object(after)
    if old is None or new is None:
        return f"{_preview(before)} → {_preview(after)}"
    words = []
    for name in [*new, *(name for name in old if name not in new)]:
        old_value, new_value = old.get(name, _MISSING), new.get(name, _MISSING)
        if old_value != new_value:
            words.append(f"{sanitise(str(name))} {_value(old_value)} → {_value(new_value)}")
    return ", ".join(words) or "the same fields, written differently"


def _preview(data: bytes | None) -> str:
    return preview_text(data, _VALUE_CHARACTERS) if data else "no data"


def _value(value: object) -> str:
    if value is _MISSING:
        return "(none)"
    if isinstance(value, list) and all(isinstance(each, int | str) for each in value):
        text = ",".join(str(each) for each in value) or "[]"
    else:
        text = value if isinstance(value, str) else msgspec.json.encode(value).decode("utf-8")
    return sanitise(text if len(text) <= _VALUE_CHARACTERS else f"{text[: _VALUE_CHARACTERS - 1]}…")


def _names(names: list[str], sign: str) -> str:
    shown = " ".join(f"{sign}{sanitise(name)}" for name in names[:_NAMES_SHOWN])
    more = len(names) - _NAMES_SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown
