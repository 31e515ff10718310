"""The table of znodes that differ."""

from __future__ import annotations

from kafkatui.model.znode_diff import ZnodeDifference
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

DIFFERENCES_TABLE: TableDefinition[ZnodeDifference] = TableDefinition(
    id="znode_differences",
    noun="difference",
    noun_plural="differences",
    columns=[
        text_column("path", "Znode", "Below both; . for the tops themselves.", lambda each: each.path, max_width=90),
        text_column("what", "Differs", "On one side only, in its data or its kind; no access: it is not known.",
            lambda each: each.what, tone=lambda _: Tone.WARNING),
        text_column("left", "A", "What stands there; secrets are masked.", lambda each: each.left, max_width=80),
        text_column("right", "B", "What stands there.", lambda each: each.right, max_width=80),
    ],
    key=lambda each: each.path,
    filter_text=lambda each: f"{each.path} {each.what} {each.left} {each.right}",
)  # fmt: skip
