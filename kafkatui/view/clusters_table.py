"""The clusters of the settings file as a table: `C`, and `kafkatui clusters`."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.report.cluster_list import ClusterRow, OpenCluster, Openness
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.span import Span, Tone, name_span
from kafkatui.view.status_line import GAP, kafka_parts, zookeeper_parts
from kafkatui.view.table import TableDefinition

_MARKS = {
    Openness.HERE: ("● here", Tone.KAFKA),
    Openness.OPEN: ("○ open", Tone.PLAIN),
    Openness.CLOSED: ("closed", Tone.DIM),
    Openness.BROKEN: ("✗ broken", Tone.BAD),
}

_MODES = ("read-only", "protected", "no-export")


def _state_cell(row: ClusterRow) -> Cell:
    return cell(*_MARKS[row.openness])


def _modes(row: ClusterRow) -> list[str]:
    flags = (row.known.is_read_only, row.known.is_protected, row.known.forbids_export)
    return [mode for mode, is_set in zip(_MODES, flags, strict=True) if is_set]


def _health_cell(row: ClusterRow) -> Cell:
    if row.problem:
        return text_cell(row.problem, Tone.BAD)
    return EMPTY_CELL if row.opened is None else _opened_cell(row.opened)


def _opened_cell(opened: OpenCluster) -> Cell:
    parts = [(part.text, part.tone) for part in kafka_parts(opened.metadata, opened.health, opened.brokers)]
    parts += [(part.text, part.tone) for part in zookeeper_parts(opened.link, opened.zookeeper)]
    if opened.task_count:
        parts.append((f"{opened.task_count} task{'s' if opened.task_count != 1 else ''}", Tone.KAFKA))
    return Cell(tuple(span for part in parts for span in (part, (GAP, Tone.PLAIN)))[:-1])


_NAME: Column[ClusterRow] = Column(
    "name", "Cluster", "The profile's name: [clusters.NAME] in the settings file, or the address that was typed.",
    cell=lambda row: cell(*name_span(sanitise(row.name), row.known.colour, Tone.BRIGHT)),
    sort_key=lambda row: row.name.lower(),
    json_name="name", json_value=lambda row: row.name, min_width=12, max_width=32,
)  # fmt: skip
_KAFKA: Column[ClusterRow] = Column(
    "kafka", "Kafka", "Its addresses (bootstrap.servers).",
    cell=lambda row: text_cell(row.known.bootstrap_servers, Tone.DIM), json_name="bootstrap_servers",
    json_value=lambda row: row.known.bootstrap_servers or None, min_width=10, max_width=36,
)  # fmt: skip
_ZOOKEEPER: Column[ClusterRow] = Column(
    "zookeeper", "ZooKeeper", "Its ensemble's connect string; empty when it has none.",
    cell=lambda row: text_cell(row.known.zookeeper, Tone.ZOOKEEPER), json_name="zookeeper",
    json_value=lambda row: row.known.zookeeper or None, min_width=8, max_width=30,
)  # fmt: skip
_MODE: Column[ClusterRow] = Column(
    "mode", "Mode", "read-only: nothing is changed. protected: a name is typed. no-export: records are not copied.",
    cell=lambda row: cell(" ".join(_modes(row)), Tone.WARNING), json_name="modes", json_value=_modes,
)  # fmt: skip
_COLOUR: Column[ClusterRow] = Column(
    "colour", "Colour", "What its name stands out by on the screen.",
    cell=lambda row: text_cell(row.known.colour), json_name="colour", json_value=lambda row: row.known.colour or None,
)  # fmt: skip

CLUSTERS_TABLE: TableDefinition[ClusterRow] = TableDefinition(
    id="clusters",
    noun="cluster",
    noun_plural="clusters",
    columns=[
        _NAME,
        Column("state", "State", "Whether it is open here, and which one is on screen.", cell=_state_cell,
               sort_key=lambda row: row.openness.value, min_width=8),
        _MODE,
        Column("health", "Health", "How an open cluster is; what is wrong with a profile that cannot be opened.",
               cell=_health_cell, min_width=20, max_width=200, grow=1),
        _KAFKA,
    ],
    key=lambda row: row.name,
    filter_text=lambda row: f"{row.name} {row.known.bootstrap_servers}",
    is_wrong=lambda row: bool(row.problem),
)  # fmt: skip

OTHERS_TABLE: TableDefinition[ClusterRow] = TableDefinition(
    id="other_clusters",
    noun="cluster",
    noun_plural="clusters",
    columns=[_NAME, _KAFKA, _MODE],
    key=lambda row: row.name,
    filter_text=CLUSTERS_TABLE.filter_text,
)
"""To be opened instead of one that does not answer."""

PROFILES_TABLE: TableDefinition[ClusterRow] = TableDefinition(
    id="profiles",
    noun="cluster",
    noun_plural="clusters",
    columns=[
        _NAME, _KAFKA, _ZOOKEEPER, _MODE, _COLOUR,
        Column("problem", "Problem", "Why it cannot be opened; empty when nothing is wrong with the profile.",
               cell=lambda row: text_cell(row.problem, Tone.BAD), json_name="problem",
               json_value=lambda row: row.problem or None, max_width=200),
    ],
    key=lambda row: row.name,
    filter_text=lambda row: f"{row.name} {row.known.bootstrap_servers}",
    is_wrong=lambda row: bool(row.problem),
)  # fmt: skip
"""The same without a session: what the verb lists."""


def matching_clusters(rows: Sequence[ClusterRow], typed: str) -> list[ClusterRow]:
    """Those whose name or address contains what was typed; the name that is it exactly, then those that begin so."""
    text = typed.strip().lower()
    found = [row for row in rows if text in CLUSTERS_TABLE.filter_text(row).lower()]
    return sorted(found, key=lambda row: (row.name.lower() != text, not row.name.lower().startswith(text)))


def cluster_facts(row: ClusterRow) -> list[Span]:
    """Where a cluster is, and why it cannot be opened, whole."""
    known = row.known
    spans: list[Span] = [("Kafka ", Tone.DIM), (sanitise(known.bootstrap_servers) or "not given", Tone.KAFKA)]
    spans += [("   ZooKeeper ", Tone.DIM), (sanitise(known.zookeeper) or "none", Tone.ZOOKEEPER)]
    return [*spans, (f"\n{sanitise(row.problem)}", Tone.BAD)] if row.problem else spans


def cluster_remark(row: ClusterRow) -> str:
    """What `:` says beside a cluster's name."""
    remark = f"cluster · {row.openness.value}"
    return f"{remark}: {sanitise(row.problem)}" if row.problem else remark
