"""What can be done on the main screen to whatever is in focus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from textual import on

from kafkatui.model.key import Offer, offered_if
from kafkatui.model.key_registry import KeyRegistry
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.action_base import Targets
from kafkatui.session.actions.container_shell import ACTION as OPEN_SHELL
from kafkatui.session.actions.group_read import ACTION as READ_AS_MEMBER
from kafkatui.session.actions.produce import ACTION as PRODUCE
from kafkatui.session.actions.transaction import ACTION as TRANSACTION
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA
from kafkatui.session.finding_steps import Step
from kafkatui.session.tasks import Tasks
from kafkatui.tui.actions.action_commands import ActionCommands
from kafkatui.tui.actions.cluster_commands import ClusterCommands
from kafkatui.tui.actions.copy_commands import COMMAND, CopyCommands
from kafkatui.tui.active_keys import active_keys
from kafkatui.tui.breadcrumbs import title_of
from kafkatui.tui.explorer import Explorer
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.messages import Copy, Failed, GoTo, Hint
from kafkatui.tui.navigator import Navigator
from kafkatui.tui.next_step import next_step_command
from kafkatui.tui.open_clusters import OpenClusters
from kafkatui.tui.pages.base.page_frame import PageFrame
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.base.side import Side
from kafkatui.tui.pages.base.surroundings import Surroundings
from kafkatui.tui.palette import commands
from kafkatui.tui.screens.own import OwnScreen
from kafkatui.tui.topic_places import followed_place, member_place, searched_place, subjects_place, topic_place
from kafkatui.tui.widgets.long_work import WorkFailed
from kafkatui.view.commands import Command
from kafkatui.view.goto import Completion
from kafkatui.view.recent import with_earlier
from kafkatui.view.shell import loss_question

COPIED_SHOWN = 60
"""Characters of what was copied that the notice repeats; of a command line all, which somebody may want to check."""

NO_TOPIC = "It needs a topic: put the cursor on one, or open it."


class CommandScreen(OwnScreen):
    """The keys of the main screen that do something instead of going somewhere.

    Args:
        session: the cluster.
        surroundings: what its panes have in common.
        registry: all keys.
        clusters: those that are open, this one among them.
    """

    navigator: Navigator

    def __init__(
        self, session: ClusterView, surroundings: Surroundings, registry: KeyRegistry, clusters: OpenClusters
    ) -> None:
        super().__init__(session, surroundings, registry)
        self.clusters = clusters
        panes = dict.fromkeys((PRODUCE.spec.id, TRANSACTION.spec.id), self.open_produce)
        self.action_commands = ActionCommands(
            self, session, self._targets, self._page_kind, self._part, self._step, self._pressed, panes,
            {READ_AS_MEMBER.spec.id: self.show_member, OPEN_SHELL.spec.id: self.open_shell}, lambda: self.own.actions,
        )  # fmt: skip
        self.copy_commands = CopyCommands(self, session, lambda: self.side, lambda: self.pane)
        self.cluster_commands = ClusterCommands(self, session.profile.name, clusters, self._do_or_ask)
        self.use_own()

    def open_shell(self) -> None:
        """Hand the terminal to a shell where the pane says."""
        if self.pane is not None:
            self.pane.open_shell()

    @property
    def tasks(self) -> Tasks:
        """Where its widgets work out what takes long."""
        return self.session.tasks

    @cached_property
    def explorer(self) -> Explorer:
        """The tree on the left."""
        return self.query_one(Explorer)

    @cached_property
    def frame(self) -> PageFrame:
        """The page on the right."""
        return self.query_one(PageFrame)

    @property
    def pane(self) -> Pane | None:
        """The tab shown now; None until it has been composed, and while its cluster has not answered yet."""
        pane = self.frame.pane
        is_shown = pane is not None and pane.is_mounted and not self.frame.is_without_contact
        return pane if is_shown else None

    @property
    def side(self) -> Side | None:
        """The side of the screen that has the focus: the Explorer, else the page."""
        return self.explorer if self.explorer.has_focus_within else self.pane

    @property
    def frame_title(self) -> str:
        """What the page shown is called."""
        return title_of(self.navigator.here)

    async def _show(self, place: Place) -> None:
        """Show `place` on the right."""
        raise NotImplementedError

    # Who has which command

    def key_commands(self) -> Iterable[KeyCommands]:
        side = self.side
        if side is not None:
            yield side.commands()
        yield self._own_commands

    def own_commands(self) -> Mapping[str, KeyCommand]:
        """What the screen itself does, whatever has the focus."""
        return {
            "filter": KeyCommand(self.open_filter, self._offer_filter),
            "goto": KeyCommand(self.ask_where_to_go),
            "messages": KeyCommand(self.show_messages, self._offer_messages),
            "search": KeyCommand(self.open_search, self._offer_search),
            "record.schema": KeyCommand(self.show_schemas, lambda: offered_if(subjects_place(self.session, self.side))),
            "mark_matching": KeyCommand(self.open_mark_bar, self._offer_mark_matching),
            "internal": KeyCommand(self.toggle_internal),
            "refresh": KeyCommand(self.read_again),
            "refresh.interval": KeyCommand(self.ask_how_often, self._offer_how_often),
            "clusters": KeyCommand(self.cluster_commands.show),
            "profile.edit": KeyCommand(self.cluster_commands.edit_profile, self._offer_edit_profile),
            "next_step": next_step_command(self.action_commands, self._next_place, self._go_if_chosen),
            "help": KeyCommand(self.show_help),
            "palette": KeyCommand(self.open_palette),
            "suspend": KeyCommand(self.suspend),
            "quit": KeyCommand(self.quit_or_ask),
            **self.copy_commands.commands(),
            **self.action_commands.commands(),
            "produce": KeyCommand(self.open_produce, self._offer_produce),
        }

    def _targets(self) -> Targets:
        """What an action acts on where the focus is."""
        return self.side.targets() if self.side is not None else ()

    def _page_kind(self) -> PlaceKind | None:
        return self.pane.place.kind if self.pane is not None else None

    def _part(self) -> str:
        """What the tab in focus lists, where its rows are parts of the cluster."""
        side = self.side
        return side.part if isinstance(side, Pane) else ""

    def _step(self) -> Step | None:
        """What is under the cursor names an action as the next step."""
        side = self.side
        return side.next_step() if isinstance(side, Pane) else None

    def _next_place(self) -> Place | None:
        """Where to look next at what is wrong under the cursor."""
        return self.side.next_place() if isinstance(self.side, Pane) else None

    def _pressed(self, key_id: str) -> str:
        """What presses an action; empty when it is in the menu alone."""
        key = self.registry.get(key_id)
        return key.pressed[0] if key is not None and key.pressed else ""

    def counterpart(self) -> Place | None:
        """The same thing on the other side."""
        return self.side.counterpart() if self.side is not None else None

    # Looking

    def _offer_edit_profile(self) -> Offer:
        is_here = self.pane is not None and self.pane.place.tab == "connection"
        return offered_if(is_here and self.clusters.application is not None)

    def _offer_filter(self) -> Offer:
        return offered_if(self.side is not None and self.side.can_filter)

    def open_filter(self) -> None:
        """Open the filter of the list in focus."""
        if self.side is not None:
            self.side.start_filter()

    def read_again(self) -> None:
        """Read what is shown again."""
        self.session.refresh(METADATA)
        if self.side is not None:
            self.side.refresh_feeds()

    def _offer_how_often(self) -> Offer:
        return offered_if(self.pane is not None and self.pane.reads_feeds)

    def ask_how_often(self) -> None:
        """Ask how often the page is to read what it shows."""
        from kafkatui.tui.screens.refresh import RefreshScreen
        from kafkatui.view.refresh_table import RefreshChoice

        pane = self.pane
        if pane is None:
            return

        def choose(chosen: RefreshChoice | None) -> None:
            if chosen is not None and self.pane is pane:
                self.frame.read_every(chosen.seconds)

        self.app.push_screen(RefreshScreen(self.frame_title, pane.page_name, pane.refresh_seconds), choose)

    def toggle_internal(self) -> None:
        """Show or hide internal topics."""
        self.surroundings.shows_internal = not self.surroundings.shows_internal
        self.explorer.show()
        if self.pane is not None:
            self.pane.show()

    def _topic_place(self, tab: str) -> Place | None:
        """A tab of the topic in focus."""
        return topic_place(self.session.profile.name, self.side, tab)

    def _offer_messages(self) -> Offer:
        place = followed_place(self.session.profile.name, self.side)
        return offered_if(not self._is_here(place)) if place is not None else Offer(True, NO_TOPIC)

    def show_messages(self) -> None:
        """Follow the records of the topic in focus, or of all topics that are marked."""
        place = followed_place(self.session.profile.name, self.side)
        if place is not None:
            self.post_message(GoTo(place))

    def _is_here(self, place: Place) -> bool:
        here = self.navigator.here
        return (here.subject, here.tab) == (place.subject, place.tab)

    def show_member(self) -> None:
        """Read as the member that was just let into a group."""
        if (place := member_place(self.session, self.surroundings)) is not None:
            self.post_message(GoTo(place))

    def _offer_search(self) -> Offer:
        return Offer(True, NO_TOPIC if searched_place(self.session.profile.name, self.side) is None else "")

    def open_search(self) -> None:
        """Type what to look for in all records of the topic in focus, or of all topics that are marked."""
        place = searched_place(self.session.profile.name, self.side)
        if place is None:
            return
        if self._is_here(place):
            self.open_filter()
        else:
            self.surroundings.opens_search = True
            self.post_message(GoTo(place))

    def show_schemas(self) -> None:
        """The schemas of the topic in focus."""
        if (place := subjects_place(self.session, self.side)) is not None:
            self.post_message(GoTo(place))

    def _offer_produce(self) -> Offer:
        place = self._topic_place("messages")
        if place is None:
            return Offer(True, NO_TOPIC)
        obstacle = self.session.actions.obstacle(PRODUCE, (Target(PlaceKind.TOPIC, place.name),))
        return Offer(True, "" if obstacle is None else obstacle.text)

    async def open_produce(self) -> None:
        """Open the topic's messages with the cursor where a record is typed."""
        place = self._topic_place("messages")
        if place is None:
            return
        if not self._is_here(place):
            await self._show(self.navigator.go(place))
        if self.pane is not None:
            self.pane.open_editor()

    # Marking

    def _offer_mark_matching(self) -> Offer:
        return offered_if(self.side is not None and self.side.markable is not None)

    def open_mark_bar(self) -> None:
        """Ask for the regular expression of what to mark."""
        if self.side is not None:
            self.side.open_mark_bar()

    # Dialogs

    def ask_where_to_go(self) -> None:
        """Ask where to go."""
        from kafkatui.tui.screens.goto import GotoScreen

        earlier = self.session.memory.visited.visits
        visited = with_earlier(self.navigator.visited(), earlier, self.navigator.here)
        screen = GotoScreen(self.session, self.clusters.rows(), visited, self.own.aliases)
        self.app.push_screen(screen, self._take_completion)

    def _go_if_chosen(self, place: Place | None) -> None:
        if place is not None:
            self.post_message(GoTo(place))

    def _take_completion(self, completion: Completion | None) -> None:
        if completion is not None and completion.command:
            self.run_named(completion.command)
        elif completion is not None:
            self._go_if_chosen(completion.place)

    def show_help(self) -> None:
        """Show what the page's terms and columns mean, its keys, and what Kafka is made of."""
        from kafkatui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self), self._go_if_chosen)

    def open_palette(self) -> None:
        """Open the command palette."""
        from kafkatui.tui.screens.palette import PaletteScreen

        def run(command: Command | None) -> None:
            if command is not None:
                self.run_named(command.id)

        own = self.surroundings.own
        own_themes = own.theme_names if own is not None else ()
        lines = commands(
            active_keys(self), self.clusters.rows(), self.app.available_themes, own_themes, self.own.unkeyed()
        )
        self.app.push_screen(PaletteScreen(lines), run)

    def suspend(self) -> None:
        """Back to the shell, until `fg`."""
        self.app.action_suspend_process()

    def quit_or_ask(self) -> None:
        """Leave, asking first when something unsent would be lost."""
        self._do_or_ask(loss_question(self.clusters.losses()), "Quit", lambda: self.app.exit(0))

    def _do_or_ask(self, question: str | None, verb: str, do: Callable[[], object]) -> None:
        if question is None:
            do()
            return
        from kafkatui.tui.screens.confirm import ConfirmScreen

        def answered(is_confirmed: bool | None) -> None:
            if is_confirmed:
                do()

        self.app.push_screen(ConfirmScreen(question, verb), answered)

    def unsent_draft(self) -> str:
        """What was typed here and would be lost; empty when nothing would."""
        pane = self.frame.pane if self.is_mounted else None
        return pane.unsent_draft() if pane is not None and pane.is_mounted else ""

    # Words

    @on(Copy)
    def _copy(self, event: Copy) -> None:
        event.stop()
        if event.what != COMMAND and (reason := self.copy_commands.export_obstacle()):
            self.notify(reason, title="Copy", severity="warning", markup=False)
            return
        self.app.copy_to_clipboard(event.text)
        is_whole = event.what == COMMAND or len(event.text) <= COPIED_SHOWN
        shown = event.text if is_whole else f"{event.text[:COPIED_SHOWN]}…"
        self.notify(shown, title=f"Copied {event.what}", markup=False, timeout=2)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        event.stop()
        error = event.error
        self.notify(str(error), title=error.title, severity="error", markup=False, timeout=8)

    @on(WorkFailed)
    def _work_failed(self, event: WorkFailed) -> None:
        event.stop()
        self.post_message(Failed(event.error))

    @on(Hint)
    def _hint(self, event: Hint) -> None:
        event.stop()
        self.notify(event.text, markup=False, timeout=3)
