"""Whether to believe that something is gone, because one broker's answer leaves it out."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence

from msgspec import Struct

from kafkatui.model.cluster import Broker, ClusterMetadata, Topic
from kafkatui.model.errors import RequestFailed
from kafkatui.model.replacing import replace

RESTLESS_SECONDS = 20.0
"""For so long after a broker came or left, brokers may not have learned of all topics yet."""

BROKER_DOUBT_SECONDS = 4.0
"""A broker that is left out but answers us is believed to have left after this."""

STUBBORN_SECONDS = 30.0
"""What nobody can tell more of and every answer leaves out is believed to be gone after this."""

NOT_NAMED = "the broker that answered does not know it (yet)"


class Witness(Struct, frozen=True):
    """Who else can be asked about topics that one broker's answer leaves out.

    Attributes:
        registered: names → those of them that ZooKeeper has; None when it cannot tell.
        named_by: names and broker ids → which of the names each broker knows that answered.
        is_kraft: on KRaft a broker answers only once it has learned of all topics; None while not known.
    """

    registered: Callable[[Sequence[str]], Collection[str] | None]
    named_by: Callable[[Sequence[str], Collection[int]], Mapping[int, Collection[str]]]
    is_kraft: Callable[[], bool | None]


class Evidence:
    """Weighs one answer after the other; used by one thread at a time.

    Args:
        witness: who is asked when an answer leaves out what was there.
        clock: monotonic seconds.
    """

    def __init__(self, witness: Witness, clock: Callable[[], float] = time.monotonic) -> None:
        self._witness = witness
        self._clock = clock
        self._missing_since: dict[str, float] = {}
        self._left_since: dict[int, float] = {}
        self._restless_until = float("-inf")

    def weigh(
        self, before: ClusterMetadata | None, answer: ClusterMetadata, unreachable: Collection[int]
    ) -> ClusterMetadata:
        """The answer as far as it is to be believed: topics that may still be there are kept, with an error.

        Args:
            before: what was known so far.
            unreachable: ids of brokers that do not answer us.

        Raises:
            RequestFailed: the broker that answered has not learned of the cluster yet.
        """
        if not answer.brokers:
            raise RequestFailed(
                "The broker that answered knows no broker, not even itself: it has not learned of the cluster yet.",
                "It is asked again.",
            )
        if before is None or before.cluster_id != answer.cluster_id:
            self._missing_since.clear()
            self._left_since.clear()
            return answer
        if unreachable or before.brokers.keys() != answer.brokers.keys():
            self._restless_until = self._clock() + RESTLESS_SECONDS
        answer = self._with_brokers(before, answer, unreachable)
        return self._with_topics(before, answer)

    def _with_brokers(
        self, before: ClusterMetadata, answer: ClusterMetadata, unreachable: Collection[int]
    ) -> ClusterMetadata:
        left = {broker_id for broker_id in before.brokers if broker_id not in answer.brokers}
        now = self._clock()
        self._left_since = {broker_id: self._left_since.get(broker_id, now) for broker_id in left}
        doubtful = {
            broker_id
            for broker_id in left
            if broker_id not in unreachable and now - self._left_since[broker_id] < BROKER_DOUBT_SECONDS
        }
        if not doubtful:
            return answer
        kept: dict[int, Broker] = {broker_id: before.brokers[broker_id] for broker_id in doubtful}
        return replace(answer, brokers=dict(sorted({**answer.brokers, **kept}.items())))

    def _with_topics(self, before: ClusterMetadata, answer: ClusterMetadata) -> ClusterMetadata:
        missing = [name for name in before.topics if name not in answer.topics]
        now = self._clock()
        self._missing_since = {name: self._missing_since.get(name, now) for name in missing}
        doubtful = self._doubtful(missing, answer.brokers) if missing else []
        if not doubtful:
            return answer
        if 2 * len(doubtful) > len(before.topics):
            raise RequestFailed(
                f"The broker that answered names {len(answer.topics):,} of {len(before.topics):,} topics: "
                "it has not learned of the cluster yet.",
                "It is asked again.",
            )
        kept: dict[str, Topic] = {name: replace(before.topics[name], error=NOT_NAMED) for name in doubtful}
        return replace(answer, topics=dict(sorted({**answer.topics, **kept}.items())))

    def _doubtful(self, missing: Sequence[str], brokers: Mapping[int, Broker]) -> list[str]:
        """Those of `missing` that may still be there."""
        registered = self._witness.registered(missing)
        if registered is not None:
            return [name for name in missing if name in registered]
        named = self._witness.named_by(missing, brokers.keys())
        somewhere = {name for names in named.values() for name in names}
        is_settled = self._witness.is_kraft() is True or self._clock() >= self._restless_until
        if is_settled and len(named) >= min(2, len(brokers)):
            return [name for name in missing if name in somewhere]
        too_long_ago = self._clock() - STUBBORN_SECONDS
        return [name for name in missing if name in somewhere or self._missing_since[name] > too_long_ago]
