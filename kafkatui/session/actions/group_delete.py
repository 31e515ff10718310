"""Delete consumer groups: with what they had committed, which undo commits again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.errors import FieldError, Refused
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.feeds import GroupFeed, GroupsFeed
from kafkatui.session.group_commits import (
    GroupLook,
    as_json,
    from_json,
    look_at,
    members_obstacle,
    members_words,
    plan_put_back_all,
    put_back,
)
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

COLUMNS = (
    PlanColumn("group", "Group", "The group that goes."),
    PlanColumn("state", "State", "Its state: only one that is Empty can be deleted."),
    PlanColumn("topics", "Topics", "The topics it has committed offsets for."),
    PlanColumn("offsets", "Offsets", "How many offsets it has committed."),
    PlanColumn("lag", "Lag", "Records it had still to read; ? when not known."),
)

NAMES_SHOWN = 4

STOP_THEM = "Stop them first: only a group without members can be deleted."

UNDO = "What they had committed is committed again, which makes the groups anew; where nobody did meanwhile."


class DeleteGroups(Action[Mapping[str, GroupLook]]):
    """Refused while members are in one of them: the broker would refuse it."""

    spec = ActionSpec(
        id="group.delete",
        title="Delete groups",
        help="Delete consumer groups with all they have committed. Undo commits it again.",
        danger=Danger.DESTROYS,
        acts_on=frozenset({PlaceKind.GROUP}),
        takes_many=True,
        fields=(
            Field(
                "names", "Groups", "The groups; nobody may be in them.", FieldKind.LIST, is_required=True,
                is_positional=True, is_in_dialog=False, metavar="NAME",
            ),
        ),
        verb="group delete",
        key=Key("group.delete", "d,delete", "delete", "Delete groups.", "Do", 7, on=frozenset({"group"})),
    )  # fmt: skip

    def targets_of(self, values: Values) -> Targets:
        names = values.get("names") or ()
        if not names:
            raise FieldError("names", "Name a group.")
        return tuple(Target(PlaceKind.GROUP, name) for name in dict.fromkeys(names))

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return members_obstacle(context, targets, STOP_THEM)

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[Mapping[str, GroupLook]]:
        names = list(dict.fromkeys(target.name for target in targets))
        control.say("reading what they have committed")
        looks = look_at(context, names)
        if busy := [look.group for look in looks.values() if look.group.members]:
            raise Refused(" ".join(members_words(group) for group in busy[:NAMES_SHOWN]), STOP_THEM)
        offsets = sum(len(look.commits) for look in looks.values() if look.group.type != "share")
        shares = [name for name, look in looks.items() if look.group.type == "share"]
        more = f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
        shown = ", ".join(names[:NAMES_SHOWN]) + more
        tool = f"kafka-consumer-groups.sh --bootstrap-server {context.profile.bootstrap_servers} --delete"
        return Plan(
            summary=f"Deletes {'the group ' if len(names) == 1 else f'{len(names)} groups: '}{shown}.",
            payload=looks,
            columns=COLUMNS,
            rows=tuple(_line(look) for look in looks.values()),
            totals=(f"{len(names)} group{'s' if len(names) != 1 else ''}, {offsets} committed offsets.",),
            warnings=tuple(f"{name} is a share group: where it is cannot be put back." for name in shares),
            commands=(f"{tool} {' '.join(f'--group {shlex.quote(name)}' for name in names[:NAMES_SHOWN])}",),
            undo=UNDO if offsets else "They have committed nothing that could be put back.",
            is_undoable=bool(offsets),
            confirm_name=names[0] if len(names) == 1 else context.profile.name,
        )

    def run(self, context: ActionContext, plan: Plan[Mapping[str, GroupLook]], control: TaskControl) -> Outcome:
        from kafkatui.kafka.write.groups import delete_groups

        now = look_at(context, list(plan.payload))
        conflicts, wanted = [], []
        for group_id, look in plan.payload.items():
            if problem := _changed_since(look, now[group_id]):
                conflicts.append(TargetOutcome(group_id, OutcomeState.CONFLICT, problem))
            else:
                wanted.append(group_id)
        control.check()
        control.say("deleting")
        outcomes = delete_groups(context.writable_kafka(), wanted) if wanted else ()
        for group_id in wanted:
            context.refresh(GroupFeed(group_id))
        context.refresh(GroupsFeed())
        gone = [each.target for each in outcomes if each.is_done]
        return Outcome(
            (*outcomes, *conflicts),
            before={
                group_id: as_json(now[group_id].commits) for group_id in gone if now[group_id].group.type != "share"
            },
            after=dict.fromkeys(gone),
        )

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        before = {group_id: from_json(rows) for group_id, rows in entry.before.items()}
        return plan_put_back_all(
            context, {group_id: (commits, dict.fromkeys(commits)) for group_id, commits in before.items()}
        )

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        outcome = put_back(context, plan)
        context.refresh(GroupsFeed())
        return outcome


def _line(look: GroupLook) -> PlanLine:
    topics = ", ".join(look.topics) or "none"
    name = look.group.id
    return PlanLine(name, (name, look.group.state, topics, len(look.commits), look.lag.known), bool(look.lag.known))


def _changed_since(look: GroupLook, now: GroupLook) -> str:
    """Why the group is not what was looked at; empty when it is."""
    if now.group.members:
        return members_words(now.group)
    if now.commits != look.commits:
        return "something was committed since it was looked at"
    return ""


ACTION = DeleteGroups()
