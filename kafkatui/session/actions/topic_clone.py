"""Make a topic like another one: partitions, replication factor and configuration, without its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kafkatui.model.action import ActionSpec, Danger
from kafkatui.model.errors import NotFound
from kafkatui.model.field import Field, Values
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.replacing import replace
from kafkatui.model.topic_draft import TopicDraft
from kafkatui.session.action_base import Targets
from kafkatui.session.actions.topic_create import CreateTopic
from kafkatui.session.feeds import TopicConfigsFeed
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

THROTTLED = frozenset({"leader.replication.throttled.replicas", "follower.replication.throttled.replicas"})
"""What names partitions and brokers of the very topic, for a while."""


class CloneTopic(CreateTopic):
    """Creates it as if all that had been typed."""

    spec = ActionSpec(
        id="topic.clone",
        title="Clone a topic",
        help="Make a topic with the partitions, replication factor and configuration of another; without its records.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.TOPIC}),
        fields=(
            Field(
                "source", "Like", "The topic it shall be like.", is_required=True, is_positional=True,
                is_in_dialog=False,
            ),
            Field(
                "name", "Name", "Of the new topic: letters, digits, dot, _ and -.", is_required=True,
                is_positional=True, metavar="TARGET",
            ),
        ),
        verb="topic clone",
        undo_danger=Danger.DESTROYS,
    )  # fmt: skip

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[TopicDraft]:
        source = targets[0].name
        topic = context.metadata().topics.get(source)
        if topic is None:
            raise NotFound(f"There is no topic {source}.")
        entries = context.read(TopicConfigsFeed((source,))).get(source, ())
        factors = sorted({len(partition.replicas) for partition in topic.partitions})
        typed = {
            "name": values.get("name"),
            "partitions": len(topic.partitions),
            "replication_factor": factors[-1],
            "config": tuple(
                f"{entry.name}={entry.value}"
                for entry in entries
                if entry.is_own and entry.value is not None and entry.name not in THROTTLED
            ),
        }
        plan = super().plan(context, targets, typed, control)
        mixed = f"Not all partitions of {source} have as many replicas: the new ones all have {factors[-1]}."
        return replace(
            plan,
            summary=f"Creates {plan.payload.name} like {source}.",
            totals=(*plan.totals, "Records are not taken along: Copy does that."),
            warnings=(mixed,) if len(factors) > 1 else (),
        )


ACTION = CloneTopic()
