"""A login with SASL DIGEST-MD5, and hard quotas, on a real ZooKeeper of their own."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from kazoo.client import KazooClient

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.codec.znode_acl import parse_acl
from kafkatui.model.errors import KafkatuiError, NotAuthorized
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.model.znode import ZnodeAcl
from kafkatui.model.znode_draft import ZnodeDraft
from kafkatui.sandbox.readiness import wait_until
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.tree import read_znode
from kafkatui.zookeeper.write.creation import make_znode
from tests.cluster.lone_zookeeper import LoneZooKeeper

pytestmark = pytest.mark.cluster

START_SECONDS = 60.0

PASSWORD = "wonder"
MODULE = "org.apache.zookeeper.server.auth.DigestLoginModule"
PROVIDER = "org.apache.zookeeper.server.auth.SASLAuthenticationProvider"


@pytest.fixture(scope="module")
def zookeeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoneZooKeeper]:
    home = tmp_path_factory.mktemp("sasl")
    (home / "jaas.conf").write_text(f'Server {{ {MODULE} required user_alice="{PASSWORD}"; }};\n')
    lines = {"authProvider.sasl": PROVIDER, "enforceQuota": True}
    server = LoneZooKeeper(home, lines, [f"-Djava.security.auth.login.config={home / 'jaas.conf'}"])
    server.start()
    wait_until(lambda: answers(server), START_SECONDS, "ZooKeeper to start")
    yield server
    server.close()


def answers(server: LoneZooKeeper) -> bool:
    """Whether it does, to somebody who does not log in."""
    try:
        connected(server).close()
    except KafkatuiError:
        return False
    return True


def connected(server: LoneZooKeeper, **properties: str) -> ZooKeeperConnection:
    named = {name.replace("_", "."): value for name, value in properties.items()}
    connection = ZooKeeperConnection(ZooKeeperSettings(server.address, named), lambda state: None)
    connection.start(10)
    return connection


def test_who_logs_in_by_digest_md5_is_known_to_acls(zookeeper: LoneZooKeeper) -> None:
    if importlib.util.find_spec("puresasl") is None:
        reason = "needs pure-sasl: SASL was NOT tested"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    alice = connected(zookeeper, sasl_username="alice", sasl_password=PASSWORD)
    try:
        make_znode(alice, ZnodeDraft("/hers", b"data", parse_acl(["creator"])))
        assert read_znode(alice, "/hers").acl == (ZnodeAcl("sasl", "alice", "cdrwa"),)
    finally:
        alice.close()
    nobody = connected(zookeeper)
    assert read_znode_error(nobody) != ""
    nobody.close()
    with pytest.raises(NotAuthorized, match=r"hung up on the SASL login|refused the credentials") as caught:
        connected(zookeeper, sasl_username="alice", sasl_password="wrong-one")
    assert "wrong-one" not in str(caught.value)


def read_znode_error(connection: ZooKeeperConnection) -> str:
    """Why /hers cannot be read."""
    try:
        return read_znode(connection, "/hers").data_error
    except NotAuthorized as error:
        return str(error)


def test_what_goes_beyond_a_hard_quota_is_refused(
    zookeeper: LoneZooKeeper, isolated_user: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def zk(*words: str) -> tuple[int, bytes]:
        capsysbinary.readouterr()
        code = exit_code_of(kafkatui, ["-z", zookeeper.address, "zk", *words, "--yes"])
        out, err = capsysbinary.readouterr()
        return code, out + err

    assert zk("create", "/limited", "x")[0] == 0
    assert zk("quota", "/limited", "--count-hard", "2", "--bytes", "100")[0] == 0
    other = KazooClient(zookeeper.address)
    other.start(10)
    try:
        limits = "/zookeeper/quota/limited/zookeeper_limits"
        assert other.get(limits)[0] == b"count=-1,bytes=100=;byteHardLimit=-1;countHardLimit=2"
        assert zk("create", "/limited/second")[0] == 0
        code, said = zk("create", "/limited/third")
        assert (code, b"a quota above it does not allow it" in said) == (1, True), said
        assert zk("quota", "/limited", "--count-hard", "-1", "--bytes", "-1")[0] == 0
        assert other.exists(limits) is None
        assert zk("create", "/limited/third")[0] == 0
    finally:
        other.stop()
        other.close()
