"""What the pages of several topics share: which topics those are, and what is the record's under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.topic_selection import TopicSelection, split_topics
from kafkatui.model.cluster import ClusterMetadata, Topic
from kafkatui.model.errors import UsageError
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.target import Target
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.pages.topic.records_pane import RecordsPane
from kafkatui.view.records_table import SEVERAL_TOPICS_RECORDS_TABLE
from kafkatui.view.span import Span, Tone


class SeveralTopics(RecordsPane):
    """A tab with records of the topics that its place names, by name or /expression/."""

    base_table = SEVERAL_TOPICS_RECORDS_TABLE

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place)
        self._seen: tuple[ClusterMetadata, Sequence[Topic], Sequence[str]] | None = None

    @cached_property
    def selection(self) -> TopicSelection | UsageError:
        """What the place names; why that cannot be meant."""
        try:
            return TopicSelection(split_topics(self.place.name))
        except UsageError as error:
            return error

    def topics(self) -> Sequence[Topic]:
        """Those that are there."""
        return self._look()[0]

    def read_topics(self) -> tuple[str, ...]:
        return tuple(topic.name for topic in self.topics())

    def topic_names(self) -> tuple[str, ...]:
        """The topics to begin with."""
        return self.read_topics()

    def _look(self) -> tuple[Sequence[Topic], Sequence[str]]:
        """The topics that are meant, and the names that are not there; once for each reading of the metadata."""
        metadata, selection = self.session.metadata.value, self.selection
        if metadata is None or isinstance(selection, UsageError):
            return (), ()
        if self._seen is None or self._seen[0] is not metadata:
            self._seen = (metadata, selection.found(metadata), selection.missing(metadata))
        return self._seen[1:]

    def subject_spans(self) -> Sequence[Span]:
        """How many there are, and which are not."""
        found, missing = self._look()
        spans: list[Span] = [(f"{len(found):,} {'topic' if len(found) == 1 else 'topics'}", Tone.KAFKA)]
        if missing:
            spans.append((f"  no topic {sanitise(', '.join(missing))}", Tone.WARNING))
        return spans

    @property
    def record_topic(self) -> str:
        record = self.cursor_record
        return "" if record is None else record.topic

    def targets(self) -> tuple[Target, ...]:
        """The topic of the record under the cursor, and its records that are meant."""
        return (Target(PlaceKind.TOPIC, self.record_topic), *self.record_targets()) if self.record_topic else ()
