"""The table of access control lists."""

from __future__ import annotations

from kafkatui.model.acl import Acl
from kafkatui.view.cell import Cell, cell
from kafkatui.view.cells import text_cell
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.next_steps import NextStep
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition


def _principal_cell(acl: Acl) -> Cell:
    shown = text_cell(acl.principal, Tone.BRIGHT)
    return Cell((*shown.spans, (" ! no TYPE:name", Tone.WARNING))) if acl.is_malformed else shown


def _pattern_cell(acl: Acl) -> Cell:
    return cell(acl.pattern_type, Tone.DIM if acl.pattern_type == "LITERAL" else Tone.KAFKA)


MALFORMED_STEP = NextStep(
    "It names nobody: a principal has its type before it (User:alice). c creates it so, d deletes this one.",
    "acl.create",
)

_COLUMNS: list[Column[Acl]] = [
    Column(
        "principal",
        "Principal",
        "Who: TYPE:name, mostly User:name; User:* is everybody. ! is no TYPE:name, so that it is nobody.",
        cell=_principal_cell,
        sort_key=lambda acl: (acl.principal.lower(), acl.about, acl),
        json_name="principal",
        json_value=lambda acl: acl.principal,
        json_remarks=(("is_malformed", lambda acl: True if acl.is_malformed else None),),
        text=lambda acl: acl.principal,
        min_width=12,
        max_width=80,
    ),
    text_column(
        "permission",
        "May",
        "ALLOW or DENY; what is denied is not allowed by anything else.",
        lambda acl: acl.permission,
        tone=lambda acl: Tone.GOOD if acl.permission == "ALLOW" else Tone.BAD,
        min_width=5,
    ),
    text_column(
        "operation",
        "Operation",
        "What is done; ALL is everything. READ and WRITE include DESCRIBE.",
        lambda acl: acl.operation,
        min_width=5,
    ),
    text_column(
        "resource_type",
        "On",
        "What it is done to: a topic, a group, a transactional id, the cluster, a token, a user's tokens.",
        lambda acl: acl.resource_type,
        tone=lambda acl: Tone.KAFKA,
        min_width=5,
    ),
    text_column(
        "resource",
        "Resource",
        "The name; * is any; of a PREFIXED one how names begin.",
        lambda acl: acl.resource,
        tone=lambda acl: Tone.BRIGHT,
        min_width=8,
        max_width=80,
    ),
    text_column(
        "pattern_type",
        "Pattern",
        "LITERAL: of that name; PREFIXED: whose names begin so.",
        lambda acl: acl.pattern_type,
        cell=_pattern_cell,
        min_width=7,
    ),
    text_column(
        "host", "From", "The address it is done from; * is any.", lambda acl: acl.host, tone=lambda _: Tone.DIM
    ),
]

ACLS_TABLE: TableDefinition[Acl] = TableDefinition(
    id="acls",
    noun="ACL",
    noun_plural="ACLs",
    columns=_COLUMNS,
    key=lambda acl: acl.text,
    filter_text=lambda acl: acl.text,
    is_wrong=lambda acl: acl.is_malformed,
    next_step=lambda acl: MALFORMED_STEP if acl.is_malformed else "",
    naming=("principal", "resource"),
)
"""Rows are `Acl`s."""
