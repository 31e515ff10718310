"""Connect to every part of a profile and say what works."""

from __future__ import annotations

from kafkatui.model.action import ActionSpec, Danger, Obstacle, Scope
from kafkatui.model.errors import ConfigError
from kafkatui.model.field import Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.part_check import PartCheck, PartState
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_context import ActionContext
from kafkatui.session.actions.cluster_edit import PROFILE, missing
from kafkatui.session.application import settings_of
from kafkatui.session.tasks import TaskControl

COLUMNS = (
    PlanColumn("part", "Part", "What was connected to."),
    PlanColumn("state", "State", "Whether it works."),
    PlanColumn("took", "Took", "How long that took, in milliseconds."),
    PlanColumn("text", "", "What is there, or why it does not work."),
)


class TestCluster(Action[tuple[PartCheck, ...]]):
    """Looking is all that it does: the preview is the result."""

    __test__ = False  # no test of pytest's

    spec = ActionSpec(
        id="cluster.test",
        title="Test a cluster",
        help="Connect to Kafka, ZooKeeper and the registry of a profile, and say what works and how long it took.",
        danger=Danger.NONE,
        acts_on=frozenset({PlaceKind.CLUSTER}),
        fields=(PROFILE,),
        verb="cluster test",
        scope=Scope.APPLICATION,
    )

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        return missing(context, targets)

    def plan(
        self, context: ActionContext, targets: Targets, values: Values, control: TaskControl
    ) -> Plan[tuple[PartCheck, ...]]:
        from kafkatui.session.cluster_check import check_profile

        name = targets[0].name
        control.say("connecting")
        try:
            checks = check_profile(settings_of(context).profile(name), control.check)
        except ConfigError as error:
            checks = (PartCheck("profile", PartState.FAILS, str(error)),)
        return plan_of(checks)

    def run(self, context: ActionContext, plan: Plan[tuple[PartCheck, ...]], control: TaskControl) -> Outcome:
        return Outcome(())


def plan_of(checks: tuple[PartCheck, ...]) -> Plan[tuple[PartCheck, ...]]:
    """What each part said, as a preview with nothing to do."""
    summary = summary_of(checks)
    return Plan(summary, checks, COLUMNS, tuple(_line(each) for each in checks), nothing_to_do=summary)


def try_typed(text: str, name: str, context: ActionContext, control: TaskControl) -> Plan[tuple[PartCheck, ...]]:
    """Connect as the profile of that name would, if `text` were in the settings file."""
    from kafkatui.session.cluster_check import check_profile

    control.say("connecting")
    try:
        return plan_of(check_profile(settings_of(context).typed_profile(text, name), control.check))
    except ConfigError as error:
        return plan_of((PartCheck("profile", PartState.FAILS, str(error)),))


def summary_of(checks: tuple[PartCheck, ...]) -> str:
    """What came of it, in a sentence."""
    failed = [each.part for each in checks if each.state is PartState.FAILS]
    return f"{' and '.join(failed)}: not connected." if failed else "Every part works."


def _line(check: PartCheck) -> PlanLine:
    took = None if check.seconds is None else round(check.seconds * 1000)
    words = {PartState.WORKS: "✓ works", PartState.FAILS: "✗ fails", PartState.NONE: "– none"}
    return PlanLine(check.part, (check.part, words[check.state], took, check.text), check.state is PartState.FAILS)


ACTION = TestCluster()
