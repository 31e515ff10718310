"""What the filter of the settings hides: nobody typed it, so the foot says so."""

from __future__ import annotations

from typing import Any

from kafkatui.tui.widgets.ring_table import RingTable
from kafkatui.view.span import Span, Tone


def hidden_spans(table: RingTable[Any], default_filter: str) -> list[Span]:
    """ "filter of the settings: hides 1,204", while that filter is in force."""
    if not default_filter or not table.is_filtered or table.filter_text != default_filter:
        return []
    hidden = max(0, table.scanned - table.matched_count)
    return [(f" · filter of the settings: hides {hidden:,}", Tone.WARNING)]
