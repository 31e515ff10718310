"""The doctor on a real cluster whose brokers are not alike, and lose disks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from confluent_kafka import TopicPartition
from kazoo.exceptions import NoNodeError

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.event import Severity
from kafkatui.model.finding import Finding
from kafkatui.sandbox.cluster import SandboxSettings
from kafkatui.sandbox.readiness import wait_until
from tests.cluster.as_found import zookeeper_client
from tests.cluster.breakages import commit, reassign, set_topic
from tests.cluster.examined import Examined, examined
from tests.cluster.motley import Motley, may_mount, write_large_log
from tests.cluster.needs import require_java_and_maven
from tests.cluster.sharing import FreshTopic, admin_of, remove_topic
from tests.drive.held import held

pytestmark = pytest.mark.cluster

NOTHING: frozenset[str] = frozenset()
OFFSETS = "__consumer_offsets"
STRANGER = 4
FLAPS = 3
SETTINGS = SandboxSettings(broker_properties={
    "zookeeper.session.timeout.ms": 40_000,  # one that is held stays in the metadata
    "replica.lag.time.max.ms": 500,
    "replica.fetch.wait.max.ms": 200,
    "controlled.shutdown.enable": False,
    "auto.leader.rebalance.enable": False,
    "offsets.topic.replication.factor": 1,
    "replica.high.watermark.checkpoint.interval.ms": 500,
    "log.retention.check.interval.ms": 86_400_000,
})  # fmt: skip


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> int | None:
    """Whose disk is small."""
    return 1 if may_mount(tmp_path_factory.mktemp("small")) else None


@pytest.fixture(scope="module")
def motley(small_disk: int | None) -> Iterator[Motley]:
    """Two of three brokers are in one rack."""
    require_java_and_maven()
    third = {"broker.rack": "r2", "log.dirs": "{home}/data,{home}/second"}
    sandbox = Motley(SETTINGS, {3: third}, small_disk)
    with sandbox:
        yield sandbox


def test_racks_versions_and_internal_topics(motley: Motley, fresh_topic: FreshTopic) -> None:
    pair = fresh_topic(motley, assignment=[[2, 3]], name="pair")
    commit(motley, f"{pair}-reader", TopicPartition(pair, 0, 0))
    one_rack, internal = f"partition-one-rack {pair}", f"internal-topic-replicas {OFFSETS}"
    racks, versions = "racks-incomplete racks", "versions-mixed versions"
    with examined(motley) as doctor:
        with motley.stranger(STRANGER, "2.3"):
            found = doctor.until(one_rack, internal, racks, versions)
        assert found[one_rack].evidence[0].text == "0: leader 2, ISR 2,3 of 2,3"
        assert found[internal].severity is Severity.BAD
        assert found[internal].evidence[0].text == "1 replica; 4 brokers"
        assert found[racks].evidence[0].text == "racks r1, r2; none on brokers 4"
        assert found[versions].evidence[0].text.endswith(": brokers 1, 2, 3"), found[versions]
        reassign(motley, {(pair, 0): [1, 2]})
        number_of_partitions = len(admin_of(motley).list_topics(timeout=10).topics[OFFSETS].partitions)
        three = [1, 2, 3, 1, 2]
        reassign(motley, {(OFFSETS, number): three[number : number + 3] for number in range(number_of_partitions)})
        doctor.until_gone(one_rack, internal, racks, versions)


def test_a_small_disk(motley: Motley, small_disk: int | None) -> None:
    if small_disk is None:
        pytest.skip("This user may not mount: a full disk was NOT tested.")
    full = f"disk-full broker {small_disk} {motley.data(small_disk, 'small')}/logs"
    with examined(motley, left_out=NOTHING) as doctor:
        found = doctor.until(full)
        assert found[full].evidence[0].text == "0.0 of 0.1 GiB left; Kafka's logs 0.0 GiB"
        motley.make_room(small_disk)
        doctor.until_gone(full)


def test_a_disk_that_is_lost_and_one_with_too_much(motley: Motley, fresh_topic: FreshTopic) -> None:
    with examined(motley) as doctor:
        with disk_taken(motley, 3, "second") as disk:
            offline = f"log-dir-offline broker 3 {disk}"
            found = doctor.until(offline)
            assert words_of(found[offline]) == "The disk is offline (KAFKA_STORAGE_ERROR)."
            heavy = fresh_topic(motley, assignment=[[3]], name="heavy")  # on the other disk
        write_large_log(motley.data(3) / f"{heavy}-0", 8)
        motley.start_broker(3)
        skew = "disk-skew broker 3"
        found = doctor.until(skew)
        assert offline not in found
        assert words_of(found[skew]) == "16.0 GiB; 5.3 GiB on average of 3 brokers"
        remove_topic(motley, heavy)
        doctor.until_gone(skew)


def test_a_broker_that_hangs(motley: Motley, fresh_topic: FreshTopic) -> None:
    fresh_topic(motley, assignment=[[1]], name="whatever")
    silent = "broker-unreachable broker 3"
    with held(motley.pids["broker-3"]), examined(motley) as doctor:
        assert "which does not answer kafkatui" in words_of(doctor.until(silent)[silent])
    with examined(motley) as doctor:
        doctor.until_gone(silent)


def test_a_broker_that_comes_and_goes_until_the_other_is_away(motley: Motley, fresh_topic: FreshTopic) -> None:
    weak = 3 - controller_that_is_not(motley, 3)
    topic = fresh_topic(motley, assignment=[[3, weak]], name="restless")
    fresh_topic(motley, assignment=[[3, weak]], name="another")
    flapping, unclean = f"partition-flapping {topic}", f"election-unclean {topic}"
    # ZooKeeper would tell of an ISR before the metadata do, which are then taken for late for a while.
    with examined(motley, connect="") as doctor:
        assert not {flapping, unclean} & doctor.findings().keys()
        for number in range(FLAPS):
            wait_for(doctor, topic, 3, (3, weak))
            motley.stop_broker(weak)
            wait_for(doctor, topic, 3, (3,))
            if number == FLAPS - 1:
                motley.stop_broker(3)
                wait_for(doctor, topic, -1, (3,))
            motley.start_broker(weak)
        set_topic(motley, topic, {"unclean.leader.election.enable": "true"})
        wait_for(doctor, topic, weak, (weak,))
        found = doctor.findings_now()
        assert f"0: broker {weak} left the ISR 3 times within ten minutes" in words_of(found[flapping])
        assert found[unclean].severity is Severity.BAD
        assert f"0: leader none → {weak}, ISR 3 → {weak}" in words_of(found[unclean])
        motley.start_broker(3)
        remove_topic(motley, topic)
        doctor.until_gone(flapping, unclean)


@contextmanager
def disk_taken(sandbox: Motley, broker_id: int, name: str) -> Iterator[Path]:
    """A directory that the broker finds a file in the place of; the broker is stopped before it is put back."""
    disk, taken = sandbox.data(broker_id, name), sandbox.data(broker_id, "taken")
    disk.rename(taken)
    disk.write_bytes(b"")
    try:
        yield disk
    finally:
        if f"broker-{broker_id}" in sandbox.pids:
            sandbox.stop_broker(broker_id)
        disk.unlink()
        taken.rename(disk)


def controller_that_is_not(sandbox: Motley, broker_id: int) -> int:
    """The controller; another is elected until it is another."""
    found: list[int] = []
    with zookeeper_client(sandbox) as client:

        def is_another() -> bool:
            with suppress(NoNodeError):
                found[:] = [json.loads(client.get("/controller")[0])["brokerid"]]
                if found != [broker_id]:
                    return admin_of(sandbox).list_topics(timeout=10).controller_id == found[0]
                client.delete("/controller")
            return False

        wait_until(is_another, 60, f"another controller than {broker_id}")
    return found[0]


def wait_for(doctor: Examined, topic: str, leader: int, isr: tuple[int, ...]) -> None:
    """Until the metadata name these, watched all the time."""

    def is_so() -> bool:
        with suppress(KafkatuiError):  # one that ends was asked
            [part] = doctor.watch().topics[topic].partitions
            return (part.leader, sorted(part.isr)) == (leader, sorted(isr))
        return False

    wait_until(is_so, 60, f"leader {leader} and ISR {isr}")


def words_of(finding: Finding) -> str:
    return "; ".join(each.text for each in finding.evidence)
