"""What happened to a znode between two readings, in words."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from kafkatui.codec.formats.registry import preview_text
from kafkatui.codec.json_text import json_object
from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.znode_secrets import mask_znode_data
from kafkatui.model.znode import Znode, ZnodeChildren
from kafkatui.view import numbers
from kafkatui.view.cell import Cell
from kafkatui.view.span import Tone

COMPARED_BYTES = 65_536
"""Larger data is compared by size only."""

_NAMES_SHOWN = 5
_VALUE_CHARACTERS = 60
_MISSING = object()


@dataclass(frozen=True, slots=True)
class ZnodeChange:
    """One change.

    Attributes:
        at_seconds: Unix time at which it was seen.
        what: "changed", "deleted", "created", "children", "ACL changed".
        text: what it was, in words.
    """

    at_seconds: float
    path: str
    what: str
    text: str = ""
    tone: Tone = Tone.BRIGHT

    def line(self) -> Cell:
        """ "12:02:18 /controller changed  broker 3 → 2"."""
        spans = (
            (f"{numbers.clock(self.at_seconds)} ", Tone.DIM),
            (sanitise(self.path), Tone.ZOOKEEPER),
            (f" {self.what}", self.tone),
        )
        return Cell((*spans, (f"  {self.text}", Tone.DIM)) if self.text else spans)


def znode_changes(before: Znode, after: Znode, at_seconds: float) -> list[ZnodeChange]:
    """What differs between two readings of a znode; children are told by `children_change`."""
    path = after.path
    if before.stat.czxid != after.stat.czxid:
        text = "deleted and created again"
        if words := data_change_words(path, before.data, after.data):
            text = f"{text}: {words}"
        return [ZnodeChange(at_seconds, path, "replaced", text, Tone.WARNING)]
    changes = []
    if before.stat.version != after.stat.version:
        words = data_change_words(path, before.data, after.data) or "written with the same data"
        missed = after.stat.version - before.stat.version - 1
        if missed > 0:
            words += f" (version {before.stat.version} → {after.stat.version})"
        changes.append(ZnodeChange(at_seconds, path, "changed", words))
    if before.stat.acl_version != after.stat.acl_version:
        text = f"ACL version {before.stat.acl_version} → {after.stat.acl_version}"
        changes.append(ZnodeChange(at_seconds, path, "ACL changed", text, Tone.WARNING))
    return changes


def deleted(before: Znode, at_seconds: float) -> ZnodeChange:
    """The znode is gone; an ephemeral one most likely with its session."""
    owner = before.stat.ephemeral_owner
    text = f"session {owner:#x} ended, or somebody deleted it" if before.stat.is_ephemeral else ""
    return ZnodeChange(at_seconds, before.path, "deleted", text, Tone.BAD)


def children_change(before: ZnodeChildren, after: ZnodeChildren, at_seconds: float) -> ZnodeChange | None:
    """Children that came and went, None when none did."""
    if before.children == after.children:
        return None
    old, new = ({child.name for child in listing.children} for listing in (before, after))
    added = [child.name for child in after.children if child.name not in old]
    removed = [child.name for child in before.children if child.name not in new]
    parts = [_names(names, sign) for names, sign in ((added, "+"), (removed, "−")) if names]
    return ZnodeChange(at_seconds, after.path, "children", "  ".join(parts)) if parts else None


def children_count_change(before: Znode, after: Znode, at_seconds: float) -> ZnodeChange | None:
    """The same by number alone, for very many children."""
    if before.stat.czxid != after.stat.czxid or before.stat.children_version == after.stat.children_version:
        return None
    text = f"{before.stat.children_count:,} → {after.stat.children_count:,}"
    return ZnodeChange(at_seconds, after.path, "children", text)


def data_change_words(path: str, before: bytes | None, after: bytes | None) -> str:
    """ "leader 3 → 1, isr 3,1,2 → 1,2" for JSON objects, else the old and the new value; empty when equal."""
    if before == after:
        return ""
    if len(before or b"") > COMPARED_BYTES or len(after or b"") > COMPARED_BYTES:
        return f"{numbers.size(len(before or b''))} → {numbers.size(len(after or b''))}"
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
