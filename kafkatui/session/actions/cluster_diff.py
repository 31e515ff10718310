"""Compare a cluster with another one, or with a snapshot."""

from __future__ import annotations

import os
from pathlib import Path

from kafkatui.config.suggestion import did_you_mean
from kafkatui.model.action import ActionSpec, Danger, Obstacle, Scope
from kafkatui.model.cluster_state import StatePart
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Field, FieldKind, Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.report.cluster_diff import ClusterComparison, compared
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_context import ActionContext
from kafkatui.session.actions.cluster_edit import PROFILE, missing
from kafkatui.session.application import settings_of
from kafkatui.session.tasks import TaskControl

IGNORE = Field(
    "ignore", "Leave out", f"Any of {' '.join(part.value for part in StatePart)}.", FieldKind.LIST, metavar="PART"
)


class CompareClusters(Action[ClusterComparison]):
    """Looking is all that it does: the preview is the result."""

    spec = ActionSpec(
        id="cluster.diff",
        title="Compare clusters",
        help="Topics, partitions, replication, configurations, groups and ACLs that differ from another cluster's.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        fields=(
            PROFILE,
            Field("other", "With", "Another cluster of the settings file, or a snapshot's file.", is_required=True,
                is_positional=True),
            IGNORE,
        ),
        verb="cluster diff",
        scope=Scope.APPLICATION,
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return missing(context, targets)

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[ClusterComparison]:
        from kafkatui.session.cluster_reading import read_both

        settings = settings_of(context)
        _, text = settings.read()
        other, ignored = str(values["other"]).strip(), ignored_parts(values.get("ignore") or ())
        path = Path(os.path.expanduser(other))
        if other not in text.names and not path.is_file():
            raise FieldError("other", f"There is no cluster and no file {other}.", did_you_mean(other, text.names))
        control.say("reading both")
        side = settings.profile(other) if other in text.names else path
        comparison = compared(*read_both(settings.profile(targets[0].name), side, ignored), ignored)
        columns = (
            PlanColumn("name", "Name", "The topic or group; the ACL itself."),
            PlanColumn("what", "What", "What of it differs."),
            PlanColumn("left", targets[0].name, "There; –: it is not there, or has the brokers' default."),
            PlanColumn("right", other, "The same there."),
        )
        rows = tuple(PlanLine(each.name, (each.name, each.what, each.left or "–", each.right or "–"))
                     for each in comparison.rows)  # fmt: skip
        summary = comparison.sentence
        return Plan(summary, comparison, columns, rows, nothing_to_do=summary)

    def run(self, context: ActionContext, plan: Plan[ClusterComparison], control: TaskControl) -> Outcome:
        return Outcome(())


def ignored_parts(words: tuple[str, ...]) -> frozenset[StatePart]:
    """The parts that are named, also several with commas between.

    Raises:
        FieldError: there is no such part.
    """
    parts = set()
    for word in (each.strip() for text in words for each in text.split(",")):
        if not word:
            continue
        try:
            parts.add(StatePart(word))
        except ValueError:
            names = [part.value for part in StatePart]
            raise FieldError("ignore", f"There is no part {word}.", did_you_mean(word, names)) from None
    return frozenset(parts)


ACTION = CompareClusters()
