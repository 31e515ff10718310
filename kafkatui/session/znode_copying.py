"""Copying a subtree of znodes to another place, of this ensemble or another: what `cp`, `mv` and an import write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kafkatui.codec.znode_acl import parse_acl
from kafkatui.insight.znode_care import change_warnings
from kafkatui.model.errors import FieldError, KafkatuiError
from kafkatui.model.field import Field
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.plan import PlanColumn
from kafkatui.model.replacing import replace
from kafkatui.model.subtree import is_below
from kafkatui.model.znode import parent_of
from kafkatui.model.znode_change import SavedSubtree, SavedZnode, ZnodeChange, moved_path
from kafkatui.session.tasks import TaskControl
from kafkatui.session.znode_trees import apply, creations, read_whole, refresh_znodes

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("source", "From", "The subtree that is read."),
    PlanColumn("destination", "To", "Where it is afterwards; there is nothing there now."),
    PlanColumn("znodes", "Znodes", "It and everything below it."),
    PlanColumn("bytes", "Bytes", "Of data, together."),
    PlanColumn("transactions", "Transactions", "One is done whole or not at all; several stop between two of them."),
)

SOURCE = Field("source", "From", "The znode that is read.", is_required=True, is_positional=True, is_in_dialog=False)
DESTINATION = Field("destination", "To", "Its whole new path; there is nothing there yet.", is_required=True,
                    is_positional=True)  # fmt: skip
TO_CLUSTER = Field("to_cluster", "To cluster", "A cluster of the settings file; empty: this one.", metavar="NAME")

_OPEN = parse_acl(["open"])


@dataclass(frozen=True, slots=True)
class Copying:
    """What is read, and what makes it again at its new place."""

    source: SavedSubtree
    destination: str
    to_cluster: str
    changes: tuple[ZnodeChange, ...] = field(repr=False)
    transactions: int = 1


def plan_copy(
    context: ActionContext, source: str, destination: str, to_cluster: str, control: TaskControl
) -> tuple[Copying, tuple[str, ...]]:
    """Read what is to be copied and see whether it fits there; with what is to be known first.

    Raises:
        FieldError: it cannot go there.
        KafkatuiError: it could not be read.
    """
    from kafkatui.zookeeper.tree import check_path, read_stats
    from kafkatui.zookeeper.write.transaction import transaction_count

    other = context.at(to_cluster)
    try:
        check_path(destination)
    except KafkatuiError as error:
        raise FieldError("destination", error.what, error.advice) from None
    if other is context and is_below(destination, source):
        raise FieldError("destination", f"{destination} is {source} itself or below it.")
    parent = parent_of(destination)
    there = read_stats(other.readable_zookeeper(), [destination, parent])
    if destination in there:
        raise FieldError("destination", f"There is {destination} already.", "Nothing is written over.")
    if parent not in there:
        raise FieldError("destination", f"There is no {parent}.", "Create it first.")
    tree = read_whole(context.readable_zookeeper(), source, control)
    if tree.unreadable:
        path, why = next(iter(tree.unreadable.items()))
        raise FieldError("destination", f"{path} cannot be copied: {why}.")
    lasting = tuple(each for each in tree.znodes if not each.stat.is_ephemeral)
    if not lasting or lasting[0].path != source:
        raise FieldError("destination", f"{source} is ephemeral: it is its session's alone.")
    changes = creations([_moved(each, source, destination) for each in lasting])
    count = transaction_count(other.readable_zookeeper(), changes)
    return Copying(tree, destination, to_cluster, changes, count), (*_notes(tree), *change_warnings(destination))


def _moved(znode: SavedZnode, source: str, destination: str) -> SavedZnode:
    """Where it will be; one whose ACL the server does not tell in full is not copied open to everybody.

    Raises:
        FieldError: its ACL is not known.
    """
    if not znode.acl:
        raise FieldError("destination", f"The ACL of {znode.path} is not told to this session in full.", "Log in.")
    return replace(znode, path=moved_path(znode.path, source, destination))


def _notes(tree: SavedSubtree) -> list[str]:
    ephemeral = sum(each.stat.is_ephemeral for each in tree.znodes)
    notes = [f"{ephemeral:,} ephemeral znodes stay: they are their sessions'."] if ephemeral else []
    return notes


def write_copy(context: ActionContext, copying: Copying, control: TaskControl) -> str:
    """Make the copy and read it back; why it is not whole, empty when it is. What was begun is taken away again.

    Raises:
        KafkatuiError: nothing could be written at all; it is left as it was.
    """
    other = context.at(copying.to_cluster)
    applied = apply(other, copying.changes, control)
    refresh_znodes(other, (copying.destination,))
    if applied.error is not None:
        return _taken_away(other, copying.changes[: applied.done], applied.error, control)
    control.say("reading it back")
    there = {
        each.path: each.data for each in read_whole(other.readable_zookeeper(), copying.destination, control).znodes
    }
    wrong = [each.path for each in copying.changes if each.path not in there or there[each.path] != each.data]
    return f"{wrong[0]} is not what was written: {len(wrong):,} differ." if wrong else ""


def _taken_away(context: ActionContext, made: Sequence[ZnodeChange], error: KafkatuiError, control: TaskControl) -> str:
    """Delete what was made of a copy that could not be ended; says what is left of it."""
    from kafkatui.model.znode_change import ChangeKind

    if not made:
        return f"Nothing was copied. {error}"
    back = [ZnodeChange(ChangeKind.DELETE, each.path, version=0) for each in reversed(made)]
    undone = apply(context, back, control)
    left = len(back) - undone.done
    return f"{error} " + ("What was copied was taken away again." if not left else f"{left:,} copies are left.")


def outcome_of(target: str, problem: str, **images: object) -> Outcome:
    """The outcome of a copy."""
    state = OutcomeState.FAILED if problem else OutcomeState.DONE
    return Outcome((TargetOutcome(target, state, problem),), **images)  # type: ignore[arg-type]
