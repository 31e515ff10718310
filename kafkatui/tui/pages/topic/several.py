"""The records of several topics, live, in one table; topics that match an expression join as they are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from textual.widget import Widget

from kafkatui.codec.decoder import RecordReader
from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.topic_selection import TopicSelection, split_topics
from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.errors import UsageError
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.record import Record
from kafkatui.model.target import Target
from kafkatui.model.transaction import TransactionFate
from kafkatui.session.cluster_view import ClusterView, RecordsView, TailView
from kafkatui.session.decoding import Decoding
from kafkatui.session.feeds import METADATA, Feed
from kafkatui.tui.pages.topic.messages import TopicMessagesPane
from kafkatui.tui.pages.topic.record_rows import RecordRows
from kafkatui.view.cell import Cell, cell
from kafkatui.view.records_table import SEVERAL_TOPICS_RECORDS_TABLE, RecordRow, record_row
from kafkatui.view.span import Span, Tone
from kafkatui.view.tail_lines import placeholder_cells


class SeveralTopicsRows(RecordRows):
    """A ring source over the records of several topics, each decoded as its topic's are when it is first looked at."""

    def __init__(
        self, buffer: RecordsView, decoding: Decoding, fate_of: Callable[[Record], TransactionFate | None]
    ) -> None:
        super().__init__(buffer, decoding.record_reader(""), fate_of)
        self._decoding = decoding
        self._readers: dict[str, RecordReader] = {}

    def row_at(self, serial: int) -> RecordRow | None:
        record = self._buffer.record_at(serial)
        if record is None:
            return None
        reader = self._readers.get(record.topic)
        if reader is None:
            reader = self._readers[record.topic] = self._decoding.record_reader(record.topic)
        return record_row(record, reader, self._fate_of(record))


class SeveralTopicsPane(TopicMessagesPane):
    """Follows the topics that the place names. Joins no group and commits nothing."""

    base_table = SEVERAL_TOPICS_RECORDS_TABLE

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place)
        self._seen: tuple[ClusterMetadata, Sequence[Topic], Sequence[str]] | None = None

    @cached_property
    def _selection(self) -> TopicSelection | UsageError:
        """What the place names; why that cannot be meant."""
        try:
            return TopicSelection(split_topics(self.place.name))
        except UsageError as error:
            return error

    def details(self) -> Sequence[Widget]:
        return (self.record_panel,)

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (METADATA,)

    def show(self) -> None:
        if isinstance(self._selection, UsageError):
            self.table.set_placeholder([cell(f"✗ {self._selection}", Tone.BAD)])
        else:
            super().show()

    # Which topics

    def topics(self) -> Sequence[Topic]:
        return self._look()[0]

    def topic_names(self) -> tuple[str, ...]:
        return tuple(topic.name for topic in self.topics())

    def _look(self) -> tuple[Sequence[Topic], Sequence[str]]:
        """The topics that are meant, and the names that are not there; once for each reading of the metadata."""
        metadata, selection = self.session.metadata.value, self._selection
        if metadata is None or isinstance(selection, UsageError):
            return (), ()
        if self._seen is None or self._seen[0] is not metadata:
            self._seen = (metadata, selection.found(metadata), selection.missing(metadata))
        return self._seen[1:]

    # What is shown

    def rows(self, tail: TailView) -> RecordRows:
        return SeveralTopicsRows(tail.buffer, self.session.decoding, self.fates.of)

    def subject_spans(self) -> Sequence[Span]:
        found, missing = self._look()
        spans: list[Span] = [(f"{len(found):,} {'topic' if len(found) == 1 else 'topics'}", Tone.KAFKA)]
        if missing:
            spans.append((f"  no topic {sanitise(', '.join(missing))}", Tone.WARNING))
        return spans

    def placeholder(self, tail: TailView) -> list[Cell]:
        if not self.topics():
            return [
                cell("There is no such topic, and none matches.", Tone.DIM),
                cell("One that appears is read from its beginning.", Tone.DIM),
            ]
        return placeholder_cells(tail.state, self.range.start, is_several=True)

    # What it can do

    @property
    def record_topic(self) -> str:
        record = self.cursor_record
        return "" if record is None else record.topic

    def targets(self) -> tuple[Target, ...]:
        """The topic of the record under the cursor, and its records that are meant."""
        return (Target(PlaceKind.TOPIC, self.record_topic), *self.record_targets()) if self.record_topic else ()

    def open_editor(self) -> None:
        """Nothing is produced here: which topic would be meant?"""

    def unsent_draft(self) -> str:
        return ""
