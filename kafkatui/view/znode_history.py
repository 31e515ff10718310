"""A line for each thing that happened to a znode."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.znode_history import ZnodeChangeKind, ZnodeHistoryEntry
from kafkatui.view import numbers
from kafkatui.view.cell import Cell
from kafkatui.view.span import Tone

_TONES: Mapping[ZnodeChangeKind, Tone] = {
    ZnodeChangeKind.CREATED: Tone.GOOD,
    ZnodeChangeKind.REPLACED: Tone.WARNING,
    ZnodeChangeKind.DELETED: Tone.BAD,
    ZnodeChangeKind.ACL: Tone.WARNING,
}
"""Others are bright."""


def history_line(entry: ZnodeHistoryEntry) -> Cell:
    """ "12:02:18 /controller changed  broker 3 → 2"."""
    spans = (
        (f"{numbers.clock(entry.at_seconds)} ", Tone.DIM),
        (sanitise(entry.path), Tone.ZOOKEEPER),
        (f" {entry.kind.value}", _TONES.get(entry.kind, Tone.BRIGHT)),
    )
    return Cell((*spans, (f"  {entry.text}", Tone.DIM)) if entry.text else spans)
