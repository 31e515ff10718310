"""Reset a consumer group's offsets: what it reads next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.insight.reset import OffsetMove
from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.group import SHARE
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.group_commits import (
    commit,
    from_json,
    group_sample,
    members_obstacle,
    plan_put_back,
    put_back,
    require_no_members,
    require_settable,
)
from kafkatui.session.offset_choice import (
    COLUMNS,
    chosen_partitions,
    destination_of,
    move_totals,
    move_warnings,
    plan_line,
    planned_moves,
    reset_command,
    to_field,
    wanted_commits,
)
from kafkatui.session.partition_choice import TOPICS
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

UNDO = "The offsets committed now are put back, as long as nobody commits in between."

SHARE_UNDO = (
    "Where the group begins now is put back, as long as nobody reads for it in between; what it had acknowledged "
    "behind that is read again."
)

SHARE_WARNING = (
    "A share group's beginning is set: which records behind it were acknowledged already is forgotten, so those are "
    "given to its members again."
)

ALL_TOPICS = Field(
    "all_topics", "All topics", "All topics the group has read, as without --topic.", FieldKind.FLAG,
    is_in_dialog=False,
)  # fmt: skip


class Reset(Struct, frozen=True):
    """What the plan rests on and what it would commit."""

    group_id: str
    moves: tuple[OffsetMove, ...]


class ResetOffsets(Action[Any]):
    """Sets what a group reads next. Refused while members are in: the broker would refuse it, or they overwrite it."""

    spec = ActionSpec(
        id="group.reset",
        title="Reset offsets",
        help="Set a consumer group's offsets: to the earliest, the latest, a time, a number, a file, or as another.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.GROUP}),
        fields=(
            Field(
                "group", "Group", "The consumer group; nobody may be in it.", is_required=True,
                is_positional=True, is_in_dialog=False,
            ),
            TOPICS,
            ALL_TOPICS,
            to_field(),
        ),
        verb="group reset",
        key=Key("group.reset", "e", "reset", "Set what the group reads next.", "Do", 4, on=frozenset({"group"})),
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return members_obstacle(context, targets)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Reset]:
        group_id = targets[0].name
        destination = destination_of(context, group_id, values)
        is_named = bool(values.get("topic")) or destination.named is not None
        sample = group_sample(context, group_id, is_new_allowed=is_named)
        require_settable(context, sample.group)
        require_no_members(sample.group)
        partitions = chosen_partitions(values, destination, sample, context.metadata())
        control.check()
        planned = planned_moves(context, sample.committed.committed, destination, partitions)
        changes = [move for move in planned if move.is_change]
        new_commits = sum(move.committed is None for move in changes)
        is_share = sample.group.type == SHARE
        undo, warnings = (SHARE_UNDO, (SHARE_WARNING,)) if is_share else (UNDO, ())
        return Plan(
            summary=f"Resets {len(changes)} offsets of {group_id}.",
            payload=Reset(group_id, tuple(planned)),
            columns=COLUMNS,
            rows=tuple(plan_line(move) for move in planned),
            totals=move_totals(changes),
            warnings=(*warnings, *move_warnings(planned)),
            commands=(reset_command(context, group_id, destination, values, is_share=is_share),),
            undo=f"{undo} {new_commits} had none before and keep the new one." if new_commits else undo,
            is_undoable=new_commits < len(changes),
            nothing_to_do="" if changes else "Every offset is there already: nothing to do.",
            confirm_name=group_id,
        )

    def run(self, context: ActionContext, plan: Plan[Reset], control: TaskControl) -> Outcome:
        reset = plan.payload
        expected = {move.partition: move.committed for move in reset.moves}
        return commit(context, reset.group_id, wanted_commits(reset.moves), expected)

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        left = from_json(entry.after["offsets"])
        before = from_json(entry.before["offsets"])
        return plan_put_back(
            context, str(entry.before["group"]), before, {key: each.offset for key, each in left.items()}
        )

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return put_back(context, plan)


ACTION = ResetOffsets()
