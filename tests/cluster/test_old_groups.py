"""A group of the old consumer, whose owners and offsets are in ZooKeeper, among Kafka's on the page and in verbs."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kazoo.client import KazooClient

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.model.place import PlaceKind
from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.app_driver import app_at, profile_of
from tests.cluster.sharing import FreshTopic
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster


@pytest.fixture
def topic(cluster: Sandbox, fresh_topic: FreshTopic) -> str:
    return fresh_topic(cluster, 1, 1)


@pytest.fixture
def old_group(cluster: Sandbox, topic: str) -> Iterator[str]:
    """Has read 2 of 5 records of one partition, and has an owner."""
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers})
    for number in range(5):
        producer.produce(topic, str(number).encode(), partition=0)
    assert producer.flush(30) == 0
    group = f"old-{uuid.uuid4().hex[:8]}"
    root, consumer = f"/consumers/{group}", f"{group}_host-7-1571900000000-ab12cd34"
    client = KazooClient(cluster.zookeeper_connect)
    client.start(20)
    client.create(f"{root}/offsets/{topic}/0", b"2", makepath=True)
    client.create(f"{root}/ids/{consumer}", b"{}", makepath=True)
    client.create(f"{root}/owners/{topic}/0", f"{consumer}-0".encode(), makepath=True)
    yield group
    client.delete(root, recursive=True)
    client.stop()
    client.close()


def test_verbs_tell_its_owner_and_its_lag(
    cluster: Sandbox, old_group: str, isolated_user: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def verb(*words: str) -> list[dict[str, Any]]:
        address = ["-b", cluster.bootstrap_servers, "-z", cluster.zookeeper_connect or ""]
        capsysbinary.readouterr()
        code = exit_code_of(kafkatui, [*address, *words, "-o", "json"])
        out, err = capsysbinary.readouterr()
        assert code == 0, err
        found: list[dict[str, Any]] = json.loads(out)
        return found

    (row,) = [each for each in verb("groups") if each["id"] == old_group]
    assert (row["type"], row["state"], row["members"], row["lag"]) == ("zookeeper", "Stable", 1, 3)
    (told,) = verb("progress", old_group)
    assert (told["state"], told["lag"], told["members"]) == ("Stable", 3, 1)


async def test_it_is_on_the_page_where_nothing_of_kafkas_is_offered_for_it(cluster: Sandbox, old_group: str) -> None:
    async with app_at(profile_of(cluster), PlaceKind.GROUPS) as app:
        await app.wait_for_text(old_group)
        await app.press("slash", *old_group, "enter")
        await app.wait_for(lambda: app.pane.targets()[0].name == old_group)
        assert app.pane.targets()[0].part == "group in ZooKeeper"
        await app.press("enter")
        await app.wait_for_text("host-7")


async def test_it_is_among_its_topics_groups_and_is_not_reset_as_one_of_kafkas(
    cluster: Sandbox, topic: str, old_group: str, isolated_user: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    async with app_at(profile_of(cluster), PlaceKind.TOPIC, topic, "groups") as app:
        await app.wait_for_text(old_group, "lag 3")
        assert app.pane.targets()[0].part == "group in ZooKeeper"
        await app.press("x")
        await app.wait_for(lambda: app.place.name == f"/consumers/{old_group}")
    address = ["-b", cluster.bootstrap_servers, "-z", cluster.zookeeper_connect or ""]
    assert exit_code_of(kafkatui, [*address, "group", "reset", old_group, "--to-latest", "--yes"]) == 1
    assert b"keeps its offsets in ZooKeeper" in capsysbinary.readouterr().err
