"""The keys of the actions, the `a` menu and `u`: what they do on the main screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from textual.screen import Screen

from kafkatui.model.action import Scope
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.journal import JournalEntry
from kafkatui.model.key import NOT_HERE, Key, Offer
from kafkatui.model.outcome import Outcome
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.session.action_base import Action, Targets
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.action_runner import failure_words
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.finding_steps import Step
from kafkatui.session.tasks import Task
from kafkatui.tui.actions.apart import RunsApart
from kafkatui.tui.key_command import KeyCommand
from kafkatui.tui.key_names import key_name
from kafkatui.tui.messages import GoTo
from kafkatui.view.actions_table import MenuEntry


class ActionCommands:
    """What can be done to what has the focus.

    Args:
        screen: pushes the dialogs.
        session: the cluster.
        targets: what an action would act on now.
        page: the kind of page shown; None before there is one.
        part: what the tab in focus lists, where its rows have no page of their own: "ACL".
        panes: opens the pane of each action that is filled in in one, by id.
        shown_after: goes where an action that was done goes on, by id.
        own: the actions that are commands of the user's own, by id; they change when their file does.
        step: what is named under the cursor as the next step.
        pressed: the key of an action, as the user's keymap has it; empty when it has none.
    """

    def __init__(
        self,
        screen: Screen[Any],
        session: ClusterView,
        targets: Callable[[], Targets],
        page: Callable[[], PlaceKind | None],
        part: Callable[[], str],
        step: Callable[[], Step | None],
        pressed: Callable[[str], str],
        panes: Mapping[str, Callable[[], Awaitable[None]]],
        shown_after: Mapping[str, Callable[[], None]],
        own: Callable[[], Mapping[str, Action[Any]]],
    ) -> None:
        self._screen = screen
        self._session = session
        self._targets = targets
        self._page = page
        self._part = part
        self._step = step
        self._pressed = pressed
        self._panes = panes
        self._shown_after = shown_after
        self._own = own
        self._apart = RunsApart(screen, session)

    def actions(self) -> dict[str, Action[Any]]:
        """All that can be done, by id."""
        return {**catalogue(), **self._own()}

    def commands(self) -> dict[str, KeyCommand]:
        """By key id."""
        keyed = [action for action in self.actions().values() if action.spec.key is not None]
        return {
            **{each.spec.id: KeyCommand(partial(self.start, each), partial(self._key_offer, each)) for each in keyed},
            "finding.step": KeyCommand(self.start_step, self._finding_offer),
            "actions": KeyCommand(self.open_menu),
            "undo": KeyCommand(self.open_undo),
        }

    def _fitting(self, action: Action[Any]) -> Targets | None:
        """The targets that `action` acts on; None when it means nothing here."""
        spec = action.spec
        if spec.scope is Scope.APPLICATION:
            return None  # the list of clusters has those
        if not spec.acts_on:
            shown = {self._page(), *(target.kind for target in self._targets())}
            return () if not spec.pages or spec.pages & shown else None
        targets = self._targets()
        if not spec.on_settings:
            targets = tuple(dict.fromkeys(replace(target, setting="") for target in targets))
        context = self._session.actions.context
        return tuple(each for each in targets if is_meant(action, each) and action.means(context, each)) or None

    def _offer(self, action: Action[Any]) -> Offer:
        targets = self._fitting(action)
        if targets is None:
            return NOT_HERE
        obstacle = self._session.actions.obstacle(action, targets)
        return Offer(True, "" if obstacle is None else obstacle.text)

    def _key_offer(self, action: Action[Any]) -> Offer:
        """As `_offer`, for the action's key, which may be for some of what it acts on alone."""
        key = action.spec.key
        if key is not None and key.on and action.spec.acts_on:
            fitting = self._fitting(action) or ()
            if not any(target.noun in key.on for target in fitting):
                return NOT_HERE
        elif key is not None and not (self._part() in key.on if key.on else not self._is_taken(key)):
            return NOT_HERE
        return self._offer(action)

    def _is_taken(self, key: Key) -> bool:
        """Whether it is, in the tab in focus, the key of what makes one of the things listed there."""
        part = self._part()
        others = (action.spec.key for action in catalogue().values())  # the user's own have no key over another
        return any(other is not None and part in other.on and key.id in other.over for other in others)

    def step_offer(self) -> Offer:
        """Whether what is under the cursor names an action as the next step, and it can be done."""
        step = self._step()
        if step is None:
            return NOT_HERE
        obstacle = self._session.actions.obstacle(*step)
        return Offer(True, "" if obstacle is None else obstacle.text)

    def _finding_offer(self) -> Offer:
        """The same of a finding alone: elsewhere its key is another's."""
        is_finding = any(target.noun == "finding" for target in self._targets())
        return self.step_offer() if is_finding else NOT_HERE

    def start_step(self) -> None:
        """Open the dialog of the next step that is named under the cursor."""
        if (step := self._step()) is not None:
            self._open(*step)

    def start(self, action: Action[Any]) -> None:
        """Open the dialog of `action` for what has the focus, or its pane."""
        if (open_pane := self._panes.get(action.spec.id)) is not None:
            self._screen.run_worker(open_pane())
            return
        self._open(action, self._fitting(action) or ())

    def _open(self, action: Action[Any], targets: Targets) -> None:
        from kafkatui.tui.screens.action import ActionScreen

        if not action.asks:
            self._apart.start(action, targets)
            return
        begin = partial(self._apart.begin, action, targets) if action.runs_apart else None
        dialog = ActionScreen(self._session, action, targets, begin)
        self._screen.app.push_screen(dialog, partial(self._told, action, targets))

    def _told(self, action: Action[Any], targets: Targets, outcome: Outcome | None) -> None:
        """Say what became of it, in the pane that asked, and show what came of it."""
        if outcome is None:
            return
        if action.spec.result_tab and len(targets) == 1:
            place = Place(self._session.profile.name, targets[0].kind, targets[0].name, action.spec.result_tab)
            self._screen.post_message(GoTo(place))
        title = action.spec.title
        if outcome.is_done and (show := self._shown_after.get(action.spec.id)) is not None:
            show()
        elif outcome.is_done:
            names = ", ".join(outcome.done[:3]) + (
                f" and {len(outcome.done) - 3} more" if len(outcome.done) > 3 else ""
            )
            self._screen.notify(names, title=f"{title}: done", markup=False, timeout=4)
        else:
            self._screen.notify(failure_words(outcome), title=title, severity="warning", markup=False, timeout=8)

    def open_menu(self) -> None:
        """Show everything that can be done here, and what cannot with the reason."""
        from kafkatui.tui.screens.action_menu import ActionMenuScreen

        targets = self._targets()
        entries = [entry for action in self.actions().values() if (entry := self._entry(action)) is not None]
        entries = [*self._step_entries(entries), *entries]
        self._screen.app.push_screen(ActionMenuScreen(entries, named(targets)), self._start_chosen)

    def _entry(self, action: Action[Any]) -> MenuEntry | None:
        spec = action.spec
        offer = self._offer(action)
        if not offer.is_here:
            return None
        pressed = self._pressed(spec.id) if self._key_offer(action).is_here else ""
        return MenuEntry(
            spec.id, spec.title, spec.help, spec.danger, key_name(pressed) if pressed else "", offer.obstacle
        )

    def _step_entries(self, others: Sequence[MenuEntry]) -> list[MenuEntry]:
        """The next step that is named under the cursor, first of all."""
        step, offer = self._step(), self.step_offer()
        if step is None or any(entry.id == step[0].spec.id for entry in others):
            return []
        spec = step[0].spec
        pressed = key_name(self._pressed("next_step"))
        return [MenuEntry(spec.id, spec.title, spec.help, spec.danger, pressed, offer.obstacle)]

    def _start_chosen(self, action_id: str | None) -> None:
        if action_id is not None:
            self.start_named(action_id)

    def start_named(self, action_id: str) -> None:
        """Start the action of that id where the focus is, or say why it cannot be done; KeyError: there is none."""
        action, step = self.actions()[action_id], self._step()
        is_step = step is not None and step[0] is action
        offer = self.step_offer() if is_step else self._offer(action)
        if offer.obstacle:
            self._screen.notify(offer.obstacle, title=action.spec.title, severity="warning", markup=False)
        elif is_step:
            self.start_step()
        elif offer.is_here:
            self.start(action)
        else:
            self._screen.notify("Nothing under the cursor that it acts on.", title=action.spec.title, markup=False)

    # Undo

    def open_undo(self) -> None:
        """Read the journal, then show it."""
        screen = self._screen

        def read(_: object) -> tuple[JournalEntry, ...]:
            return self._session.actions.entries()

        def ended(task: Task[tuple[JournalEntry, ...]]) -> None:
            screen.app.call_later(self._show_journal, task)

        self._session.tasks.start("Read the journal", read, on_end=ended, is_quiet=True)

    def _show_journal(self, task: Task[tuple[JournalEntry, ...]]) -> None:
        from kafkatui.tui.screens.undo import UndoScreen

        if task.error is not None:
            self._screen.notify(str(task.error), title=task.error.title, severity="error", markup=False)
            return
        try:
            entries = task.result()
        except KafkatuiError:
            return
        if not entries:
            self._screen.notify("Nothing was changed in this cluster with kafkatui.", title="Undo", markup=False)
            return
        self._screen.app.push_screen(UndoScreen(entries), self._undo)

    def _undo(self, entry: JournalEntry | None) -> None:
        if entry is None:
            return
        action = self._session.actions.undo(entry)
        if (obstacle := self._session.actions.obstacle(action, ())) is not None:
            self._screen.notify(obstacle.text, title="Undo", severity="warning", markup=False)
        else:
            self._open(action, ())


def is_meant(action: Action[Any], target: Target) -> bool:
    """Whether `action` acts on what `target` is."""
    spec = action.spec
    if spec.on_anything:
        return target.kind in spec.acts_on
    if target.part != spec.on_part:
        return False
    if target.offset is not None or spec.on_records:
        return target.kind in spec.acts_on and spec.on_records and target.offset is not None
    if target.member or spec.on_members:
        return target.kind in spec.acts_on and spec.on_members and bool(target.member)
    is_partition = target.partition is not None
    fits = is_partition == spec.on_partitions or (is_partition and spec.also_partitions)
    return target.kind in spec.acts_on and fits


def named(targets: Targets) -> str:
    """What is acted on, in a few words."""
    if not targets:
        return "this cluster"
    parts = tuple(target for target in targets if target.offset is not None or target.member)
    targets = parts or targets  # records beside their topic, members beside their group
    if len(targets) == 1:
        return targets[0].text or targets[0].noun
    return f"{len(targets)} marked"
