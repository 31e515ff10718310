"""Brokers restarted one after another: the doctor tells of the one that is away, then of nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import pairwise

import pytest

from kafkatui.insight.changes import partition_changes, with_untold_of
from kafkatui.insight.doctor.evaluator import Evaluator
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rules import RULES
from kafkatui.insight.partition_past import PartitionPast
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.presence import PresenceState
from kafkatui.model.replacing import replace
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import wait_until
from kafkatui.session.doctor_feeds import SELDOM_SECONDS
from kafkatui.session.session import ClusterSession
from tests.cluster.app_driver import profile_of
from tests.cluster.examined import OF_THIS_MACHINE, Examined, happened_at
from tests.cluster.sharing import FreshTopic

pytestmark = pytest.mark.cluster

RESTART_SECONDS = 45.0
"""So long a broker is away, at most, that is stopped in order and started again; the sandbox's are away for less, and
the time is drawn out."""

OF_ONE_AWAY = frozenset({"broker-gone", "broker-unreachable"})
"""On a busy machine a broker that ends stays in the metadata for long enough to be found silent."""

PACE_SECONDS = 0.2
METADATA_SECONDS = 2.0

SELDOM_READ = (
    "configs", "broker_configs", "groups", "offsets", "log_dirs", "hanging", "moves", "quorum", "ensemble", "epochs",
    "acls", "users", "security", "versions", "unread_ages", "batches",
)  # fmt: skip
"""What a session reads for its doctor only now and then, and believes meanwhile."""


def test_a_rolling_restart(killable_cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    sandbox = killable_cluster
    fresh_topic(sandbox, 9, 3, name="rolling", config={"min.insync.replicas": "2"})
    impatient = replace(profile_of(sandbox), request_timeout_seconds=1.0)
    with closing(ClusterSession(impatient)) as session, recorded(Examined(session)) as readings:
        for broker_id in (1, 2, 3):
            sandbox.stop_broker(broker_id)
            sandbox.start_broker(broker_id)
            wait_until(lambda: is_whole(readings[-1]), 60, "every replica to be in sync")
    begun, factor = readings[0].now_seconds, RESTART_SECONDS / longest_absence_seconds(readings)
    drawn_out = watched([happened_at(each, lambda seconds: begun + factor * (seconds - begun)) for each in readings])
    for moment, looked_at in (("all read anew", drawn_out), ("as a session reads", as_a_session_reads(drawn_out))):
        *told, last = told_of(looked_at)
        assert {rule for each in told for rule in each} <= OF_ONE_AWAY, moment
        assert any("broker-gone" in each for each in told), moment
        assert not last, moment


def is_whole(known: Known) -> bool:
    parts = [part for topic in known.topics.values() for part in topic.partitions]
    are_up = len(known.cluster.brokers) == 3 and all(each.state is PresenceState.UP for each in known.presences)
    return are_up and all(not part.missing_from_isr for part in parts)


def longest_absence_seconds(readings: Sequence[Known]) -> float:
    """From the last reading with a broker to the next one with it."""
    longest = 0.0
    for broker_id in (1, 2, 3):
        there = [each.now_seconds for each in readings if broker_id in each.cluster.brokers]
        longest = max(longest, *(after - before for before, after in pairwise(there)))
    return longest


def watched(readings: Sequence[Known]) -> list[Known]:
    """Those that a session would have read, with what it would remember of the partitions."""
    past, found = PartitionPast(), [readings[0]]
    for each in readings[1:]:
        before = found[-1]
        if each.now_seconds - before.now_seconds >= METADATA_SECONDS or each is readings[-1]:
            after = with_untold_of(each.cluster, before.cluster)
            past = past.with_changes(partition_changes(before.cluster, after, each.now_seconds), each.now_seconds)
            metadata = each.metadata.map(lambda _, after=after: after)  # type: ignore[misc]
            found.append(replace(each, metadata=metadata, past=past))
    return found


def as_a_session_reads(readings: Sequence[Known]) -> list[Known]:
    """Much of it as it was read up to a minute before."""
    last, found = readings[0], []
    for each in readings:
        if each.now_seconds - last.now_seconds >= SELDOM_SECONDS:
            last = each
        found.append(replace(each, **{name: getattr(last, name) for name in SELDOM_READ}))
    return found


def told_of(readings: Sequence[Known]) -> list[set[str]]:
    """The rules that find something, look for look."""
    evaluator = Evaluator(RULES)
    return [{found.rule for found in evaluator.look(each, {}).findings} - OF_THIS_MACHINE for each in readings]


@contextmanager
def recorded(doctor: Examined) -> Iterator[list[Known]]:
    """All that is known of the cluster, again and again: before, while the block runs, and after."""
    readings = [doctor.read()]
    is_over = threading.Event()

    def record() -> None:
        while not is_over.wait(PACE_SECONDS):
            with suppress(KafkatuiError):  # the broker that was asked is being stopped
                readings.append(doctor.read())

    thread = threading.Thread(target=record)
    thread.start()
    try:
        yield readings
    finally:
        is_over.set()
        thread.join()
    readings.append(doctor.read())
