"""Open a shell in the container that a server runs in."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING

from kafkatui.config.browser import is_in_browser
from kafkatui.model.action import ActionSpec, Danger, Obstacle
from kafkatui.model.errors import RequestFailed
from kafkatui.model.field import Values
from kafkatui.model.key import Key
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan, PlanColumn, PlanLine
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

PART = "container"
"""What the container of a log is, as `Target.part` has it."""

CLIENT = "docker"
BEST_SHELL = "command -v bash >/dev/null 2>&1 && exec bash || exec sh"


def shell_command(container: str, *, has_terminal: bool = True) -> list[str]:
    """The program that has the terminal while the shell is open: bash where the image has it, else sh.

    Args:
        has_terminal: false where what it is to do comes from a pipe.
    """
    return [CLIENT, "exec", "-it" if has_terminal else "-i", container, "sh", "-c", BEST_SHELL]


class OpenShell(Action[str]):
    """What is typed in the shell is beyond kafkatui, so it is refused where nothing may be changed."""

    spec = ActionSpec(
        id="container.shell",
        title="Open a shell",
        help="Open a shell in the container whose log is shown; the app steps aside until it ends.",
        danger=Danger.CHANGES,
        acts_on=frozenset({PlaceKind.BROKER}),
        on_part=PART,
        key=Key(
            "container.shell", "dollar_sign", "shell", "Open a shell in the container.", "Do", 5, on=frozenset({PART})
        ),
    )

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        if is_in_browser():
            return Obstacle("A shell needs a terminal, which a browser is not.", "Open kafkatui in a terminal for it.")
        if shutil.which(CLIENT) is None:
            return Obstacle("docker, Docker's own client, is not there.", "Install it, or look at its PATH.")
        return None

    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[str]:
        container = targets[0].name
        return Plan(
            summary="The terminal is the shell's until it ends. What is typed there is done at once.",
            payload=container,
            columns=(PlanColumn("container", "Container", "Where it is opened."),),
            rows=(PlanLine(container, (container,)),),
            commands=(shlex.join(shell_command(container)),),
            undo="What is done in the shell is not undone from here.",
        )

    def run(self, context: ActionContext, plan: Plan[str], control: TaskControl) -> Outcome:
        from kafkatui.logs.engine import engine

        with engine() as client:
            if not client.inspect_container(plan.payload)["State"]["Running"]:
                raise RequestFailed(f"The container {plan.payload} does not run.", f"docker start {plan.payload}")
        return Outcome((TargetOutcome(plan.payload, OutcomeState.DONE, "a shell was opened"),))


ACTION = OpenShell()
