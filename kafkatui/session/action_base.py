"""What every action is. The actions themselves are in session/actions, one file each."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kafkatui.model.action import ActionSpec, Obstacle
from kafkatui.model.errors import NotSupported
from kafkatui.model.field import Form, Values
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome
from kafkatui.model.plan import Plan
from kafkatui.model.target import Target
from kafkatui.session.tasks import TaskControl

if TYPE_CHECKING:
    from kafkatui.session.action_context import ActionContext

P = TypeVar("P")

Targets = tuple[Target, ...]

Begin = Callable[[Values, Plan[Any]], None]
"""Runs a plan, with what was typed for it."""


class Action(ABC, Generic[P]):
    """One thing that can be done, stateless: described, planned, run and undone.

    `plan` only reads; `run` is given the very plan that was looked at and checks again what it rests on.
    """

    spec: ActionSpec
    can_try_out = False
    """Whether what is typed can be tried before it is done."""
    reads_form = False
    """Whether its dialog is always filled in by `read_form` once it is open."""
    runs_apart = False
    """Whether its dialog closes as soon as it runs: it needs the terminal, or has a page of its own."""
    asks = True
    """Whether its dialog is opened at all before it is run."""

    def obstacle(self, context: ActionContext, targets: Targets) -> Obstacle | None:
        """Why it cannot be done to `targets` now, beyond what holds for every action; must not wait."""
        return None

    def means(self, context: ActionContext, target: Target) -> bool:
        """Of an action `on_anything`: whether it has to do with `target`, as far as is known; must not wait."""
        return True

    def form(self, context: ActionContext, targets: Targets) -> Form:
        """What it asks for `targets`, with defaults from what the session knows; must not wait."""
        return Form(self.spec.fields)

    def has_to_read(self, context: ActionContext, targets: Targets) -> bool:
        """Whether its dialog has to be filled in by `read_form`, as `form` does not know what is there now."""
        return self.reads_form

    def read_form(self, context: ActionContext, targets: Targets, control: TaskControl) -> Form:
        """The same with defaults that have to be read first; called in a task, where `has_to_read` says so.

        Raises:
            KafkatuiError: they could not be read.
        """
        return self.form(context, targets)

    def targets_of(self, values: Values) -> Targets:
        """What a verb's arguments name: the values of its first positional field, as the kind it acts on."""
        field = next((each for each in self.spec.fields if each.is_positional), None)
        kinds = sorted(self.spec.acts_on, key=lambda kind: kind.value)
        named = values.get(field.name) if field is not None else None
        if named is None or not kinds:
            return ()
        return tuple(Target(kinds[0], name) for name in ((named,) if isinstance(named, str) else named))

    def is_noted(self, context: ActionContext) -> bool:
        """Whether the journal has it."""
        return self.spec.is_journalled

    def changed(self, context: ActionContext, values: Values) -> tuple[ActionContext, ...]:
        """The clusters it would change: each must allow it, and each one's journal has it.

        Raises:
            NotFound: one of them is not open.
        """
        return (context,)

    @abstractmethod
    def plan(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[P]:
        """Work out what it would do.

        Raises:
            FieldError: a value cannot be meant.
            KafkatuiError: what it needs to know could not be read, or it cannot be done.
        """

    def try_out(self, context: ActionContext, targets: Targets, values: Values, control: TaskControl) -> Plan[Any]:
        """Try what is typed, changing nothing; a table and a sentence of what came of it.

        Raises:
            FieldError: a value cannot be meant.
        """
        raise NotSupported(f"{self.spec.title} cannot be tried out.")

    @abstractmethod
    def run(self, context: ActionContext, plan: Plan[P], control: TaskControl) -> Outcome:
        """Do what `plan` says, each target with an outcome of its own.

        Raises:
            KafkatuiError: nothing at all could be done; what was done in part is an Outcome.
        """

    def plan_undo(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> Plan[Any]:
        """Work out how to take `entry` back: compares what is there with `entry.after` first.

        What somebody else has changed since is a row that is not touched, with the three states among the warnings.
        """
        raise NotSupported(f"{self.spec.title} cannot be undone.")

    def run_undo(self, context: ActionContext, plan: Plan[Any], control: TaskControl) -> Outcome:
        """Do what `plan_undo` worked out."""
        raise NotSupported(f"{self.spec.title} cannot be undone.")

    def tidy_up(self, context: ActionContext, entry: JournalEntry, control: TaskControl) -> bool:
        """Go on with what `entry` left to be put in order (`entry.cleanup`); True once nothing is left.

        Called in a task when the cluster is opened again: kafkatui may have ended amid it.
        """
        return True
