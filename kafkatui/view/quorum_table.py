"""The tables of KRaft's quorum and of the cluster's features."""

from __future__ import annotations

from collections.abc import Callable

from kafkatui.model.quorum import Feature
from kafkatui.report.quorum import QuorumRow
from kafkatui.view import numbers
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import UNKNOWN_CELL, plain_count
from kafkatui.view.column import Align, Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.next_steps import NextStep
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

_ROLE_TONES = {"leader": Tone.GOOD, "voter": Tone.BRIGHT, "observer": Tone.DIM}


def _role_cell(row: QuorumRow) -> Cell:
    role = (row.role, _ROLE_TONES[row.role])
    return Cell((role, (" ! silent", Tone.WARNING))) if row.is_silent else Cell((role,))


def _lag_cell(row: QuorumRow) -> Cell:
    return UNKNOWN_CELL if row.lag is None else plain_count(row.lag)


def _ago_column(
    column_id: str, title: str, sentence: str, seconds: Callable[[QuorumRow], float | None]
) -> Column[QuorumRow]:
    def draw(row: QuorumRow) -> Cell:
        ago = seconds(row)
        if ago is None:
            return EMPTY_CELL if row.role == "leader" else UNKNOWN_CELL
        return cell(f"{numbers.age(ago)} ago", Tone.WARNING if row.is_silent else Tone.PLAIN)

    return Column(
        id=column_id,
        title=title,
        help=sentence,
        cell=draw,
        align=Align.RIGHT,
        sort_key=seconds,
        json_name=f"{column_id}_seconds_ago",
        json_value=lambda row: None if (ago := seconds(row)) is None else round(ago, 3),
        min_width=7,
        max_width=12,
    )


_COLUMNS: list[Column[QuorumRow]] = [
    number_column("node", "Node", "The node's id.", lambda row: row.replica.node_id, json_name="node_id",
                  is_name=True),
    Column(
        "role",
        "Role",
        "The leader is the active controller; voters elect it and must agree; observers only follow, as brokers do. "
        "Silent: it has not asked for more for 10 s.",
        cell=_role_cell,
        sort_key=lambda row: row.role,
        json_name="role",
        json_value=lambda row: row.role,
        json_marks=(("is_silent", lambda row: row.is_silent),),
        min_width=8,
        max_width=20,
    ),
    number_column(
        "log_end", "Log end", "The offset after the last metadata record it has.", lambda row: row.replica.log_end
    ),
    number_column(
        "lag", "Lag", "Metadata records that the leader has and it has not, by its last request.", lambda row: row.lag,
        cell=_lag_cell,
    ),
    _ago_column("fetched", "Asked", "When it last asked the leader for more.", lambda row: row.fetched_seconds),
    _ago_column(
        "caught_up", "Caught up", "When it last had all that the leader had.", lambda row: row.caught_up_seconds
    ),
    text_column("address", "Address", "Where voters listen; told from Kafka 3.9 on.", lambda row: row.replica.address),
    number_column("epoch", "Epoch", "Grows with each election of a leader.", lambda row: row.leader_epoch,
                  json_name="leader_epoch", gives_way=8),
    number_column("high_watermark", "High watermark", "The metadata that a majority of the voters has.",
                  lambda row: row.high_watermark, gives_way=9),
]  # fmt: skip

SILENT_STEP = NextStep("See whether it runs and reaches the leader's address, then look at its log.", tab="logs")

QUORUM_TABLE: TableDefinition[QuorumRow] = TableDefinition(
    id="quorum",
    noun="node",
    noun_plural="nodes",
    columns=_COLUMNS,
    key=lambda row: f"{row.replica.is_voter} {row.replica.node_id}",
    filter_text=lambda row: f"{row.replica.node_id} {row.role} {row.replica.address}",
    is_wrong=lambda row: row.is_silent,
    next_step=lambda row: SILENT_STEP if row.is_silent else "",
)

FEATURES_TABLE: TableDefinition[Feature] = TableDefinition(
    id="features",
    noun="feature",
    noun_plural="features",
    columns=[
        text_column("feature", "Feature", "What brokers have in versions.", lambda each: each.name),
        number_column("finalized", "In force", "The version in force.", lambda each: each.finalized),
        number_column("min", "From", "The lowest version that the broker asked could have.",
                      lambda each: each.supported[0] if each.supported else None, json_name="supported_min"),
        number_column("max", "To", "The highest.",
                      lambda each: each.supported[1] if each.supported else None, json_name="supported_max"),
    ],
    key=lambda each: each.name,
    filter_text=lambda each: each.name,
)  # fmt: skip
"""Rows are `Feature`s."""


def metadata_version_text(features: tuple[Feature, ...]) -> str:
    """ "metadata.version 29": which Kafka's metadata the brokers have agreed on; empty when it is not told."""
    return next(
        (f"{each.name} {each.finalized}" for each in features if each.name == "metadata.version" and each.finalized), ""
    )
