"""The znodes behind a broker or a topic, each in one line, and whether Kafka says the same."""

from __future__ import annotations

from msgspec import Struct

from kafkatui.codec.formats.registry import preview_text
from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.znode_meaning import meaning
from kafkatui.insight.znode_secrets import mask_znode_data
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import PlaceKind
from kafkatui.model.znode import Znode
from kafkatui.view.cell import EMPTY_CELL, Cell, cell
from kafkatui.view.cells import FAILED_CELL, LOADING_CELL, text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.natural_order import natural_key
from kafkatui.view.next_steps import NextStep
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.znode_comparison import KafkaSays, kafka_says

_LINE_BYTES = 65_536
_LINE_CHARACTERS = 200
_LEFT_OUT = ("version", "features", "listener_security_protocol_map")
"""Fields that say little in a line."""

_FIRST = ("leader", "isr", "brokerid", "endpoints", "rack", "partitions", "config")
"""Fields that say most: a line is cut at its end."""


class SideZnode(Struct, frozen=True):
    """One znode.

    Attributes:
        absence: what it means that the znode is not there.
        is_absent: there is no such znode.
        said: what Kafka says of the same; None when it has no such fact.
    """

    path: str
    title: str
    znode: Observed[Znode]
    absence: str = ""
    is_absent: bool = False
    said: KafkaSays | None = None


def side_znode(
    path: str, znode: Observed[Znode], metadata: ClusterMetadata | None, *, absence: str, is_absent: bool
) -> SideZnode:
    """A row, compared with `metadata`."""
    data = znode.value.data if znode.value else None
    explained = meaning(path, data if data and len(data) <= _LINE_BYTES else None)
    said = None if is_absent else kafka_says(explained, data, metadata)
    return SideZnode(path, explained.title.removesuffix("."), znode, absence, is_absent, said)


def in_one_line(path: str, data: bytes | None) -> str:
    """ "leader 1, isr [1,2,3], leader_epoch 4" for a JSON object, a preview for the rest; secrets masked."""
    if not data:
        return "no data"
    if len(data) <= _LINE_BYTES:
        fields = [note for note in meaning(path, data).fields if note.name and "." not in note.name]
        fields.sort(key=lambda note: _FIRST.index(note.name) if note.name in _FIRST else len(_FIRST))
        words = ", ".join(f"{note.name} {note.value}" for note in fields if note.name not in _LEFT_OUT)
        if words:
            return words if len(words) <= _LINE_CHARACTERS else f"{words[: _LINE_CHARACTERS - 1]}…"
    return preview_text(mask_znode_data(path, data), _LINE_CHARACTERS)


def _short_path(row: SideZnode) -> Cell:
    """A partition's path without its topic's, which the page's title says."""
    before, found, after = row.path.partition("/partitions/")
    if not found or not before.startswith("/brokers/topics/"):
        return text_cell(row.path, Tone.ZOOKEEPER)
    return Cell((("…", Tone.DIM), (f"{found}{after}", Tone.ZOOKEEPER)))


def _says(row: SideZnode) -> Cell:
    if row.is_absent:
        return cell(row.absence, Tone.DIM)
    if row.znode.value is None:
        return LOADING_CELL if row.znode.state is ObservedState.UNKNOWN else FAILED_CELL
    if row.znode.value.data_error:
        return cell(row.znode.value.data_error, Tone.BAD)
    return text_cell(in_one_line(row.path, row.znode.value.data))


def _comparison(row: SideZnode) -> Cell:
    if row.said is None:
        return EMPTY_CELL
    if row.said.is_same:
        return cell("● same", Tone.GOOD)
    return cell(f"✗ {sanitise(row.said.text)}", Tone.BAD)


DIFFERS_STEP = NextStep(
    "Brokers tell what changes a little later: r looks again. If it stays, look at the controller's log.",
    page=PlaceKind.BROKERS,
    tab="logs",
)


def _next_step(row: SideZnode) -> str:
    if row.said is None or row.said.is_same:
        return ""
    return DIFFERS_STEP


_COLUMNS: list[Column[SideZnode]] = [
    Column("path", "Znode", "The path below the chroot.", _short_path, sort_key=lambda row: natural_key(row.path),
           json_name="path", json_value=lambda row: row.path, min_width=16, max_width=60),
    Column("kafka", "Kafka says", "The same, or what Kafka says instead.", _comparison,
           sort_key=lambda row: row.said is None or row.said.is_same, json_name="kafka_says_the_same",
           json_value=lambda row: None if row.said is None else row.said.is_same, min_width=10, max_width=60),
    Column("says", "It says", "Its data in one line; Enter opens all of it.", _says, json_name="data",
           json_value=lambda row: in_one_line(row.path, row.znode.value.data) if row.znode.value else None,
           min_width=20, max_width=120, grow=1, is_lazy=True),
    text_column("title", "What it is", "What Kafka keeps there.", lambda row: row.title, tone=lambda _: Tone.DIM,
                max_width=46),
]  # fmt: skip

ZOOKEEPER_SIDE_TABLE: TableDefinition[SideZnode] = TableDefinition(
    id="zookeeper-side",
    noun="znode",
    noun_plural="znodes",
    columns=_COLUMNS,
    key=lambda row: row.path,
    filter_text=lambda row: f"{row.path} {row.title}",
    is_wrong=lambda row: row.said is not None and not row.said.is_same,
    next_step=_next_step,
)
"""`!` keeps what differs."""
