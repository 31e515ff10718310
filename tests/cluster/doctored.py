"""What the doctor finds in a cluster at one look, asked in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from kazoo.client import KazooClient

from kafkatui.model.finding import Examination
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.session.feeds import METADATA
from kafkatui.session.session import ClusterSession


def examined(sandbox: Sandbox, connect: str | None = None, **kafka: str) -> Examination:
    """One look, with everything read now.

    Args:
        connect: another ZooKeeper than the sandbox's.
        kafka: more librdkafka properties, with _ for the dots.
    """
    connect = connect or sandbox.zookeeper_connect
    zookeeper = ZooKeeperSettings(connect) if connect else None
    properties = {name.replace("_", "."): value for name, value in kafka.items()}
    profile = Profile("doctored", {"bootstrap.servers": sandbox.bootstrap_servers, **properties}, zookeeper)
    with closing(ClusterSession(profile)) as session:
        session.fetch(METADATA)
        return session.doctor.look_once({}, is_only_look=True)


def keys_of(found: Examination, *rules: str) -> set[str]:
    """The findings of these rules."""
    return {each.key for each in found.findings if each.rule in rules}


@contextmanager
def other_data(sandbox: Sandbox, path: str, data: bytes) -> Iterator[None]:
    """A znode whose data are others for as long as this lasts."""
    client = KazooClient(sandbox.zookeeper_connect)
    client.start(10)
    try:
        before, _ = client.get(path)
        client.set(path, data)
        yield
        client.set(path, before)
    finally:
        client.stop()
        client.close()
