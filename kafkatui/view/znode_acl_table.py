"""The table of a znode's ACL."""

from __future__ import annotations

from kafkatui.model.znode import ZnodeAcl
from kafkatui.view.column import Column
from kafkatui.view.column_kinds import text_column
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition

_PERMISSIONS = (("c", "create children"), ("d", "delete children"), ("r", "read"), ("w", "write"), ("a", "set the ACL"))

_SCHEMES = {
    "world": "anybody",
    "digest": "who knows the password of this user",
    "ip": "clients from this address",
    "sasl": "this SASL (Kerberos or digest) principal",
    "x509": "this TLS client certificate",
    "auth": "whoever was authenticated when it was set",
}


def permission_words(permissions: str) -> str:
    """ "cdrwa" → "everything", "r" → "read"."""
    words = [word for letter, word in _PERMISSIONS if letter in permissions]
    if len(words) == len(_PERMISSIONS):
        return "everything"
    return ", ".join(words) or "nothing"


_COLUMNS: list[Column[ZnodeAcl]] = [
    text_column("scheme", "Scheme", "How the client proves who it is.", lambda acl: acl.scheme),
    text_column(
        "identity",
        "Identity",
        "Who: for digest user:hash, of which the hash is masked.",
        lambda acl: acl.identity,
        tone=lambda acl: Tone.BRIGHT,
        min_width=12,
        max_width=80,
    ),
    text_column(
        "permissions",
        "Perms",
        "zkCli's letters: c create, d delete, r read, w write, a admin.",
        lambda acl: acl.permissions or "-",
        tone=lambda acl: Tone.ZOOKEEPER,
        min_width=5,
    ),
    text_column(
        "may",
        "May",
        "The permissions in words. Deleting needs d on the parent, not on the znode itself.",
        lambda acl: permission_words(acl.permissions),
        min_width=12,
    ),
    text_column(
        "who",
        "Who that is",
        "The scheme in words.",
        lambda acl: _SCHEMES.get(acl.scheme, "as a plug-in of the server says"),
        tone=lambda acl: Tone.DIM,
        min_width=10,
        grow=1,
    ),
]

ZNODE_ACL_TABLE: TableDefinition[ZnodeAcl] = TableDefinition(
    id="znode-acl",
    noun="entry",
    noun_plural="entries",
    columns=_COLUMNS,
    key=lambda acl: f"{acl.scheme}:{acl.identity}:{acl.permissions}",
    filter_text=lambda acl: f"{acl.scheme} {acl.identity} {acl.permissions}",
    naming=("scheme", "identity"),
)
"""Rows are `Znode.acl`."""
