"""What stable pieces look like; `pytest tests/tui/test_snapshots.py` shows a change in snapshot_report.html."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult

import kafkatui.tui
from kafkatui.insight.changes import ChangeKind, PartitionChange
from kafkatui.insight.messages import MessageCount
from kafkatui.insight.topic_totals import TopicSize
from kafkatui.model.cluster import OffsetRange, Partition, Topic
from kafkatui.model.config_entry import LogDir, ReplicaSize
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.report.partitions import partition_rows
from kafkatui.report.topics import TopicRow
from kafkatui.tui.theme import DARK, LIGHT
from kafkatui.tui.widgets.tree_model import TreeNode
from kafkatui.tui.widgets.virtual_table import VirtualTable
from kafkatui.tui.widgets.virtual_tree import VirtualTree
from kafkatui.view.cell import Cell, cell
from kafkatui.view.partitions_table import PARTITIONS_TABLE
from kafkatui.view.span import Tone
from kafkatui.view.topics_table import TOPICS_TABLE
from tests.unit.report.rows import row_of

SnapCompare = Callable[..., bool]


class Stage(App[None]):
    """One widget in the program's colours."""

    def __init__(self, widget: VirtualTable[Any] | VirtualTree, theme: str) -> None:
        super().__init__(css_path=str(_stylesheet()))
        self._widget = widget
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield self._widget

    def on_mount(self) -> None:
        self._widget.focus()


def _stylesheet() -> Path:
    return Path(kafkatui.tui.__file__).parent / "kafkatui.tcss"


def topic(name: str, partitions: int, *, missing: int = 0, is_leaderless: bool = False) -> Topic:
    """A topic on brokers 1 to 3, `missing` of its partitions without broker 3 in the ISR."""
    parts = tuple(
        Partition(
            name,
            number,
            -1 if is_leaderless and number == 0 else 1 + number % 3,
            (1 + number % 3, 1 + (number + 1) % 3, 1 + (number + 2) % 3),
            tuple(b for b in (1, 2, 3) if not (number < missing and b == 3)),
        )
        for number in range(partitions)
    )
    return Topic(name, parts)


def topic_rows() -> list[TopicRow]:
    """A row of each state: known, an upper bound, lacking partitions, unknown, failed, not supported."""
    unknown: Observed[TopicSize] = Observed.unknown()
    return [
        row_of(
            topic("orders", 6, missing=2),
            messages=Observed.ok(MessageCount(1_023_341), 0.0),
            rate=Observed.ok(412.1, 0.0),
            size=Observed.ok(TopicSize(182_000_000, 18), 0.0),
            groups=Observed.ok(3, 0.0),
            cleanup_policy=Observed.ok("delete", 0.0),
            retention_ms=Observed.ok(604_800_000, 0.0),
        ),
        row_of(
            topic("customers", 3),
            messages=Observed.ok(MessageCount(4_200), 0.0),
            cleanup_policy=Observed.ok("compact", 0.0),
        ),
        row_of(topic("payments", 2, is_leaderless=True), messages=Observed.ok(MessageCount(77, missing=1), 0.0)),
        row_of(topic("日本語", 1), size=unknown.failing("timed out", 0.0)),
        row_of(topic("quiet", 1), size=Observed.not_supported("Kafka 1.0")),
    ]


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
def test_topics_in_every_state(snap_compare: SnapCompare, theme: str) -> None:
    table: VirtualTable[TopicRow] = VirtualTable(TOPICS_TABLE)
    table.set_rows(topic_rows())
    table.mark(["customers"])
    assert snap_compare(Stage(table, theme), terminal_size=(130, 10), press=["down"])


def test_stale_topics_fade(snap_compare: SnapCompare) -> None:
    table: VirtualTable[TopicRow] = VirtualTable(TOPICS_TABLE)
    table.set_rows(topic_rows())
    table.is_stale = True
    assert snap_compare(Stage(table, DARK.name), terminal_size=(130, 10))


def test_narrow_topics_keep_the_name_and_scroll_sideways(snap_compare: SnapCompare) -> None:
    table: VirtualTable[TopicRow] = VirtualTable(TOPICS_TABLE)
    table.set_rows(topic_rows())
    assert snap_compare(Stage(table, DARK.name), terminal_size=(50, 10), press=["right", "right"])


def test_an_empty_table_says_why(snap_compare: SnapCompare) -> None:
    table: VirtualTable[TopicRow] = VirtualTable(TOPICS_TABLE)
    table.set_placeholder(
        [Cell((("✗ ", Tone.BAD), ("Kafka does not answer.", Tone.PLAIN))), cell("r tries now.", Tone.DIM)]
    )
    assert snap_compare(Stage(table, DARK.name), terminal_size=(80, 10))


def test_partitions_with_what_changed(snap_compare: SnapCompare) -> None:
    before, after = topic("orders", 3), topic("orders", 3, missing=2)
    changes = {
        ("orders", number): PartitionChange(
            ChangeKind.ISR_SHRANK, before.partitions[number], after.partitions[number], at_seconds=1_000.0
        )
        for number in (0, 1)
    }
    rows = partition_rows(
        after,
        now_seconds=1_134.0,
        offsets=Observed.ok(
            OffsetSample(
                {("orders", number): OffsetRange(51_200, 998_002 + number) for number in (0, 1)},
                {("orders", 0): 12.1},
                0.0,
                is_complete=False,
            ),
            0.0,
        ),
        log_dirs=Observed.ok((LogDir(1, "/a", (ReplicaSize("orders", 0, 1, "/a", 1_200_000, 0),)),), 0.0),
        changes=changes,
    )
    table: VirtualTable[Any] = VirtualTable(PARTITIONS_TABLE)
    table.set_rows(rows)
    assert snap_compare(Stage(table, DARK.name), terminal_size=(110, 8))


def test_a_tree_with_counts(snap_compare: SnapCompare) -> None:
    tree = VirtualTree()
    tree.set_roots([TreeNode("local", cell("local", Tone.BRIGHT), cell("● 2/3", Tone.BAD), True)])
    tree.expand_node("local")
    tree.set_children(
        "local",
        [
            TreeNode("brokers", cell("Brokers"), cell("3", Tone.DIM), True),
            TreeNode("topics", cell("Topics"), cell("1,204", Tone.DIM), True),
            TreeNode("zookeeper", cell("ZooKeeper", Tone.ZOOKEEPER), cell("3.8.4 ok", Tone.GOOD), True),
        ],
    )
    tree.expand_node("brokers")
    tree.set_children(
        "brokers",
        [
            TreeNode("broker:1", cell("1 kafka-with-a-very-long-name.example:9092"), cell("ctrl", Tone.KAFKA)),
            TreeNode("broker:2", cell("2 kafka-2:9092"), cell("gone 2m", Tone.BAD)),
        ],
    )
    assert snap_compare(Stage(tree, DARK.name), terminal_size=(34, 10), press=["down", "down"])
