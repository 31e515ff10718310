"""Logs of servers, live: what panes with them share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.key import offered_if
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.server_log import LogLevel, LogLine, LogServer, LogWanted
from kafkatui.model.target import Target
from kafkatui.session.actions.container_shell import PART, shell_command
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.log_follow import LogFollow
from kafkatui.session.server_logs import LogReader, open_log
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.content import to_content
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.messages import Failed, PlaceChanged
from kafkatui.tui.pages.base.columned_pane import ColumnedPane
from kafkatui.tui.pages.base.log_table import LogTable
from kafkatui.tui.widgets.messages import FollowChanged, MarksChanged, RowHighlighted, RowOpened
from kafkatui.view.cell import Cell
from kafkatui.view.log_lines_table import LOG_LINES_TABLE, ONE_LOG_TABLE
from kafkatui.view.log_words import foot_spans, heading_spans, placeholder_cells, whole_line

NEWEST = LogWanted(lines=2_000)
"""Where a page begins: what a screen or two of scrolling shows, at once whatever the file's size."""

FIGURES_SECONDS = 0.5
LEVELS = (None, LogLevel.INFO, LogLevel.WARN, LogLevel.ERROR)
"""What `l` goes through."""


class LogWoken(Message):
    """A log has something new; posted from its thread."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, LogWoken)


class LogsPane(ColumnedPane):
    """Follows the logs of some servers while it is on screen."""

    shows_without_kafka = True

    SCOPED_CSS = False
    DEFAULT_CSS = """
    LogsPane { layout: vertical; }
    LogsPane > .logs--heading { height: auto; max-height: 4; width: 1fr; margin-bottom: 1; }
    LogsPane > .logs--whole { height: auto; max-height: 50%; display: none; border-top: solid $dim; padding: 0 1; }
    LogsPane.-whole > .logs--whole { display: block; }
    MainScreen.-medium LogsPane > .logs--heading { margin-bottom: 0; }
    """

    table: LogTable

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place)
        self.definition = LOG_LINES_TABLE
        self.table = LogTable(self.columned())
        self.wanted = NEWEST
        self.follow: LogFollow | None = None
        self._servers: tuple[LogServer, ...] = ()
        self._is_restored = False

    def compose(self) -> ComposeResult:
        yield Static("", classes="logs--heading", markup=False)
        yield self.table
        with VerticalScroll(classes="logs--whole", can_focus=False):
            yield Static("", markup=False)
        yield FilterBar()

    @abstractmethod
    def servers(self) -> tuple[LogServer, ...]:
        """Whose logs are read, as far as is known now."""

    @property
    def nobody(self) -> str:
        """What to say when there is no server."""
        return "Loading …"

    # Reading

    def on_mount(self) -> None:
        self.set_interval(FIGURES_SECONDS, self._show_figures)

    def on_unmount(self) -> None:
        self._stop()

    def show(self) -> None:
        """Start when it is known whose logs there are, again when others come."""
        servers = self.servers()
        if {each.name for each in servers} != {each.name for each in self._servers}:
            self._servers = servers
            self._open()
        self._servers = servers
        self._show_figures()

    def _open(self) -> None:
        self._stop()
        if not self._servers:
            self.table.set_source(None)
            return
        self.definition = LOG_LINES_TABLE if len(self._servers) > 1 else ONE_LOG_TABLE
        self.show_columns()
        self.follow = LogFollow(self._servers, self.opened, self.wanted, self._wake)
        self.table.set_source(self.follow.ring)
        if not self._is_restored and self.place.filter:
            self.query_one(FilterBar).put(self.place.filter)
        self._is_restored = True

    def opened(self, server: LogServer) -> LogReader:
        """What reads a server's log. Called in a thread: when it is tried again more may be known of the server."""
        known = next((each for each in self.servers() if each.name == server.name), server)
        return open_log(self.session.profile, known)

    def _stop(self) -> None:
        if self.follow is not None:
            self.follow.stop()
            self.follow = None

    def _wake(self) -> None:
        self.post_message(LogWoken())

    @on(LogWoken)
    def _take_lines(self) -> None:
        self.table.sync()
        self._show_figures()

    def refresh_feeds(self) -> None:
        """Read everything shown here again, the logs from where they were begun."""
        super().refresh_feeds()
        self._open()
        self._show_figures()

    # What is said

    def _show_figures(self) -> None:
        if not self.is_mounted:
            return
        logs = {} if self.follow is None else self.follow.logs
        self.table.set_placeholder(self.placeholder())
        self.table.is_stale = bool(logs) and all(each.problem for each in logs.values())
        self.query_one(".logs--heading", Static).update(to_content(heading_spans(self._servers, logs, self.wanted)))
        if self.follow is None:
            self.set_foot()
            return
        table = self.table
        spans = foot_spans(
            table.visible_count, table.row_count, least=table.least, is_following=table.is_following,
            new_count=table.new_count, held_count=self.follow.held_count if self.follow.is_paused else None,
        )  # fmt: skip
        self.set_foot(*spans, *self.marked_spans())

    def placeholder(self) -> list[Cell]:
        """What stands where no line does."""
        logs = {} if self.follow is None else self.follow.logs
        hides_all = self.table.is_filtered and self.table.row_count > 0
        return placeholder_cells(self._servers, logs, self.nobody, hides_all=hides_all)

    @on(MarksChanged)
    @on(FollowChanged)
    def _changed(self, event: MarksChanged | FollowChanged) -> None:
        event.stop()
        self._show_figures()

    # The line under the cursor

    @on(RowHighlighted)
    def _highlighted(self, event: RowHighlighted) -> None:
        event.stop()
        if self.has_class("-whole"):
            self._show_whole()

    @on(RowOpened)
    def _row_opened(self, event: RowOpened) -> None:
        event.stop()
        self.table.stop_following()
        self.set_class(not self.has_class("-whole"), "-whole")
        self._show_whole()

    def _show_whole(self) -> None:
        serial, follow = self.table.cursor_serial, self.follow
        spans = [] if serial is None or follow is None else whole_line(follow.ring.row_at, serial)
        self.query_one(".logs--whole > Static", Static).update(to_content(spans))

    @property
    def cursor_line(self) -> LogLine | None:
        """The line under the cursor."""
        return self.table.cursor_row

    @property
    def container(self) -> str:
        """The container that the line under the cursor comes from, or the only one; empty when it is a file's."""
        line, logs = self.cursor_line, {} if self.follow is None else self.follow.logs
        name = line.server if line is not None else next(iter(logs), "")
        log = logs.get(name)
        return "" if log is None else log.container

    def targets(self) -> tuple[Target, ...]:
        container = self.container
        return (Target(PlaceKind.BROKER, container, part=PART),) if container else super().targets()

    def open_shell(self) -> None:
        if container := self.container:
            self.run_worker(self._shell(container), exclusive=True, exit_on_error=False, group="shell")

    async def _shell(self, container: str) -> None:
        from kafkatui.tui.outside import outside

        try:
            await outside(self.app, shell_command(container))
        except KafkatuiError as error:
            self.post_message(Failed(error))

    def copied(self) -> tuple[str, str] | None:
        line = self.cursor_line
        return None if line is None else (line.text, "line")

    def leave(self) -> bool:
        if self.has_class("-whole"):
            self.remove_class("-whole")
            return True
        return super().leave()

    # What the keys do

    def commands(self) -> KeyCommands:
        return {
            **super().commands(),
            "pause": KeyCommand(self.pause_or_resume, lambda: offered_if(self.follow is not None)),
            "start_from": KeyCommand(self.ask_since),
            "log.level": KeyCommand(self.next_level),
            "wrong": KeyCommand(self.toggle_only_wrong),
        }

    def pause_or_resume(self) -> None:
        """Hold back what comes, or show it and follow the end."""
        if self.follow is None:
            return
        if self.follow.is_paused:
            self.follow.resume()
            self.table.follow()
        else:
            self.follow.pause()
        self._show_figures()

    def next_level(self) -> None:
        """Show the lines of the next level and worse, after the last one all."""
        index = LEVELS.index(self.table.least) if self.table.least in LEVELS else -1
        self._set_least(LEVELS[(index + 1) % len(LEVELS)])

    def toggle_only_wrong(self) -> None:
        """Only warnings and worse, or all again."""
        self._set_least(None if self.table.least is LogLevel.WARN else LogLevel.WARN)

    def _set_least(self, least: LogLevel | None) -> None:
        self.table.set_least(least)
        self._show_figures()

    def ask_since(self) -> None:
        """Ask from when on to read."""
        from kafkatui.tui.screens.log_since import LogSinceScreen

        self.app.push_screen(LogSinceScreen(), self._restart)

    def _restart(self, wanted: LogWanted | None) -> None:
        if wanted is not None:
            self.wanted = wanted
            self._open()
            self._show_figures()

    def on_filter(self, text: str) -> None:
        self.place = self.place.at(filter=text, cursor="")
        self.post_message(PlaceChanged(self.place))
        self._show_figures()

    def command(self) -> str | None:
        if not self._servers:
            return None
        names: Sequence[str] = [each.name for each in self._servers]
        return f"kafkatui logs {' '.join(names)} --follow --bootstrap-server {self.session.profile.bootstrap_servers}"
