"""Plans and runs actions as tasks: obstacles first, the journal around each, an event after it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from kafkatui.model.action import ActionSpec, Danger, Obstacle, Scope
from kafkatui.model.errors import KafkatuiError, Refused, TimedOut
from kafkatui.model.event import Event, EventKind, Severity
from kafkatui.model.field import FieldKind, Values, require_numbers
from kafkatui.model.journal import JournalEntry
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.replacing import replace
from kafkatui.model.secrets import MASK, is_secret
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_context import ActionContext, read_only_obstacle
from kafkatui.session.journal import Journal, JournalUnwritable, new_id
from kafkatui.session.tasks import Cancelled, Left, Task, TaskControl, Tasks
from kafkatui.session.undo import UndoAction

P = TypeVar("P")

KNOWN_SECONDS = 1.0
"""How often it is looked whether the cluster is known by now."""

log = logging.getLogger(__name__)


class ActionRunner:
    """What one session does to its cluster. Only `plan_now` and `run_now` wait.

    Args:
        context: the cluster.
        tasks: where the work runs.
        add_events: takes what was done, for the timeline.
    """

    def __init__(
        self,
        context: ActionContext,
        tasks: Tasks,
        add_events: Callable[[list[Event]], None],
    ) -> None:
        self.context = context
        self._tasks = tasks
        self._add_events = add_events

    def obstacle(self, action: Action[Any], targets: Targets) -> Obstacle | None:
        """Why `action` cannot be done to `targets` now; None when it can. Does not wait."""
        spec = action.spec
        if _changes_clusters(spec) and (obstacle := read_only_obstacle(self.context.profile)) is not None:
            return obstacle
        if spec.acts_on and not any(target.kind in spec.acts_on for target in targets):
            kinds = " or ".join(sorted(kind.value for kind in spec.acts_on))
            return Obstacle(f"It acts on a {kinds}, and none is chosen.")
        if not spec.takes_many and len(targets) > 1:
            return Obstacle(f"It acts on one at a time, and {len(targets)} are marked.")
        return action.obstacle(self.context, targets)

    def plan(
        self,
        action: Action[P],
        targets: Targets,
        values: Values,
        on_end: Callable[[Task[Plan[P]]], None] | None = None,
    ) -> Task[Plan[P]]:
        """Work out a preview, as a task that is cancelled when something typed makes another one wanted."""
        work = self._planning(action, targets, values)
        return self._tasks.start(f"Plan: {action.spec.title}", work, on_end=on_end, is_quiet=True)

    def try_out(
        self, action: Action[Any], targets: Targets, values: Values, on_end: Callable[[Task[Plan[Any]]], None]
    ) -> Task[Plan[Any]]:
        """Try what is typed, as a task that may be cancelled; it changes nothing."""
        return self._tasks.start(
            f"Try: {action.spec.title}",
            lambda control: action.try_out(self.context, targets, values, control),
            on_end=on_end,
            is_quiet=True,
        )

    def run(
        self,
        action: Action[P],
        targets: Targets,
        values: Values,
        plan: Plan[P],
        on_end: Callable[[Task[Outcome]], None] | None = None,
    ) -> Task[Outcome]:
        """Do what `plan` shows, as a task; its result is the outcome, also when nothing could be done."""
        work = self._running(action, targets, values, plan)
        return self._tasks.start(
            plan.summary,
            work,
            on_end=on_end,
            outlives=action.spec.outlives,
            loses_nothing=not action.spec.writes,
            clusters=self._others(action, values),
        )

    def _others(self, action: Action[Any], values: Values) -> tuple[str, ...]:
        """Other clusters it uses, which it holds open; the work itself says what is wrong with them."""
        try:
            changed = action.changed(self.context, values)
        except KafkatuiError:
            return ()
        return tuple(each.profile.name for each in changed if each is not self.context)

    def note(self, action: Action[Any], summary: str, outcome: Outcome, values: Values) -> None:
        """Write down what was done of an action outside a task: a verb that streams. Waits for the disk.

        Raises:
            JournalUnwritable: it could not be written.
        """
        plan: Plan[Any] = Plan(summary, None)
        entry = replace(self._entry(action, values, plan), targets=tuple(each.target for each in outcome.targets))
        journal = self.context.journal()
        journal.begin(entry)
        journal.end(entry.id, outcome, "It cannot be undone.")

    def entries(self) -> tuple[JournalEntry, ...]:
        """What was changed in this cluster, newest first.

        Raises:
            KafkatuiError: the cluster's id or the journal cannot be read.
        """
        return self.context.journal().entries()

    def entry(self, entry_id: str) -> JournalEntry | None:
        """The change of that id, or the only one whose id begins so."""
        return self.context.journal().get(entry_id)

    def undo(self, entry: JournalEntry) -> UndoAction:
        """The action that takes `entry` back."""
        return UndoAction(entry)

    def tidy_up_soon(self) -> None:
        """As `tidy_up`, in a task, as soon as the cluster is known; not where nothing may be changed."""
        if read_only_obstacle(self.context.profile) is None:
            title = "Look for what is to be put in order"
            self._tasks.start(title, self._tidy_up_once_known, is_quiet=True)

    def _tidy_up_once_known(self, control: TaskControl) -> None:
        from kafkatui.session.feeds import MetadataFeed

        while self.context.known(MetadataFeed()).value is None:
            control.wait(KNOWN_SECONDS)
        self.tidy_up()

    def tidy_up(self) -> None:
        """Go on with what earlier changes left to be put in order; each in a task of its own. Reads the journal."""
        for entry in self.entries():
            if entry.cleanup is None:
                continue
            from kafkatui.session.action_catalogue import catalogue

            if (action := catalogue().get(entry.action)) is not None:
                self._tasks.start(f"Put in order: {entry.summary}", self._tidying(action, entry), outlives=True)

    def _tidying(self, action: Action[Any], entry: JournalEntry) -> Callable[[TaskControl], None]:
        def work(control: TaskControl) -> None:
            if action.tidy_up(self.context, entry, control):
                self.context.journal().cleaned(entry.id)

        return work

    def _planning(self, action: Action[P], targets: Targets, values: Values) -> Callable[[TaskControl], Plan[P]]:
        def work(control: TaskControl) -> Plan[P]:
            self.require(action, targets, values)
            require_numbers(action.spec.fields, values)
            return action.plan(self.context, targets, values, control)

        return work

    def require(self, action: Action[Any], targets: Targets, values: Values) -> None:
        """Do nothing where `action` can be done.

        Raises:
            ReadOnly: a cluster that it would change is open read-only.
            Refused: something else is in its way.
            NotFound: a cluster that it would change is not open.
        """
        if _changes_clusters(action.spec):
            self.context.require_writable()
            for context in action.changed(self.context, values):
                context.require_writable()
        if (obstacle := self.obstacle(action, targets)) is not None:
            raise Refused(obstacle.reason, obstacle.advice)

    def _running(
        self, action: Action[P], targets: Targets, values: Values, plan: Plan[P]
    ) -> Callable[[TaskControl], Outcome]:
        def work(control: TaskControl) -> Outcome:
            self.require(action, targets, values)
            entry = self._entry(action, values, plan)
            journals = self._begun(entry, action, values)
            outcome = self._done(action, plan, control)
            for journal in journals:
                self._end(journal, entry, action, plan, outcome)
            if action.spec.writes:
                self._add_events([self._event(action.spec, targets, plan, outcome)])
            if all(each.state is OutcomeState.SKIPPED for each in outcome.targets):
                raise Cancelled
            control.say(failure_words(outcome) or "done")
            return outcome

        return work

    def _entry(self, action: Action[Any], values: Values, plan: Plan[Any]) -> JournalEntry:
        now = self.context.now_seconds()
        return JournalEntry(
            id=new_id(now),
            at_seconds=now,
            action=action.spec.id,
            summary=plan.summary,
            profile=self.context.profile.name,
            targets=_targets_of(plan, action.spec),
            values=without_secrets(action.spec, values, plan.secret_names),
            undoes=action.entry.id if isinstance(action, UndoAction) else "",
            cleanup=plan.cleanup,
        )

    def _begun(self, entry: JournalEntry, action: Action[Any], values: Values) -> list[Journal]:
        """The journals of every cluster it changes, with the entry begun.

        Where an action only adds records, one that cannot be written is left out; else nothing is done without it.
        """
        if not action.is_noted(self.context):
            return []
        begun = []
        for context in action.changed(self.context, values):
            try:
                journal = context.journal()
                journal.begin(entry, is_awaited=action.spec.danger is not Danger.ADDS)
            except JournalUnwritable:
                if action.spec.danger is not Danger.ADDS:
                    raise
                log.warning("the journal cannot be written", exc_info=True)
            else:
                begun.append(journal)
        return begun

    def _done(self, action: Action[P], plan: Plan[P], control: TaskControl) -> Outcome:
        """The outcome, also of what could not be done at all."""
        targets = _targets_of(plan, action.spec)
        try:
            return action.run(self.context, plan, control)
        except Left:  # the journal says that it began, and what is to be put in order: it is found again from that
            raise
        except Cancelled:
            return _all(targets, OutcomeState.SKIPPED, "Cancelled before it was done.")
        except TimedOut as error:
            return _all(targets, OutcomeState.UNKNOWN, str(error))
        except KafkatuiError as error:
            return _all(targets, OutcomeState.FAILED, str(error))
        except Exception as error:  # a client may raise anything amid a change: the journal must say how it ended
            log.exception("%s failed", action.spec.id)
            return _all(targets, OutcomeState.UNKNOWN, f"{type(error).__name__}: {error}.")

    def _end(
        self, journal: Journal, entry: JournalEntry, action: Action[Any], plan: Plan[Any], outcome: Outcome
    ) -> None:
        no_undo = "" if plan.is_undoable else plan.undo or "It cannot be undone."
        try:
            journal.end(entry.id, outcome, no_undo)
            if plan.cleanup is not None and outcome.is_tidy:
                journal.cleaned(entry.id)
            if isinstance(action, UndoAction) and outcome.is_done:
                journal.undone(action.entry.id, entry.id)
        except JournalUnwritable:  # it is done by now: what became of it matters more than where it is written
            log.error("the end of %s could not be written to the journal", entry.id, exc_info=True)

    def _event(self, spec: ActionSpec, targets: Targets, plan: Plan[Any], outcome: Outcome) -> Event:
        failures = outcome.failures
        text = plan.summary if not failures else f"{plan.summary} {failure_words(outcome)}"
        kind = next((target.kind for target in targets), None) or next(iter(sorted_kinds(spec)), PlaceKind.CLUSTER)
        names = _targets_of(plan, spec)
        is_of_target = not targets or any(target.name == names[0] for target in targets)
        name = names[0] if len(names) == 1 and kind is not PlaceKind.CLUSTER and is_of_target else ""
        place = (
            Place(self.context.profile.name, kind, name)
            if name
            else Place(self.context.profile.name, PlaceKind.CLUSTER, tab="events")
        )
        severity = Severity.INFO if not failures else Severity.WARNING
        return Event(
            self.context.now_seconds(),
            self.context.profile.name,
            severity,
            "kafkatui",
            "you",
            text,
            place,
            EventKind.ACTION,
        )


def _changes_clusters(spec: ActionSpec) -> bool:
    """Whether read-only forbids it: the settings file is no cluster's."""
    return spec.writes and spec.scope is not Scope.APPLICATION


def failure_words(outcome: Outcome) -> str:
    """What was not done, in a sentence."""
    failures = outcome.failures
    if not failures:
        return ""
    first = failures[0]
    if len(outcome.targets) == 1:
        return f"{first.state.value.capitalize()}: {first.reason}"
    rest = f" and {len(failures) - 1} more" if len(failures) > 1 else ""
    return f"{len(failures)} of {len(outcome.targets)} not done: {first.target}{rest}: {first.reason}"


def sorted_kinds(spec: ActionSpec) -> Sequence[PlaceKind]:
    """The kinds an action acts on, in one order."""
    return sorted(spec.acts_on, key=lambda kind: kind.value)


def without_secrets(spec: ActionSpec, values: Values, secret_names: frozenset[str] = frozenset()) -> dict[str, Any]:
    """What was typed as the journal may keep it: no secrets, of documents the size, and as JSON has it.

    Args:
        secret_names: of NAME=VALUE pairs those that are secret whatever their names say.
    """
    kinds = {field.name: field.kind for field in spec.fields}
    kept: dict[str, Any] = {}
    for name, value in values.items():
        kind = kinds.get(name)
        if value is None or kind is FieldKind.SECRET:
            continue
        if kind is FieldKind.DOCUMENT or isinstance(value, bytes):
            kept[name] = f"{len(value):,} {'bytes' if isinstance(value, bytes) else 'characters'}"
        elif kind is FieldKind.PAIRS:
            kept[name] = [_masked_pair(str(each), secret_names) for each in value]
        elif isinstance(value, str | int | float | bool):
            kept[name] = value
        else:
            kept[name] = [str(each) for each in value] if isinstance(value, tuple | list) else str(value)
    return kept


def _masked_pair(pair: str, secret_names: frozenset[str]) -> str:
    name, equals, value = pair.partition("=")
    is_hidden = is_secret(name.strip()) or name.strip() in secret_names
    return f"{name}={MASK}" if equals and value and is_hidden else pair


def _targets_of(plan: Plan[Any], spec: ActionSpec) -> tuple[str, ...]:
    """The plan's targets, each once, in its order."""
    return tuple(dict.fromkeys(row.target for row in plan.rows)) or (spec.title,)


def _all(targets: Sequence[str], state: OutcomeState, reason: str) -> Outcome:
    return Outcome(tuple(TargetOutcome(target, state, reason) for target in targets))
