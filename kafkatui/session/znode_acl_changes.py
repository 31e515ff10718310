"""ACLs that an import sets on znodes that are there already, and how they are set back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kafkatui.codec.znode_acl import acl_text, has_hash, parse_acl
from kafkatui.codec.znode_file import FiledZnode
from kafkatui.model.errors import Conflict, KafkatuiError
from kafkatui.model.outcome import OutcomeState, TargetOutcome
from kafkatui.model.znode import ZnodeAcl, ZnodeStat
from kafkatui.session.znode_trees import state_of

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext


@dataclass(frozen=True, slots=True)
class AclChange:
    """One ACL now and then.

    Attributes:
        version: of the ACL that was read.
    """

    path: str
    now: tuple[ZnodeAcl, ...] = field(repr=False)
    then: tuple[ZnodeAcl, ...] = field(repr=False)
    version: int

    @property
    def has_hash(self) -> bool:
        """Whether it cannot be written down."""
        return has_hash(self.now) or has_hash(self.then)


def acl_changes(
    context: ActionContext,
    wanted: Iterable[tuple[str, FiledZnode]],
    there: Mapping[str, tuple[bytes | None, ZnodeStat]],
) -> tuple[AclChange, ...]:
    """What makes the ACLs of znodes that are there those of the file; those whose ACL is not told in full are left.

    Raises:
        KafkatuiError: they could not be read.
    """
    from kafkatui.zookeeper.subtree import read_acls

    named = {path: each.acl for path, each in wanted if each.acl and path in there}
    now = read_acls(context.readable_zookeeper(), list(named))
    return tuple(
        AclChange(path, now[path], acl, there[path][1].acl_version)
        for path, acl in named.items()
        if path in now and set(now[path]) != set(acl)
    )


def set_acl_changes(context: ActionContext, changes: Sequence[AclChange]) -> dict[str, TargetOutcome]:
    """Set them; what became of each, by path. They are in no transaction, which has none for ACLs."""
    from kafkatui.zookeeper.write.acl import set_acls

    if not changes:
        return {}
    wanted = {each.path: (each.then, each.version) for each in changes}
    try:
        errors = set_acls(context.writable_zookeeper(), wanted)
    except KafkatuiError as error:
        return {each.path: TargetOutcome(each.path, state_of(error), str(error)) for each in changes}
    return {path: _outcome(path, error) for path, error in errors.items()}


def _outcome(path: str, error: KafkatuiError | None) -> TargetOutcome:
    if error is None:
        return TargetOutcome(path, OutcomeState.DONE)
    state = OutcomeState.CONFLICT if isinstance(error, Conflict) else OutcomeState.FAILED
    return TargetOutcome(path, state, f"Its ACL was not set. {error}")


def acl_image(change: AclChange) -> list[str]:
    """The ACL then and now as the journal keeps them; only of those without hashes."""
    return [acl_text(change.now, shows_secrets=True), acl_text(change.then, shows_secrets=True)]


def back_to_acls(
    context: ActionContext, images: Mapping[str, Any], versions: Mapping[str, int]
) -> tuple[tuple[AclChange, ...], tuple[str, ...]]:
    """What sets ACLs back that are as they were left, and the paths of the others.

    Args:
        versions: of the ACLs that are there now.
    """
    from kafkatui.zookeeper.subtree import read_acls

    there = read_acls(context.readable_zookeeper(), [path for path in images if path in versions])
    back = []
    for path, (before, after) in images.items():
        if path in there and set(there[path]) == set(parse_acl([after])):
            back.append(AclChange(path, there[path], parse_acl([before]), versions[path]))
    return tuple(back), tuple(path for path in images if path not in {each.path for each in back})
