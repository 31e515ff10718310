"""The subjects of the cluster's schema registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kafkatui.codec.decoded import Part
from kafkatui.model.key import offered_if
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.schema_subject import SchemaVersion, Subject
from kafkatui.model.target import Target
from kafkatui.report.registry_relations import subject_relations
from kafkatui.report.relations import RelationReadings, RelationRow
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.decoding import Reading
from kafkatui.session.feeds import METADATA, ConnectorsFeed, Feed, GroupsFeed, SubjectsFeed
from kafkatui.tui.key_command import KeyCommand, KeyCommands
from kafkatui.tui.pages.base.table_pane import TableContent
from kafkatui.tui.pages.base.tied_pane import TiedPane
from kafkatui.tui.widgets.long_work import LongWork
from kafkatui.view.span import Span, Tone
from kafkatui.view.subjects_table import SUBJECTS_TABLE

EMPTY = "The registry has no subjects; e registers the first schema."

MOST_VERSIONS = 50
"""Of a subject the newest are shown; `schema get --version` has all."""


class SubjectsPane(TiedPane[Subject]):
    """Enter shows a subject's schemas; the topic's keys and M lead to the topic that a subject describes."""

    shows_without_kafka = True

    ties_to = (GroupsFeed(), ConnectorsFeed())

    def __init__(self, session: ClusterView, place: Place) -> None:
        super().__init__(session, place, SUBJECTS_TABLE)
        self.table.opens = True
        self._opening = LongWork(self)
        self._only_context: str | None = None

    def feeds(self) -> tuple[Feed[Any], ...]:
        return (SubjectsFeed(), METADATA, *self.tied_feeds)

    def content(self) -> TableContent[Subject]:
        observed = self.session.observed(SubjectsFeed())
        known = observed.value
        if known is not None and self._only_context not in known.contexts:
            self._only_context = None  # its last subject is gone
        return TableContent(known.within(self._only_context) if known else (), observed, EMPTY)

    def foot(self, rows: Sequence[Subject]) -> Sequence[Span]:
        known = self.session.observed(SubjectsFeed()).value
        parts: list[Span] = []
        if self._only_context is not None:
            parts.append((f"only context {self._only_context}", Tone.WARNING))
        elif known is not None and len(known.contexts) > 1:
            parts.append((f"{len(known.contexts)} contexts", Tone.DIM))
        if known is not None and known.level:
            parts.append((f"the registry's level {known.level}", Tone.DIM))
        if known is not None and known.untold:
            parts.append((f"{known.untold:,} by name only", Tone.WARNING))
        return parts

    def commands(self) -> KeyCommands:
        to_topic = KeyCommand(self.show_topic, lambda: offered_if(self.topic_name() is not None))
        known = self.session.observed(SubjectsFeed()).value
        are_several = known is not None and len(known.contexts) > 1
        context = KeyCommand(self.next_context, lambda: offered_if(are_several))
        return {**super().commands(), "record.schema": to_topic, "schema.context": context}

    def next_context(self) -> None:
        """Show the subjects of the next context; after the last one, all."""
        known = self.session.observed(SubjectsFeed()).value
        order = (None, *(known.contexts if known is not None else ()))
        self._only_context = order[(order.index(self._only_context) + 1) % len(order)]
        self.show()

    def targets(self) -> tuple[Target, ...]:
        """Without a subject, one that is still to be named."""
        return super().targets() if self.cursor_row is not None else (Target(PlaceKind.CLUSTER, part="subject"),)

    def target_of(self, row: Subject) -> Target:
        return Target(PlaceKind.CLUSTER, row.name, part="subject")

    def relations_of(self, key: str, readings: RelationReadings) -> Sequence[RelationRow]:
        return subject_relations(key, readings)

    def topic_name(self) -> str | None:
        """The topic that the subject under the cursor describes, where there is such a topic."""
        row, metadata = self.cursor_row, self.session.observed(METADATA).value
        is_there = row is not None and metadata is not None and row.topic in metadata.topics
        return row.topic if row is not None and is_there else None

    def show_topic(self) -> None:
        """Go to it."""
        if (topic := self.topic_name()) is not None:
            self.go_to(Place(self.session.profile.name, PlaceKind.TOPIC, topic))

    def open_row(self, row: Subject) -> None:
        """Read its versions in a task, and show the newest."""
        context = self.session.actions.context

        def show(versions: tuple[SchemaVersion, ...] | None) -> None:
            if versions:
                from kafkatui.tui.screens.subject import SubjectScreen

                reader = self.session.decoding.reader_named(Reading("", Part.VALUE, "schema"), "auto")
                self.app.push_screen(SubjectScreen(versions, reader))

        self._opening.start(
            f"Read {row.name}", lambda _: context.subjects().every_version(row.name, MOST_VERSIONS), show
        )

    def command(self) -> str | None:
        return "kafkatui schema list"
