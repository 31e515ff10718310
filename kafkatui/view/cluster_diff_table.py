"""What differs between two clusters as a table."""

from __future__ import annotations

from kafkatui.report.cluster_diff import ClusterDifferenceRow
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

_KINDS = {"topics": "topic", "partitions": "topic", "replication": "topic", "configs": "config", "groups": "group",
          "acls": "ACL"}  # fmt: skip


def _side(value: str | None) -> Cell:
    return cell("–", Tone.DIM) if value is None else text_cell(value)


def cluster_diff_table(left: str, right: str) -> TableDefinition[ClusterDifferenceRow]:
    """The table of what differs between two clusters.

    Args:
        left, right: what they are called.
    """
    return TableDefinition(
        id="cluster_diff",
        noun="difference",
        noun_plural="differences",
        columns=[
            text_column("kind", "Of", "What differs: a topic, its configuration, a group, an ACL.",
                        lambda row: _KINDS[row.part.value], json_name="kind", tone=lambda row: Tone.KAFKA, max_width=8),
            text_column("name", "Name", "Of the topic or the group; the ACL itself.", lambda row: row.name,
                        tone=lambda row: Tone.BRIGHT, max_width=60),
            text_column("what", "What", "Of it: partitions, replication, a property; the whole of it.",
                        lambda row: row.what, max_width=40),
            Column("left", left, "There; –: it is not there, of a property: the brokers' default.",
                   cell=lambda row: _side(row.left), json_name="left", json_value=lambda row: row.left, max_width=40),
            Column("right", right, "The same on the other side.",
                   cell=lambda row: _side(row.right), json_name="right", json_value=lambda row: row.right,
                   max_width=40),
        ],
        key=lambda row: f"{row.part.value} {row.name} {row.what}",
        filter_text=lambda row: f"{row.name} {row.what} {row.left or ''} {row.right or ''}",
    )  # fmt: skip
