"""The table of a znode's children."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kafkatui.model.subtree import SubtreeSize
from kafkatui.model.znode import ZnodeChild, ZnodeStat
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import LOADING_CELL, text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.natural_order import natural_key
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.znode_name import visible_name

EPHEMERAL_MARK = "◌"

T = TypeVar("T")


def _of_stat(pick: Callable[[ZnodeStat], T]) -> Callable[[ZnodeChild], T | None]:
    """`pick` of the child's stat, None while that is not read."""
    return lambda child: None if child.stat is None else pick(child.stat)


def _unread_cell(child: ZnodeChild) -> Cell:
    return cell("no access", Tone.WARNING) if child.is_hidden else LOADING_CELL


def _modified_cell(child: ZnodeChild) -> Cell:
    if child.stat is None:
        return _unread_cell(child)
    moment = child.stat.modified_ms
    return cell(numbers.date_time(moment / 1000)) if moment else cell("n/a", Tone.DIM)


def _stat_column(
    column_id: str,
    title: str,
    sentence: str,
    pick: Callable[[ZnodeStat], int],
    show: Callable[[int], Cell],
    json_name: str,
    align: Align = Align.RIGHT,
) -> Column[ZnodeChild]:
    value = _of_stat(pick)

    def draw(child: ZnodeChild) -> Cell:
        return _unread_cell(child) if child.stat is None else show(pick(child.stat))

    return Column(
        id=column_id,
        title=title,
        help=sentence,
        cell=draw,
        align=align,
        sort_key=value,
        json_name=json_name,
        json_value=value,
        min_width=4,
        max_width=30,
        is_lazy=True,
    )


def _count_cell(number: int) -> Cell:
    return cell(numbers.count(number), Tone.PLAIN if number else Tone.DIM)


_is_ephemeral = _of_stat(lambda stat: stat.is_ephemeral)

_COLUMNS: list[Column[ZnodeChild]] = [
    Column(
        "name",
        "Name",
        "The znode's name below its parent.",
        cell=lambda child: text_cell(visible_name(child.name), Tone.BRIGHT),
        sort_key=lambda child: natural_key(child.name),
        json_name="name",
        json_value=lambda child: child.name,
        min_width=12,
        max_width=120,
        grow=1,
    ),
    Column(
        "ephemeral",
        EPHEMERAL_MARK,
        "◌ marks an ephemeral znode: it lives as long as the session that made it, so it shows who is there.",
        cell=lambda child: cell(EPHEMERAL_MARK, Tone.ZOOKEEPER) if _is_ephemeral(child) else EMPTY_CELL,
        sort_key=_is_ephemeral,
        json_name="is_ephemeral",
        json_value=_is_ephemeral,
        is_lazy=True,
    ),
    _stat_column(
        "children",
        "Children",
        "How many znodes are directly below.",
        lambda stat: stat.children_count,
        _count_cell,
        "children",
    ),
    _stat_column(
        "size",
        "Size",
        "Bytes of data the znode holds (1 kB = 1,000 bytes); ZooKeeper allows about 1 MB.",
        lambda stat: stat.data_length,
        lambda size: cell(numbers.size(size)),
        "size_bytes",
    ),
    _stat_column(
        "version",
        "Version",
        "How often the data was changed since the znode was made.",
        lambda stat: stat.version,
        _count_cell,
        "version",
    ),
    Column(
        "modified",
        "Modified",
        "When the data was last changed, in local time.",
        cell=_modified_cell,
        sort_key=_of_stat(lambda stat: stat.modified_ms),
        json_name="modified",
        json_value=_of_stat(lambda stat: numbers.iso_timestamp(stat.modified_ms) if stat.modified_ms else None),
        min_width=10,
        max_width=30,
        is_lazy=True,
    ),
    text_column("path", "Path", "The whole path below the chroot.", lambda child: child.path),
]

ZNODES_EXPORT: TableDefinition[ZnodeChild] = TableDefinition(
    id="znodes",
    noun="znode",
    noun_plural="znodes",
    columns=_COLUMNS,
    key=lambda child: child.path,
    filter_text=lambda child: child.name,
)
"""Every column."""

ZNODES_TABLE = ZNODES_EXPORT.without("path")
"""What the screen shows: the path is in the breadcrumb."""


def subtree_columns(size_of: Callable[[str], SubtreeSize | None]) -> tuple[Column[ZnodeChild], ...]:
    """Nodes and bytes of each child's subtree, as they were collected last.

    Args:
        size_of: gives what was collected of a path; None for what has no children, and what is newer.
    """

    def nodes(child: ZnodeChild) -> int | None:
        size = size_of(child.path)
        return None if size is None else size.nodes

    def size_bytes(child: ZnodeChild) -> int | None:
        size = size_of(child.path)
        return None if size is None else size.bytes

    def draw_bytes(child: ZnodeChild) -> Cell:
        found = size_bytes(child)
        return EMPTY_CELL if found is None else cell(numbers.size(found), Tone.ZOOKEEPER)

    return (
        number_column("subtree_nodes", "Nodes below", "Znodes in its subtree, itself among them, as collected.", nodes),
        number_column(
            "subtree_bytes", "Bytes below", "Data of its subtree, as collected; A collects anew.", size_bytes,
            cell=draw_bytes,
        ),
    )  # fmt: skip
