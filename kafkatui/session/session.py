"""The living cluster: owns the clients, polls what is held, keeps events and what was read."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kafkatui.config.state_folder import state_folder
from kafkatui.insight.changes import PartitionChange
from kafkatui.insight.partition_histories import Histories
from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.event import Event, EventSources
from kafkatui.model.membership import Membership
from kafkatui.model.observed import Observed
from kafkatui.model.presence import BrokerPresence, Link, LinkState
from kafkatui.model.profile import Profile
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.model.send_settings import DEFAULT_SETTINGS, SendSettings
from kafkatui.model.tail_range import TailRange
from kafkatui.model.tail_start import TailStart
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.session.action_context import ActionContext
from kafkatui.session.action_runner import ActionRunner
from kafkatui.session.arrivals import Arrivals
from kafkatui.session.change_looks import ChangeLooks
from kafkatui.session.clients import Clients
from kafkatui.session.event_file import EventFile
from kafkatui.session.event_log import EventLog
from kafkatui.session.feeds import (
    METADATA,
    ZOOKEEPER,
    Feed,
    MetadataFeed,
)
from kafkatui.session.journal_name import NamedJournal
from kafkatui.session.lane import Lane
from kafkatui.session.learned import Learned
from kafkatui.session.link import compare
from kafkatui.session.links import Links
from kafkatui.session.loading import load_work
from kafkatui.session.notice import EventsAdded, FeedUpdated, Notice, StatusChanged, TaskChanged
from kafkatui.session.poller import Poller
from kafkatui.session.presence import Presences
from kafkatui.session.reachability import Reachability
from kafkatui.session.registry_watching import RegistryWatching
from kafkatui.session.tailing import DEFAULT_MAX_BYTES, DEFAULT_MAX_COUNT, BufferLimits
from kafkatui.session.tails import Tails
from kafkatui.session.tasks import Task, Tasks
from kafkatui.session.timeline import Timeline
from kafkatui.session.transaction_fates import fates_of
from kafkatui.session.watching import ZnodeWatching
from kafkatui.session.writing import Writers

if TYPE_CHECKING:
    from kafkatui.session.decoding import Decoding
    from kafkatui.session.doctor import Doctor
    from kafkatui.session.memory import Memory
    from kafkatui.session.scans import Scans
    from kafkatui.session.tailing import GroupTail, RecordQueue, Tail

T = TypeVar("T")

CLOSE_SECONDS = 1.5
"""Whoever quits waits no longer; what hangs by then is left to the end of the process."""


class ClusterSession:
    """One cluster, for as long as kafkatui looks at it. Safe to call from any thread; only `fetch` and `close` wait.

    Args:
        profile: how to connect and whether writing is allowed.
        metadata_interval_seconds: shortest time between two reads of the whole metadata.

    Raises:
        ConfigError: a property of the profile is wrong.
    """

    def __init__(self, profile: Profile, metadata_interval_seconds: float = MetadataFeed.interval_seconds) -> None:
        self.profile = profile
        self._schemas = Lane("schemas")
        if profile.topics:
            _ = self.decoding  # else what is wrong there would be said when the first record comes
        self.events_file = EventFile(Path(profile.events_file), profile.name) if profile.events_file else None
        self._timeline = Timeline(profile.name, self._on_events)
        self.started_at_seconds = time.time()
        self._listener: Callable[[Notice], None] | None = None
        self._clients = Clients(profile, self._on_zookeeper_state)
        self._clients.zookeeper_cluster_id = self._zookeeper_cluster_id
        self._poller = Poller(self._clients, self._on_update, {METADATA: metadata_interval_seconds})
        self._presences = Presences()
        self._clients.examine = lambda: self.doctor.look()
        self.learned = Learned()
        self.fates = fates_of(self._clients)
        self._registry_watching = self._watch_registry()
        self._looks = ChangeLooks(self._clients, self._poller, self._timeline, lambda: self._registry_watching.is_ready)
        self._clients.look_for_changes = self._looks.look
        self._watching = ZnodeWatching(self._clients, self._poller.refresh, self._registry_watching.begin)
        self._arrivals = Arrivals(
            self._clients,
            self._poller,
            self._timeline,
            self._watching,
            self.learned,
            self.fates,
            self._presences,
            self._looks,
        )
        self._writers = Writers(self._clients)
        self.tasks = Tasks(profile.name, lambda task: self._tell(TaskChanged(profile.name, task.state)))
        self.actions = ActionRunner(self._context(), self.tasks, self._timeline.add)
        self._tails = Tails(self._clients, self.actions.context)
        changed = partial(self._tell, StatusChanged(profile.name))
        self.actions.context.links = Links(
            self._clients, self._poller, self._tails, self._writers, self._watching, self.tasks, changed
        )
        self._reachability = Reachability(profile, self._clients, self._poller, self._timeline, changed)

    def _watch_registry(self) -> RegistryWatching:
        return RegistryWatching(
            self._timeline,
            lambda: self.link.state is LinkState.LINKED,
            lambda: self.metadata.value,
            self._poller.refresh,
            lambda name: self._looks.hint(name),
            lambda: self.zookeeper.value.version if self.zookeeper.value is not None else "",
            lambda names: self._clients.topic_identities().doubt(names),
            self._clients.registry_changes,
        )

    def start(self) -> None:
        """Begin to connect and poll, in threads of the session. Returns at once."""
        self.decoding.recall(self.memory)
        if self.events_file is not None:
            self.events_file.recall(self.events)
        self.observe()
        self.actions.tidy_up_soon()

    def observe(self) -> None:
        """Begin to connect and poll, for the events; go on with nothing that was left. Returns at once."""
        self._clients.keeps_trying = True
        self._clients.kafka.looks_once = False
        self._poller.start()
        self._poller.hold(METADATA)  # the first answer starts the reading of the offsets
        self._reachability.start()

    def listen(self, listener: Callable[[Notice], None]) -> None:
        """Send notices to `listener`, which is called from any thread and must not wait."""
        self._listener = listener

    def close(self, timeout_seconds: float = CLOSE_SECONDS) -> None:
        """Stop polling and tailing and close every client, all together within `timeout_seconds`."""
        deadline = time.monotonic() + timeout_seconds
        self._listener = None
        self._reachability.stop()
        self._poller.close()
        self._watching.close()
        self._registry_watching.close()
        self.tasks.close(timeout_seconds / 3)
        self._schemas.close()
        self.fates.close()
        self._tails.stop(timeout_seconds / 4)
        if "memory" in vars(self):  # else there is nothing to write, nor a file to read now
            self.memory.close(timeout_seconds / 4)
        if self.events_file is not None:
            self.events_file.close(timeout_seconds / 4)
        self._writers.close(max(0.0, deadline - time.monotonic()))
        self._clients.close(max(0.0, deadline - time.monotonic()))

    # What is known

    @property
    def events(self) -> EventLog:
        """What changed since the session began."""
        return self._timeline.events

    @property
    def partition_changes(self) -> Mapping[TopicPartition, PartitionChange]:
        """The last change of each partition that changed."""
        return self._timeline.partition_changes

    @property
    def event_sources(self) -> EventSources:
        """How soon what changed is among the events."""
        return EventSources(
            self._registry_watching.is_ready, self._registry_watching.watches_all, METADATA.interval_seconds,
            self._looks.seconds,
        )  # fmt: skip

    @property
    def partition_histories(self) -> Histories:
        """How leaders and ISRs went."""
        return self._timeline.histories

    def observed(self, feed: Feed[T]) -> Observed[T]:
        """What is known of `feed` now."""
        return self._poller.observed(feed)

    def is_reading(self, feed: Feed[Any]) -> bool:
        """Whether `feed` is being read at this moment."""
        return self._poller.is_reading(feed)

    def hold(self, feed: Feed[Any], interval_seconds: float | None = None) -> None:
        """Keep `feed` fresh until `release`, read so often; a `FeedUpdated` follows every read."""
        self._poller.hold(feed, interval_seconds)
        self._watching.hold(feed)

    def release(self, feed: Feed[Any], interval_seconds: float | None = None) -> None:
        """Give back one `hold`."""
        self._watching.release(feed)
        self._poller.release(feed, interval_seconds)

    def refresh(self, feed: Feed[Any]) -> None:
        """Read `feed` as soon as possible."""
        self._poller.refresh(feed)

    def fetch(self, feed: Feed[T]) -> T:
        """Read `feed` in the calling thread.

        Raises:
            KafkatuiError: it could not be read.
        """
        value = self._poller.fetch(feed)
        if isinstance(value, ClusterMetadata):
            self._clients.remember_metadata(value)
        return value

    def load(
        self,
        title: str,
        feeds: Mapping[Feed[Any], int],
        unit: str,
        on_end: Callable[[Task[None]], None] | None = None,
    ) -> Task[None]:
        """Read many feeds once, one after another, as a task; each is known as soon as it was read; see `load_work`."""

        work = load_work(self.observed, self.fetch, self._on_update, feeds, unit)
        return self.tasks.start(title, work, on_end=on_end, loses_nothing=True)

    @property
    def metadata(self) -> Observed[ClusterMetadata]:
        """Brokers and topics as last read."""
        return self._poller.observed(METADATA)

    @property
    def zookeeper(self) -> Observed[ZooKeeperStatus]:
        """What the ZooKeeper server in use last said of itself."""
        return self._poller.observed(ZOOKEEPER)

    def brokers(self) -> tuple[BrokerPresence, ...]:
        """Every broker seen by this session or named by a replica list, with whether it is there."""
        return self._presences.all(self.unreachable)

    @property
    def unreachable(self) -> Mapping[int, float]:
        """Brokers that do not answer kafkatui: id → since when (Unix seconds)."""
        return self._reachability.unreachable

    def find_unreachable(self) -> Mapping[int, float]:
        """The same for whoever looks once: waits until each broker has answered or failed to, 4 s at most."""
        return self._reachability.settle()

    @property
    def link(self) -> Link:
        """Whether the two sides are known to belong together."""
        return compare(self.profile, self.metadata, self._poller.observed(ZOOKEEPER))

    @property
    def requests(self) -> int:
        """Requests sent to Kafka so far."""
        return self._clients.kafka.meter.snapshot().requests

    def last_errors(self) -> tuple[str, ...]:
        """The client's newest complaints, without secrets."""
        return self._clients.kafka.last_errors()

    def _context(self) -> ActionContext:
        """The cluster as an action sees it."""
        journal = NamedJournal(self._clients, state_folder())
        return ActionContext(self.profile, self._clients, self._poller, self._writers, journal.opened, self.decoding)

    @cached_property
    def doctor(self) -> Doctor:
        """What finds what is wrong."""
        from kafkatui.session.doctor import Doctor

        return Doctor(self._clients, self._poller, self.brokers, self._timeline)

    @cached_property
    def decoding(self) -> Decoding:
        """How the cluster's bytes are read, and what was chosen for its topics and znodes."""
        from kafkatui.session.decoding import Decoding
        from kafkatui.session.schemas import schema_decoder

        schemas = schema_decoder(self.profile.kafka, self._schemas.submit, self.profile.registry_timeout_seconds)
        return Decoding(schemas=schemas, topics=self.profile.topics, masks=self.profile.masks)

    @cached_property
    def memory(self) -> Memory:
        """What is remembered of the cluster from run to run."""
        from kafkatui.session.memory import Memory

        return Memory(state_folder(), self.profile.name)

    # Streams

    @cached_property
    def scans(self) -> Scans:
        """Searching and counting."""
        from kafkatui.session.scans import Scans

        return Scans(self._clients, self.tasks, lambda: self.decoding)

    def open_tail(
        self,
        topics: tuple[str, ...],
        what: TailRange | TailStart,
        *,
        read_committed: bool = False,
        on_wake: Callable[[], None] = lambda: None,
        max_count: int = DEFAULT_MAX_COUNT,
        max_bytes: int = DEFAULT_MAX_BYTES,
        queue: RecordQueue | None = None,
    ) -> Tail:
        """Read `topics` in a thread of its own; joins no group and commits nothing.

        Args:
            what: where it begins and stops and which partitions; a start alone reads all of them without end.
            on_wake: called from that thread, at most 20 times a second, when records arrived.
            max_count, max_bytes: how much is kept; older records fall out and are counted.
            queue: where the records go instead, for who must lose none; reading then waits for it.

        Raises:
            KafkatuiError: the topics or their offsets are not known.
        """
        what = what if isinstance(what, TailRange) else TailRange(what)
        limits = BufferLimits(max_count, max_bytes)
        return self._tails.open(topics, what, limits, queue, read_committed=read_committed, on_wake=on_wake)

    def open_member(
        self,
        membership: Membership,
        *,
        read_committed: bool = False,
        on_wake: Callable[[], None] = lambda: None,
        max_count: int = DEFAULT_MAX_COUNT,
        max_bytes: int = DEFAULT_MAX_BYTES,
        queue: RecordQueue | None = None,
    ) -> GroupTail:
        """Join a group and read what it gives, where that was let in; the other arguments as for `open_tail`.

        Raises:
            Refused: nobody asked for it, or it has been used: once left, the group has to be asked for again.
        """
        limits = BufferLimits(max_count, max_bytes)
        return self._tails.open_member(membership, limits, queue, read_committed=read_committed, on_wake=on_wake)

    def close_tail(self, tail: Tail | GroupTail) -> None:
        """Stop `tail`; its own thread closes the consumer, nobody waits for it."""
        self._tails.close(tail)

    def produce(
        self,
        record: OutgoingRecord,
        on_delivery: Callable[[Delivery], None],
        settings: SendSettings = DEFAULT_SETTINGS,
    ) -> int:
        """Send a record; the report comes to `on_delivery` from the producer's thread.

        Returns:
            the record's serial, which its `Delivery` carries.

        Raises:
            ReadOnly: this session writes nothing.
            KafkatuiError: the client refused it at once (too large, queue full).
        """
        return self._writers.send(record, on_delivery, settings)

    def partition_for(self, key: bytes | None, partition_count: int) -> int | None:
        """Where Kafka's own partitioner puts `key` (murmur2); None without a key."""
        return self._writers.partition_for(key, partition_count)

    @property
    def unsent_count(self) -> int:
        """Produced records without a delivery report yet."""
        return self._writers.unsent_count

    # What happens

    def _on_update(self, feed: Feed[Any], before: Observed[Any], after: Observed[Any]) -> None:
        self._arrivals.take(feed, before, after)
        self._tell(FeedUpdated(self.profile.name, feed))

    def _on_events(self, events: tuple[Event, ...]) -> None:
        if self.events_file is not None:
            self.events_file.append(events)
        self._tell(EventsAdded(self.profile.name, events))

    def _zookeeper_cluster_id(self) -> str | None:
        return None if (status := self.zookeeper.current) is None else status.cluster_id

    def _on_zookeeper_state(self, state: str) -> None:
        self._timeline.see_zookeeper_state(state)
        self._poller.refresh(ZOOKEEPER)
        self._tell(StatusChanged(self.profile.name))

    def _tell(self, notice: Notice) -> None:
        if listener := self._listener:
            listener(notice)
