"""What every tab of every page is: something that holds feeds while it is on screen and says what it can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.timer import Timer, TimerCallback
from textual.widget import Widget

from kafkatui.model.key import Offer, offered_if
from kafkatui.model.kinds import KINDS, page_name
from kafkatui.model.observed import ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import LinkState
from kafkatui.model.target import Target
from kafkatui.session.action_context import no_export_obstacle
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import Feed
from kafkatui.session.finding_steps import Step
from kafkatui.session.notice import FeedUpdated, Notice
from kafkatui.tui.chrome.mark_bar import MarkBar
from kafkatui.tui.gone_widgets import is_there
from kafkatui.tui.held_feeds import HeldFeeds
from kafkatui.tui.key_command import KeyCommands
from kafkatui.tui.messages import FootChanged, GoTo
from kafkatui.tui.pages.base.surroundings import Surroundings
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.view.copy_choices import CopyChoice
from kafkatui.view.span import Span

if TYPE_CHECKING:
    from kafkatui.tui.actions.write import RowsToWrite


class Pane(Widget):
    """One tab of a page.

    Its feeds are held from mount to unmount, so that nothing is polled that nobody sees.

    Args:
        session: the cluster.
        place: what to show; its filter and cursor are restored.
    """

    DEFAULT_CSS = "Pane { height: 1fr; width: 1fr; }"

    ages: ClassVar[bool] = False
    """Whether what is shown contains ages, which are redrawn every second."""

    folds_details: ClassVar[bool] = False
    """Whether its panels are folded on a low screen until a key opens them: what the pane lists needs the room."""

    lists_records: ClassVar[bool] = False
    """Whether it is a list of records, whose values want the Explorer's room where the screen is not wide."""

    shows_without_kafka: ClassVar[bool] = False
    """Whether it has something to show of a cluster whose brokers have not answered yet."""

    is_blank_without_kafka: ClassVar[bool] = False
    """Whether it has no words of its own while the first answer is awaited."""

    has_row_detail: ClassVar[bool] = False
    """Whether its panel is about what the cursor is on, so that a key folds it and shows it again."""

    part: ClassVar[str] = ""
    """What its rows are as `Target.part` has it, also while there are none; empty where they are no parts."""

    table: TableView[Any] | None = None
    """The table that the pane is made of; None when it is made of something else."""

    is_tab_chosen = True
    """Whether somebody asked for this tab; else it is the page's first and the pane may say `ShowInstead`."""

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__()
        self.session = session
        self.place = place
        self.surroundings = Surroundings()
        """The app's own, once a frame has built the pane."""
        self._held = HeldFeeds(session)
        self._age_timer: Timer | None = None
        self._states: list[ObservedState] = []

    # What a pane is made of

    def feeds(self) -> tuple[Feed[Any], ...]:
        """What must be fresh while the pane is on screen."""
        return ()

    def show(self) -> None:
        """Show what the session knows now; called on mount and whenever a held feed or the status changed."""

    def details(self) -> Sequence[Widget]:
        """Panels docked below the page; asked once, before the pane is mounted."""
        return ()

    def show_details(self) -> None:
        """Show in the panels what the cursor is on; called once they are there, and whenever that may be another."""

    @property
    def shows_details(self) -> bool:
        """Whether its panels can be seen: what is folded away is neither read nor worked out."""
        return is_there(self) and any(panel.display for panel in self.screen.query("#details"))

    def focus_main(self) -> None:
        """Focus what the keys are for."""
        self.focus()

    @property
    def is_linked(self) -> bool:
        """Whether ZooKeeper is known to be this cluster's, so that `x` may jump."""
        return self.session.link.state is LinkState.LINKED

    # What a pane can do; None means it cannot

    def commands(self) -> KeyCommands:
        """What keys do here and nowhere else, by their ids; asked once for each pane."""
        return {}

    def targets(self) -> tuple[Target, ...]:
        """What an action acts on here: what is marked, else the row under the cursor, else what the page is about."""
        own = self.own_target()
        return () if own is None else (own,)

    def next_step(self) -> Step | None:
        """The action that what is under the cursor names as the next, with what it acts on."""
        return None

    def next_place(self) -> Place | None:
        """The page where to look next at what is wrong under the cursor."""
        return None

    def own_target(self) -> Target | None:
        """What the page is about; None for lists."""
        if self.place.kind is PlaceKind.ZOOKEEPER:
            return Target(PlaceKind.ZNODE, "/")
        return Target(self.place.kind, self.place.name) if KINDS[self.place.kind].is_thing else None

    def open_editor(self) -> None:
        """Put the cursor where something new is typed, where there is such a place."""

    def open_shell(self) -> None:
        """Hand the terminal to a shell in the container that the cursor means, where there is one."""

    def unsent_draft(self) -> str:
        """What was typed and would be lost; empty when nothing would."""
        return ""

    def counterpart(self) -> Place | None:
        """The same thing on the other side, for `x`."""
        return None

    def topic_name(self) -> str | None:
        """The topic that `m` and `p` mean here."""
        return None

    def records_cursor(self) -> str:
        """Where among the topic's records `m` leads; empty for the newest."""
        return ""

    def copied(self) -> tuple[str, str] | None:
        """What `y` copies, and what that is called."""
        return None

    def inner_choices(self) -> Sequence[CopyChoice]:
        """What `y` offers before anything else: what has the keys within a panel."""
        return ()

    def own_choices(self) -> Sequence[CopyChoice]:
        """What it offers of the row under the cursor beside what every table does."""
        return ()

    def rows_beyond(self) -> RowsToWrite | None:
        """What `w` offers beside the rows shown and marked; None when that is all there is."""
        return None

    def command(self) -> str | None:
        """The command line that shows the same, for `Y`."""
        return None

    holds_records: ClassVar[bool] = False
    """Whether what is copied or written from it is of records, which a profile may forbid."""

    @property
    def export_obstacle(self) -> str:
        """Why nothing of it may be copied or written; empty when it may."""
        obstacle = no_export_obstacle(self.session.profile) if self.holds_records else None
        return "" if obstacle is None else obstacle.text

    def export_offer(self, is_there: bool) -> Offer:
        """What to offer of something that copies or writes records, where there are some."""
        return Offer(True, self.export_obstacle) if self.export_obstacle else offered_if(is_there)

    # Filter and marks; a pane without a list has none

    can_filter: ClassVar[bool] = False

    @property
    def markable(self) -> TableView[Any] | None:
        """The table whose rows can be marked."""
        return self.table

    def open_mark_bar(self) -> None:
        """Ask for the regular expression of the rows to mark."""
        if self.markable is not None and not self.query(MarkBar):
            self.mount(MarkBar(self.markable))

    def start_filter(self) -> None:
        """Open the filter."""

    def leave(self) -> bool:
        """Esc: undo the innermost thing; False when there was nothing to undo."""
        return False

    # Life

    def on_mount(self) -> None:
        self.read_every(self.refresh_seconds)
        self.hold_feeds()
        if self.ages:
            self.set_interval(1.0, self._age)
        self.show()

    def on_unmount(self) -> None:
        self._held.replace(())

    def hold_feeds(self) -> None:
        """Hold what `feeds` says now, after it changed."""
        self._held.replace(self.feeds())

    @property
    def reads_feeds(self) -> bool:
        """Whether it shows something that is read again and again."""
        return len(self._held) > 0

    @property
    def page_name(self) -> str:
        """What the page is called in the settings file."""
        return page_name(self.place.kind, self.place.tab)

    @property
    def refresh_seconds(self) -> float | None:
        """Between two reads of what is shown, as somebody chose, here or in the settings; None: each feed as often as
        it is worth."""
        chosen, page = self.session.memory.refresh, self.page_name
        return chosen[page] if page in chosen else self.surroundings.settings.refresh.get(page)

    def read_every(self, seconds: float | None) -> None:
        """Read what is shown so often; where that is seldom, look whether what is known has grown old meanwhile."""
        self._held.read_every(seconds)
        if seconds is not None and self._age_timer is None:
            self._age_timer = self.set_interval(1.0, self._show_if_aged)

    def set_timer(self, delay: float, callback: TimerCallback | None = None, **rest: Any) -> Timer:
        return super().set_timer(delay, self._while_there(callback), **rest)

    def set_interval(self, interval: float, callback: TimerCallback | None = None, **rest: Any) -> Timer:
        return super().set_interval(interval, self._while_there(callback), **rest)

    def _while_there(self, callback: TimerCallback | None) -> TimerCallback | None:
        """What a timer calls; it may run once more after the pane was taken away with its children."""
        return None if callback is None else lambda: callback() if is_there(self) else None

    def _show_if_aged(self) -> None:
        states = [self.session.observed(feed).state for feed in self._held]
        if states != self._states and not self._held.is_resting:
            self._states = states
            self.show()

    def _age(self) -> None:
        if not self._held.is_resting:
            self.show()

    def rest(self) -> None:
        """The screen is hidden behind another cluster's: nothing is polled for it."""
        self._held.rest()

    def wake(self) -> None:
        """The screen is shown again."""
        self._held.wake()
        self.show()

    def refresh_feeds(self) -> None:
        """Read everything shown here again, now."""
        for feed in self._held:
            self.session.refresh(feed)

    def on_notice(self, notice: Notice) -> None:
        """Take a notice of the session; everything but other people's feeds is shown."""
        if not isinstance(notice, FeedUpdated) or self.concerns(notice.feed):
            self.show()

    def concerns(self, feed: Feed[Any]) -> bool:
        """Whether `feed` is shown here."""
        return feed in self._held

    # Words to whoever holds the pane

    def set_foot(self, *spans: Span) -> None:
        """Say `spans` at the foot of the page's border."""
        self.post_message(FootChanged(spans))

    def go_to(self, place: Place) -> None:
        """Ask to see `place`."""
        self.post_message(GoTo(place))
