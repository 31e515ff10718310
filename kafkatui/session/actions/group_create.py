"""Make a consumer group, by committing for it where it is to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.insight.reset import OffsetMove
from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.cluster import partition_text
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.group_commits import commit
from kafkatui.session.new_group import UNDO, plan_removal, remove, require_new
from kafkatui.session.offset_choice import (
    chosen_partitions,
    destination_of,
    move_warnings,
    planned_moves,
    reset_command,
    to_field,
    wanted_commits,
)
from kafkatui.session.partition_choice import TOPICS
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("partition", "Partition", "A partition the group begins to read."),
    PlanColumn("new", "Begins at", "The offset it reads first."),
    PlanColumn("lag", "To read", "Records that are there for it now."),
    PlanColumn("note", "Note", "What happened to what was asked."),
)


class NewGroup(Struct, frozen=True):
    """Where the group begins."""

    group_id: str
    moves: tuple[OffsetMove, ...]


class CreateGroup(Action[NewGroup]):
    """Nobody joins it: it is Empty, with offsets, and whoever joins later begins there."""

    spec = ActionSpec(
        id="group.create",
        title="Create a group",
        help="Make a consumer group that begins where it is told, before anybody joins it.",
        danger=Danger.CHANGES,
        pages=frozenset({PlaceKind.GROUPS, PlaceKind.GROUP}),
        fields=(
            Field("group", "Group", "The new group's name.", is_required=True, is_positional=True, metavar="NAME"),
            Field(
                "topic", "Topics", "TOPIC, or TOPIC:0,1 for some of its partitions.", TOPICS.kind,
                metavar=TOPICS.metavar,
            ),
            to_field("Where the group begins to read."),
        ),
        verb="group create",
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[NewGroup]:
        group_id = str(values.get("group") or "").strip()
        if not group_id:
            raise FieldError("group", "Name the group.")
        sample = require_new(context, group_id, "group")
        destination = destination_of(context, group_id, values)
        partitions = chosen_partitions(values, destination, sample, context.metadata())
        control.check()
        planned = planned_moves(context, {}, destination, partitions)
        changes = [move for move in planned if move.is_change]
        return Plan(
            summary=f"Makes the group {group_id} with {len(changes)} offsets.",
            payload=NewGroup(group_id, tuple(planned)),
            columns=COLUMNS,
            rows=tuple(_line(move) for move in planned),
            warnings=move_warnings(planned),
            commands=(reset_command(context, group_id, destination, values),),
            undo=UNDO,
            is_undoable=True,
            nothing_to_do="" if changes else "There is no offset to commit.",
            confirm_name=group_id,
        )

    def run(self, context: ActionContext, plan: Plan[NewGroup], control: TaskControl) -> Outcome:
        group_id, planned = plan.payload.group_id, plan.payload.moves
        require_new(context, group_id, "group")
        return commit(context, group_id, wanted_commits(planned), {})

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        return plan_removal(context, entry)

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return remove(context, plan)


def _line(move: OffsetMove) -> PlanLine:
    name = partition_text(move.partition)
    lag = None if move.new is None or move.end is None else move.end - move.new
    return PlanLine(name, (name, move.new, lag, move.problem or move.note))


ACTION = CreateGroup()
