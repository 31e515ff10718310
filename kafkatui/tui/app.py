"""The Textual app: themes, the main screen, the session's notices, and every way to leave."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.theme import Theme

from kafkatui.config.log_file import LogFile, crash_sentence, log_path
from kafkatui.config.own_files import OwnFiles
from kafkatui.config.settings import Settings
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.garbage_collection import calm_garbage_collection
from kafkatui.session.sessions import Sessions
from kafkatui.tui.border_titles import draw_borders_alone
from kafkatui.tui.cell_widths import use_terminal_widths
from kafkatui.tui.cluster_screens import ClusterScreens
from kafkatui.tui.gone_widgets import hits_gone_widget
from kafkatui.tui.idle_collection import IdleCollection
from kafkatui.tui.job_control import JobControl
from kafkatui.tui.keymap import checked_keymap, clashes, for_widgets
from kafkatui.tui.keys import all_keys
from kafkatui.tui.lost_terminal import HANG_UP_CODE, end_without, watch_terminal
from kafkatui.tui.messages import CloseCluster, OpenCluster, ReconnectCluster, SessionNotice
from kafkatui.tui.own_things import OwnThings
from kafkatui.tui.pages.base.surroundings import Surroundings
from kafkatui.tui.screens.main import MainScreen
from kafkatui.tui.start import HERE, SoughtPlace, Start
from kafkatui.tui.strip_cycles import break_cycles_of_strips
from kafkatui.tui.style_caches import let_go_of_gone_widgets
from kafkatui.tui.terminal_driver import TerminalDriver
from kafkatui.tui.theme import THEMES, variables_for
from kafkatui.tui.thread_turns import take_turns_often
from kafkatui.tui.type_ahead import TypeAhead
from kafkatui.tui.widgets.line_view import MOVES

_log = logging.getLogger(__name__)


NO_SCREEN_SECONDS = 0.02
"""What is typed before the first screen is there comes again after so long."""


class Crashed(KafkatuiError):
    """kafkatui itself failed."""

    title = "kafkatui stopped"


class KafkatuiApp(App[int], inherit_bindings=False):
    """kafkatui in a terminal.

    Args:
        sessions: the clusters; whoever made them closes them.
        settings: the user's.
        start: the first place shown, of a cluster that is open; the first one's topics when not given.
        sought: a name that is gone to from there, once it is known of what.
        warning: said once at the start.
        own: where the user's own themes, aliases and commands are written; None: nowhere.

    Raises:
        ConfigError: the keymap names something that there is not.
    """

    TITLE = "kafkatui"
    CSS_PATH = "kafkatui.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        sessions: Sessions,
        settings: Settings,
        start: Place | None = None,
        *,
        sought: str = "",
        warning: str | None = None,
        own: OwnFiles | None = None,
    ) -> None:
        super().__init__()
        self._warning, self._sought = warning, sought
        use_terminal_widths()
        let_go_of_gone_widgets()
        break_cycles_of_strips()
        draw_borders_alone()
        self.sessions = sessions
        self.settings = settings
        self.start = start or Place(sessions.opened()[0].profile.name, PlaceKind.TOPICS)
        for theme in THEMES:
            self.register_theme(theme)
        self.own = OwnThings(self, settings.theme, own, self._use_own)
        self.clusters = ClusterScreens(self, sessions, self._main_screen, self.own.show)
        self.surroundings = Surroundings(
            settings, shows_internal=settings.show_internal_topics, clusters=self.clusters, own=self.own
        )
        self.crash: Exception | None = None
        """What ended the app, when that was a fault of its own."""
        self._begin_with_theme(self.own.theme_for(self.start.cluster))
        self.has_ended = threading.Event()
        """Set by `run_app` once the terminal is restored or given up."""
        self.jobs = JobControl(self, self.has_ended, sessions.close_all)
        self._idle_collection = IdleCollection()
        self._all_keys = all_keys()
        self._keymap = checked_keymap(settings.keymap, self._all_keys)
        self._keys = self._all_keys.remapped(self._keymap)
        self.set_keymap(for_widgets(self._all_keys, self._keys))
        self._type_ahead = TypeAhead(self, [pressed for key_id in MOVES for pressed in self._keys[key_id].pressed])

    def get_driver_class(self) -> type[Driver]:
        driver_class = super().get_driver_class()
        return TerminalDriver if driver_class is LinuxDriver else driver_class

    def _begin_with_theme(self, name: str) -> None:
        """Take a theme before anything is styled: setting it the usual way parses and applies every style twice."""
        self.set_reactive(KafkatuiApp.theme, name)
        is_dark = self.current_theme.dark
        self.set_class(is_dark, "-dark-mode", update=False)
        self.set_class(not is_dark, "-light-mode", update=False)
        self.set_class(True, f"-theme-{name}", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        theme: Theme | None = self.available_themes.get(self.theme)
        return variables_for(theme) if theme is not None else {}

    def get_css_variables(self) -> dict[str, str]:
        """Textual's own themes have no `$border` for panes without the focus: theirs is as bright as the focus."""
        variables = super().get_css_variables()
        return {**variables, "border": variables["border-blurred"]}

    async def on_mount(self) -> None:
        calm_garbage_collection()
        self._idle_collection.begin(self)
        self.jobs.begin()
        if isinstance(self._driver, TerminalDriver):
            watch_terminal(self._driver.fileno, partial(self._lose_terminal, asyncio.get_running_loop()))
        screen = await self.clusters.begin(self.start)
        if self._sought:
            SoughtPlace(screen, self._sought)
        if self._warning is not None:
            self.notify(self._warning, title="Settings", severity="warning", markup=False, timeout=10)
        for clash in clashes(self._keymap, self._all_keys):
            self.notify(clash, title="Keymap", severity="warning", markup=False, timeout=8)
        self.own.begin()

    async def on_event(self, event: events.Event) -> None:
        """Let a key wait for the one before, so that one that moves the focus takes those behind it along."""
        if isinstance(event, (events.Key, events.Paste)) and not self._screen_stack:  # typed before there is anything
            self.set_timer(NO_SCREEN_SECONDS, partial(self.post_message, event))
            return
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded and self._type_ahead.hold(event):
            return
        if isinstance(event, events.InputEvent):
            self._idle_collection.hear()
        if hits_gone_widget(self, event):
            return
        await super().on_event(event)

    def _main_screen(self, session: ClusterView, start: Place) -> MainScreen:
        return MainScreen(session, self.surroundings, start, self._keys, self.clusters)

    def _use_own(self) -> list[str]:
        """Have every screen take what the user's files say by now; what is wrong with it."""
        return [problem for screen in self.clusters.screens for problem in screen.use_own()]

    def on_unmount(self) -> None:
        self.clusters.fall_silent()

    def simulate_key(self, key: str) -> None:
        self._type_ahead.do_next(events.Key(key, None))

    def action_suspend_process(self) -> None:
        """Stop, as Ctrl+Z stops other programs; `fg` goes on."""
        self.jobs.suspend()

    def _lose_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called in a thread of its own once the terminal is gone."""
        with suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(self._leave, HANG_UP_CODE)
        end_without(self.has_ended, self.sessions.close_all)

    def _leave(self, return_code: int) -> None:
        self.exit(return_code, return_code=return_code)

    def on_session_notice(self, event: SessionNotice) -> None:
        """Hand a notice to its cluster's screen."""
        self.clusters.take(event.cluster, event.notice)

    async def on_open_cluster(self, event: OpenCluster) -> None:
        """Show a cluster."""
        await self.clusters.open(event.name, event.place)

    async def on_close_cluster(self, event: CloseCluster) -> None:
        """Close a cluster."""
        await self.clusters.close(event.name)

    async def on_reconnect_cluster(self, event: ReconnectCluster) -> None:
        """Connect to a cluster anew."""
        await self.clusters.reconnect(event.name)

    # Faults of our own

    def _fatal_error(self) -> None:
        """Textual calls this for an exception nobody caught, to print its locals, secrets among them, to the terminal.

        Here the traceback goes to the log instead, and `run_app` says a sentence once the terminal is restored.
        """
        self._remember_crash()

    def panic(self, *_: Any) -> None:
        """As `_fatal_error`, for exceptions that can draw themselves."""
        self._remember_crash()

    def _remember_crash(self) -> None:
        if self.crash is None and self._exception is not None:
            self.crash = self._exception
            _log.error("kafkatui stopped", exc_info=self.crash)
        self._close_messages_no_wait()


def run_app(
    sessions: Sessions,
    settings: Settings,
    warning: str | None = None,
    start: Start = HERE,
    own: OwnFiles | None = None,
) -> int:
    """Run until the user leaves; the terminal is restored whatever happens.

    Args:
        sessions: at least one is open.
        warning: said at the start.
        start: where to open.
        own: where the user's own themes, aliases and commands are written.

    Returns:
        the exit code: 0, or 128 and the number of the signal that ended it.

    Raises:
        ConfigError: the keymap is wrong.
        Crashed: an exception nobody expected; its traceback is in the log.
    """
    take_turns_often()
    path = log_path()
    app = KafkatuiApp(sessions, settings, start.place, sought=start.sought, warning=warning, own=own)
    with LogFile(path) as log, app.jobs:
        for session in sessions.opened():
            log.learn(session.profile)
        sessions.on_profile = log.learn
        try:
            app.run()
        finally:
            app.has_ended.set()
    if app.crash is not None:
        raise Crashed(crash_sentence(app.crash), f"The traceback is in {path}." if path.exists() else "")
    return app.jobs.ending_code or app.return_code or 0
