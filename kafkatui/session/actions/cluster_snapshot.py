"""Write down what a cluster is set up as."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from kafkatui.model.action import ActionSpec, Danger, Obstacle, Scope
from kafkatui.model.cluster_state import ClusterState
from kafkatui.model.errors import FieldError, RequestFailed
from kafkatui.model.field import Field, Values
from kafkatui.model.outcome import Outcome, done
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_context import ActionContext
from kafkatui.session.actions.cluster_edit import PROFILE, missing
from kafkatui.session.application import settings_of
from kafkatui.session.tasks import TaskControl
from kafkatui.session.whole_file import whole_file

COLUMNS = (
    PlanColumn("part", "Part", "What is written down."),
    PlanColumn("count", "Count", "How many; ?: it could not be read."),
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file to be written."""

    path: Path
    state: ClusterState = field(repr=False)


class SnapshotCluster(Action[Snapshot]):
    """What is written is what was read for the preview."""

    spec = ActionSpec(
        id="cluster.snapshot",
        title="Snapshot of a cluster",
        help="Write topics, configurations, groups and ACLs to a file, to compare with later.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        fields=(
            PROFILE,
            Field("file", "File", "Where to, as JSON; one that is there is replaced.", is_required=True,
                is_positional=True),
        ),
        verb="cluster snapshot",
        scope=Scope.APPLICATION,
    )  # fmt: skip

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return missing(context, targets)

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Snapshot]:
        from kafkatui.session.cluster_reading import read_state

        path = snapshot_path(str(values["file"]))
        control.say("reading")
        return snapshot_plan(path, read_state(settings_of(context).profile(targets[0].name)))

    def run(self, context: ActionContext, plan: Plan[Snapshot], control: TaskControl) -> Outcome:
        write_snapshot(plan.payload.path, plan.payload.state)
        return Outcome(done([plan.payload.state.name]))


def snapshot_path(typed: str) -> Path:
    """Where a snapshot goes. FieldError: there is no such folder."""
    path = Path(os.path.expanduser(typed.strip()))
    if not path.parent.is_dir():
        raise FieldError("file", f"There is no folder {path.parent}.")
    return path


def snapshot_plan(path: Path, state: ClusterState) -> Plan[Snapshot]:
    """How much would be written where, and what could not be read."""
    return Plan(
        f"Writes what {state.name} is set up as to {path}.",
        Snapshot(path, state),
        COLUMNS,
        part_lines(state),
        warnings=tuple(f"{part.value}: {reason}" for part, reason in state.not_read.items()),
    )


def part_lines(state: ClusterState) -> tuple[PlanLine, ...]:
    """How much of each part was read."""
    counts = {
        "topics": len(state.topics),
        "groups": None if state.groups is None else len(state.groups),
        "ACLs": None if state.acls is None else len(state.acls),
    }
    return tuple(PlanLine(part, (part, count), is_risky=count is None) for part, count in counts.items())


def write_snapshot(path: Path, state: ClusterState) -> None:
    """Write the file as a whole.

    Raises:
        RequestFailed: it could not be written.
    """
    from kafkatui.codec.cluster_snapshot import snapshot_text

    try:
        with whole_file(path) as file:
            file.write(snapshot_text(state))
    except OSError as error:
        raise RequestFailed(f"{path} cannot be written: {error.strerror}.") from None


ACTION = SnapshotCluster()
