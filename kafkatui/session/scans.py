"""Searching and counting: long reads of raw batches, as tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kafkatui.codec.decoder import RecordReader
from kafkatui.codec.formats.auto import AutoDecoder
from kafkatui.insight.search.cut import Cut
from kafkatui.insight.search.known_fields import KnownFields
from kafkatui.insight.search.search import Search
from kafkatui.insight.search.subject import PLAIN_DECODERS, SearchedRecord
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.record import Record
from kafkatui.model.record_count import CountResult
from kafkatui.model.replacing import replace
from kafkatui.model.scan import ScanState
from kafkatui.model.topic_analysis import TopicAnalysis
from kafkatui.session.clients import Clients
from kafkatui.session.decoding import Decoding
from kafkatui.session.latest_records import LatestRecords
from kafkatui.session.search_run import SearchedEnough, SearchRun
from kafkatui.session.tasks import Cancelled, Task, TaskControl, Tasks

if TYPE_CHECKING:
    from kafkatui.kafka.stream.scan import Scan


ALL_RECORDS = Search("", lambda _: True, Cut(), None)


class Scans:
    """The searches and counts of one session.

    Args:
        decoding: asked, when a search begins, how each topic's records are read.
    """

    def __init__(self, clients: Clients, tasks: Tasks, decoding: Callable[[], Decoding]) -> None:
        self._clients = clients
        self._tasks = tasks
        self._decoding = decoding
        self._runs: dict[str, SearchRun] = {}
        self.fields_seen: dict[str, KnownFields] = {}

    def get_ready(self) -> None:
        """Load what reads raw batches, while something else is waited for. Returns at once."""
        from kafkatui.kafka.connect.kafka_python import import_ahead

        import_ahead()

    def run(self, name: str) -> SearchRun | None:
        """The search that was begun last at a place: a topic, or several as they were written."""
        return self._runs.get(name)

    def begin(self, run: SearchRun, most_bytes: int) -> None:
        """Begin a search; one that goes on at its place is cancelled.

        Args:
            most_bytes: it ends when what was found is larger.
        """
        before = self._runs.get(run.name)
        if before is not None:
            before.cancel()
        self._runs[run.name] = run

        def found(record: Record) -> None:
            run.matches.add(record)
            if run.matches.size_bytes > most_bytes:
                raise SearchedEnough

        def told(state: ScanState) -> None:
            run.state = state

        if run.latest_only:
            self._begin_latest(run)
            return
        run.task = self.search(
            run.topics,
            run.search,
            on_match=found,
            on_state=told,
            read_committed=run.read_committed,
            newest_first=run.newest_first,
        )

    def _begin_latest(self, run: SearchRun) -> None:
        """Everything is read, in order; what is found is known at the end."""
        readers = {topic: self._decoding().record_reader(topic) for topic in run.topics}
        latest = LatestRecords(lambda record: run.search.holds(SearchedRecord(record, readers[record.topic])))

        def gather() -> None:
            records = latest.records()
            if run.newest_first:
                records.sort(key=lambda one: one.timestamp_ms or 0, reverse=True)
            for record in records[: run.search.limit]:
                run.matches.add(record)

        def told(state: ScanState) -> None:
            run.state = replace(state, matched=len(run.matches))

        run.task = self.search(
            run.topics, ALL_RECORDS, on_match=latest.add, on_state=told, at_end=gather,
            read_committed=run.read_committed,
        )  # fmt: skip

    def count(
        self, topics: Sequence[str], on_end: Callable[[Task[CountResult]], None] | None = None
    ) -> Task[CountResult]:
        """Count the records there are in `topics`, from the headings of their batches."""

        def work(control: TaskControl) -> CountResult:
            from kafkatui.kafka.stream.counting import count_records

            partitions = self._partitions(topics)
            return count_records(
                self._clients.kafka, partitions, lambda done, total: control.progress(done, total, "offsets")
            )

        return self._tasks.start(f"Count {_named(topics)}", work, on_end=on_end, loses_nothing=True)

    def analyse(
        self, topics: Sequence[str], newest: int | None = None, only: frozenset[int] | None = None
    ) -> Task[list[TopicAnalysis]]:
        """Read all records there are in `topics` once, and tell what they are in figures.

        Args:
            newest: so many offsets of each partition at most; None for all.
            only: of these partitions; None for all.
        """

        def work(control: TaskControl) -> list[TopicAnalysis]:
            from kafkatui.kafka.stream.analysing import analyse_topics

            partitions = [key for key in self._partitions(topics) if only is None or key[1] in only]
            return analyse_topics(
                self._clients.kafka, partitions, newest, lambda done, total: control.progress(done, total, "offsets")
            )

        return self._tasks.start(f"Analyse {_named(topics)}", work, loses_nothing=True)

    def search(
        self,
        topics: Sequence[str],
        search: Search,
        *,
        on_match: Callable[[Record], None],
        on_state: Callable[[ScanState], None] = lambda _: None,
        on_end: Callable[[Task[ScanState]], None] | None = None,
        at_end: Callable[[], None] = lambda: None,
        read_committed: bool = False,
        newest_first: bool = False,
    ) -> Task[ScanState]:
        """Look for records in all there is of `topics` now.

        Args:
            on_match: called for each, from the task's side; may wait, and the search waits with it.
            on_state: called often with how far it is.
            at_end: called from the task's side once all was looked at, before the last state is told.
            newest_first: backwards, the newest of all partitions first.
        """

        def work(control: TaskControl) -> ScanState:
            scan = self._scan(topics, search, on_match, lambda: tell(control, scan), read_committed, newest_first)
            try:
                state = scan.run()
                at_end()
            except SearchedEnough:
                scan.stopped = "full"
                state = scan.state
            except Cancelled:
                scan.stopped = "cancelled"
                on_state(scan.state)
                raise
            on_state(state)
            return state

        def tell(control: TaskControl, scan: Scan) -> None:
            state = scan.state
            on_state(state)
            control.progress(state.passed, state.total, "offsets")

        title = f"Search {_named(topics)} for {search.text}" if search.text else f"Read {_named(topics)}"
        return self._tasks.start(title, work, on_end=on_end, loses_nothing=True)

    def _scan(
        self,
        topics: Sequence[str],
        search: Search,
        on_match: Callable[[Record], None],
        check: Callable[[], None],
        read_committed: bool,
        newest_first: bool,
    ) -> Scan:
        from kafkatui.kafka.stream.scan import Scan, Sought

        readers = {topic: self._decoding().record_reader(topic) for topic in topics}
        cut = search.cut
        partitions = [key for key in self._partitions(topics) if cut.partitions is None or key[1] in cut.partitions]
        sought = Sought(
            lambda record: search.holds(SearchedRecord(record, readers[record.topic])),
            search.needle if all(map(_is_plain, readers.values())) else None,
            cut.first_offset,
            cut.end_offset,
            cut.first_ms,
            search.limit,
        )
        return Scan(
            self._clients.kafka,
            partitions,
            sought,
            on_match=on_match,
            check=check,
            read_committed=read_committed,
            newest_first=newest_first,
        )

    def _partitions(self, topics: Sequence[str]) -> list[TopicPartition]:
        known = self._clients.metadata().topics
        return [(name, part.id) for name in topics if name in known for part in known[name].partitions]


def _is_plain(reader: RecordReader) -> bool:
    """Whether what is shown of bytes stands in them; of what a schema describes names and words do not, nor does what
    stands for what is hidden."""
    if reader.is_masked:
        return False
    decoders = [each.decoder for each in (reader.key, reader.value, reader.headers)]
    if any(isinstance(each, AutoDecoder) and each.schemas is not None for each in decoders):
        return False
    return all(each.name in PLAIN_DECODERS for each in decoders)


def _named(topics: Sequence[str]) -> str:
    return topics[0] if len(topics) == 1 else f"{len(topics):,} topics"
