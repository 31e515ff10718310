"""Long work of this cluster: running and ended."""

from __future__ import annotations

from collections.abc import Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.key import Offer, offered_if
from kafkatui.model.observed import Observed
from kafkatui.model.place import Place
from kafkatui.model.task import TaskPhase, TaskState
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.tasks import Task
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.pages.base.table_pane import TableContent, TablePane
from kafkatui.view.span import Span, Tone
from kafkatui.view.task_lines import state_text
from kafkatui.view.tasks_table import TASKS_TABLE

EMPTY = (
    "No task has run yet. Changes made with a (actions), writing to files and other long work show here, "
    "with progress, pause and cancel."
)


class TasksPane(TablePane[TaskState]):
    """Every task kept, newest first."""

    shows_without_kafka = True

    ages = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, TASKS_TABLE)

    def content(self) -> TableContent[TaskState]:
        states = [task.state for task in self.session.tasks.all()]
        return TableContent(states, Observed.ok(states, self.session.started_at_seconds), EMPTY)

    def foot(self, rows: Sequence[TaskState]) -> Sequence[Span]:
        running = sum(not row.has_ended for row in rows)
        spans = [(f"{running} running", Tone.KAFKA)] if running else []
        elsewhere = self.surroundings.clusters.running_elsewhere(self.session.profile.name)
        if elsewhere:
            names = ", ".join(sorted({sanitise(state.cluster) for state in elsewhere}))
            spans.append((f"{' · ' if spans else ''}{len(elsewhere)} in {names} (C)", Tone.WARNING))
        return spans

    def commands(self) -> KeyCommands:
        return {
            "task.cancel": KeyCommand(self.cancel_task, self._offer_cancel),
            "task.pause": KeyCommand(self.pause_task, self._offer_pause),
            "task.forget": KeyCommand(self.forget_task, self._offer_forget),
        }

    def _chosen(self) -> Task[object] | None:
        row = self.cursor_row
        return self.session.tasks.get(row.id) if row is not None else None

    def _offer_cancel(self) -> Offer:
        task = self._chosen()
        return offered_if(task is not None and not task.state.has_ended)

    def _offer_pause(self) -> Offer:
        task = self._chosen()
        return offered_if(task is not None and task.state.can_pause and not task.state.has_ended)

    def _offer_forget(self) -> Offer:
        task = self._chosen()
        return offered_if(task is not None and task.state.has_ended)

    def cancel_task(self) -> None:
        """Ask the task to stop."""
        if (task := self._chosen()) is not None:
            task.cancel()
            self.show()

    def pause_task(self) -> None:
        """Hold the task, or let it go on."""
        if (task := self._chosen()) is not None:
            if task.state.phase is TaskPhase.PAUSED:
                task.resume()
            else:
                task.pause()
            self.show()

    def forget_task(self) -> None:
        """Take an ended task off the list."""
        if (task := self._chosen()) is not None:
            self.session.tasks.forget(task.state.id)
            self.show()

    def copied(self) -> tuple[str, str] | None:
        row = self.cursor_row
        return None if row is None else (f"{row.title}: {state_text(row)}", "task")
