"""The table of subtrees and their sizes."""

from __future__ import annotations

from collections.abc import Callable

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.subtree import SubtreeSize, SubtreeSizes
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import alarming_count, plain_count, plain_size, text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column
from kafkatui.view.natural_order import natural_key
from kafkatui.view.next_steps import NextStep
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.znode_name import visible_path

NEAR_LIMIT_BYTES = 900_000
"""ZooKeeper refuses a znode of about 1 MB (jute.maxbuffer)."""


def _largest_cell(size: SubtreeSize) -> Cell:
    tone = Tone.WARNING if size.largest_bytes >= NEAR_LIMIT_BYTES else Tone.PLAIN
    return Cell(
        ((numbers.size(size.largest_bytes), tone), (f" {sanitise(visible_path(_rest(size, size.largest)))}", Tone.DIM))
    )


def _newest_cell(size: SubtreeSize) -> Cell:
    if not size.newest_ms:
        return EMPTY_CELL
    at = numbers.date_time(size.newest_ms / 1000)
    return Cell(((at, Tone.PLAIN), (f" {sanitise(visible_path(_rest(size, size.newest)))}", Tone.DIM)))


def _rest(size: SubtreeSize, path: str) -> str:
    """A path below the subtree's own, which stands beside it already."""
    return "." if path == size.path else path.removeprefix(size.path).removeprefix("/")


LOGIN_STEP = NextStep("Give kafkatui a login that may read it (a: authenticate); then A counts it, too.", "znode.auth")


def _next_step(size: SubtreeSize) -> str:
    if size.unreadable:
        return LOGIN_STEP
    if size.largest_bytes >= NEAR_LIMIT_BYTES:
        return "Make the largest smaller (⏎ leads there): one over jute.maxbuffer can be neither read nor written."
    return ""


def _joined(
    column_id: str, title: str, sentence: str, draw: Callable[[SubtreeSize], Cell], order: Callable[[SubtreeSize], int],
    exported: tuple[str, Callable[[SubtreeSize], object]], mark: tuple[str, Callable[[SubtreeSize], object]],
) -> Column[SubtreeSize]:  # fmt: skip
    """A figure and the znode that has it."""
    name, value = exported
    return Column(
        column_id, title, sentence, cell=draw, sort_key=order, json_name=name, json_value=value, json_marks=(mark,),
        min_width=16, max_width=60, gives_way=5,
    )  # fmt: skip


SUBTREE_TABLE: TableDefinition[SubtreeSize] = TableDefinition(
    id="subtrees",
    noun="subtree",
    noun_plural="subtrees",
    columns=[
        Column(
            "path", "Subtree", "The znode at its top; it counts, too.",
            cell=lambda size: text_cell(visible_path(size.path), Tone.BRIGHT),
            sort_key=lambda size: natural_key(size.path), json_name="path", json_value=lambda size: size.path,
            text=lambda size: size.path, min_width=16, max_width=90, grow=1,
        ),
        number_column("nodes", "Nodes", "Znodes in it, its top among them.", lambda size: size.nodes),
        number_column(
            "bytes", "Bytes", "Data of all of them; what ZooKeeper keeps beside (names, stats, ACLs) is not in it.",
            lambda size: size.bytes, cell=lambda size: plain_size(size.bytes), json_name="bytes", min_width=8,
        ),
        number_column(
            "children", "Children", "Directly below its top.", lambda size: size.children,
            cell=lambda size: plain_count(size.children),
        ),
        _joined(
            "largest", "Largest", "The znode with the most data, and how much; ZooKeeper allows about 1 MB.",
            _largest_cell, lambda size: size.largest_bytes,
            ("largest_bytes", lambda size: size.largest_bytes), ("largest_path", lambda size: size.largest),
        ),
        _joined(
            "newest", "Newest", "The znode whose data changed last, and when, in local time.",
            _newest_cell, lambda size: size.newest_ms,
            ("newest", lambda size: numbers.iso_timestamp(size.newest_ms) if size.newest_ms else None),
            ("newest_path", lambda size: size.newest),
        ),
        number_column(
            "unreadable", "No access", "Znodes that this session may not read: they and what is below are not counted.",
            lambda size: size.unreadable, cell=lambda size: alarming_count(size.unreadable),
        ),
    ],
    key=lambda size: size.path,
    filter_text=lambda size: size.path,
    is_wrong=lambda size: size.unreadable > 0 or size.largest_bytes >= NEAR_LIMIT_BYTES,
    next_step=_next_step,
)  # fmt: skip


def size_words(size: SubtreeSize) -> str:
    """ "12 kB in 340", as the tree has it."""
    mark = "+?" if size.unreadable else ""
    return f"{numbers.size(size.bytes)} in {numbers.count(size.nodes)}{mark}"


def collected_spans(sizes: SubtreeSizes) -> list[Span]:
    """When and how completely it was collected."""
    spans: list[Span] = [
        (f"collected at {numbers.clock(sizes.at_seconds)} in {numbers.duration(sizes.took_seconds)}", Tone.DIM)
    ]
    if sizes.incomplete:
        spans.append((f"not complete: {sizes.incomplete}", Tone.WARNING))
    if sizes.whole is not None and sizes.whole.unreadable:
        spans.append((f"{sizes.whole.unreadable:,} without access not counted", Tone.WARNING))
    return spans


def size_cell(size: SubtreeSize | None) -> Cell:
    """Bytes and nodes of a subtree; empty where they were not collected."""
    return EMPTY_CELL if size is None else cell(size_words(size))
