"""Runs an action for a verb: preview, question, progress, outcomes."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, TypeVar

from kafkatui.cli.failures import DONE, FAILED
from kafkatui.cli.opened import opened_session
from kafkatui.cli.terminal import flush, write_line
from kafkatui.config.options import Options
from kafkatui.model.errors import FieldError, UsageError
from kafkatui.model.field import Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.plan import Plan
from kafkatui.model.task import TaskPhase
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.protection import asks_first, name_to_type
from kafkatui.session.tasks import Task

if TYPE_CHECKING:
    from kafkatui.session.action_host import ActionHost

T = TypeVar("T")

STOP_SECONDS = 8.0
"""So long a task may take to clean up after Ctrl+C; a second one does not wait."""

WAIT_SECONDS = 0.1
"""How often Ctrl+C and progress are looked at."""


def run_action(
    options: Options, action: Action[Any], values: Values, *, is_dry_run: bool, is_confirmed: bool, output: str
) -> int:
    """Plan `action`, show it, ask, run it, tell what became of each target.

    Returns:
        exit code: 0 when every target was done or nothing was to do, else 1.

    Raises:
        UsageError: a value cannot be meant, or it has to be confirmed and nobody can be asked.
        Refused: it cannot be done here.
    """
    with opened_session(options) as session:
        return run_in(session, action, (), values, is_dry_run=is_dry_run, is_confirmed=is_confirmed, output=output)


def run_in(
    session: ActionHost,
    action: Action[Any],
    targets: Targets,
    values: Values,
    *,
    is_dry_run: bool,
    is_confirmed: bool,
    output: str,
    tells_success: bool = True,
) -> int:
    """As `run_action`, in a session that is open, or for kafkatui itself.

    Args:
        tells_success: whether standard output says what was done; what was not done is always told.
    """
    targets = targets or action.targets_of(values)
    session.actions.require(action, targets, values)
    try:
        plan = waited_for(session.actions.plan(action, targets, values))
    except FieldError as error:
        raise UsageError(f"{_typed_as(action, error.field)}: {error.what}", error.advice) from None
    if is_dry_run:
        show_plan(plan, output)
        return DONE
    if plan.nothing_to_do:
        write_line(json.dumps(plan.as_json()) if output == "json" else plan.nothing_to_do)
        for warning in plan.warnings if plan.is_conflict and output != "json" else ():
            write_line(f"  {warning}")
        return FAILED if plan.is_conflict else DONE
    if asks_first(action.spec) and not is_confirmed:
        from kafkatui.cli.confirmation import confirm

        if not confirm(plan, session.profile, name_to_type(action.spec, plan, session.profile)):
            return FAILED
    running = session.actions.run(action, targets, values, plan)
    try:
        outcome = waited_for(running, shows_progress=True)
    except KeyboardInterrupt:
        if running.wait(0) and running.state.phase is TaskPhase.DONE:  # what has no end of its own ends like this
            show_outcome(plan, running.result(), output)
        raise
    if tells_success or not outcome.is_done:
        show_outcome(plan, outcome, output)
    return DONE if outcome.is_done else FAILED


def waited_for(task: Task[T], *, shows_progress: bool = False) -> T:
    """The task's result; Ctrl+C cancels it.

    Raises:
        KafkatuiError: it failed.
    """
    tells = shows_progress and sys.stderr.isatty()
    try:
        while not task.wait(WAIT_SECONDS):
            if tells and (line := progress_line(task)):
                sys.stderr.write(f"\r\x1b[K{line}")
                sys.stderr.flush()
    except KeyboardInterrupt:
        task.cancel()
        task.wait(STOP_SECONDS)
        raise
    finally:
        if tells:
            sys.stderr.write("\r\x1b[K")
    return task.result()


def progress_line(task: Task[Any]) -> str:
    """How far a task is, in one line; empty before it has said anything."""
    from kafkatui.view.task_lines import progress_text

    state = task.state
    return progress_text(state.progress, state.line)


def show_plan(plan: Plan[Any], output: str) -> None:
    """The preview on standard output."""
    from kafkatui.view.plan_lines import plan_lines

    if output == "json":
        write_line(json.dumps(plan.as_json(), ensure_ascii=False))
    else:
        for line in plan_lines(plan):
            write_line(line)
    flush()


def show_outcome(plan: Plan[Any], outcome: Outcome, output: str) -> None:
    """What became of each target on standard output; what was not done as well on standard error."""
    from kafkatui.view.plan_lines import outcome_json, outcome_line

    if output == "json":
        write_line(json.dumps(outcome_json(plan, outcome), ensure_ascii=False))
    else:
        for target in outcome.targets:
            write_line(outcome_line(target))
    flush()


def _typed_as(action: Action[Any], name: str) -> str:
    """How a field is called on the command line."""
    field = next((each for each in action.spec.fields if each.name == name), None)
    if field is None:
        return name
    if field.is_positional:
        return field.metavar or field.name.upper()
    options = [choice.option for choice in field.choices if choice.option]
    return field.title if options else field.option_name
