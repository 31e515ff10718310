"""What single znodes hold, for an action that changes several: read, kept in the journal, and set back together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kafkatui.codec.znode_acl import parse_acl
from kafkatui.insight.znode_simulation import ThereZnode
from kafkatui.model.errors import FieldError
from kafkatui.model.znode import ZnodeAcl, ZnodeStat, parent_of
from kafkatui.model.znode_change import ChangeKind, ZnodeChange
from kafkatui.session.before_image import data_of, image_of

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext


UNREAD = ThereZnode(None, 0)
"""A parent that may not be read; that it may be written below is for the server to say."""


def there_of(context: ActionContext, paths: Sequence[str]) -> dict[str, ThereZnode]:
    """Those of the paths, and of their parents, that are there.

    Raises:
        FieldError: one of them may not be read: what would become of it cannot be told.
        KafkatuiError: they could not be read.
    """
    from kafkatui.zookeeper.tree import read_each

    found = {}
    parents = [parent_of(path) for path in paths]
    for path, read in read_each(context.readable_zookeeper(), list(dict.fromkeys([*paths, *parents]))).items():
        if read is None and path in paths:
            raise FieldError("changes", f"{path} cannot be read: its ACL does not let this session.", "Log in.")
        found[path] = UNREAD if read is None else _there(*read)
    return found


def _there(data: bytes | None, stat: ZnodeStat) -> ThereZnode:
    return ThereZnode(data, stat.version, stat.children_count, stat.is_ephemeral)


def acl_of(context: ActionContext, paths: Sequence[str]) -> Mapping[str, tuple[ZnodeAcl, ...]]:
    """The ACLs of those whose ACL can be written again."""
    from kafkatui.zookeeper.subtree import read_acls

    return read_acls(context.readable_zookeeper(), paths) if paths else {}


def state_image(znode: ThereZnode | None, acl: str = "") -> dict[str, Any] | None:
    """A znode as the journal keeps it; None for none."""
    return None if znode is None else {"data": image_of(znode.data), "acl": acl}


def state_of_image(image: Mapping[str, Any] | None) -> tuple[bytes | None] | None:
    """What such a znode held; None for none."""
    return None if image is None else (data_of(image["data"]),)


def way_back(before: Mapping[str, Any], there: Mapping[str, ThereZnode]) -> tuple[ZnodeChange, ...]:
    """What makes what is there what was: deletions, the deepest first, then data, then what was deleted."""
    deletions, settings, creations = [], [], []
    for path, image in sorted(before.items()):
        now, was = there.get(path), state_of_image(image)
        if was is None and now is not None:
            deletions.append(ZnodeChange(ChangeKind.DELETE, path, version=now.version))
        elif was is not None and now is not None and was[0] != now.data:
            settings.append(ZnodeChange(ChangeKind.SET, path, was[0], version=now.version))
        elif was is not None and now is None:
            creations.append(ZnodeChange(ChangeKind.CREATE, path, was[0], parse_acl([image["acl"]])))
    return (*reversed(deletions), *settings, *creations)
