"""Runs actions without a dialog: those that need the terminal, or whose page shows what they do."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.screen import Screen

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.action import ActionForm
from kafkatui.model.field import Values
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.task import TaskPhase
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_runner import failure_words
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.tasks import Task
from kafkatui.session.user_action import OUTPUT_TAB
from kafkatui.tui.messages import GoTo


class RunsApart:
    """Plans and runs in tasks, and says on the screen what became of it.

    Args:
        screen: where it is said.
        session: the cluster.
    """

    def __init__(self, screen: Screen[Any], session: ClusterView) -> None:
        self._screen = screen
        self._session = session

    def start(self, action: Action[Any], targets: Targets) -> None:
        """Plan and run it as it is, without anything typed."""
        values = {field.name: field.default for field in action.form(self._session.actions.context, targets).fields}
        then = partial(self._call, self._planned, action, targets, values)
        self._session.actions.plan(action, targets, values, then)

    def _planned(self, action: Action[Any], targets: Targets, values: Values, task: Task[Plan[Any]]) -> None:
        if task.error is not None:
            self._say(action, str(task.error))
        elif task.state.phase is TaskPhase.DONE:
            self.begin(action, targets, values, task.result())

    def begin(self, action: Action[Any], targets: Targets, values: Values, plan: Plan[Any]) -> None:
        """Run what was planned; what runs without the terminal is shown on its page."""
        self._session.actions.run(action, targets, values, plan, partial(self._call, self._ended, action))
        if action.spec.form is not ActionForm.TERMINAL:
            place = Place(self._session.profile.name, PlaceKind.CLUSTER, tab=OUTPUT_TAB)
            self._screen.post_message(GoTo(place))

    def _ended(self, action: Action[Any], task: Task[Outcome]) -> None:
        if task.error is not None:
            self._say(action, str(task.error))
        elif task.state.phase is TaskPhase.DONE and not (outcome := task.result()).is_done:
            self._say(action, failure_words(outcome))
        elif task.state.phase is TaskPhase.DONE:
            self._screen.notify("It ended well.", title=action.spec.title, markup=False, timeout=3)

    def _say(self, action: Action[Any], text: str) -> None:
        title = action.spec.title
        self._screen.notify(sanitise(text), title=title, severity="error", markup=False, timeout=10)

    def _call(self, function: Any, *arguments: Any) -> None:
        """Called in a task's thread."""
        self._screen.app.call_later(function, *arguments)
