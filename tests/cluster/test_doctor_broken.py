"""The doctor on a real cluster that is broken on purpose: each finding with what both sides say, and gone when mended.

One pass: what was set wrongly, ZooKeeper changed behind Kafka's back, a broker killed, one that cannot catch up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from confluent_kafka import TopicPartition

from kafkatui.model.event import Severity
from kafkatui.model.finding import Finding
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.as_found import delete_groups, zookeeper_client
from tests.cluster.breakages import (
    NOBODYS,
    Znodes,
    broker_setting,
    commit,
    commit_for_no_topic,
    delete_in_vain,
    group_without_rest,
    member_that_leaves_out,
    produce,
    reassign,
    set_topic,
)
from tests.cluster.examined import examined
from tests.cluster.hanging import produce_for_nobody
from tests.cluster.sharing import FreshTopic, admin_of, heal, remove_topic

pytestmark = pytest.mark.cluster

BAD, WARNING, INFO = Severity.BAD, Severity.WARNING, Severity.INFO

Found = Mapping[str, Finding]
Expected = Mapping[str, tuple[Severity, str, str]]
"""By key: how bad it is, and words of what Kafka and of what ZooKeeper says; empty where a side has no say in it."""


def check(found: Found, expected: Expected) -> None:
    """Each finding is as expected; the rest is not looked at."""
    for key, (severity, kafka, zookeeper) in expected.items():
        finding = found[key]
        assert finding.severity is severity, finding
        for side, words in (("kafka", kafka), ("zookeeper", zookeeper)):
            texts = [each.text for each in finding.evidence if each.side == side]
            assert bool(texts) == bool(words), finding
            assert words in "; ".join(texts), finding
        assert all(each.at_seconds is not None for each in finding.evidence), finding


def test_what_was_set_and_left_behind(killable_cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    sandbox = killable_cluster
    strict = fresh_topic(sandbox, assignment=[[1, 2]], name="strict", config={
        "min.insync.replicas": "2", "unclean.leader.election.enable": "true",
    })  # fmt: skip
    never = fresh_topic(sandbox, assignment=[[1, 2]], name="never", config={
        "min.insync.replicas": "3", "leader.replication.throttled.replicas": "0:1",
    })  # fmt: skip
    heavy = fresh_topic(sandbox, assignment=[[1, 2, 3]] * 12, name="heavy")
    once = fresh_topic(sandbox, assignment=[[1], [2]], name="once")
    with broker_setting(sandbox, 1, "transaction.partition.verification.enable", "false"):
        produce_for_nobody(sandbox, once, 0, age_seconds=3600)
    expected: Expected = {
        f"topic-one-replica {once}": (WARNING, "2 partitions of 2 with a single replica", ""),
        f"transaction-hanging {once}-0@0 of producer 4000000": (BAD, "its coordinator does not have it", ""),
        f"min-isr-too-high {strict}": (WARNING, "min.insync.replicas=2", ""),
        f"min-isr-too-high {never}": (BAD, "min.insync.replicas=3", ""),
        f"unclean-election-allowed {strict}": (WARNING, "set for this topic", ""),
        f"throttle-left-on-topic {never}": (WARNING, "leader.replication.throttled.replicas=0:1", ""),
        "throttle-left-on-broker broker 2": (WARNING, "leader.replication.throttled.rate=1000", ""),
        "leader-skew broker 1": (WARNING, "leaders; ", ""),
        f"topic-unused {heavy}": (INFO, "no group has to do with it", ""),
    }
    with examined(sandbox) as doctor:
        with broker_setting(sandbox, 2, "leader.replication.throttled.rate", "1000"):
            check(doctor.until(*expected), expected)
        mended = {"min.insync.replicas": "1", "unclean.leader.election.enable": "false",
                  "leader.replication.throttled.replicas": ""}  # fmt: skip
        for topic in (strict, never, once):
            set_topic(sandbox, topic, mended)
        remove_topic(sandbox, heavy)
        remove_topic(sandbox, once)
        assert "topic-unused" in {each.rule for each in doctor.until_gone(*expected).values()}, "of the others it is so"


def test_groups_that_need_somebody(killable_cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    sandbox = killable_cluster
    topic = fresh_topic(sandbox, 2, 3, name="read")
    cut = fresh_topic(sandbox, 1, 3, name="cut")
    produce(sandbox, topic, 20)
    produce(sandbox, topic, 3, partition=1)
    produce(sandbox, cut, 20)
    admin = admin_of(sandbox)
    admin.delete_records([TopicPartition(cut, 0, 10)])[TopicPartition(cut, 0, 10)].result(20)
    old = fresh_topic(sandbox, 1, 3, name="old", config={"retention.ms": "3600000"})
    produce(sandbox, old, 1, age_seconds=2 * 3600)
    commits = {"late": (old, 0), "behind": (topic, 5), "beyond": (topic, 1000), "lost": (cut, 5), "near": (cut, 10)}
    for name, (where, offset) in commits.items():
        commit(sandbox, f"{topic}-{name}", TopicPartition(where, 0, offset))
    expected: Expected = {
        f"group-without-members group {topic}-behind": (WARNING, "state Empty, no member, 15 records to read", ""),
        f"group-beyond-end group {topic}-beyond": (WARNING, f"{topic}-0: 1,000 of 20", ""),
        f"group-lost-records group {topic}-lost": (BAD, f"deleted before they were read: {cut}-0: 5", ""),
        f"group-near-loss group {topic}-near": (WARNING, f"unread: {cut}-0: 100%", ""),
        f"group-behind-retention group {topic}-late": (WARNING, f"{old}-0: its oldest unread record is ", ""),
        f"group-unread-partitions group {topic}-partial": (WARNING, f"1 partition without a reader: {topic}-1", ""),
        f"group-rebalancing group {topic}-restless": (WARNING, "state PreparingRebalance", ""),
    }
    with examined(sandbox) as doctor:
        with (
            member_that_leaves_out(sandbox, f"{topic}-partial", topic),
            group_without_rest(sandbox, f"{topic}-restless", cut),
        ):
            check(doctor.until(*expected), expected)
        for name, (where, _) in commits.items():
            commit(sandbox, f"{topic}-{name}", TopicPartition(where, 0, 20))
        delete_groups(sandbox, [f"{topic}-partial"])
        doctor.until_gone(*expected)


def test_a_zookeeper_that_others_wrote_to(killable_cluster: Sandbox) -> None:
    """It has this cluster's id and is not what the brokers read, which in ZooKeeper's mode tell what is there."""
    sandbox = killable_cluster
    expected: Expected = {
        "quota-differs quotas of client-id copied": (WARNING, "none", "/config: consumer_byte_rate=1024"),
        "user-differs user copied": (WARNING, "no copied", "SCRAM-SHA-256 with 8,192 iterations"),
    }
    with zookeeper_client(sandbox) as client, Znodes(client) as znodes:
        for path in ("/copy", "/copy/cluster", "/copy/config", "/copy/config/clients", "/copy/config/users"):
            znodes.put(path, b"")
        znodes.put("/copy/cluster/id", client.get("/cluster/id")[0])
        with examined(sandbox, f"{sandbox.zookeeper_connect}/copy") as doctor:
            assert not expected.keys() & doctor.findings().keys()
            with Znodes(client) as entries:
                credential = {"SCRAM-SHA-256": "salt=c2FsdA==,stored_key=a2V5,server_key=a2V5,iterations=8192"}
                entries.make("/copy/config/clients/copied", {"version": 1, "config": {"consumer_byte_rate": "1024"}})
                entries.make("/copy/config/users/copied", {"version": 1, "config": credential})
                check(doctor.until(*expected), expected)
            doctor.until_gone(*expected)


def test_zookeeper_changed_and_a_broker_killed(killable_cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    sandbox = killable_cluster
    topics = Topics(sandbox, fresh_topic)
    behind, without, back = behind_kafkas_back(topics), without_broker_3(topics), held_back(topics)
    with broker_setting(sandbox, 3, "follower.replication.throttled.rate", "1"), examined(sandbox) as doctor:
        with zookeeper_client(sandbox) as client, Znodes(client) as znodes, killed_at_the_end(sandbox, 3):
            break_znodes(znodes, topics)
            check(doctor.until(*behind), behind)
        try:
            delete_in_vain(sandbox, topics.doomed)
            found = doctor.until(*without)
            check(found, without)
            mended = behind.keys() - without.keys() - {"broker-not-registered broker 3"}
            assert not mended & found.keys(), "what was mended is found no more"
            for topic in (topics.slow, topics.moving):
                produce(sandbox, topic, 100, size=200_000)
        finally:
            sandbox.start_broker(3)
        reassign(sandbox, {(topics.moving, 0): [3], **{(topics.two, number): [2, 1] for number in (0, 2)}})
        check(doctor.until(*back), back)
        for topic in (topics.slow, topics.moving):
            set_topic(sandbox, topic, {"follower.replication.throttled.replicas": ""})
        heal(sandbox)  # a coordinator on the move names none of its groups
        delete_groups(sandbox, [topics.group])
        doctor.until_gone(*behind, *without, *back)


@contextmanager
def killed_at_the_end(sandbox: Sandbox, broker_id: int) -> Iterator[None]:
    """One whose znode was deleted: only when it starts anew does it register."""
    try:
        yield
    finally:
        sandbox.stop_broker(broker_id, kill=True)


class Topics:
    """Those that are broken, with what they are there for."""

    def __init__(self, sandbox: Sandbox, fresh_topic: FreshTopic) -> None:
        minimum = {"min.insync.replicas": "2"}
        held_back = {"follower.replication.throttled.replicas": "0:3"}
        self.once = fresh_topic(sandbox, assignment=[[1], [3]], name="once")
        self.under = fresh_topic(sandbox, assignment=[[1, 3]], name="under", config=minimum)
        self.at = fresh_topic(sandbox, assignment=[[3, 1, 2]], name="at", config=minimum)
        self.group = commit_for_no_topic(sandbox, self.at, 3)
        self.doomed = fresh_topic(sandbox, assignment=[[1, 3]], name="doomed")
        self.two = fresh_topic(sandbox, assignment=[[1, 2], [2, 1], [1, 2]], name="two")
        self.slow = fresh_topic(sandbox, assignment=[[1, 3]], name="slow", config=held_back)
        self.moving = fresh_topic(sandbox, assignment=[[1]], name="moving", config=held_back)


def break_znodes(znodes: Znodes, topics: Topics) -> None:
    """While no controller would see it."""
    znodes.change("/controller", {"brokerid": 9})
    znodes.put("/controller_epoch", b"0")
    znodes.put("/config/brokers/1", b'{"version":1,"config":{"log.cleaner.threads":"2"}}')
    znodes.change(f"/brokers/topics/{topics.under}/partitions/0/state", {"leader_epoch": 77})
    znodes.change(f"/config/topics/{topics.two}", {"config": {"retention.ms": "1000"}})
    znodes.make("/config/topics/nowhere", {"version": 1, "config": {"retention.ms": "1000"}})
    znodes.make("/config/topics/locked", {"version": 1, "config": {}}, acl=NOBODYS)
    znodes.make("/config/topics/huge", {"version": 1, "config": {"retention.ms": "1" * 900_000}})
    znodes.make("/brokers/topics/ghost", {"version": 2, "partitions": {"0": [1]}})
    znodes.delete(f"/brokers/topics/{topics.once}")
    znodes.change(f"/brokers/topics/{topics.under}", {"topic_id": "AAAAAAAAAAAAAAAAAAAAAQ"})
    znodes.change(f"/brokers/topics/{topics.at}", {"partitions": {"0": [2, 1]}})
    znodes.change(f"/brokers/topics/{topics.two}/partitions/0/state", {"leader": 2, "isr": [2]})
    znodes.change(f"/brokers/topics/{topics.two}/partitions/1/state", {"isr": ["one"]})
    znodes.spoil(f"/brokers/topics/{topics.two}/partitions/2/state")
    znodes.make(f"/admin/delete_topics/{topics.doomed}", {})
    znodes.make("/admin/preferred_replica_election", {"version": 1, "partitions": []})
    znodes.change("/brokers/ids/2", {"endpoints": ["PLAINTEXT://elsewhere:1"], "rack": "cellar"})
    znodes.make("/brokers/ids/9", {"version": 5, "endpoints": ["PLAINTEXT://nowhere:1"], "host": "nowhere", "port": 1})
    znodes.client.delete("/brokers/ids/3")  # it comes back with its broker


def behind_kafkas_back(topics: Topics) -> Expected:
    """What ZooKeeper says otherwise than Kafka."""
    states = f"/brokers/topics/{topics.two}/partitions"
    return {
        "znode-unreadable /config/topics": (INFO, "", "locked"),
        "znode-near-limit /config/topics/huge": (WARNING, "", "data 900,"),
        "controller-differs controller": (WARNING, "controller ", "/controller: broker 9"),
        "controller-epoch-back /controller_epoch": (BAD, "controller ", "/controller_epoch 0; "),
        "broker-config-differs broker 1": (WARNING, "log.cleaner.threads=not set at run", "log.cleaner.threads=2"),
        f"partition-epoch-differs {topics.under}": (WARNING, "0: leader epoch ", "0: leader epoch 77"),
        "config-left-behind /config/topics/nowhere": (INFO, "not in the metadata", "'retention.ms': '1000'"),
        "topic-only-in-zookeeper /brokers/topics/ghost": (WARNING, "not in the metadata", "ghost is there"),
        f"topic-only-in-kafka {topics.once}": (WARNING, "in the metadata", f"no /brokers/topics/{topics.once}"),
        f"topic-id-differs {topics.under}": (BAD, "id ", "id AAAAAAAAAAAAAAAAAAAAAQ"),
        f"partition-replicas-differ {topics.at}": (WARNING, "0: 3,1,2", "0: 2,1"),
        f"partition-state-differs {topics.two}": (WARNING, "0: leader 1, ISR 1,2", "0: leader 2, ISR 2"),
        f"znode-broken {states}/1/state": (BAD, "", "Its brokers are not numbers."),
        f"znode-broken {states}/2/state": (BAD, "", "It is not a JSON object."),
        f"deletion-stuck /admin/delete_topics/{topics.doomed}": (WARNING, "still in the metadata", "is there"),
        "election-stuck /admin/preferred_replica_election": (WARNING, "", "is there"),
        "broker-address-differs broker 2": (WARNING, "127.0.0.1:", "PLAINTEXT://elsewhere:1"),
        "broker-rack-differs broker 2": (WARNING, "rack r2", "rack cellar"),
        "broker-not-in-metadata broker 9": (WARNING, "not in the metadata", "/brokers/ids/9 is there"),
        "broker-not-registered broker 3": (WARNING, "in the metadata", "no /brokers/ids/3"),
    }


def without_broker_3(topics: Topics) -> Expected:
    """What follows from its death."""
    return {
        "broker-gone broker 3": (BAD, "1 partition of them without a leader", "/brokers/ids/3 is not there"),
        f"partition-leaderless {topics.once}": (BAD, "1: leader none, ISR 3 of 3", "leader none, ISR 3"),
        f"partition-under-min-isr {topics.under}": (BAD, "0: leader 1, ISR 1 of 1,3", "leader 1, ISR 1"),
        f"partition-at-min-isr {topics.at}": (WARNING, "ISR 1,2 of 3,1,2", "leader 1, ISR 1,2"),
        f"deletion-stuck /admin/delete_topics/{topics.doomed}": (WARNING, "in the metadata", "is there"),
        f"group-gone-topic group {topics.group}": (INFO, "commits for never-there; no such topic", ""),
    }


def held_back(topics: Topics) -> Expected:
    """What follows from a throttle on what it has missed."""
    return {
        f"partition-under-replicated {topics.slow}": (BAD, "0: leader 1, ISR 1 of 1,3", "leader 1, ISR 1"),
        f"throttle-left-on-topic {topics.slow}": (WARNING, "throttled.replicas=0:3; nothing of it moves", ""),
        f"reassignment-stuck {topics.moving}-0": (WARNING, "coming 3, going 1", ""),
        "partition-not-preferred leaders": (WARNING, "each one's preferred replica is in sync", ""),
    }
