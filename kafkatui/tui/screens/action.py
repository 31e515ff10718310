"""Any action's dialog: its fields, what it would do, the question, what became of it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Button, Input, Static

from kafkatui.model.action import Danger
from kafkatui.model.errors import FieldError
from kafkatui.model.field import Form
from kafkatui.model.outcome import Outcome
from kafkatui.model.plan import Plan
from kafkatui.model.task import TaskPhase
from kafkatui.session.action_base import Action, Begin, Targets
from kafkatui.session.action_context import no_export_obstacle
from kafkatui.session.action_host import ActionHost
from kafkatui.session.action_runner import failure_words
from kafkatui.session.protection import name_to_type
from kafkatui.session.tasks import Task
from kafkatui.tui.dialog.fields import FieldChanged, FieldEditor, editor_of, first_editor
from kafkatui.tui.dialog.late_form import LateForm, fill_in
from kafkatui.tui.dialog.preview import Preview
from kafkatui.tui.keys import bindings
from kafkatui.tui.screens.action_ended import PlanEnded, RunEnded, TryEnded
from kafkatui.tui.screens.dimmed import DimmedScreen
from kafkatui.view.plan_lines import outcome_line
from kafkatui.view.span import Tone
from kafkatui.view.task_lines import progress_text

PLAN_DELAY_SECONDS = 0.25
"""So long after the last key a new preview is worked out."""

PROGRESS_SECONDS = 0.2

NARROW_BELOW_WIDTH = 110
"""Narrower than this only the field in focus has its sentence beside it."""

LOW_BELOW_HEIGHT = 32
"""Lower than this a document has fewer lines, and what is said below the plan scrolls with all of the dialog."""

LONG_FROM_FIELDS = 12
"""A dialog of so many tells each in a line, and in full where the cursor is: what would be done is to stay in sight."""


class ActionScreen(DimmedScreen[Outcome | None]):
    """Fills in and runs one action. Closing it while it runs leaves the task running.

    Args:
        session: the cluster, or kafkatui itself.
        action: what is to be done.
        targets: to what.
        begin: runs it instead, and the dialog closes; None: it runs it itself and says what became of it.
    """

    DEFAULT_CSS = """
    ActionScreen { align: center middle; background: $background 50%; }
    ActionScreen > Vertical { width: 120; max-width: 96%; height: auto; max-height: 94%; border: round $kafka;
        background: $background; border-title-color: $kafka; border-subtitle-color: $dim; padding: 1 1 1 2;
        overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1; }
    ActionScreen.-destroys > Vertical { border: round $warning; border-title-color: $warning; }
    ActionScreen #confirm { height: auto; margin-top: 1; display: none; }
    ActionScreen #confirm Static { width: auto; color: $warning; }
    ActionScreen #confirm Input { width: 1fr; margin-left: 1; }
    ActionScreen #buttons { height: auto; margin-top: 1; align-horizontal: right; }
    ActionScreen Button { margin-left: 2; min-width: 1; }
    ActionScreen.-long FieldEditor > .field--note { text-wrap: nowrap; text-overflow: ellipsis; }
    ActionScreen.-long FieldEditor:focus-within > .field--note { text-wrap: wrap; }
    ActionScreen.-long FieldEditor.-problem > .field--note { text-wrap: wrap; }
    ActionScreen.-narrow > Vertical { padding: 0 0 0 1; }
    ActionScreen.-narrow TextEditor, ActionScreen.-narrow FlagEditor, ActionScreen.-narrow ChoiceEditor,
    ActionScreen.-narrow PairsEditor { layout: grid; grid-size: 2; grid-columns: 20 1fr; grid-rows: auto; }
    ActionScreen.-narrow ChoiceEditor > Vertical { width: 1fr; max-width: 100%; }
    ActionScreen.-narrow ChoiceEditor ChoiceLine { width: 1fr; }
    ActionScreen.-narrow FieldEditor > .field--note { display: none; column-span: 2; padding-left: 20; }
    ActionScreen.-narrow DocumentEditor > .field--note { padding-left: 0; }
    ActionScreen.-low DocumentEditor TextArea, ActionScreen.-low DocumentEditor TextArea:focus { height: 6; }
    ActionScreen.-low Preview > VerticalScroll { max-height: 999; }
    ActionScreen.-narrow FieldEditor:focus-within > .field--note { display: block; }
    ActionScreen.-narrow FieldEditor.-problem > .field--note { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "dialog.do", "dialog.try", "dialog.leave", "dialog.stop", "dialog.command"
    )

    def __init__(self, session: ActionHost, action: Action[Any], targets: Targets, begin: Begin | None = None) -> None:
        super().__init__()
        self._session, self._begin = session, begin
        self._action, self._targets = action, targets
        self._form = action.form(session.actions.context, targets)
        self._planning: Task[Plan[Any]] | None = None
        self._plan: Plan[Any] | None = None
        self._doing: Task[Outcome] | None = None
        self._trying: Task[Plan[Any]] | None = None
        self._tried: dict[str, Any] = {}
        self._outcome: Outcome | None = None
        self._delay: Timer | None = None
        self._late_form = LateForm(self, session, action, targets, self._take_form)
        self._values_at_first: dict[str, Any] = {}

    def compose(self) -> ComposeResult:
        spec = self._action.spec
        with Vertical() as box:
            texts = list(dict.fromkeys(target.text for target in self._targets))
            names = ", ".join(texts[:3])
            more = f" and {len(texts) - 3} more" if len(texts) > 3 else ""
            box.border_title = f"{spec.title}{f': {names}{more}' if names else ''}"
            for field in self._form.fields:
                if field.is_in_dialog:
                    yield editor_of(field)
            yield Preview()
            with Horizontal(id="confirm"):
                yield Static("", markup=False)
                yield Input(select_on_focus=False)
            with Horizontal(id="buttons"):
                yield Button("Leave (Esc)", id="leave", compact=True)
                if self._action.can_try_out:
                    yield Button("Test (Ctrl+T)", id="try", compact=True)
                yield Button("Do it (Ctrl+S)", id="do", compact=True)

    def on_mount(self) -> None:
        self._warn()
        self._subtitle("Tab next · Ctrl+S do it · Ctrl+Y copy command · Esc leave")
        rows = list(self.query(FieldEditor))
        self.set_class(len(rows) >= LONG_FROM_FIELDS, "-long")
        if rows:
            first_editor(rows[0]).focus()
        else:
            self.query_one("#leave", Button).focus()
        self._show_dependent()
        self._make_plan()
        self._values_at_first = self.values()
        self._late_form.start()
        self.set_interval(PROGRESS_SECONDS, self._show_progress)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < NARROW_BELOW_WIDTH, "-narrow")
        self.set_class(event.size.height < LOW_BELOW_HEIGHT, "-low")

    def on_unmount(self) -> None:
        if self._planning is not None:
            self._planning.cancel()
        self._late_form.cancel()
        self._give_up_trying()

    def _subtitle(self, text: str) -> None:
        self.query_one(Vertical).border_subtitle = text

    # What is asked

    def values(self) -> dict[str, Any]:
        """What is typed now, by field; fields without a row have their default."""
        typed = {row.field.name: row.value for row in self.query(FieldEditor) if row.display}
        hidden = {each.name: each.default for each in self._form.fields if not each.is_in_dialog}
        return {**hidden, **typed}

    async def _take_form(self, form: Form) -> None:
        """What was read stands in the fields, unless something was typed meanwhile: then in empty documents alone."""
        is_untouched = self.values() == self._values_at_first
        await fill_in(self.query(FieldEditor), form, is_untouched=is_untouched)
        if is_untouched:
            self._form = form
        self.post_message(FieldChanged())

    def _show_dependent(self) -> None:
        values = {row.field.name: row.value for row in self.query(FieldEditor)}
        for row in self.query(FieldEditor):
            if (wanted := row.field.shown_if) is not None:
                value = values.get(wanted[0])
                row.display = getattr(value, "value", value) == wanted[1]

    @on(FieldChanged)
    def _field_changed(self, event: FieldChanged) -> None:
        event.stop()
        if self._doing is not None:
            return
        self._show_dependent()
        if self._trying is not None and self.values() != self._tried:
            self._give_up_trying()
        self._plan = None
        if self._planning is not None:
            self._planning.cancel()
        if self._delay is not None:
            self._delay.stop()
        self._delay = self.set_timer(PLAN_DELAY_SECONDS, self._make_plan)

    # The preview

    def _make_plan(self) -> None:
        missing = [
            row for row in self.query(FieldEditor) if row.display and row.field.is_required and row.value is None
        ]
        self._show_buttons()
        if missing:
            self.query_one(Preview).say((f"{missing[0].field.title}: needed.", Tone.DIM))
            return
        if self._trying is None:
            self.query_one(Preview).say(("Working out what it would do …", Tone.DIM))
        self._planning = self._session.actions.plan(self._action, self._targets, self.values(), self._hear_plan)

    def _hear_plan(self, task: Task[Plan[Any]]) -> None:
        """Called in the task's thread."""
        self.post_message(PlanEnded(task))

    def _hear_run(self, task: Task[Outcome]) -> None:
        """Called in the task's thread."""
        self.post_message(RunEnded(task))

    @on(PlanEnded)
    async def _plan_ended(self, event: PlanEnded) -> None:
        event.stop()
        task = event.task
        if task is not self._planning or task.state.phase is TaskPhase.CANCELLED or not self.is_mounted:
            return
        preview = self.query_one(Preview)
        for row in self.query(FieldEditor):
            row.say("")
        if task.error is not None:
            await preview.clear()
            preview.say(("✗ ", Tone.BAD), (str(task.error), Tone.PLAIN))
            if isinstance(task.error, FieldError):
                self._say_at_field(task.error)
        else:
            self._plan = task.result()
            if self._trying is None:
                await preview.show(self._plan)
            self._ask(self._plan)
        self._warn()
        self._show_buttons()

    def _warn(self) -> None:
        """What destroys looks so: the action, or what of it is planned."""
        danger = (self._plan.danger if self._plan is not None else None) or self._action.spec.danger
        self.set_class(danger is Danger.DESTROYS, "-destroys")
        is_risky = danger in (Danger.DESTROYS, Danger.JOINS)
        self.query_one("#do", Button).variant = "warning" if is_risky else "primary"

    def _say_at_field(self, error: FieldError) -> None:
        for row in self.query(FieldEditor):
            if row.field.name == error.field:
                row.say(str(error))
                self.query_one(Preview).say(("Nothing can be done as it is typed.", Tone.DIM))

    def _ask(self, plan: Plan[Any]) -> None:
        """On a protected cluster a name has to be typed."""
        profile = self._session.profile
        confirm = self.query_one("#confirm")
        name = name_to_type(self._action.spec, plan, profile)
        confirm.display = bool(name)
        confirm.query_one(Static).update(f"{profile.name} is protected: type {name} to go on")

    @property
    def _is_confirmed(self) -> bool:
        confirm = self.query_one("#confirm")
        if not confirm.display or self._plan is None:
            return not confirm.display
        return confirm.query_one(Input).value == name_to_type(self._action.spec, self._plan, self._session.profile)

    @on(Input.Changed, "#confirm Input")
    def _name_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show_buttons()

    def _show_buttons(self) -> None:
        do, leave = self.query_one("#do", Button), self.query_one("#leave", Button)
        is_running = self._doing is not None and self._outcome is None
        do.disabled = self._plan is None or bool(self._plan.nothing_to_do) or not self._is_confirmed
        do.display = self._doing is None
        leave.label = "In the background (Esc)" if is_running else "Leave (Esc)" if self._outcome is None else "Close"

    # Doing it

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "do":
            self.action_do()
        elif event.button.id == "try":
            self.action_try_out()
        else:
            self.action_leave()

    def action_do(self) -> None:
        """Do what the preview shows, if there is one and it is confirmed."""
        plan = self._plan
        if self._doing is not None or plan is None or plan.nothing_to_do or not self._is_confirmed:
            self.app.bell()
            return
        if self._begin is not None:
            self._begin(self.values(), plan)
            self._close()
            return
        for row in self.query(FieldEditor):
            row.disabled = True
        self._doing = self._session.actions.run(self._action, self._targets, self.values(), plan, self._hear_run)
        self._subtitle("Ctrl+X stops it · Esc leaves it running, 7 shows it")
        self._show_buttons()
        self._show_progress()

    def _show_progress(self) -> None:
        if self._doing is not None and self._outcome is None and not self._doing.state.has_ended:
            state = self._doing.state
            text = progress_text(state.progress, state.line) or state.phase.value
            self.query_one(Preview).say((f"{state.phase.value} · ", Tone.DIM), (text, Tone.BRIGHT))

    @on(RunEnded)
    async def _run_ended(self, event: RunEnded) -> None:
        event.stop()
        task = event.task
        preview = self.query_one(Preview)
        if task.error is not None:
            preview.say(("✗ ", Tone.BAD), (f"{task.error.title}: {task.error}", Tone.PLAIN))
            self._doing = None
            for row in self.query(FieldEditor):
                row.disabled = False
            self._show_buttons()
            return
        if task.state.phase is not TaskPhase.DONE:
            self._close()
            return
        self._outcome = task.result()
        plan = self._plan
        if plan is None or (self._outcome.is_done and not self._outcome.has_secrets):
            self._close()
            return
        await preview.show(plan, self._outcome)
        if self._outcome.has_secrets:
            told = " · ".join(outcome_line(each) for each in self._outcome.targets)
            preview.say((told, Tone.BRIGHT))
        else:
            preview.say(("✗ ", Tone.BAD), (failure_words(self._outcome), Tone.PLAIN))
        self._subtitle("Ctrl+Y copies it · Esc closes" if self._outcome.has_secrets else "Esc closes")
        self._show_buttons()
        self.query_one("#leave", Button).focus()

    def action_try_out(self) -> None:
        """Try what is typed, where that can be tried; once more stops that."""
        if not self._action.can_try_out or self._doing is not None:
            self.app.bell()
            return
        if self._trying is not None:
            self._give_up_trying()
            self.query_one(Preview).say(("Stopped: nothing was changed.", Tone.DIM))
            return
        self.query_one(Preview).say(("Connecting as it is typed … Ctrl+T again stops that", Tone.DIM))
        self._tried = self.values()
        self._trying = self._session.actions.try_out(self._action, self._targets, self._tried, self._hear_trial)

    def _hear_trial(self, task: Task[Plan[Any]]) -> None:
        """Called in the task's thread."""
        self.post_message(TryEnded(task))

    def _give_up_trying(self) -> None:
        if self._trying is not None:
            self._trying.cancel()
        self._trying = None

    @on(TryEnded)
    async def _try_ended(self, event: TryEnded) -> None:
        event.stop()
        if event.task is not self._trying or not self.is_mounted:
            return
        self._trying = None
        if event.task.error is None:
            await self.query_one(Preview).show(event.task.result())
            return
        self.query_one(Preview).say(("✗ ", Tone.BAD), (str(event.task.error), Tone.PLAIN))
        if isinstance(event.task.error, FieldError):
            self._say_at_field(event.task.error)

    def action_stop(self) -> None:
        """Cancel what runs."""
        if self._doing is not None:
            self._doing.cancel()

    def action_leave(self) -> None:
        """Close the dialog; what runs goes on."""
        self._close()

    def _close(self) -> None:
        """Close it where it is on top; it may have been left since what it hears of began, or another cluster shown."""
        if self.app.screen_stack[-1:] == [self]:
            self.dismiss(self._outcome)
            return
        for box in self.query(Vertical):
            box.border_subtitle = "Esc closes"
            break

    def action_command(self) -> None:
        """Copy the equivalent command; of what is told this once, that."""
        if self._outcome is not None and self._outcome.has_secrets:
            self._copy_secrets(self._outcome)
        elif self._plan is not None and self._plan.commands:
            self.app.copy_to_clipboard("\n".join(self._plan.commands))
            self.notify("\n".join(self._plan.commands), title="Copied command", markup=False, timeout=3)

    def _copy_secrets(self, outcome: Outcome) -> None:
        if (obstacle := no_export_obstacle(self._session.profile)) is not None:
            self.notify(obstacle.text, title=self._action.spec.title, severity="warning", markup=False)
            return
        self.app.copy_to_clipboard("\n".join(each.secret for each in outcome.targets if each.secret))
        self.notify("It is on the clipboard.", title="Copied", markup=False, timeout=3)
