"""Make a consumer group that has committed what another one has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.cluster import OffsetRange, partition_text
from kafkatui.model.errors import FieldError, Refused
from kafkatui.model.field import Field, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.group_commits import Commits, commit, group_sample, members_words, require_commits
from kafkatui.session.new_group import UNDO, plan_removal, remove, require_new
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("partition", "Partition", "A partition the group has committed."),
    PlanColumn("offset", "Offset", "What is committed for both then."),
    PlanColumn("lag", "To read", "Records that are there for the new group now; ? when not known."),
    PlanColumn("metadata", "Metadata", "The text that was left with the commit."),
)

NO_OFFSETS = OffsetRange(None, None)


class Cloned(Struct, frozen=True):
    """What is committed for the new group."""

    group_id: str
    commits: Commits


class CloneGroup(Action[Cloned]):
    """Copies offsets and their texts, as they are: also those that lie outside of their logs."""

    spec = ActionSpec(
        id="group.clone",
        title="Clone the group",
        help="Make a consumer group that has committed just what this one has.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.GROUP}),
        fields=(
            Field(
                "group", "Group", "The group whose offsets are copied.", is_required=True, is_positional=True,
                is_in_dialog=False, metavar="FROM",
            ),
            Field("to", "To", "The new group's name.", is_required=True, is_positional=True, metavar="TO"),
        ),
        verb="group clone",
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Cloned]:
        group_id, name = targets[0].name, str(values.get("to") or "").strip()
        if not name:
            raise FieldError("to", "Name the new group.")
        require_new(context, name, "to")
        sample = group_sample(context, group_id)
        require_commits(sample.group)
        there = context.metadata().topics
        commits = {key: each for key, each in sorted(sample.committed.commits.items()) if key[0] in there}
        gone = sorted({topic for topic, _ in sample.committed.commits} - set(there))
        if not commits:
            raise Refused(f"{group_id} has committed nothing that could be copied.")
        rows = []
        for key, each in commits.items():
            end = sample.offsets.ranges.get(key, NO_OFFSETS).end
            text, lag = partition_text(key), None if end is None else end - each.offset
            rows.append(PlanLine(text, (text, each.offset, lag, each.metadata)))
        warnings = [f"{topic} is gone: what was committed there is left out." for topic in gone]
        if sample.group.members:
            warnings.append(f"{members_words(sample.group)} What they commit from now on is not copied.")
        return Plan(
            summary=f"Makes the group {name} with the {len(commits)} offsets of {group_id}.",
            payload=Cloned(name, commits),
            columns=COLUMNS,
            rows=tuple(rows),
            warnings=tuple(warnings),
            commands=("# kafka-consumer-groups.sh cannot; export the offsets and use --from-file",),
            undo=UNDO,
            is_undoable=True,
            confirm_name=name,
        )

    def run(self, context: ActionContext, plan: Plan[Cloned], control: TaskControl) -> Outcome:
        require_new(context, plan.payload.group_id, "to")
        return commit(context, plan.payload.group_id, plan.payload.commits, {})

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        return plan_removal(context, entry)

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        return remove(context, plan)


ACTION = CloneGroup()
