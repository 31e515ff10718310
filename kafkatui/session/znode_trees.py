"""Whole subtrees for actions: read within bounds, written in order, kept in the journal where that may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kafkatui.codec.znode_acl import acl_text, has_hash, parse_acl
from kafkatui.insight.znode_secrets import has_secrets
from kafkatui.model.errors import KafkatuiError, OutcomeUnknown
from kafkatui.model.outcome import OutcomeState
from kafkatui.model.subtree import is_below
from kafkatui.model.znode import parent_of
from kafkatui.model.znode_change import ChangeKind, SavedSubtree, SavedZnode, ZnodeChange
from kafkatui.session.before_image import data_of, image_of
from kafkatui.session.feeds import ZnodeChildrenFeed, ZnodeFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext
    from kafkatui.zookeeper.connection import ZooKeeperConnection
    from kafkatui.zookeeper.write.transaction import Applied

KEPT_ZNODES, KEPT_BYTES = 10_000, 8 << 20
"""What the journal keeps of a subtree for its undo; larger ones are to be exported first."""

REFRESHED = 100


def refresh_znodes(context: ActionContext, paths: Iterable[str]) -> None:
    """Have znodes that were changed, and the children of those above them, read again, the uppermost first.

    Each is a request, shown or not: of more than REFRESHED the watches on what is shown tell.
    """
    changed = sorted(set(paths))[:REFRESHED]
    for path in changed:
        context.refresh(ZnodeFeed(path))
    for parent in {parent_of(path) for path in changed}:
        context.refresh(ZnodeChildrenFeed(parent))


def read_whole(connection: ZooKeeperConnection, root: str, control: TaskControl) -> SavedSubtree:
    """A subtree with data and ACLs, saying how far it is.

    Raises:
        KafkatuiError: as `read_subtree`.
    """
    from kafkatui.zookeeper.subtree import read_subtree

    return read_subtree(connection, root, before_batch=lambda done: control.progress(done, None, "znodes"))


def read_stats_of(connection: ZooKeeperConnection, root: str, control: TaskControl) -> SavedSubtree:
    """A subtree without data and ACLs."""
    from kafkatui.zookeeper.subtree import read_subtree

    return read_subtree(
        connection, root, with_contents=False, before_batch=lambda done: control.progress(done, None, "znodes")
    )


def outermost(paths: Sequence[str]) -> tuple[str, ...]:
    """The paths that lie below none of the others, each once."""
    return tuple(
        path for path in dict.fromkeys(paths) if not any(other != path and is_below(path, other) for other in paths)
    )


def apply(context: ActionContext, changes: Sequence[ZnodeChange], control: TaskControl) -> Applied:
    """Make changes in their order, saying how far it is; stops where one cannot be made, or when it is told to."""
    from kafkatui.zookeeper.write.transaction import apply_changes

    def told(done: int) -> None:
        control.progress(done, len(changes), "znodes")

    return apply_changes(context.writable_zookeeper(), changes, told)


def state_of(error: KafkatuiError) -> OutcomeState:
    """What became of that which it stopped."""
    return OutcomeState.UNKNOWN if isinstance(error, OutcomeUnknown) else OutcomeState.FAILED


def creations(znodes: Sequence[SavedZnode]) -> tuple[ZnodeChange, ...]:
    """What makes them, in their order."""
    return tuple(ZnodeChange(ChangeKind.CREATE, each.path, each.data, each.acl) for each in znodes)


def deletions(znodes: Sequence[SavedZnode]) -> tuple[ZnodeChange, ...]:
    """What deletes them, children first, at the versions that were read."""
    return tuple(ZnodeChange(ChangeKind.DELETE, each.path, version=each.stat.version) for each in reversed(znodes))


# What the journal keeps


def why_not_kept(znode: SavedZnode) -> str:
    """Why a znode cannot be made again from the journal; empty when it can."""
    if znode.stat.is_ephemeral:
        return "ephemeral znodes are their sessions'"
    if has_secrets(znode.path, znode.data):
        return "they hold secrets, which are not written down"
    if not znode.acl:
        return "their ACL cannot be seen"
    if has_hash(znode.acl):
        return "their ACL has the hash of a password, which is not written down"
    return ""


def kept(subtree: SavedSubtree) -> tuple[tuple[SavedZnode, ...], Mapping[str, int]]:
    """Those that the journal keeps, and how many it does not, by the reason: nor what is below such a one."""
    found: list[SavedZnode] = []
    left_out: set[str] = set()
    reasons: dict[str, int] = {}
    for znode in subtree.znodes:
        parent = znode.path.rpartition("/")[0]
        reason = "what is above them is not made again" if parent in left_out else why_not_kept(znode)
        if reason:
            left_out.add(znode.path)
            reasons[reason] = reasons.get(reason, 0) + 1
        else:
            found.append(znode)
    return tuple(found), reasons


def image_of_znodes(znodes: Sequence[SavedZnode]) -> list[list[Any]]:
    """A JSON value that `creations_of_image` makes them of."""
    return [[each.path, image_of(each.data), acl_text(each.acl, shows_secrets=True)] for each in znodes]


def creations_of_image(image: Sequence[Sequence[Any]]) -> tuple[ZnodeChange, ...]:
    """What makes the znodes of an image."""
    return tuple(
        ZnodeChange(ChangeKind.CREATE, str(path), data_of(data), parse_acl([acl])) for path, data, acl in image
    )
