"""What panes with a topic's records share: the table, the record under the cursor, how both are decoded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on

from kafkatui.codec.decoded import Part
from kafkatui.codec.decoder import RecordReader
from kafkatui.codec.registered_schema import RegisteredSchema, SchemaUnavailable
from kafkatui.insight.counterparts import znode_place
from kafkatui.insight.search.exact_key import exact_key
from kafkatui.insight.search.known_fields import KnownFields, known_fields
from kafkatui.insight.search.search import compile_search
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.model.errors import RequestFailed
from kafkatui.model.key import NOT_HERE, Offer, offered_if, offered_or
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.record import Record
from kafkatui.model.target import Target
from kafkatui.session.actions.produce import ACTION as PRODUCE
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.decoding import Reading
from kafkatui.session.search_run import SearchRun
from kafkatui.tui.actions.editor import open_in_editor
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.messages import Hint
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.topic.fate_watch import FatesTold, FateWatch
from kafkatui.tui.pages.topic.record_panel import RecordPanel
from kafkatui.tui.pages.topic.record_table import RecordTable
from kafkatui.tui.widgets.long_work import LongWork
from kafkatui.tui.widgets.messages import RowHighlighted, RowOpened
from kafkatui.view.copy_choices import CopyChoice, link_choices
from kafkatui.view.record_columns import RecordColumns, columns_of
from kafkatui.view.record_copy import kcat_command, record_choices
from kafkatui.view.record_json import record_document, value_document
from kafkatui.view.records_table import TOPIC_RECORDS_TABLE, RecordRow
from kafkatui.view.table import TableDefinition

if TYPE_CHECKING:
    from kafkatui.tui.actions.write import RowsToWrite
    from kafkatui.view.record_diff import RecordDiff

AGE_SECONDS = 1.0
"""How often times that are told from now on back are drawn anew."""

MOST_TARGETS = 500
"""So many marked records are acted on; more are copied by what they have in common."""

MARK_TWO = "Mark the two records to be compared with v; no more, no fewer."
NO_NEXT = "This is the last record listed."
NO_PREVIOUS = "This is the first record listed."


class RecordsPane(Pane):
    """A tab with records of a topic. A subclass composes it and says what to do when they are decoded anew."""

    folds_details = lists_records = True

    base_table: ClassVar[TableDefinition[RecordRow]] = TOPIC_RECORDS_TABLE
    """What it shows when no columns were chosen."""

    table: RecordTable

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place)
        self.table = RecordTable(self.base_table)
        self.table.show_columns(columns_of(session.memory.columns(place.name)))
        self.record_panel = RecordPanel(self.filter_by, lambda: self.session.decoding.schemas)
        self.fates = FateWatch(session, self)
        self._arrivals = self._shown_arrivals = 0
        self._looked_through: object = None
        self._targeted: tuple[object, object, tuple[Target, ...]] = (None, None, ())
        self._comparing = LongWork(self)

    def on_mount(self) -> None:
        self.record_panel.value.follow(self.surroundings)
        self.set_interval(AGE_SECONDS, self.table.age)

    def commands(self) -> KeyCommands:
        return {
            **super().commands(),
            "columns": KeyCommand(self.ask_for_columns),
            "decode": KeyCommand(lambda: self.ask_how_to_decode(Part.VALUE)),
            "decode_key": KeyCommand(lambda: self.ask_how_to_decode(Part.KEY)),
            "record.diff": KeyCommand(self.compare_marked, self._offer_diff),
            "editor": KeyCommand(self.open_editor_on_record, lambda: self.export_offer(self.cursor_record is not None)),
            "record.schema": KeyCommand(self.show_schema, lambda: offered_if(self.record_panel.schema_id is not None)),
            "record.next": KeyCommand(lambda: self.step(1), self._offer_step),
            "record.previous": KeyCommand(lambda: self.step(-1), self._offer_step),
            "history": KeyCommand(self.show_history, self._offer_history),
            "resend": KeyCommand(self.edit_and_resend, self._offer_resend),
            "topic.delete": KeyCommand(lambda: None, lambda: NOT_HERE),  # the same press deletes a key here
        }

    holds_records = True
    reads_committed = False
    """Whether records of transactions that were not committed are passed over."""

    def read_topics(self) -> tuple[str, ...]:
        """The topics whose records are listed."""
        return (self.place.name,)

    def targets(self) -> tuple[Target, ...]:
        """The topic and its records that are meant."""
        return (*super().targets(), *self.record_targets())

    def record_targets(self) -> tuple[Target, ...]:
        """The records that are marked, else the one under the cursor; of one topic."""
        if self.table.mark_count > MOST_TARGETS:
            return ()
        meant = self._marked_targets()
        if not meant and (under := self.cursor_record) is not None:
            meant = (_target(under),)
        topic = self.record_topic
        return tuple(each for each in meant if each.name == topic)

    def _marked_targets(self) -> tuple[Target, ...]:
        """Those that are marked, of any topic; made once for the same marks: every repaint asks several times."""
        marks, source = self.table.marked_serials, self.table.source
        if self._targeted[0] is not marks or self._targeted[1] is not source:
            rows = self.table.marked_rows if marks else ()
            self._targeted = (marks, source, tuple(_target(row.record) for row in rows if not row.record.note))
        return self._targeted[2]

    def _offer_resend(self) -> Offer:
        record = self.cursor_record
        if record is None:
            return NOT_HERE
        if self.session.decoding.masks_of(record.topic):
            return Offer(True, f"The settings mask {record.topic}: a record to be edited would show it whole.")
        obstacle = self.session.actions.obstacle(PRODUCE, (Target(PlaceKind.TOPIC, record.topic),))
        return Offer(True, "" if obstacle is None else obstacle.text)

    def edit_and_resend(self) -> None:
        """Put the record under the cursor where records are typed, which is on the Messages tab."""
        if (record := self.cursor_record) is not None:
            self.surroundings.resent = record
            self.go_to(Place(self.session.profile.name, PlaceKind.TOPIC, record.topic, tab="messages"))

    # The record under the cursor

    @property
    def record_topic(self) -> str:
        """The topic of the record under the cursor; empty where none is known."""
        return self.place.name

    @property
    def reader(self) -> RecordReader:
        """How its records are decoded now."""
        return self.session.decoding.record_reader(self.record_topic)

    @property
    def decoding_words(self) -> str:
        """The same in words: "hex", or "hex, key text" where the key is not left to its looks."""
        reader = self.reader
        key = reader.key.name
        return reader.value.name + ("" if key == "auto" else f", key {key}")

    @property
    def cursor_record(self) -> Record | None:
        """The record under the cursor."""
        row = self.table.cursor_row
        return row.record if row is not None and not row.record.note else None

    def known_fields(self) -> KnownFields:
        """The fields of the records in view, or, where there are none, of those that were last.

        They are looked through once: it is asked with every key that is typed.
        """
        rows = [self.table.row_at(index) for index in self.table.visible_range]
        seen = [(row.record, row.reader) for row in rows if row and not row.record.note]
        what = (self.session.decoding.arrivals, seen)
        remembered = self.session.scans.fields_seen
        if seen and what != self._looked_through:
            self._looked_through = what
            remembered[self.place.name] = known_fields(SearchedRecord(*each, waits=False) for each in seen)
        return remembered.get(self.place.name, KnownFields())

    def show_record(self) -> None:
        """Show the record under the cursor in the panel."""
        record, arrivals = self.cursor_record, self.session.decoding.arrivals
        fate = None if record is None else self.fates.of(record)
        has_arrived, self._shown_arrivals = arrivals != self._shown_arrivals, arrivals
        self.record_panel.show(record, self.reader, fate, has_arrived=has_arrived)

    @on(FatesTold)
    def _fates_told(self, event: FatesTold) -> None:
        event.stop()
        self.table.refresh_cells()
        self.show_record()

    @on(RowHighlighted)
    def _highlighted(self, event: RowHighlighted) -> None:
        event.stop()
        if not self.table.is_following:
            self.show_record()

    @on(RowOpened)
    def _opened(self, event: RowOpened) -> None:
        event.stop()
        self.table.stop_following()
        self.show_record()
        self.screen.add_class("-record-open")
        self._focus_what_is_open()

    def _focus_what_is_open(self) -> None:
        """The record where it is open, else the list."""
        if self.screen.has_class("-record-open"):
            self.record_panel.value.focus_value()
        else:
            self.table.focus()

    def _offer_step(self) -> Offer:
        return offered_if(self.record_panel.has_focus_within and self.table.line_count > 0)

    def step(self, direction: int) -> None:
        """Show the next record (1) or the one before (−1) of those listed; what lies between them is passed over."""
        index = self.table.cursor_index + direction
        while (row := self.table.row_at(index)) is not None and row.record.note:
            index += direction
        if row is None:
            self.post_message(Hint(NO_NEXT if direction > 0 else NO_PREVIOUS))
            return
        self.table.move_cursor(index)
        self.table.stop_following()
        self.show_record()

    def _offer_diff(self) -> Offer:
        return offered_or(self.table.mark_count == 2, MARK_TWO)

    def compare_marked(self) -> None:
        """Compare the two records that are marked, in a task."""
        from kafkatui.view.record_diff import record_diff

        rows = [row for row in self.table.marked_rows if not row.record.note]
        if len(rows) != 2:
            self.post_message(Hint(MARK_TWO))
            return
        first, second = ((row.record, row.reader) for row in rows)

        def show(diff: RecordDiff | None) -> None:
            if diff is not None:
                from kafkatui.tui.screens.record_diff import RecordDiffScreen

                self.app.push_screen(RecordDiffScreen(diff))

        self._comparing.start("Compare two records", lambda _: record_diff(first, second), show)

    def show_schema(self) -> None:
        """Show the registered schema that the value was read by; it is asked for in a task."""
        schema_id, schemas = self.record_panel.schema_id, self.session.decoding.schemas
        if schema_id is None or schemas is None:
            return

        def look() -> RegisteredSchema:
            try:
                return schemas.describe(schema_id)
            except SchemaUnavailable as error:
                raise RequestFailed(f"Schema {schema_id}: {error}.", "Look at the registry.") from None

        def show(schema: RegisteredSchema | None) -> None:
            if schema is not None:
                from kafkatui.tui.screens.schema import SchemaScreen

                reader = self.session.decoding.reader_named(Reading("", Part.VALUE, "schema"), "auto")
                self.app.push_screen(SchemaScreen(schema, reader))

        self._comparing.start(f"Fetch schema {schema_id}", lambda _: look(), show)

    def open_editor_on_record(self) -> None:
        """Look at the value in $EDITOR, where the value has the keys; else at the whole record, as JSON."""
        record, reader = self.cursor_record, self.reader
        if record is None:
            return
        if self.record_panel.has_focus_within:
            open_in_editor(self, "a value", lambda: value_document(reader.value.decode_fetched(record.value)))
        else:
            open_in_editor(self, "a record", lambda: (record_document(record, reader), ".json"))

    def filter_by(self, expression: str) -> None:
        """Show the records that an expression means."""

    def ask_how_to_decode(self, part: Part) -> None:
        """Ask how to read the topic's records; a filter judges them again."""
        from kafkatui.tui.screens.decoding import DecodingScreen

        record, topic = self.cursor_record, self.record_topic
        if not topic:
            self.post_message(Hint("Put the cursor on a record: each topic is read in its own way."))
            return
        data = None if record is None else record.value if part is Part.VALUE else record.key
        what = Reading(topic, part, f"{part.value}s of {topic}")

        def choose(name: str | None) -> None:
            if name is not None:
                self.session.decoding.choose(what.source, part, name)
                self.reread()
                self.show_record()

        self.app.push_screen(DecodingScreen(self.session.decoding, what, data or None), choose)

    def _offer_history(self) -> Offer:
        record = self.cursor_record
        if record is None:
            return NOT_HERE
        is_hidden = bool(self.session.decoding.reader(record.topic, Part.KEY).masks)
        return Offer(True, f"The settings mask the keys of {record.topic}." if is_hidden else "")

    def show_history(self) -> None:
        """Search the topic for the key of the record under the cursor."""
        record = self.cursor_record
        if record is None:
            return
        search = compile_search(exact_key(record.key), datetime.now().astimezone())
        run = SearchRun(record.topic, (record.topic,), search, newest_first=False, read_committed=False)
        self.session.memory.remember_search(search.text)
        self.session.scans.begin(run, self.surroundings.settings.record_buffer_bytes)
        self.go_to(Place(self.session.profile.name, PlaceKind.TOPIC, record.topic, "search", filter=search.text))

    def ask_for_columns(self) -> None:
        """Ask which columns to show; it is remembered for the topic."""
        from kafkatui.tui.screens.record_columns import RecordColumnsScreen

        def choose(chosen: RecordColumns | None) -> None:
            if chosen is not None:
                self.session.memory.remember_columns(self.place.name, chosen.plain())
                self.table.show_columns(chosen)

        row = self.table.cursor_row
        self.app.push_screen(RecordColumnsScreen(self.table.base, self.table.chosen, self.place.name, row), choose)

    def read_arrivals(self) -> None:
        """Read anew what was pending, when what it waited for has come."""
        arrivals = self.session.decoding.arrivals
        if arrivals != self._arrivals:
            self._arrivals = arrivals
            self.reread()
            self.show_record()

    def reread(self) -> None:
        """The records are decoded in another way now."""

    def leave(self) -> bool:
        if self.screen.has_class("-produce-open"):
            self.screen.remove_class("-produce-open")
            self._focus_what_is_open()
            return True
        if self.screen.has_class("-record-open"):
            self.screen.remove_class("-record-open")
            self.table.focus()
            return True
        if not self.table.has_focus:
            self.table.focus()
            return True
        return super().leave()

    # What it can do

    def counterpart(self) -> Place | None:
        if not self.is_linked or not self.record_topic:
            return None
        record = self.cursor_record
        partition = record.partition if record is not None else None
        return znode_place(self.session.profile.name, PlaceKind.TOPIC, self.record_topic, partition)

    def topic_name(self) -> str | None:
        return self.record_topic or None

    def inner_choices(self) -> Sequence[CopyChoice]:
        return self.record_panel.value.copy_choices()

    def own_choices(self) -> Sequence[CopyChoice]:
        record = self.cursor_record
        if record is None:
            return ()
        profile = self.session.profile
        return [
            *record_choices(record, self.reader, profile.bootstrap_servers),
            *link_choices(profile, record),
        ]

    def copied(self) -> tuple[str, str] | None:
        record = self.cursor_record
        if record is None or record.value is None:
            return None
        return self.reader.value.decode(record.value).text, f"value of {record.partition} @ {record.offset:,}"

    def rows_beyond(self) -> RowsToWrite | None:
        from kafkatui.tui.actions.write import all_that_match

        return all_that_match(self)

    def command(self) -> str | None:
        record = self.cursor_record
        if not self.record_topic:
            return None
        return kcat_command(self.session.profile.bootstrap_servers, self.record_topic, record)


def _target(record: Record) -> Target:
    return Target(PlaceKind.TOPIC, record.topic, record.partition, record.offset)
