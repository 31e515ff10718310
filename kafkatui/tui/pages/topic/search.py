"""Searching all there is in a topic: an expression, how far the search is, what it has found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from kafkatui.insight.search.known_fields import KnownFields
from kafkatui.insight.search.lexer import SearchSyntaxError
from kafkatui.insight.search.search import Search, compile_search
from kafkatui.model.place import Place
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import METADATA, Feed
from kafkatui.session.memory import Memory
from kafkatui.session.search_run import SearchRun
from kafkatui.tui.chrome.expression_line import ExpressionLine
from kafkatui.tui.content import to_content
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.keys import bindings
from kafkatui.tui.line_history import LineHistory
from kafkatui.tui.messages import PlaceChanged
from kafkatui.tui.pages.base.table_pane import TableContent, placeholder_lines
from kafkatui.tui.pages.topic.fate_watch import LOOK_SECONDS
from kafkatui.tui.pages.topic.record_rows import RecordRows
from kafkatui.tui.pages.topic.records_pane import RecordsPane
from kafkatui.tui.widgets.messages import MarksChanged
from kafkatui.view.cell import Cell, cell
from kafkatui.view.scan_lines import scan_spans
from kafkatui.view.span import Span, Tone

SHOW_SECONDS = 0.1
GONE = "There is no such topic, or not any more. Looking for it does not create it."
EXAMPLES = (
    ("berlin", "the text in key, value or headers"),
    ("key:user-1", "a part of a record"),
    ("value.user.id = 42", "a field of JSON"),
    ("/colou?r/ and time >= -1h", "an expression, a time"),
    ("(error or fail) limit 100", "one of them, so many only"),
)
NARROW_CELLS = 100
"""A narrower page says how far a search is, and not how it looks."""


class SearchBar(Horizontal):
    """Where the expression is typed: Enter searches, Esc leaves it."""

    DEFAULT_CSS = """
    SearchBar {
        height: 1; width: 1fr; background: $bar;
        & > .search--sign { width: auto; color: $kafka; text-style: bold; padding: 0 1 0 0; }
        & > Input { width: 1fr; min-width: 10; height: 1; border: none; padding: 0; background: $bar; }
        & > .search--remark { width: auto; max-width: 60%; color: $dim; padding: 0 1; }
        &.-problem > .search--remark { color: $error; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "leave", "dialog.previous", "dialog.next",
        actions={"leave": "leave", "dialog.previous": "earlier", "dialog.next": "later"},
    )  # fmt: skip

    def __init__(self, memory: Memory, known: Callable[[], KnownFields]) -> None:
        super().__init__()
        self._history = LineHistory(lambda: memory.searches)
        self._line = ExpressionLine(memory, known, "an expression; Enter searches, ↑ brings back earlier ones")

    def compose(self) -> ComposeResult:
        yield Static("Search", classes="search--sign")
        yield self._line
        yield Static("", classes="search--remark", markup=False)

    @property
    def text(self) -> str:
        """What is typed."""
        return self._line.value

    def put(self, text: str) -> None:
        """Show an expression, the cursor behind it."""
        self._line.put(text)

    def open(self) -> None:
        """Take the keys."""
        self._line.focus()

    def complain(self, problem: str) -> None:
        """Say what is wrong with the expression; nothing is, when empty: then what it may go on with."""
        self.set_class(bool(problem), "-problem")
        self.query_one(".search--remark", Static).update(problem or to_content(self._line.hint()))

    def action_earlier(self) -> None:
        """The expression that was searched for before the one shown."""
        self.put(self._history.earlier(self.text))

    def action_later(self) -> None:
        """The one after it; after the newest what was being typed."""
        self.put(self._history.later(self.text))

    def action_leave(self) -> None:
        """Leave the input; what is typed stays."""
        if isinstance(self.parent, TopicSearchPane):
            self.parent.leave_bar()


class TopicSearchPane(RecordsPane):
    """A topic's records that an expression means. The search goes on, and stays, when the page is left."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    TopicSearchPane { layout: vertical; }
    TopicSearchPane > .search--state { height: 1; width: 1fr; margin-bottom: 1; }
    MainScreen.-medium TopicSearchPane > .search--state { margin-bottom: 0; }
    """

    can_filter = True

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place)
        self.newest_first = True
        self.reads_committed = False
        self.latest_only = False
        self._takes_keys = False
        self._shown: SearchRun | None = None
        self._is_ended_shown = False
        self._said: list[Span] | None = None

    def compose(self) -> ComposeResult:
        yield SearchBar(self.session.memory, self.known_fields)
        yield Static("", classes="search--state", markup=False)
        yield self.table

    def details(self) -> Sequence[Widget]:
        return (self.record_panel,)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA,)

    def on_mount(self) -> None:
        self._takes_keys, self.surroundings.opens_search = self.surroundings.opens_search, False
        run = self.run
        if run is not None:
            self._take_over(run)
        self.query_one(SearchBar).put(run.search.text if run is not None else self.place.filter)
        self.set_interval(SHOW_SECONDS, self._show_progress)
        self.set_interval(SHOW_SECONDS, self.read_arrivals)
        self.set_interval(LOOK_SECONDS, self.fates.look)

    def _take_over(self, run: SearchRun) -> None:
        self.newest_first, self.reads_committed, self.latest_only = (
            run.newest_first,
            run.read_committed,
            run.latest_only,
        )

    def focus_main(self) -> None:
        if self._takes_keys:
            self.query_one(SearchBar).open()
        else:
            self.table.focus()

    def subject_spans(self) -> Sequence[Span]:
        """What the settings begin with."""
        return ()

    @property
    def run(self) -> SearchRun | None:
        """The search that was begun last here."""
        return self.session.scans.run(self.place.name)

    # Typing and beginning

    def start_filter(self) -> None:
        self.query_one(SearchBar).open()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        bar = self.query_one(SearchBar)
        try:
            self._compiled(event.value)
        except SearchSyntaxError as error:
            bar.complain(error.what)
        else:
            bar.complain("")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.search()

    def search(self) -> None:
        """Begin the search that is typed; one that goes on is cancelled."""
        bar = self.query_one(SearchBar)
        if self.topic_problem():
            return
        try:
            wanted = self._compiled(bar.text)
        except SearchSyntaxError as error:
            bar.complain(error.what)
            return
        run = SearchRun(
            self.place.name, self.read_topics(), wanted, self.newest_first, self.reads_committed, self.latest_only
        )
        self.session.memory.remember_search(bar.text)
        self.session.scans.begin(run, self.surroundings.settings.record_buffer_bytes)
        self.place = self.place.at(filter=bar.text)
        self.post_message(PlaceChanged(self.place))
        self.leave_bar()
        self._show_run()

    def filter_by(self, expression: str) -> None:
        bar = self.query_one(SearchBar)
        bar.put(expression)
        bar.open()

    def leave_bar(self) -> None:
        """Back to what was found."""
        self._takes_keys = False
        self.table.focus()

    @staticmethod
    def _compiled(text: str) -> Search:
        return compile_search(text, datetime.now().astimezone())

    # What is shown

    def show(self) -> None:
        self._show_run()

    def is_gone(self) -> bool:
        """Whether there is nothing that could be searched."""
        known = self.session.metadata.value
        return known is not None and self.place.name not in known.topics

    gone_words: ClassVar[tuple[str, str]] = (GONE, "the topic is gone")
    """What is said then in place of records, and beside how far the search is."""

    def _show_progress(self) -> None:
        """What a search has found since; one that has ended is shown once more and then left alone."""
        run = self.run
        is_first = self._said is None  # nothing could be drawn while the pane was being mounted
        if is_first or run is not self._shown or (run is not None and not self._is_ended_shown):
            self._show_run()

    def topic_problem(self) -> list[Cell]:
        """Why nothing can be searched; empty when it can."""
        known = self.session.metadata
        if known.value is None:
            return list(placeholder_lines(TableContent((), known), "records"))
        return [cell(self.gone_words[0], Tone.BAD)] if self.is_gone() else []

    def _rows(self, run: SearchRun) -> RecordRows:
        return RecordRows(run.matches, self.session.decoding.record_reader, self.fates.of)

    def _show_run(self) -> None:
        if not self.is_mounted or not self.query(SearchBar):
            return
        run = self.run
        self._is_ended_shown = run is not None and run.has_ended  # before its last figures are looked at
        if run is not self._shown:
            self._shown = run
            self.fates.is_on = run is None or not run.read_committed
            self.table.find = None if run is None else run.search.lights.find_parts
            self.table.set_source(None if run is None else self._rows(run))
            self.table.stop_following()
            self.record_panel.show(None, self.reader)
        self._sync()
        self.table.set_placeholder(self.topic_problem() or self._placeholder(run))
        self.table.is_stale = self.is_gone()
        self._say(run)
        found = f"{len(run.matches):,} found" if run is not None else "nothing searched yet"
        marked = self.table.mark_count
        self.set_foot((found, Tone.PLAIN), *([(f" · {marked:,} marked", Tone.BRIGHT)] if marked else []))

    def _sync(self) -> None:
        had_rows = self.table.line_count > 0
        self.table.sync()
        if not had_rows and self.table.line_count:
            self.table.move_cursor(0)
            self.table.stop_following()
            self.show_record()

    def _placeholder(self, run: SearchRun | None) -> list[Cell]:
        if run is None:
            width, rest = (max(map(len, texts)) for texts in zip(*EXAMPLES, strict=True))
            lines = [
                cell(f"{'/ types what to look for, Enter searches all there is now:':<{width + rest + 2}}", Tone.DIM)
            ]
            for example, what in EXAMPLES:
                lines.append(Cell(((f"{example:<{width + 2}}", Tone.KAFKA), (f"{what:<{rest}}", Tone.DIM))))
            return lines
        if run.error:
            return [cell(f"✗ {run.error}", Tone.BAD)]
        if not run.has_ended:
            return [cell("Nothing found yet.", Tone.DIM)]
        return [cell(f"Nothing found among {run.state.scanned:,} records.", Tone.DIM)]

    def _say(self, run: SearchRun | None) -> None:
        spans: list[Span] = [*self.subject_spans()]
        if spans:
            spans.append(("  ", Tone.DIM))
        if run is None or self.size.width >= NARROW_CELLS:
            spans += self._settings()
        if run is not None:
            spans += scan_spans(run.state, has_ended=run.has_ended, is_of_several=len(run.topics) > 1)
        if self.is_gone():
            spans += [(" · ", Tone.DIM), (self.gone_words[1], Tone.BAD)]
        if spans != self._said:
            self._said = spans
            self.query_one(".search--state", Static).update(to_content(spans))

    def _settings(self) -> list[Span]:
        """How it looks, with room behind it."""
        spans: list[Span] = [("newest first" if self.newest_first else "oldest first", Tone.PLAIN)]
        if self.latest_only:
            spans += [(" · ", Tone.DIM), ("newest per key", Tone.KAFKA)]
        spans += [(" · ", Tone.DIM), ("committed" if self.reads_committed else "uncommitted", Tone.PLAIN)]
        if self.decoding_words != "auto":
            spans += [(" · decode ", Tone.DIM), (self.decoding_words, Tone.PLAIN)]
        return [*spans, ("   ", Tone.DIM)]

    @on(MarksChanged)
    def _marked(self, event: MarksChanged) -> None:
        event.stop()
        self._show_run()

    # What the keys do

    def commands(self) -> KeyCommands:
        return {
            **super().commands(),
            "search.order": KeyCommand(self.change_order),
            "search.latest": KeyCommand(self.change_latest),
            "isolation": KeyCommand(self.change_isolation),
        }

    @property
    def _is_running(self) -> bool:
        return self.run is not None and not self.run.has_ended

    def change_order(self) -> None:
        """Newest first, or oldest first; searches again."""
        self.newest_first = not self.newest_first
        self._again()

    def change_latest(self) -> None:
        """The newest record of each key that an expression means, or all; searches again."""
        self.latest_only = not self.latest_only
        self._again()

    def show_history(self) -> None:
        super().show_history()
        if (run := self.run) is not None:
            self._take_over(run)
            self.query_one(SearchBar).put(run.search.text)
            self._show_run()

    def change_isolation(self) -> None:
        """Committed records only, or all; searches again."""
        self.reads_committed = not self.reads_committed
        self._again()

    def refresh_feeds(self) -> None:
        """Search again: what came meanwhile is looked at, too."""
        super().refresh_feeds()
        self._again()

    def _again(self) -> None:
        if self.run is not None:
            self.search()
        self._show_run()

    def reread(self) -> None:
        if self._shown is not None:
            self.table.reread(self._rows(self._shown))
        self._show_run()

    def leave(self) -> bool:
        if super().leave():
            return True
        if self.table.mark_count:
            self.table.clear_marks()
            return True
        if self.run is not None and self._is_running:
            self.run.cancel()
            return True
        return False
