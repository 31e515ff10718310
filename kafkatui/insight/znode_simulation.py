"""Several changes of znodes played through on what is there: what each would do, and which could not be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from kafkatui.model.errors import Conflict, UsageError
from kafkatui.model.replacing import replace
from kafkatui.model.znode import parent_of
from kafkatui.model.znode_change import ChangeKind, ZnodeChange

ANY_VERSION = -1


@dataclass(frozen=True, slots=True)
class ThereZnode:
    """A znode as it is there.

    Attributes:
        children: how many it has.
    """

    data: bytes | None = field(repr=False)
    version: int
    children: int = 0
    is_ephemeral: bool = False


There = Mapping[str, ThereZnode]
"""By path; what is not in it is not there."""


class Played(Struct, frozen=True):
    """What comes of changes.

    Attributes:
        changes: as they were given, each with the version that it finds.
        before: what each of them finds; None for none.
        after: what is there in the end.
        remade: paths that were deleted and made again.
    """

    changes: tuple[ZnodeChange, ...]
    before: tuple[ThereZnode | None, ...]
    after: There
    remade: frozenset[str]


def play(changes: Sequence[ZnodeChange], there: There) -> Played:
    """Play changes through, in their order.

    Args:
        there: every path that is named, and the parents of those, as far as they exist.

    Raises:
        UsageError: one of them cannot be done on what is there; says which, and why.
        Conflict: one names a version that is not there.
    """
    state = dict(there)
    pinned: list[ZnodeChange] = []
    found: list[ThereZnode | None] = []
    deleted: set[str] = set()
    remade: set[str] = set()
    for number, change in enumerate(changes, 1):
        now = state.get(change.path)
        if (reason := _hindrance(change, now, state)) is not None:
            raise UsageError(f"Change {number}, {change.kind.value} {change.path}: {reason}")
        if (
            now is not None
            and change.kind is not ChangeKind.CREATE
            and change.version not in (ANY_VERSION, now.version)
        ):
            raise Conflict(
                f"Change {number}, {change.kind.value} {change.path}: it is at version {now.version}, "
                f"not {change.version}.",
                "Look at what is there now, then decide.",
            )
        found.append(now)
        version = ANY_VERSION if now is None or change.kind is ChangeKind.CREATE else now.version
        pinned.append(replace(change, version=version))
        if change.kind is ChangeKind.DELETE:
            deleted.add(change.path)
        elif change.kind is ChangeKind.CREATE and change.path in deleted:
            remade.add(change.path)
        _do(change, now, state)
    return Played(tuple(pinned), tuple(found), state, frozenset(remade))


def _hindrance(change: ZnodeChange, now: ThereZnode | None, state: There) -> str | None:
    """Why the server would refuse it; None when it would not."""
    if change.kind is not ChangeKind.CREATE:
        if now is None:
            return "there is no such znode."
        if change.kind is ChangeKind.DELETE and change.path == "/":
            return "the root cannot be deleted."
        if change.kind is ChangeKind.DELETE and now.children:
            return f"it has {now.children:,} {'child' if now.children == 1 else 'children'}: delete those first."
        return None
    if now is not None:
        return "there is one already."
    parent = state.get(parent_of(change.path))
    if parent is None:
        return f"there is no {parent_of(change.path)}: create that first."
    return "its parent is ephemeral, and such a znode has no children." if parent.is_ephemeral else None


def _do(change: ZnodeChange, now: ThereZnode | None, state: dict[str, ThereZnode]) -> None:
    match change.kind:
        case ChangeKind.CREATE:
            state[change.path] = ThereZnode(change.data, 0)
            _count(state, parent_of(change.path), 1)
        case ChangeKind.SET if now is not None:
            state[change.path] = replace(now, data=change.data, version=now.version + 1)
        case ChangeKind.DELETE:
            del state[change.path]
            _count(state, parent_of(change.path), -1)


def _count(state: dict[str, ThereZnode], path: str, by: int) -> None:
    if (parent := state.get(path)) is not None:
        state[path] = replace(parent, children=parent.children + by)
