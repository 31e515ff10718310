"""A topic's records, live: a tail, the record under the cursor, and a place to produce."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from kafkatui.insight.search.search import Search
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.model.cluster import Topic, TopicPartition
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.key import Offer, offered_if
from kafkatui.model.membership import Membership
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.tail import TailPhase
from kafkatui.model.tail_range import TailRange
from kafkatui.model.tail_start import TailStart, TailStartKind
from kafkatui.model.tail_stop import TailStop
from kafkatui.model.topic_settings import default_filter
from kafkatui.session.cluster_view import ClusterView, TailView
from kafkatui.session.feeds import METADATA, Feed, LogBoundsFeed
from kafkatui.session.tailing import grown, partitions_of
from kafkatui.tui.chrome.filter_bar import FilterBar
from kafkatui.tui.content import to_content
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.messages import Failed, Hint, PlaceChanged
from kafkatui.tui.pages.base.filtered_pane import FilteredPane
from kafkatui.tui.pages.base.table_pane import TableContent, placeholder_lines
from kafkatui.tui.pages.topic.fate_watch import LOOK_SECONDS
from kafkatui.tui.pages.topic.hidden_records import hidden_spans
from kafkatui.tui.pages.topic.log_bounds import bounds_beside
from kafkatui.tui.pages.topic.marker_lines import MarkerLines
from kafkatui.tui.pages.topic.opened_tail import opened_tail
from kafkatui.tui.pages.topic.producing_pane import ProducingPane
from kafkatui.tui.pages.topic.record_filter_bar import RecordFilterBar
from kafkatui.tui.pages.topic.record_rows import RecordRows
from kafkatui.tui.pages.topic.record_table import RecordTable
from kafkatui.tui.pages.topic.sought_record import SoughtRecord, range_around
from kafkatui.tui.widgets.messages import FollowChanged, MarksChanged
from kafkatui.view.cell import Cell, cell
from kafkatui.view.member_lines import member_foot, member_placeholder, member_spans
from kafkatui.view.records_table import RecordRow
from kafkatui.view.span import Span, Tone
from kafkatui.view.tail_lines import foot_spans, placeholder_cells, setting_spans

DEFAULT_RANGE = TailRange(TailStart.last(100))
"""Where `m` begins: the newest records at once, then what comes."""

LIVE_STARTS = (TailStartKind.END, TailStartKind.LAST, TailStartKind.LAST_OF_EACH)
"""With these one wants to see the newest, rather than everything."""

OLDER_COUNT = 100
"""So many older records at least `o` reads."""

GROUP_DECIDES = "The group decides where its members read; B joins again in another way."

RECORD_SECONDS = 0.2
"""While following, the record panel changes at most this often: nobody reads faster."""


class TailWoken(Message):
    """The tail has something new; posted from its thread."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, TailWoken)


class TopicMessagesPane(ProducingPane, FilteredPane):
    """Follows one topic. Joins no group and commits nothing, unless that was asked for by an action."""

    SCOPED_CSS = False  # what is above the pane decides how much room there is
    DEFAULT_CSS = """
    TopicMessagesPane { layout: vertical; }
    TopicMessagesPane > .tail--settings { height: 1; width: 1fr; margin-bottom: 1; }
    MainScreen.-medium TopicMessagesPane > .tail--settings { margin-bottom: 0; }
    """

    table: RecordTable

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place)
        around = range_around(place.name, place.cursor)
        self.range = DEFAULT_RANGE if around is None else around[0]
        self._first_from = None if around is None else around[1]
        self.membership: Membership | None = None
        self._sought: SoughtRecord | None = None
        self.reads_committed = False
        self.tail: TailView | None = None
        self._partitions: tuple[TopicPartition, ...] = ()
        self._is_restored = False
        self._settings: list[Span] = []
        self._bounds = LogBoundsFeed(place.name)
        self._markers = MarkerLines(session, self)

    def compose(self) -> ComposeResult:
        yield Static("", classes="tail--settings", markup=False)
        yield self.table
        yield RecordFilterBar(self.session.memory, self.known_fields)

    def details(self) -> Sequence[Widget]:
        if self.session.profile.read_only:
            return (self.record_panel,)
        return (self.record_panel, self.produce_panel)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA, self._bounds)

    def on_mount(self) -> None:
        self.take_resent()
        self.set_interval(0.5, self._show_figures)
        self.set_interval(RECORD_SECONDS, self.show_record)
        self.set_interval(RECORD_SECONDS, self.read_arrivals)
        self.set_interval(LOOK_SECONDS, lambda: self._markers.look(self.session.observed(self._bounds).value))

    def on_unmount(self) -> None:
        self._close_tail()

    # The tail

    def show(self) -> None:
        """Start when the topic is known; read new partitions when it gets any."""
        if self.session.metadata.value is None:
            self.table.set_placeholder(placeholder_lines(TableContent((), self.session.metadata), "records"))
        elif self.tail is None:
            self._open_tail()
        elif (partitions := grown(self._partitions, self._wanted())) is not None:
            self._partitions = partitions
            self.tail.set_partitions(partitions)
        self._show_figures()

    def topics(self) -> Sequence[Topic]:
        """The topics that are read, as far as they are known to be there."""
        metadata = self.session.metadata.value
        topic = metadata.topics.get(self.place.name) if metadata else None
        return () if topic is None else (topic,)

    def read_topics(self) -> tuple[str, ...]:
        return tuple(topic.name for topic in self.topics())

    def topic_names(self) -> tuple[str, ...]:
        """The topics to begin with; one that is not there is told of."""
        return (self.place.name,)

    def _wanted(self) -> tuple[TopicPartition, ...]:
        """The topics' partitions that are read."""
        return partitions_of(self.topics(), self.range)

    def rows(self, tail: TailView) -> RecordRows:
        """The records of the tail as they are decoded now."""
        return RecordRows(tail.buffer, self.session.decoding.record_reader, self.fates.of)

    def subject_spans(self) -> Sequence[Span]:
        """What the settings begin with."""
        return ()

    def placeholder(self, tail: TailView) -> list[Cell]:
        """What to say while there are no records."""
        return placeholder_cells(tail.state, self.range.start)

    def _open_tail(self) -> None:
        self._close_tail()
        if self.surroundings.membership is not None:
            self.membership, self.surroundings.membership = self.surroundings.membership, None
        try:
            what = self.membership or (self.topic_names(), self.range)
            self.tail = opened_tail(
                self.session, self.surroundings.settings, what, read_committed=self.reads_committed, on_wake=self._wake
            )
        except KafkatuiError as error:
            self.table.set_placeholder([cell(f"✗ {error}", Tone.BAD)])
            return
        self._partitions = self._wanted()
        self.fates.is_on = not self.reads_committed
        self.table.set_source(self.rows(self.tail))
        self._let_tail_skip()
        if not self._is_restored and (wanted := self.place.filter or self.default_filter):
            self.query_one(FilterBar).put(wanted)
        self._is_restored = True

    @property
    def default_filter(self) -> str:
        """What the settings say its records are filtered by."""
        if self.place.kind is not PlaceKind.TOPIC:
            return ""
        return default_filter(self.session.profile.topics, self.place.name)

    def _let_tail_skip(self) -> None:
        """A tail may leave records out to stay live, unless a filter is looking for some of them."""
        if self.tail is not None:
            is_live = self.range.start.kind in LIVE_STARTS and self.range.stop == TailStop.never()
            self.tail.stays_live = is_live and not self.table.is_filtered

    def _close_tail(self) -> None:
        if self.tail is not None:
            self.session.close_tail(self.tail)
            self.tail = None

    def _wake(self) -> None:
        self.post_message(TailWoken())

    @on(TailWoken)
    def _take_records(self) -> None:
        self.table.sync()
        self._find_again()
        self._find_first()
        self._show_figures()

    def _show_figures(self) -> None:
        tail = self.tail
        if tail is None or not self.is_mounted:
            return
        hides_all = self.table.is_filtered and len(tail.buffer) > 0
        member = tail.member
        none = [cell("No record kept matches the filter; Esc clears it.", Tone.DIM)]
        self.table.set_placeholder(
            none if hides_all else (member and member_placeholder(member, tail.state)) or self.placeholder(tail)
        )
        self.table.is_stale = tail.state.phase is TailPhase.DELETED
        shown = self.table.visible_count if self.table.is_filtered else None
        filter_text = self.table.filter_text
        of_member = [] if member is None else [*member_spans(member, len(self._partitions)), ("  ", Tone.DIM)]
        settings = setting_spans(
            self.range if member is None else None,
            len(self._partitions),
            self.reads_committed,
            self.decoding_words,
            filter_text,
            shown,
            self.size.width,
            (*of_member, *self.subject_spans()),
        )
        settings += bounds_beside(
            settings,
            self.session.observed(self._bounds).current,
            self.cursor_record,
            self.size.width,
            tail.statistics.positions,
        )
        if settings != self._settings:  # an update lays the whole screen out again
            self._settings = settings
            self.query_one(".tail--settings", Static).update(to_content(settings))
        phase, *figures = foot_spans(
            tail.state,
            tail.statistics,
            is_following=self.table.is_following,
            new_count=self.table.new_count,
        )
        hidden = hidden_spans(self.table, self.default_filter)
        of_group = member_foot(member) if member else ()
        self.set_foot(phase, *of_group, *hidden, *self.marked_spans(), *figures, *self._markers.foot())

    def refresh_feeds(self) -> None:
        """Read the topic's partitions again, and its records where that has failed for good."""
        super().refresh_feeds()
        if self.tail is not None and self.tail.state.phase is TailPhase.FAILED and self.membership is None:
            self._open_tail()
            self._show_figures()

    @on(MarksChanged)
    @on(FollowChanged)
    def _changed(self, event: MarksChanged | FollowChanged) -> None:
        event.stop()
        self._show_figures()

    # What the keys do

    def commands(self) -> KeyCommands:
        return {
            **super().commands(),
            "pause": KeyCommand(self.pause_or_resume, lambda: offered_if(self.tail is not None)),
            "start_from": KeyCommand(self.ask_where_to_start, self._offer_other_range),
            "older": KeyCommand(self.read_older, lambda: self._offer_other_range() if self.tail else offered_if(False)),
            "isolation": KeyCommand(self.change_isolation, self._offer_other_range),
            "markers": KeyCommand(self._markers.toggle, self._markers.offer),
        }

    def _offer_other_range(self) -> Offer:
        """To read something else means to read anew, which a member cannot: it would have to join again."""
        return Offer(True, "" if self.membership is None else GROUP_DECIDES)

    def pause_or_resume(self) -> None:
        """Pause the tail, or go on and follow its end."""
        if self.tail is None:
            return
        if self.tail.state.phase is TailPhase.PAUSED:
            self.tail.resume()
            self.table.follow()
        else:
            self.tail.pause()

    def ask_where_to_start(self) -> None:
        """Ask what to read."""
        from kafkatui.tui.screens.tail_range import TailRangeScreen

        self.app.push_screen(TailRangeScreen(self.topics(), self.range), self._restart_at)

    def _restart_at(self, what: TailRange | None) -> None:
        if what is not None:
            self._first_from = None
            self.range = what
            self._open_tail()
            self._show_figures()

    def read_older(self) -> None:
        """Begin further back; the cursor stays on its record."""
        tail = self.tail
        if tail is None:
            return
        most, kept = self.surroundings.settings.record_buffer_count, tail.statistics.kept_count
        obstacle = self._obstacle_to_older(most, kept)
        if obstacle:
            self.post_message(Hint(obstacle))
            return
        record, serial = self.cursor_record, self.table.cursor_serial
        if record is not None and serial is not None:
            from_end = tail.buffer.next_serial - serial
            self._sought = SoughtRecord(record.topic, record.partition, record.offset, from_end)
        count = min(most, max(2 * kept, kept + OLDER_COUNT))
        self._restart_at(replace(self.range, start=TailStart.last(count)))

    def _obstacle_to_older(self, most: int, kept: int) -> str:
        """Why no older records can be read; empty when they can."""
        start = self.range.start
        has_all = start.kind is TailStartKind.LAST and kept < start.count
        if self.tail is not None and self.tail.state.phase in (TailPhase.STARTING, TailPhase.LOADING):
            return "The last ones are still being read."
        if start.kind is TailStartKind.BEGINNING or has_all:
            return "This is all there is: nothing older is left in the topic."
        return f"No more than {most:,} records are kept (record_buffer_count)." if kept >= most else ""

    def _find_again(self) -> None:
        """Put the cursor back on its record, once older ones have been read before it."""
        sought, tail = self._sought, self.tail
        if sought is None or tail is None or tail.state.phase in (TailPhase.STARTING, TailPhase.LOADING):
            return
        self._sought = None
        serial = sought.find(tail.buffer)
        if serial is not None:
            self.table.move_cursor_to_serial(serial)

    def _find_first(self) -> None:
        """Put the cursor on the record that the place names, once it has been read; at the end that is over."""
        if self.tail is None or self._first_from is None:
            return
        serial = self._first_from.find(self.tail.buffer)
        if serial is not None:
            self.table.move_cursor_to_serial(serial)
            self.table.stop_following()
        if serial is not None or self.tail.state.phase is TailPhase.FOLLOWING:
            self._first_from = None

    def change_isolation(self) -> None:
        """Read committed records only, or all; starts the tail again."""
        self.reads_committed = not self.reads_committed
        self._open_tail()
        self._show_figures()

    def reread(self) -> None:
        if self.tail is not None:
            self.table.reread(self.rows(self.tail))
        self._show_figures()

    @on(RecordFilterBar.Searched)
    def _filter_records(self, event: RecordFilterBar.Searched) -> None:
        event.stop()
        search = event.search
        if search is None:
            self.table.set_row_filter(None)
        else:
            self.table.set_row_filter(_row_predicate(search), search.text, search.lights.find_parts)
        self.on_filter("" if search is None else search.text)

    def filter_by(self, expression: str) -> None:
        self.query_one(FilterBar).put(expression)

    def on_filter(self, text: str) -> None:
        self._let_tail_skip()
        self.place = self.place.at(filter=text, cursor="")
        self.post_message(PlaceChanged(self.place))
        self._show_figures()

    def fail(self, error: KafkatuiError) -> None:
        """Say that something did not work."""
        self.post_message(Failed(error))


def _row_predicate(search: Search) -> Callable[[RecordRow], bool]:
    """Whether a row is meant; what stands between records is not."""
    holds = search.holds
    return lambda row: not row.record.note and holds(SearchedRecord(row.record, row.reader, waits=False))
