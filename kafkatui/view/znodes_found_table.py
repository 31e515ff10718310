"""The table of znodes that a search found."""

from __future__ import annotations

from typing import Any

from kafkatui.model.znode_search import ZnodeMatch
from kafkatui.model.znode_type import ZnodeType, znode_type
from kafkatui.view import numbers
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import plain_size, text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import number_column, text_column
from kafkatui.view.natural_order import natural_key
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.znode_name import visible_path

_TYPE_TONES = {ZnodeType.PERSISTENT: Tone.DIM}


def _type_cell(match: ZnodeMatch) -> Cell:
    kind = znode_type(match.stat)
    return cell(kind.value, _TYPE_TONES.get(kind, Tone.ZOOKEEPER))


def _modified_cell(match: ZnodeMatch) -> Cell:
    moment = match.stat.modified_ms
    return cell(numbers.date_time(moment / 1000)) if moment else cell("n/a", Tone.DIM)


def _owner(match: ZnodeMatch) -> str:
    is_session = znode_type(match.stat) is ZnodeType.EPHEMERAL
    return f"{match.stat.ephemeral_owner:#x}" if is_session else ""


FOUND_TABLE: TableDefinition[ZnodeMatch] = TableDefinition(
    id="znodes_found",
    noun="znode",
    noun_plural="znodes",
    columns=[
        Column(
            "path", "Path", "The whole path below the chroot.",
            cell=lambda match: text_cell(visible_path(match.path), Tone.BRIGHT),
            sort_key=lambda match: natural_key(match.path), json_name="path", json_value=lambda match: match.path,
            text=lambda match: match.path, min_width=16, max_width=90,
        ),
        Column(
            "type", "Type",
            "Ephemeral goes with its session. Containers and TTL znodes look persistent: most servers do not tell.",
            cell=_type_cell, sort_key=lambda match: znode_type(match.stat).value, json_name="type",
            json_value=lambda match: znode_type(match.stat).value, min_width=9, max_width=10, gives_way=5,
        ),
        number_column(
            "size", "Size", "Bytes of data it holds.", lambda match: match.stat.data_length,
            cell=lambda match: plain_size(match.stat.data_length), json_name="size_bytes", min_width=6,
        ),
        Column(
            "modified", "Modified", "When the data was last changed, in local time.", cell=_modified_cell,
            sort_key=lambda match: match.stat.modified_ms, json_name="modified",
            json_value=lambda match: numbers.iso_timestamp(match.stat.modified_ms) if match.stat.modified_ms else None,
            min_width=10, max_width=30, gives_way=4,
        ),
        text_column("owner", "Session", "Of an ephemeral znode: the session that it lives with.", _owner),
        Column(
            "data", "Data", "The beginning of the data, decoded; secrets are masked.",
            cell=lambda match: text_cell(match.line), sort_key=lambda match: match.line or None, json_name="data",
            json_value=lambda match: match.line or None, min_width=10, max_width=200, grow=1,
        ),
    ],
    key=lambda match: match.path,
    filter_text=lambda match: f"{match.path} {match.line}",
)  # fmt: skip


def match_json(match: ZnodeMatch) -> dict[str, Any]:
    """One found znode for a line of JSON."""
    columns = [each for each in FOUND_TABLE.columns if each.json_name and each.json_value]
    return {str(each.json_name): each.json_value(match) for each in columns if each.json_value is not None}
