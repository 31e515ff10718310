"""The doctor beside a real ensemble in which something is wrong: found with its evidence, and gone when mended.

The ensemble is not the brokers' own, which does not matter to what its servers tell of themselves.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from kazoo.client import KazooClient

from kafkatui.model.finding import Finding
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import wait_until
from kafkatui.zookeeper.ensemble import doors_of, read_ensemble
from tests.cluster.ensemble import SUPER_PASSWORD, Ensemble
from tests.cluster.examined import examined
from tests.cluster.lone_zookeeper import LoneZooKeeper, write_snapshot
from tests.drive.held import held

pytestmark = pytest.mark.cluster

MANY_WATCHES = 10_001
PENDING = 30
ZNODES, IN_EACH = 1_000_001, 10_000
LARGE, LARGE_BYTES = 20, 50_000_000
NOTHING: frozenset[str] = frozenset()


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ensemble]:
    ensemble = Ensemble(tmp_path_factory.mktemp("ensemble"), are_alike=True)
    ensemble.start(1, 2, 3)
    ensemble.wait()
    yield ensemble
    ensemble.close()


@contextmanager
def connected(connect: str) -> Iterator[KazooClient]:
    """As the superuser."""
    client = KazooClient(hosts=connect, auth_data=[("digest", f"super:{SUPER_PASSWORD}")])
    client.start(timeout=20)
    with closing(client):
        try:
            yield client
        finally:
            client.stop()


def leader_and_follower(ensemble: Ensemble) -> tuple[int, int]:
    """Their numbers, as soon as there is a leader."""
    modes: list[str] = []

    def is_led() -> bool:
        modes[:] = [each.mode for each in read_ensemble(ZooKeeperSettings(ensemble.connect)).servers]
        return sorted(modes) == ["follower", "follower", "leader"]

    wait_until(is_led, 60, "the ensemble to be whole")
    return 1 + modes.index("leader"), 1 + modes.index("follower")


@contextmanager
def without(client: KazooClient, ensemble: Ensemble, number: int) -> Iterator[None]:
    """The ensemble without a server, for as long as this lasts."""
    client.reconfig(joining=None, leaving=str(number), new_members=None)
    try:
        yield
    finally:
        client.reconfig(joining=f"server.{number}={ensemble.members[number]}", leaving=None, new_members=None)


def words_of(finding: Finding) -> str:
    return "; ".join(each.text for each in finding.evidence if each.side == "zookeeper")


def test_two_that_vote_and_too_many_watches(virgin_cluster: Sandbox, ensemble: Ensemble) -> None:
    leader, _ = leader_and_follower(ensemble)
    left = next(number for number in (1, 2, 3) if number != leader)
    even, watches = "ensemble-even ensemble", f"ensemble-watches ZooKeeper {ensemble.address(leader)}"
    with examined(virgin_cluster, ensemble.connect) as doctor, connected(ensemble.address(leader)) as client:
        assert not {even, watches} & doctor.findings().keys()
        with connected(ensemble.address(leader)) as watcher, without(client, ensemble, left):
            asked = [watcher.exists_async(f"/{number}", watch=print) for number in range(MANY_WATCHES)]
            asked[-1].get(timeout=30)
            found = doctor.until(even, watches)
            assert words_of(found[even]) == "2 servers vote: it stands the loss of 0, as with 1"
            assert " watches; 10,000 would be many for " in words_of(found[watches])
        doctor.until_gone(even, watches)


def test_a_server_of_another_version_and_one_that_is_away(virgin_cluster: Sandbox, ensemble: Ensemble) -> None:
    _, follower = leader_and_follower(ensemble)
    mixed, away = "ensemble-versions ensemble", f"ensemble-not-whole ZooKeeper {ensemble.address(follower)}"
    with examined(virgin_cluster, ensemble.connect) as doctor:
        assert not {mixed, away} & doctor.findings().keys()
        ensemble.stop(follower)
        found = doctor.until(away)
        assert "2 of 3 servers serve" in words_of(found[away])
        ensemble.start_older(follower)
        found = doctor.until(mixed)
        assert f"3.5.9: {ensemble.address(follower)}; 3.8.4: " in words_of(found[mixed])
        doctor.until_gone(away)
        ensemble.stop(follower)
        ensemble.start(follower)
        doctor.until_gone(mixed, away)


def test_requests_that_wait_and_slow_answers(virgin_cluster: Sandbox, ensemble: Ensemble) -> None:
    leader, _ = leader_and_follower(ensemble)
    address = ensemble.address(leader)
    waiting, slow = f"ensemble-outstanding ZooKeeper {address}", f"zookeeper-slow ZooKeeper {address}"
    with examined(virgin_cluster, address, NOTHING) as doctor, connected(address) as client:
        [door] = doors_of(ZooKeeperSettings(address))
        assert waiting not in doctor.findings()

        def is_quick_again() -> bool:
            door.word("srst")  # its figures are means of all that it was ever asked
            return not {waiting, slow} & doctor.findings().keys()

        wait_until(is_quick_again, 30, "what others asked to be forgotten")
        with held(*ensemble.pids(*{1, 2, 3} - {leader})):  # nothing is written without one of them
            made = [client.create_async(f"/waiting-{number}") for number in range(PENDING)]
            found = doctor.until(waiting, within_seconds=15)
            assert f"{address}: " in words_of(found[waiting])
        for each in made:
            each.get(timeout=30)
        found = doctor.until(slow)
        assert words_of(found[slow]).startswith(f"{address}: least ")
        wait_until(is_quick_again, 30, "it to be found no more")


def test_more_than_a_zookeeper_is_good_for(virgin_cluster: Sandbox, tmp_path: Path) -> None:
    room = [
        "-XX:TieredStopAtLevel=4",
        "-Xms2g",
        "-Xmx2g",
        f"-Djute.maxbuffer={2 * LARGE_BYTES}",
        "-Dzookeeper.digest.enabled=false",
    ]
    server = LoneZooKeeper(tmp_path, options=room)
    write_snapshot(server.data, znodes())
    with closing(server):
        server.start()
        wait_until(lambda: is_serving(server.address), 90, "ZooKeeper to load its data")
        many, large = "zookeeper-many-znodes ZooKeeper", f"ensemble-large ZooKeeper {server.address}"
        with examined(virgin_cluster, server.address) as doctor, connected(server.address) as client:
            found = doctor.until(many, large)
            assert words_of(found[many]).startswith("1,000,")
            assert f"{server.address}: 1,0" in words_of(found[large])
            client.delete("/large/0")
            for number in range(1_000):
                client.delete_async(f"/0/{number}")
            doctor.until_gone(many, large)
    shutil.rmtree(server.data)  # a gigabyte, which pytest would keep


def znodes() -> Iterator[tuple[str, bytes]]:
    """A million, and a gigabyte."""
    for number in range(ZNODES):
        parent, child = divmod(number, IN_EACH)
        if child == 0:
            yield f"/{parent}", b""
        yield f"/{parent}/{child}", b""
    content = b"x" * LARGE_BYTES
    yield "/large", b""
    for number in range(LARGE):
        yield f"/large/{number}", content


def is_serving(address: str) -> bool:
    [server] = read_ensemble(ZooKeeperSettings(address)).servers
    return server.serves
