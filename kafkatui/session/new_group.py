"""Making consumer groups: there must be none of the name, and undo deletes what is as it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kafkatui.model.errors import FieldError, Refused
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.feeds import GroupFeed, GroupsFeed
from kafkatui.session.group_commits import Commits, from_json, group_sample, members_words, require_no_members

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

UNDO = "The group is deleted, unless somebody joined it or committed for it since."


def require_new(context: ActionContext, group_id: str, field: str) -> GroupSample:
    """The group that is not there yet, with nothing in it.

    Raises:
        FieldError: there is one.
        KafkatuiError: it could not be read.
    """
    sample = group_sample(context, group_id, is_new_allowed=True)
    if sample.group.members:
        raise FieldError(field, f"There is one already: {members_words(sample.group)}")
    if sample.committed.committed:
        count = len(sample.committed.committed)
        raise FieldError(field, f"{group_id} is there already, with {count} offsets.", "Reset it instead.")
    return sample


def plan_removal(context: ActionContext, entry: JournalEntry) -> Plan[tuple[str, Commits]]:
    """Delete the group that was made, if it is as it was left."""
    group_id, left = str(entry.after["group"]), from_json(entry.after["offsets"])
    sample = group_sample(context, group_id, is_new_allowed=True)
    require_no_members(sample.group, "Stop them first: only a group without members can be deleted.")
    there = sample.committed.commits
    nothing_to_do = ""
    if not there:
        nothing_to_do = f"{group_id} is gone already: nothing to do."
    elif there != left:
        nothing_to_do = f"Something was committed for {group_id} since it was made: it is not touched."
    return Plan(
        f"Deletes the group {group_id}, as it was made.",
        (group_id, left),
        (PlanColumn("group", "Group", "The group."), PlanColumn("offsets", "Offsets", "What it has committed.")),
        (PlanLine(group_id, (group_id, len(there))),),
        nothing_to_do=nothing_to_do,
        confirm_name=group_id,
    )


def remove(context: ActionContext, plan: Plan[Any]) -> Outcome:
    """Do what `plan_removal` worked out."""
    from kafkatui.kafka.write.groups import delete_groups

    group_id, left = plan.payload
    sample = group_sample(context, group_id)
    if sample.group.members or sample.committed.commits != left:
        raise Refused(f"{group_id} is not as it was made any more: nothing was changed.")
    outcomes = delete_groups(context.writable_kafka(), [group_id])
    context.refresh(GroupFeed(group_id))
    context.refresh(GroupsFeed())
    return Outcome(outcomes)
