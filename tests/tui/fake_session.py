"""A session without a cluster: a test says what is known, feeds the tail and sees what was asked for."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from kafkatui.config.state_folder import state_folder
from kafkatui.insight.changes import PartitionChange
from kafkatui.insight.search.known_fields import KnownFields
from kafkatui.insight.search.search import Search
from kafkatui.insight.search.subject import SearchedRecord
from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.errors import RequestFailed
from kafkatui.model.event import Event, EventSources
from kafkatui.model.membership import Membership, MemberState
from kafkatui.model.observed import Observed
from kafkatui.model.presence import BrokerPresence, Link
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.record import Delivery, OutgoingRecord, Record
from kafkatui.model.scan import ScanState
from kafkatui.model.send_settings import DEFAULT_SETTINGS, SendSettings
from kafkatui.model.tail import TailPhase, TailState, TailStatistics
from kafkatui.model.tail_range import TailRange
from kafkatui.model.tail_start import TailStart
from kafkatui.model.transaction import PartitionFates
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.session.action_context import ActionContext
from kafkatui.session.action_runner import ActionRunner
from kafkatui.session.analyses import Analyses
from kafkatui.session.decoding import Decoding
from kafkatui.session.event_log import EventLog
from kafkatui.session.feeds import METADATA, ZOOKEEPER, Feed
from kafkatui.session.journal import Journal
from kafkatui.session.learned import Learned
from kafkatui.session.link import compare
from kafkatui.session.memory import Memory
from kafkatui.session.notice import EventsAdded, FeedUpdated, Notice, TaskChanged
from kafkatui.session.presence import Presences
from kafkatui.session.search_run import SearchRun
from kafkatui.session.tailing import DEFAULT_MAX_BYTES, DEFAULT_MAX_COUNT
from kafkatui.session.tasks import Task, TaskControl, Tasks
from kafkatui.session.transaction_fates import TransactionFates
from tests.tui.fake_links import fake_links

T = TypeVar("T")

NAME = "fake"


def fake_profile(*, is_read_only: bool = False, has_zookeeper: bool = True) -> Profile:
    """Addresses that nobody listens at."""
    zookeeper = ZooKeeperSettings("zk-1:2181") if has_zookeeper else None
    return Profile(NAME, {"bootstrap.servers": "kafka-1:9092"}, zookeeper, read_only=is_read_only)


class FakeRecords:
    """The records of a tail, kept as a list."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.first_serial = 0

    @property
    def next_serial(self) -> int:
        return len(self.records)

    @property
    def evicted_count(self) -> int:
        return self.first_serial

    def record_at(self, serial: int) -> Record | None:
        return self.records[serial] if self.first_serial <= serial < len(self.records) else None

    def __len__(self) -> int:
        return len(self.records) - self.first_serial


class FakeTail:
    """A tail that reads what the test gives it."""

    def __init__(self, on_wake: Callable[[], None], what: TailRange, topics: tuple[str, ...] = ()) -> None:
        self.what = what
        self.topics = topics
        self.stays_live = False
        self.member: MemberState | None = None
        self.state = TailState(TailPhase.STARTING)
        self.buffer = FakeRecords()
        self.partitions: Sequence[TopicPartition] = ()
        self._on_wake = on_wake

    @property
    def statistics(self) -> TailStatistics:
        return TailStatistics(read_count=self.buffer.next_serial, kept_count=len(self.buffer))

    def feed(self, records: Iterable[Record], phase: TailPhase = TailPhase.FOLLOWING, error: str = "") -> None:
        """Read `records` and be in `phase` then."""
        self.buffer.records += records
        self.state = TailState(phase, error)
        self._on_wake()

    def set_partitions(self, partitions: Sequence[TopicPartition]) -> None:
        self.partitions = partitions

    def pause(self) -> None:
        self.feed((), TailPhase.PAUSED)

    def resume(self) -> None:
        self.feed(())


class FakeWriters:
    """Delivers every record at once, to the session."""

    def __init__(self, session: FakeSession) -> None:
        self._session = session

    def send(
        self,
        record: OutgoingRecord,
        on_delivery: Callable[[Delivery], None],
        settings: SendSettings = DEFAULT_SETTINGS,
    ) -> int:
        """As `Writers.send`."""
        self._session.sent_with.append(settings)
        if self._session.refusals:
            on_delivery(Delivery(0, record, record.partition, None, 0.001, *self._session.refusals.pop(0)))
            return 0
        produced = self._session.produced
        produced.append(record)
        on_delivery(Delivery(len(produced), record, record.partition or 0, len(produced) - 1, 0.001))
        return len(produced)


class FakeContext(ActionContext):
    """What an action sees of a fake session."""

    def __init__(self, session: FakeSession, nobody: Any, poller: Any, writers: Any, journal: Any) -> None:
        super().__init__(session.profile, nobody, poller, writers, journal, session.decoding)
        self._session = session

    def read_records(
        self, topic: str, places: Collection[tuple[int, int]], check: Callable[[], None]
    ) -> dict[tuple[int, int], Record]:
        return {place: self._session.readable[place] for place in sorted(places)}


class FakeScans:
    """Searches that find what a test says."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._runs: dict[str, SearchRun] = {}
        self._going_on: dict[str, threading.Event] = {}
        self.fields_seen: dict[str, KnownFields] = {}
        self.there: list[Record] = []
        self.ends_as = ScanState()
        self.is_stuck = False

    def search(
        self, topics: Sequence[str], search: Search, *, on_match: Callable[[Record], None], read_committed: bool = False
    ) -> Task[ScanState]:
        """Looks through what is `there` and ends as a test says."""
        reader = Decoding().record_reader(topics[0])

        def work(control: TaskControl) -> ScanState:
            for record in self.there:
                control.check()
                if search.holds(SearchedRecord(record, reader)):
                    on_match(record)
            while self.is_stuck:
                control.wait(0.01)
            return self.ends_as

        return self._tasks.start(f"Search {topics[0]}", work)

    def run(self, name: str) -> SearchRun | None:
        return self._runs.get(name)

    def begin(self, run: SearchRun, most_bytes: int) -> None:
        if run.name in self._runs:
            self._runs[run.name].cancel()
        going_on = self._going_on[run.name] = threading.Event()
        self._runs[run.name] = run

        def work(control: TaskControl) -> ScanState:
            while not going_on.wait(0.01):
                control.check()
            return run.state

        run.task = self._tasks.start(f"Search {run.name}", work, loses_nothing=True)

    def found(self, topic: str, records: Iterable[Record], state: ScanState, *, has_ended: bool = True) -> None:
        """Let the search on a topic have found these."""
        run = self._runs[topic]
        for record in records:
            run.matches.add(record)
        run.state = state
        if has_ended:
            self._going_on[topic].set()
            assert run.task is not None
            assert run.task.wait(30)


class FakeSession:
    """A `ClusterView` whose values are put there by a test. What nobody put is unknown.

    Attributes:
        held, intervals: how often each feed is held now; how often it is to be read, as its last holder wants it.
        asked: feeds that a refresh was asked of, in order.
        tails: opened and not closed, in order.
        produced: records sent, in order; each is delivered at once.
        sent_with: the settings of each, those of records that were refused among them.
        refusals: error and advice of the records sent next, which are not delivered.
        readable: what `ActionContext.read_records` finds.
    """

    def __init__(self, profile: Profile | None = None) -> None:
        self.profile = profile or fake_profile()
        self.started_at_seconds = time.time()
        self.decoding = Decoding()
        self.memory = Memory(state_folder(), self.profile.name)
        self.tasks = Tasks(self.profile.name, lambda task: self._listener(TaskChanged(self.profile.name, task.state)))
        self.journal_folder: Path | None = None
        """Where actions are journalled; a test that runs one says where."""
        self.scans = FakeScans(self.tasks)
        self.actions = ActionRunner(self._context(), self.tasks, lambda events: self.tell(*events))
        self.actions.context.links = fake_links(self.profile, self.tasks)
        self.events = EventLog()
        self.event_sources, self.partition_histories = EventSources(), dict[TopicPartition, Any]()
        self.partition_changes: Mapping[TopicPartition, PartitionChange] = {}
        self.unreachable: Mapping[int, float] = {}
        self.held: Counter[Feed[Any]] = Counter()
        self.intervals: dict[Feed[Any], float | None] = {}
        self.asked: list[Feed[Any]] = []
        self.tails: list[FakeTail] = []
        self.produced: list[OutgoingRecord] = []
        self.sent_with: list[SendSettings] = []
        self.refusals: list[tuple[str, str]] = []
        self.readable: dict[tuple[int, int], Record] = {}
        self.unsent_count, self.errors = 0, tuple[str, ...]()
        self._values: dict[Feed[Any], Observed[Any]] = {}
        self._made: dict[Feed[Any], Observed[Any]] = {}
        self.learned = Learned()
        self.told_fates: Mapping[TopicPartition, PartitionFates] = {}
        """What leaders tell of transactions; of any other partition that it has none."""
        self.fates_asked: list[Mapping[TopicPartition, Sequence[int]]] = []
        self.fates = TransactionFates(self._tell_fates)
        self._makers: dict[type[Feed[Any]], Callable[[Any], Observed[Any]]] = {}
        self._presences = Presences()
        self._listener: Callable[[Notice], None] = lambda _: None

    # What a test does

    def put(self, feed: Feed[T], observed: Observed[T]) -> None:
        """Let `observed` be what is known of `feed`, and tell who listens."""
        before, self._values[feed] = self.observed(feed), observed
        self.learned.see(feed, observed, before)
        if feed == METADATA and isinstance(observed.value, ClusterMetadata):
            self._presences.learn(observed.value)
        self._listener(FeedUpdated(self.profile.name, feed))

    def ok(self, feed: Feed[T], value: T) -> None:
        """Let `value` have just been read."""
        self.put(feed, Observed.ok(value, time.time()))

    def answer(self, kind: type[Feed[T]], make: Callable[[Any], Observed[T]]) -> None:
        """Let every feed of a kind that nothing was put for be what `make` gives for it."""
        self._makers[kind] = make
        self._made = {feed: observed for feed, observed in self._made.items() if type(feed) is not kind}

    def maker(self, kind: type[Feed[T]]) -> Callable[[Any], Observed[T]]:
        """What answers feeds of a kind now."""
        return self._makers[kind]

    def forget(self) -> None:
        """Know nothing again."""
        self.events = EventLog()
        self._values, self._made, self._makers = {}, {}, {}
        self.learned = Learned()
        self.scans = FakeScans(self.tasks)
        self.actions.context.analyses = Analyses()
        self.actions.context.subtrees.forget()
        self.actions.context.znode_searches.forget()
        self.forget_brokers()

    def forget_brokers(self) -> None:
        """Know of no broker that was ever there."""
        self._presences = Presences()

    def _tell_fates(self, wanted: Mapping[TopicPartition, Sequence[int]], _: int) -> Sequence[PartitionFates]:
        self.fates_asked.append(wanted)
        return [self.told_fates.get(key, PartitionFates(key)) for key in wanted]

    def tell(self, *events: Event) -> None:
        """Let `events` have happened."""
        self.events.extend(events)
        self._listener(EventsAdded(self.profile.name, events))

    # What screens use

    def listen(self, listener: Callable[[Notice], None]) -> None:
        self._listener = listener

    def close(self, timeout_seconds: float = 0.0) -> None:
        self._listener = lambda _: None
        self.fates.close()

    def observed(self, feed: Feed[T]) -> Observed[T]:
        if feed in self._values:
            return self._values[feed]
        make = self._makers.get(type(feed))
        if make is None:
            return Observed.unknown()
        if feed not in self._made:  # the same object until the test says something else
            self._made[feed] = make(feed)
        return self._made[feed]

    def fetch(self, feed: Feed[T]) -> T:
        """What an action reads."""
        observed = self.observed(feed)
        if observed.value is None:
            raise RequestFailed(observed.reason or f"nobody put {feed}")
        return observed.value

    def _context(self) -> ActionContext:
        def journal() -> Journal:
            assert self.journal_folder is not None, "this test was not to change anything"
            return Journal(self.journal_folder, "fake-cluster-id")

        nobody: Any = None
        poller: Any = self
        return FakeContext(self, nobody, poller, FakeWriters(self), journal)

    def hold(self, feed: Feed[Any], interval_seconds: float | None = None) -> None:
        self.held[feed] += 1
        self.intervals[feed] = interval_seconds
        self.learned.see(feed, self.observed(feed))

    def release(self, feed: Feed[Any], interval_seconds: float | None = None) -> None:
        self.held[feed] -= 1
        assert self.held[feed] >= 0, f"{feed} was released more often than held"
        self.held += Counter()

    def refresh(self, feed: Feed[Any]) -> None:
        self.asked.append(feed)

    def load(
        self,
        title: str,
        feeds: Mapping[Feed[Any], int],
        unit: str,
        on_end: Callable[[Task[None]], None] | None = None,
    ) -> Task[None]:
        def work(control: TaskControl) -> None:
            done = 0
            for feed, count in feeds.items():
                control.progress(done, sum(feeds.values()), unit)
                while not self.observed(feed).has_value:
                    control.wait(0.005)
                self.put(feed, self.observed(feed))
                done += count

        return self.tasks.start(title, work, on_end=on_end, loses_nothing=True)

    @property
    def metadata(self) -> Observed[ClusterMetadata]:
        return self.observed(METADATA)

    @property
    def zookeeper(self) -> Observed[ZooKeeperStatus]:
        return self.observed(ZOOKEEPER)

    @property
    def link(self) -> Link:
        return compare(self.profile, self.metadata, self.zookeeper)

    def brokers(self) -> tuple[BrokerPresence, ...]:
        return self._presences.all(self.unreachable)

    def last_errors(self) -> tuple[str, ...]:
        return self.errors

    def open_tail(
        self,
        topics: tuple[str, ...],
        what: TailRange,
        *,
        read_committed: bool = True,
        on_wake: Callable[[], None] = lambda: None,
        max_count: int = DEFAULT_MAX_COUNT,
        max_bytes: int = DEFAULT_MAX_BYTES,
    ) -> FakeTail:
        self.tails.append(FakeTail(on_wake, what, topics))
        return self.tails[-1]

    def open_member(self, membership: Membership, *, on_wake: Callable[[], None] = lambda: None, **_: Any) -> FakeTail:
        self.actions.context.join(membership)
        self.tails.append(FakeTail(on_wake, TailRange(TailStart.end()), membership.topics))
        self.tails[-1].member = MemberState(membership)
        return self.tails[-1]

    def close_tail(self, tail: Any) -> None:
        self.tails.remove(tail)

    def partition_for(self, key: bytes | None, partition_count: int) -> int | None:
        return None if key is None else len(key) % max(1, partition_count)
