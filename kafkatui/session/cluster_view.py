"""What screens and pages use of a session: the seam at which a test may stand in for a cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kafkatui.insight.changes import PartitionChange
from kafkatui.insight.partition_histories import Histories
from kafkatui.model.cluster import ClusterMetadata, TopicPartition
from kafkatui.model.event import Event, EventSources
from kafkatui.model.membership import Membership, MemberState
from kafkatui.model.observed import Observed
from kafkatui.model.presence import BrokerPresence, Link
from kafkatui.model.profile import Profile
from kafkatui.model.record import Record
from kafkatui.model.tail import TailState, TailStatistics
from kafkatui.model.tail_range import TailRange
from kafkatui.model.znode import ZooKeeperStatus
from kafkatui.session.action_runner import ActionRunner
from kafkatui.session.feeds.base import Feed
from kafkatui.session.learned import Learned
from kafkatui.session.notice import Notice
from kafkatui.session.tailing import DEFAULT_MAX_BYTES, DEFAULT_MAX_COUNT
from kafkatui.session.tasks import Task, Tasks
from kafkatui.session.transaction_fates import TransactionFates

if TYPE_CHECKING:
    from kafkatui.insight.search.known_fields import KnownFields
    from kafkatui.insight.search.search import Search
    from kafkatui.model.scan import ScanState
    from kafkatui.session.decoding import Decoding
    from kafkatui.session.memory import Memory
    from kafkatui.session.search_run import SearchRun

T = TypeVar("T")


class EventsView(Protocol):
    """The timeline, as far as it is shown."""

    def newest(self, count: int) -> tuple[Event, ...]:
        """The newest `count` events, newest first."""

    def __len__(self) -> int: ...


class RecordsView(Protocol):
    """The records that a tail keeps, by serial."""

    @property
    def first_serial(self) -> int:
        """The serial of the oldest record kept."""

    @property
    def next_serial(self) -> int:
        """The serial the next record will get."""

    @property
    def evicted_count(self) -> int:
        """How many have fallen out."""

    def record_at(self, serial: int) -> Record | None:
        """The record with this serial; None when it has fallen out or has not been read yet."""

    def __len__(self) -> int: ...


class TailView(Protocol):
    """A running tail."""

    stays_live: bool
    """Whether it may leave records out to stay with a producer faster than any reader."""

    @property
    def member(self) -> MemberState | None:
        """How it stands as a member of a group; None when it is in none."""

    @property
    def state(self) -> TailState:
        """What it is doing and what hinders it."""

    @property
    def statistics(self) -> TailStatistics:
        """Its figures."""

    @property
    def buffer(self) -> RecordsView:
        """The records it keeps."""

    def set_partitions(self, partitions: Sequence[TopicPartition]) -> None:
        """Read other partitions from now on."""

    def pause(self) -> None:
        """Read no further."""

    def resume(self) -> None:
        """Go on where it was paused."""


class ScansView(Protocol):
    """Searches of topics."""

    @property
    def fields_seen(self) -> dict[str, KnownFields]:
        """The fields of records that were looked at last, by topic, to be offered where a search is typed."""

    def run(self, topic: str) -> SearchRun | None:
        """The search that was begun last on a topic."""

    def begin(self, run: SearchRun, most_bytes: int) -> None:
        """Begin a search; one that goes on there is cancelled."""

    def search(
        self, topics: Sequence[str], search: Search, *, on_match: Callable[[Record], None], read_committed: bool = False
    ) -> Task[ScanState]:
        """Look for records in all there is of `topics` now; `on_match` may wait, and the search waits with it."""


class ClusterView(Protocol):
    """One cluster, as `ClusterSession` says of each of these. Nothing here waits but `close`."""

    @property
    def decoding(self) -> Decoding: ...
    @property
    def memory(self) -> Memory: ...
    @property
    def profile(self) -> Profile: ...
    @property
    def started_at_seconds(self) -> float: ...
    @property
    def events(self) -> EventsView: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def actions(self) -> ActionRunner: ...
    @property
    def learned(self) -> Learned: ...
    @property
    def fates(self) -> TransactionFates: ...
    @property
    def scans(self) -> ScansView: ...
    @property
    def partition_changes(self) -> Mapping[TopicPartition, PartitionChange]: ...

    @property
    def partition_histories(self) -> Histories: ...
    @property
    def event_sources(self) -> EventSources: ...

    def listen(self, listener: Callable[[Notice], None]) -> None: ...
    def close(self, timeout_seconds: float = ...) -> None: ...

    def observed(self, feed: Feed[T]) -> Observed[T]: ...
    def hold(self, feed: Feed[Any], interval_seconds: float | None = None) -> None: ...
    def release(self, feed: Feed[Any], interval_seconds: float | None = None) -> None: ...
    def refresh(self, feed: Feed[Any]) -> None: ...
    def load(
        self,
        title: str,
        feeds: Mapping[Feed[Any], int],
        unit: str,
        on_end: Callable[[Task[None]], None] | None = None,
    ) -> Task[None]: ...

    @property
    def metadata(self) -> Observed[ClusterMetadata]: ...
    @property
    def zookeeper(self) -> Observed[ZooKeeperStatus]: ...
    @property
    def link(self) -> Link: ...
    @property
    def unreachable(self) -> Mapping[int, float]: ...
    def brokers(self) -> tuple[BrokerPresence, ...]: ...
    def last_errors(self) -> tuple[str, ...]: ...

    def open_tail(
        self,
        topics: tuple[str, ...],
        what: TailRange,
        *,
        read_committed: bool = True,
        on_wake: Callable[[], None] = lambda: None,
        max_count: int = DEFAULT_MAX_COUNT,
        max_bytes: int = DEFAULT_MAX_BYTES,
    ) -> TailView: ...
    def open_member(
        self,
        membership: Membership,
        *,
        read_committed: bool = False,
        on_wake: Callable[[], None] = lambda: None,
        max_count: int = DEFAULT_MAX_COUNT,
        max_bytes: int = DEFAULT_MAX_BYTES,
    ) -> TailView: ...
    def close_tail(self, tail: Any) -> None:
        """Stop a tail that this gave."""

    def partition_for(self, key: bytes | None, partition_count: int) -> int | None: ...
    @property
    def unsent_count(self) -> int: ...
