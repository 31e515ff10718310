"""The doctor of a session: reads what nobody keeps fresh, seldom, and judges all that is known."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from kafkatui.config.state_folder import state_folder
from kafkatui.insight.doctor.course import Course
from kafkatui.insight.doctor.evaluator import Evaluator
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rules import RULES
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.errors import KafkatuiError, NotSupported
from kafkatui.model.finding import Examination
from kafkatui.model.observed import Observed
from kafkatui.model.presence import BrokerPresence, PresenceState
from kafkatui.model.replacing import replace
from kafkatui.report.brokers import presences_at_once
from kafkatui.report.known_state import Readings, known_state
from kafkatui.session.doctor_feeds import (
    AGAIN_SECONDS,
    INTERVALS,
    ONE_READING,
    SELDOM_SECONDS,
    SUSPECTING,
    first_feeds,
    later_feeds,
)
from kafkatui.session.feeds import METADATA, BrokerConfigFeed, BrokerDetailsFeed, Feed
from kafkatui.session.link import compare
from kafkatui.session.mutes import Mutes

if TYPE_CHECKING:
    from kafkatui.session.clients import Clients
    from kafkatui.session.poller import Poller
    from kafkatui.session.timeline import Timeline

T = TypeVar("T")

LATELY_SECONDS = 15.0
COST_FACTOR = 20.0
QUIET_SECONDS = 10.0
"""So long after the start nothing is read that nobody else asks for: the first screen comes first."""

AT_ONCE = 6
"""Readings side by side where somebody waits for them."""


class Doctor:
    """Looks again and again, in one thread at a time.

    Args:
        presences: every broker seen, with whether it is there.
        timeline: what has happened.

    Attributes:
        managed: patterns of topics that other programs look after.
    """

    def __init__(
        self,
        clients: Clients,
        poller: Poller,
        presences: Callable[[], Sequence[BrokerPresence]],
        timeline: Timeline,
    ) -> None:
        self._clients, self._poller, self._presences, self._timeline = clients, poller, presences, timeline
        self._mutes = Mutes(state_folder(), clients.profile.name)
        self._evaluator = Evaluator(RULES)
        self._lock = threading.Lock()
        self._cluster_id: str | None = None
        self._begun_seconds = time.monotonic()
        self._read: dict[Any, Observed[Any]] = {}
        self._begun: dict[Any, float] = {}
        self._next_seconds: dict[Any, float] = {}
        self._course = Course()
        self.managed: tuple[str, ...] = clients.profile.managed_topics

    def look(self) -> Examination:
        """What is wrong, for whoever goes on looking."""
        with self._lock:
            metadata = self._poller.observed(METADATA)
            self._forget_another(metadata)
            readings = self._readings(metadata, self._presences(), self._fresh)
            return self._evaluator.look(self._known(readings), self._mutes.read())

    def look_once(self, unreachable: Mapping[int, float], *, is_only_look: bool) -> Examination:
        """The same with all that it takes read now; for verbs.

        Args:
            unreachable: brokers that do not answer, with since when.
            is_only_look: nobody will look again.

        Raises:
            KafkatuiError: Kafka does not answer.
        """
        known = self.read_now(unreachable)
        with self._lock:
            return self._evaluator.look(known, self._mutes.read(), is_only_look=is_only_look)

    def read_now(self, unreachable: Mapping[int, float]) -> Known:
        """All that the rules judge by, read side by side.

        Args:
            unreachable: brokers that do not answer, with since when.

        Raises:
            KafkatuiError: Kafka does not answer.
        """
        with ThreadPoolExecutor(AT_ONCE) as pool:
            connected = pool.submit(self._connect_zookeeper)
            self._now(BrokerDetailsFeed())  # racks and KRaft's controller, which the metadata then has
            read = self._poller.fetch(METADATA)
            self._clients.remember_metadata(read)
            identified = pool.submit(self._identified, read)
            connected.result()
            metadata = Observed.ok(identified.result(), time.time())
            readings = self._readings(metadata, presences_at_once(read, unreachable), self._lately, pool)
        with self._lock:
            self._timeline.see_metadata(read)
            return self._known(readings)

    def _known(self, readings: Readings) -> Known:
        """What is known, with what went before."""
        known = known_state(readings, time.time(), self.managed)
        self._course = self._course.onward(known)
        return replace(known, course=self._course)

    def _identified(self, read: ClusterMetadata) -> ClusterMetadata:
        """With the identity of each topic, which a session learns over time and the metadata's answer leaves out."""
        identities = self._clients.topic_identities()
        identities.read(list(read.topics))
        known = identities.known
        topics = {name: replace(topic, identity=known.get(name)) for name, topic in read.topics.items()}
        return replace(read, topics=topics)

    def _connect_zookeeper(self) -> None:
        """Before several ask for it at once: only the first would wait until it is connected."""
        try:
            if self._clients.profile.zookeeper is not None:
                self._clients.zookeeper()
        except KafkatuiError:
            pass  # whoever reads from it is told

    def _forget_another(self, metadata: Observed[ClusterMetadata]) -> None:
        """Whether the same cluster answers: what was seen of another says nothing of it."""
        cluster_id = metadata.value.cluster_id if metadata.value is not None else None
        if cluster_id is not None and cluster_id != self._cluster_id:
            self._cluster_id = cluster_id
            self._evaluator.forget()
            self._course = Course()
            self._read.clear()

    def _readings(
        self,
        metadata: Observed[ClusterMetadata],
        presences: Sequence[BrokerPresence],
        read: Callable[[Feed[Any]], Observed[Any]],
        pool: ThreadPoolExecutor | None = None,
    ) -> Readings:
        side_by_side = pool.map if pool is not None else map
        brokers = [each.broker.id for each in presences if each.state is PresenceState.UP]
        first = first_feeds(self._clients.profile)
        of_brokers = {broker_id: BrokerConfigFeed(broker_id) for broker_id in brokers}
        every = [*first.values(), *of_brokers.values()]
        values = dict(zip(every, side_by_side(read, every), strict=True))
        found: dict[str, Observed[Any]] = {name: values[feed] for name, feed in first.items()}
        link = compare(self._clients.profile, metadata, found.get("zookeeper", Observed.unknown()))
        later = later_feeds(metadata.value, brokers, link, found, self._course.offsets)
        found |= dict(zip(later, side_by_side(read, later.values()), strict=True))
        return Readings(
            metadata=metadata,
            presences=presences,
            past=self._timeline.past,
            link=link,
            broker_configs={broker_id: values[feed] for broker_id, feed in of_brokers.items()},
            **found,
        )

    def _now(self, feed: Feed[T]) -> Observed[T]:
        """Read in the calling thread, a failure as a value."""
        key, begun = _key(feed), time.monotonic()
        before: Observed[T] = self._read.get(key, Observed.unknown())
        try:
            if isinstance(feed, ONE_READING):  # of all topics, say: it would not be found again in the poller
                value = feed.read(self._clients, Observed.unknown(), lambda _: None)
                observed: Observed[T] = Observed.ok(value, time.time())  # type: ignore[arg-type]
            else:
                observed = Observed.ok(self._poller.fetch(feed), time.time())
        except NotSupported as error:
            observed = Observed.not_supported(error.what)
        except KafkatuiError as error:
            observed = before.failing(error.what, time.time())
        took = time.monotonic() - begun
        self._next_seconds[key] = begun + max(INTERVALS.get(type(feed), SELDOM_SECONDS), COST_FACTOR * took)
        self._begun[key] = begun
        self._read[key] = observed
        return observed

    def _fresh(self, feed: Feed[T]) -> Observed[T]:
        """As somebody keeps it fresh; else as it was read not too long ago, or now."""
        if not isinstance(feed, ONE_READING):
            observed = self._poller.observed(feed)
            if observed.current is not None or time.monotonic() < self._begun_seconds + QUIET_SECONDS:
                return observed
        key, now = _key(feed), time.monotonic()
        if key in self._read and now < self._next_seconds[key]:
            is_suspect = self._evaluator.suspects(SUSPECTING.get(type(feed), ()))
            if not is_suspect or now < self._begun[key] + AGAIN_SECONDS:
                return self._read[key]
        return self._now(feed)

    def _lately(self, feed: Feed[T]) -> Observed[T]:
        """As it was read a moment ago where it is dear, else now: for who looks again every two seconds."""
        key = _key(feed)
        is_dear = INTERVALS.get(type(feed), 0.0) > SELDOM_SECONDS
        if is_dear and key in self._read and time.monotonic() < self._begun[key] + LATELY_SECONDS:
            return self._read[key]
        return self._now(feed)


def _key(feed: Feed[Any]) -> Any:
    return type(feed) if isinstance(feed, ONE_READING) else feed
