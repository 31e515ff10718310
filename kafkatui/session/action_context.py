"""What an action may use of the cluster it acts on."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from kafkatui.model.action import Obstacle
from kafkatui.model.errors import NotFound, ReadOnly, Refused
from kafkatui.model.profile import Profile
from kafkatui.model.send_settings import DEFAULT_SETTINGS, SendSettings
from kafkatui.session.analyses import Analyses
from kafkatui.session.command_output import CommandOutput
from kafkatui.session.subtrees import Subtrees
from kafkatui.session.znode_searches import ZnodeSearches

if TYPE_CHECKING:
    from kafkatui.kafka.connect.connection import KafkaConnection
    from kafkatui.kafka.connect_worker.changes import ConnectWriter
    from kafkatui.kafka.connect_worker.connectors import ConnectReader
    from kafkatui.kafka.registry.changes import SubjectWriter
    from kafkatui.kafka.registry.subjects import SubjectReader
    from kafkatui.kafka.write.bulk import BulkProducer
    from kafkatui.kafka.write.transactional import TransactionalProducer
    from kafkatui.model.cluster import ClusterMetadata
    from kafkatui.model.membership import Membership
    from kafkatui.model.observed import Observed
    from kafkatui.model.record import Delivery, OutgoingRecord, Record
    from kafkatui.model.tail_range import TailRange
    from kafkatui.session.clients import Clients
    from kafkatui.session.decoding import Decoding
    from kafkatui.session.feeds.base import Feed
    from kafkatui.session.journal import Journal
    from kafkatui.session.links import Links
    from kafkatui.session.poller import Poller
    from kafkatui.session.schema_encoding import SchemaEncoding
    from kafkatui.session.tailing import RecordQueue, Tail
    from kafkatui.session.transactions import Transaction
    from kafkatui.session.writing import Writers
    from kafkatui.zookeeper.connection import ZooKeeperConnection

T = TypeVar("T")

HandOver = Callable[[Sequence[str], Mapping[str, str], bool], int]
"""Hands the terminal to a program with that environment, waits, and gives its exit code. What it wrote stays until
Enter where it failed, or in any case."""


def read_only_obstacle(profile: Profile) -> Obstacle | None:
    """The one place that says whether a cluster may be changed; None when it may."""
    if not profile.read_only:
        return None
    return Obstacle(
        f"{profile.name} is open read-only: nothing can be changed.",
        "Leave out --read-only, KAFKATUI_READ_ONLY and read_only = true to change it.",
    )


def no_export_obstacle(profile: Profile) -> Obstacle | None:
    """The one place that says whether a cluster's records may leave it, but for being looked at; None when they may."""
    if not profile.no_export:
        return None
    return Obstacle(
        f"The records of {profile.name} are only to be looked at: nothing of them is copied or written.",
        "no_export in the settings file says so.",
    )


class ActionContext:
    """One cluster as an action sees it: reading freely, writing only where the profile allows.

    Args:
        journal: opened when first needed, since who tells its name (see `journal_name`) may have to be asked.
        decoding: how the cluster's bytes are read.

    Attributes:
        analyses: what was found out about topics.
        subtrees, znode_searches: what was found out about subtrees of znodes, and in them.
        output: what commands of the user's own wrote.
    """

    def __init__(
        self,
        profile: Profile,
        clients: Clients,
        poller: Poller,
        writers: Writers,
        journal: Callable[[], Journal],
        decoding: Decoding,
    ) -> None:
        self.profile = profile
        self._clients = clients
        self._poller = poller
        self._writers = writers
        self._others: Callable[[str], ActionContext] | None = None
        self._let_in: list[Membership] = []
        self.journal = journal
        self.decoding = decoding
        self.analyses = Analyses()
        self.links: Links | None = None
        """The session's connections, to be closed and opened by hand; None where there is no session."""
        self.subtrees = Subtrees(lambda: self._clients.zookeeper())
        self.znode_searches = ZnodeSearches(lambda: self._clients.zookeeper(), decoding)
        self.transaction: Transaction | None = None
        """The one that was begun last."""
        self.output = CommandOutput()
        self.hand_over: HandOver | None = None
        """Hands the terminal to a program; None: there is none."""

    @cached_property
    def schemas(self) -> SchemaEncoding:
        """What encodes by the schemas of the cluster's registry."""
        from kafkatui.session.schema_encoding import SchemaEncoding

        return SchemaEncoding(self.profile.kafka, self.profile.registry_timeout_seconds)

    def read(self, feed: Feed[T]) -> T:
        """Read `feed` now, in the calling thread.

        Raises:
            KafkatuiError: it could not be read.
        """
        return self._poller.fetch(feed)

    def known(self, feed: Feed[T]) -> Observed[T]:
        """What the session knows of `feed` already; asks nobody."""
        return self._poller.observed(feed)

    def refresh(self, feed: Feed[T]) -> None:
        """Have `feed` read again, because it was changed."""
        self._poller.refresh(feed)

    def metadata(self) -> ClusterMetadata:
        """Brokers and topics, read now: what an action is about to change is not judged by an older look.

        Raises:
            KafkatuiError: it could not be read.
        """
        from kafkatui.session.feeds import MetadataFeed

        return self.read(MetadataFeed())

    def readable_kafka(self) -> KafkaConnection:
        """The connection for what only reads."""
        return self._clients.kafka

    def writable_kafka(self) -> KafkaConnection:
        """The connection for what changes Kafka.

        Raises:
            ReadOnly: the profile forbids it.
        """
        self.require_writable()
        return self._clients.kafka

    def subjects(self) -> SubjectReader:
        """What reads the schema registry.

        Raises:
            NotSupported: the profile names none.
        """
        from kafkatui.kafka.registry.subjects import SubjectReader

        return SubjectReader(self._clients.registry())

    def writable_subjects(self) -> SubjectWriter:
        """What changes the schema registry, which is a part of the cluster.

        Raises:
            ReadOnly: the profile forbids it.
            NotSupported: it names none.
        """
        from kafkatui.kafka.registry.changes import SubjectWriter

        self.require_writable()
        return SubjectWriter(self._clients.registry())

    def connectors(self) -> ConnectReader:
        """What reads the profile's Connects.

        Raises:
            NotSupported: the profile names none.
        """
        from kafkatui.kafka.connect_worker.connectors import ConnectReader

        return ConnectReader(self._clients.connects())

    def readable_zookeeper(self) -> ZooKeeperConnection:
        """The connection for what only reads.

        Raises:
            KafkatuiError: there is no ZooKeeper or it does not answer.
        """
        return self._clients.zookeeper()

    def writable_connectors(self) -> ConnectWriter:
        """What changes them: what they do, they do to the cluster.

        Raises:
            ReadOnly: the profile forbids it.
            NotSupported: it names none.
        """
        from kafkatui.kafka.connect_worker.changes import ConnectWriter

        self.require_writable()
        return ConnectWriter(self.connectors())

    def writable_zookeeper(self) -> ZooKeeperConnection:
        """The connection for what changes ZooKeeper.

        Raises:
            ReadOnly: the profile forbids it.
            KafkatuiError: there is no ZooKeeper or it does not answer.
        """
        self.require_writable()
        return self._clients.zookeeper()

    def send(
        self,
        record: OutgoingRecord,
        on_delivery: Callable[[Delivery], None],
        settings: SendSettings = DEFAULT_SETTINGS,
    ) -> int:
        """Queue a record with the cluster's producer of these settings; its serial.

        Raises:
            ReadOnly: the profile forbids it.
            KafkatuiError: the client refused it at once.
        """
        self.require_writable()
        return self._writers.send(record, on_delivery, settings)

    def new_transaction(self, transactional_id: str, settings: SendSettings = DEFAULT_SETTINGS) -> Transaction:
        """A transaction to be begun; while it is open, records may be sent into it.

        Args:
            transactional_id: empty: one of the session's own.

        Raises:
            ReadOnly: the profile forbids it.
        """
        from kafkatui.session.transactions import Transaction

        self.require_writable()
        name = transactional_id or f"kafkatui-{uuid.uuid4().hex[:12]}"

        self.transaction = Transaction(name, lambda: self.transactional_producer(name, settings))
        return self.transaction

    def transactional_producer(self, transactional_id: str, settings: SendSettings) -> TransactionalProducer:
        """A producer of one transaction, to be closed by who asked.

        Raises:
            ReadOnly: the profile forbids it.
            KafkatuiError: the client refuses its properties.
        """
        from kafkatui.kafka.write.transactional import TransactionalProducer

        return TransactionalProducer(self.writable_kafka(), transactional_id, settings)

    def read_records(
        self, topic: str, places: Collection[tuple[int, int]], check: Callable[[], None]
    ) -> dict[tuple[int, int], Record]:
        """The records of a topic at those partitions and offsets; arguments and errors as `single_records` has them."""
        from kafkatui.kafka.stream.single_records import read_records

        return read_records(self._clients.kafka, topic, places, check)

    def open_tail(self, topics: tuple[str, ...], what: TailRange, *, read_committed: bool) -> tuple[Tail, RecordQueue]:
        """Read topics, losing no record, into the queue that is given with it; to be stopped by who asked.

        Raises:
            KafkatuiError: the topics are not known.
        """
        from kafkatui.session.tailing import BufferLimits, new_queue, open_tail

        queue = new_queue()
        tail = open_tail(
            self._clients, topics, what, read_committed=read_committed, on_wake=queue.wake, limits=BufferLimits(),
            queue=queue,
        )  # fmt: skip
        return tail, queue

    def let_in(self, membership: Membership) -> None:
        """Let a page or a verb join a group, once.

        Raises:
            ReadOnly: the profile forbids it.
        """
        self.require_writable()
        self._let_in.append(membership)

    def waiting_membership(self) -> Membership | None:
        """The newest that was let in and has not joined yet."""
        return self._let_in[-1] if self._let_in else None

    def join(self, membership: Membership) -> None:
        """Take note that it joins now.

        Raises:
            Refused: nobody asked for that, or it has joined already: once it has left it has to be asked again.
        """
        if membership not in self._let_in:
            raise Refused(f"Nobody is a member of {membership.group} here any more.", "B joins it again.")
        self._let_in.remove(membership)

    def bulk_producer(self, compression: str, batch_bytes: int | None = None) -> BulkProducer:
        """A producer for many records, to be closed by who asked.

        Args:
            compression: "none", "gzip", "snappy", "lz4" or "zstd".
            batch_bytes: a batch's size at most; None for the producer's own.

        Raises:
            ReadOnly: the profile forbids it.
            KafkatuiError: the client refuses its properties.
        """
        from kafkatui.kafka.write.bulk import BulkProducer

        size = {} if batch_bytes is None else {"batch_bytes": batch_bytes}
        return BulkProducer(self.writable_kafka(), compression, **size)

    def require_writable(self) -> None:
        """
        Raises:
            ReadOnly: the profile forbids writing.
        """
        if (obstacle := read_only_obstacle(self.profile)) is not None:
            raise ReadOnly(obstacle.reason, obstacle.advice)

    def know_others(self, others: Callable[[str], ActionContext]) -> None:
        """Learn how to reach other clusters.

        Args:
            others: gives the context of an open cluster by its name; KeyError when it is not open.
        """
        self._others = others

    def at(self, cluster: str) -> ActionContext:
        """The open cluster of that name; this one where it is empty.

        Raises:
            NotFound: no such cluster is open.
        """
        return self if cluster in ("", self.profile.name) else self.other(cluster)

    def other(self, name: str) -> ActionContext:
        """Another open cluster.

        Raises:
            NotFound: no such cluster is open.
        """
        try:
            if self._others is not None:
                return self._others(name)
        except KeyError:
            pass
        raise NotFound(f"The cluster {name} is not open.", "C opens it.")

    def now_seconds(self) -> float:
        """Unix time."""
        return time.time()
