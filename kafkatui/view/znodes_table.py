"""The table of a znode's children."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from kafkatui.insight.znode_meaning import title_of
from kafkatui.model.subtree import SubtreeSize
from kafkatui.model.znode import ZnodeChild, ZnodeStat
from kafkatui.model.znode_news import ZnodeNews
from kafkatui.model.znode_type import lifetime_words, sequence_of
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import LOADING_CELL, text_cell
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.natural_order import natural_key
from kafkatui.view.span import Span, Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.znode_name import visible_name

EPHEMERAL_MARK = "◌"
MARKS: Mapping[str, str] = {"ephemeral": EPHEMERAL_MARK, "container": "□", "ttl": "◔"}
"""Before the word for how a znode lives, and alone where there is no room for it."""

NEWS_CELLS: Mapping[ZnodeNews, Cell] = {
    ZnodeNews.CAME: cell("+", Tone.GOOD),
    ZnodeNews.CHANGED: cell("~", Tone.WARNING),
    ZnodeNews.GONE: cell("−", Tone.BAD),
}
"""What stands beside a child that has just come, changed or gone."""

T = TypeVar("T")


def _of_stat(pick: Callable[[ZnodeStat], T]) -> Callable[[ZnodeChild], T | None]:
    """`pick` of the child's stat, None while that is not read."""
    return lambda child: None if child.stat is None else pick(child.stat)


def _unread_cell(child: ZnodeChild) -> Cell:
    if child.is_gone:
        return EMPTY_CELL
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
_lifetime = _of_stat(lifetime_words)


def _kind_cell(child: ZnodeChild) -> Cell:
    """How it lives, and the number that the server gave it."""
    lifetime, number = _lifetime(child) or "", sequence_of(child.name)
    words: list[Span] = [(f"{MARKS.get(lifetime.split(' ')[0], '')} {lifetime}", Tone.ZOOKEEPER)] if lifetime else []
    if number is not None:
        words.append((f"{' ' if words else ''}#{number}", Tone.DIM))
    return Cell(tuple(words))


_COLUMNS: list[Column[ZnodeChild]] = [
    Column(
        "name",
        "Name",
        "The znode's name below its parent.",
        cell=lambda child: text_cell(visible_name(child.name), Tone.STRUCK if child.is_gone else Tone.BRIGHT),
        sort_key=lambda child: natural_key(child.name),
        json_name="name",
        json_value=lambda child: child.name,
        min_width=12,
        max_width=120,
        grow=1,
    ),
    Column(
        "ephemeral",
        "Kind",
        "◌ ephemeral: it lives as long as the session that made it, so it shows who is there; □ container, ◔ ttl: they "
        "go by themselves, where the server tells; #N: its name ends in a number as sequential ones are given.",
        cell=_kind_cell,
        sort_key=lambda child: None if child.stat is None else (not child.stat.is_ephemeral, _lifetime(child)),
        json_name="is_ephemeral",
        json_value=_is_ephemeral,
        json_marks=(
            ("lifetime", lambda child: _lifetime(child) or None),
            ("sequence", lambda child: sequence_of(child.name)),
        ),
        max_width=24,
        is_lazy=True,
    ),
    text_column(
        "what",
        "What it is",
        "What Kafka keeps there, by its path; empty where it keeps nothing.",
        lambda child: title_of(child.path),
        json_name="what_it_is",
        tone=lambda _: Tone.DIM,
        max_width=28,
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


def news_column(news_of: Callable[[str], ZnodeNews | None]) -> Column[ZnodeChild]:
    """What has just happened to each.

    Args:
        news_of: gives it by the child's name.
    """
    return Column(
        "news",
        "Δ",
        "+ it has just appeared, ~ its data, its ACL or its children have just changed, − it has just gone; for 15 s.",
        cell=lambda child: EMPTY_CELL if (news := news_of(child.name)) is None else NEWS_CELLS[news],
        json_name="news",
        json_value=lambda child: None if (news := news_of(child.name)) is None else news.value,
        min_width=1,
        max_width=1,
    )


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
