"""The cluster's metadata as it is to be believed: one answer, weighed against what was known, with identities."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from kafkatui.model.cluster import CZXID, ClusterMetadata, Topic
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.replacing import replace
from kafkatui.session.evidence import Evidence, Witness
from kafkatui.session.identities import TopicIdentities

if TYPE_CHECKING:
    from kafkatui.kafka.connect.connection import KafkaConnection
    from kafkatui.kafka.read.large_metadata import LargeMetadata
    from kafkatui.zookeeper.connection import ZooKeeperConnection

LARGE_TOPICS = 2_000
"""From so many topics on librdkafka's way of reading the metadata is felt under a key: 12 ms without a turn."""

SECOND_LOOK_LIMIT = 1_000
"""Topics that other witnesses are asked about in one go; of more the first ones stand for all."""

WITNESS_BROKERS = 3
"""So many brokers are asked for a second opinion."""

WITNESS_SECONDS = 1.5
"""ZooKeeper's opinion is waited for no longer."""


class MetadataReading:
    """Reads the metadata for one session; used by one thread at a time.

    Args:
        kafka: who is asked.
        zookeeper: the ensemble of the cluster with this id, while it answers; else None.
        is_kraft: see `Witness`.
    """

    def __init__(
        self,
        kafka: KafkaConnection,
        zookeeper: Callable[[str | None], ZooKeeperConnection | None],
        is_kraft: Callable[[], bool | None],
    ) -> None:
        self._kafka = kafka
        self._zookeeper = zookeeper
        self._cluster_id: str | None = None
        self._tells_ids = True
        self._large: LargeMetadata | None = None
        self.identities = TopicIdentities(self._ask_identities)
        self._evidence = Evidence(Witness(self._registered, self._named_by, is_kraft))

    def read(self, before: ClusterMetadata | None) -> ClusterMetadata:
        """The metadata now.

        Args:
            before: what was read last, to weigh it against.

        Raises:
            KafkatuiError: it could not be read, or the broker that answered does not know the cluster yet.
        """
        answer = self._answer({} if before is None else before.topics)
        self._cluster_id = answer.cluster_id
        if before is not None and before.cluster_id != answer.cluster_id:
            self.identities.forget(before.topics.keys())
            before, self._tells_ids = None, True
            answer = replace(
                answer, topics={name: replace(topic, identity=None) for name, topic in answer.topics.items()}
            )
        if before is None:
            return self._evidence.weigh(None, answer, ())
        believed = self._evidence.weigh(before, answer, self._kafka.unreachable_brokers)
        doubted = self.identities.doubted() & believed.topics.keys()
        if before.topics is believed.topics and not doubted:
            return believed
        if before.topics.keys() != believed.topics.keys():
            self.identities.forget(before.topics.keys() - believed.topics.keys())
        return self._with_identities(before, believed, doubted)

    def _answer(self, known: Mapping[str, Topic]) -> ClusterMetadata:
        from kafkatui.kafka.read.metadata import read_metadata

        identities = self.identities.known
        if self._large is None and len(known) >= LARGE_TOPICS:
            from kafkatui.kafka.read.large_metadata import LargeMetadata

            self._large = LargeMetadata(self._kafka)
        answer = self._large.read(identities, known) if self._large is not None else None
        if answer is not None:
            return answer
        return read_metadata(self._kafka, identities=identities, before=known)

    def _with_identities(
        self, before: ClusterMetadata, after: ClusterMetadata, doubted: Collection[str]
    ) -> ClusterMetadata:
        """Asks at once about topics whose replicas changed, as those of one made anew may: events tell of it then."""
        suspicious = [
            name
            for name, topic in after.topics.items()
            if name in doubted or _is_suspicious(before.topics.get(name), topic)
        ]
        if not suspicious:
            return after
        self.identities.doubt(suspicious)
        try:
            self.identities.read(suspicious[:SECOND_LOOK_LIMIT])
        except KafkatuiError:
            return after  # nobody tells now; the slow poll asks again
        known = self.identities.known
        topics = {name: replace(after.topics[name], identity=known.get(name)) for name in suspicious}
        return replace(after, topics={**after.topics, **topics})

    def _ask_identities(self, names: Sequence[str]) -> Mapping[str, str | None]:
        ids: Mapping[str, str | None] = {}
        if self._tells_ids:
            ids = self._ids(names)
            if not ids or any(ids.values()):
                return ids
            self._tells_ids = False
        czxids = self._czxids(names)
        return dict.fromkeys(names) if czxids is None else {name: f"{CZXID}{czxid}" for name, czxid in czxids.items()}

    def _ids(self, names: Sequence[str]) -> Mapping[str, str | None]:
        from kafkatui.kafka.read.topic_ids import read_topic_ids

        return read_topic_ids(self._kafka, names)

    def _czxids(self, names: Sequence[str]) -> Mapping[str, int] | None:
        connection = self._zookeeper(self._cluster_id)
        if connection is None:
            return None
        from kafkatui.zookeeper.topic_registrations import read_topic_czxids

        try:
            return read_topic_czxids(connection, names, WITNESS_SECONDS)
        except KafkatuiError:
            return None  # it does not tell now

    def _registered(self, names: Sequence[str]) -> Collection[str] | None:
        czxids = self._czxids(names[:SECOND_LOOK_LIMIT])
        if czxids is None:
            return None
        return {*czxids, *names[SECOND_LOOK_LIMIT:]} if czxids else ()

    def _named_by(self, names: Sequence[str], broker_ids: Collection[int]) -> Mapping[int, Collection[str]]:
        from kafkatui.kafka.read.topic_ids import brokers_that_know

        unreachable = self._kafka.unreachable_brokers
        asked = [broker_id for broker_id in broker_ids if broker_id not in unreachable][:WITNESS_BROKERS]
        try:
            named = brokers_that_know(self._kafka, names[:SECOND_LOOK_LIMIT], asked)
        except KafkatuiError:
            return {}
        rest = names[SECOND_LOOK_LIMIT:]
        return {broker_id: {*known, *rest} if known else known for broker_id, known in named.items()}


def _is_suspicious(before: Topic | None, after: Topic) -> bool:
    """Whether a topic may have been made anew: its partitions' replicas are others, or it has fewer partitions."""
    if before is None or before.partitions is after.partitions:
        return False
    if len(after.partitions) < len(before.partitions):
        return True
    return any(old.replicas != new.replicas for old, new in zip(before.partitions, after.partitions, strict=False))
