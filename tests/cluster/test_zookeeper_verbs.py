"""Znodes changed by verbs on ZooKeeper 3.4 and 3.8, read back with a client of its own, and undone."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from kazoo.client import KazooClient
from kazoo.security import OPEN_ACL_UNSAFE, make_acl, make_digest_acl

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.model.errors import NotAuthorized
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.zookeeper.authentication import add_digest
from kafkatui.zookeeper.connection import ZooKeeperConnection
from kafkatui.zookeeper.write.data import set_data

pytestmark = pytest.mark.cluster


@dataclass
class Desk:
    """A znode of this test's own, somebody else's client, and our verbs."""

    root: str
    other: KazooClient
    address: list[str]
    captured: pytest.CaptureFixture[bytes]
    monkeypatch: pytest.MonkeyPatch
    is_old: bool

    def zk(self, *words: str, code: int = 0, stdin: bytes = b"") -> str:
        """A verb's standard output, or what it says where another code than 0 is expected. `~` stands for our znode."""
        words = tuple(word.replace("~", self.root) for word in words)
        self.captured.readouterr()
        self.monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        ended = exit_code_of(kafkatui, [*self.address, *words])
        out, err = self.captured.readouterr()
        assert ended == code, (words, out, err)
        assert b"Traceback" not in err
        return (out if code == 0 else out + err).decode()

    def undo(self) -> str:
        """Takes back what was changed last."""
        return self.zk("undo", "--yes")

    def tree(self, below: str = "") -> dict[str, Any]:
        """Every path below our znode, with its data."""
        found: dict[str, Any] = {}
        level = [below]
        while level:
            data = [(path, self.other.get_async(self.root + path)) for path in level]
            names = [(path, self.other.get_children_async(self.root + path)) for path in level]
            found |= {path: result.get(timeout=20)[0] for path, result in data}
            level = [f"{path}/{name}" for path, result in names for name in result.get(timeout=20)]
        return found

    def exists(self, below: str) -> bool:
        return self.other.exists(self.root + below) is not None


@pytest.fixture(params=["cluster", "kafka_2_3"])
def desk(
    request: pytest.FixtureRequest,
    isolated_user: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    sandbox: Sandbox = request.getfixturevalue(request.param)
    other = KazooClient(hosts=sandbox.zookeeper_connect)
    other.start(20)
    root = f"/verbs-{uuid.uuid4().hex}"
    other.create(root)
    address = ["-b", sandbox.bootstrap_servers, "-z", sandbox.zookeeper_connect or ""]
    yield Desk(root, other, address, capsysbinary, monkeypatch, request.param == "kafka_2_3")
    other.delete(root, recursive=True)
    other.stop()
    other.close()


def test_znodes_of_every_kind_are_made_and_taken_back(desk: Desk) -> None:
    zk, other, root = desk.zk, desk.other, desk.root
    assert "no znode" in zk("zk", "create", "~/a/b/c", "x", "--yes", code=2)
    assert "2 above it" in zk("zk", "create", "~/a/b/c", "x", "--parents", "--dry-run")
    assert not desk.exists("/a")
    zk("zk", "create", "~/a/b/c", "-", "--parents", "--yes", stdin=b"\xff\x00\n", code=0)
    assert desk.tree("/a") == {"/a": None, "/a/b": None, "/a/b/c": b"\xff\x00\n"}
    assert "already" in zk("zk", "create", "~/a/b/c", "--yes", code=2)
    other.set(f"{root}/a/b", b"used")
    assert "was written since" in zk("undo", "--dry-run")
    desk.undo()
    assert desk.tree("/a") == {"/a": None, "/a/b": b"used"}

    zk("zk", "create", "~/n-", "", "--sequential", "--yes")
    (name,) = [each for each in other.get_children(root) if each.startswith("n-")]
    assert name[2:].isdecimal()
    assert other.get(f"{root}/{name}")[0] == b""
    desk.undo()
    assert not desk.exists(f"/{name}")

    out = zk("zk", "create", "~/e", "--ephemeral", "--dry-run")
    assert "as long as kafkatui's session" in out
    assert "create -e" in out
    seen: list[int] = []
    other.ChildrenWatch(root, lambda names: seen.append("e" in names))
    zk("zk", "create", "~/e", "--ephemeral", "--yes")
    assert not desk.exists("/e"), "the verb's session ends with it"
    assert any(seen)


def test_what_is_masked_is_shown_when_asked_for(desk: Desk) -> None:
    zk, other, root = desk.zk, desk.other, desk.root
    digest = make_digest_acl("bob", "builder", all=True)
    other.create(f"{root}/config", b"{}")
    other.create(f"{root}/config/users", b'{"config":{"SCRAM-SHA-256":"salt=c2FsdA==,iterations=4096","a":"b"}}')
    other.set_acls(f"{root}/config/users", [digest, *OPEN_ACL_UNSAFE])
    assert "c2FsdA" not in zk("zk", "get", "~/config/users", code=0)
    shown = zk("reveal", "znode", "~/config/users", "config.SCRAM-SHA-256", code=0)
    assert shown == "✓ config.SCRAM-SHA-256: salt=c2FsdA==,iterations=4096\n"
    assert digest.id.id not in zk("zk", "acl", "get", "~/config/users", code=0)
    assert zk("reveal", "znode", "~/config/users", "acl bob", code=0) == f"✓ acl bob: {digest.id.id}\n"
    assert "It is one of config.SCRAM-SHA-256, acl bob" in zk("reveal", "znode", "~/config/users", code=2)
    assert "Nothing of the znode" in zk("reveal", "znode", "~/config", code=1)


def test_containers_ttls_and_acls_where_the_server_knows_them(desk: Desk) -> None:
    zk, other, root = desk.zk, desk.other, desk.root
    extended = {"container": ["--container"], "ttl": ["--ttl", "100000"]}
    for kind, option in extended.items():
        if desk.is_old:
            assert "3.5." in zk("zk", "create", f"~/{kind}", *option, "--yes", code=1)
        else:
            zk("zk", "create", f"~/{kind}", "data", *option, "--yes")
            data, stat = other.get(f"{root}/{kind}")
            assert (data, stat.ephemeralOwner) == (b"data", 0), "it is not this session's"

    assert "no hash" in zk("zk", "create", "~/x", "--acl", "digest:alice:cdrwa", "--yes", code=2)
    zk("zk", "create", "~/x", "--acl", "digest:alice:cdrwa,read", "--password-file", "-", "--yes", stdin=b"wonder\n")
    entries = [(each.id.scheme, each.perms) for each in other.get_acls(f"{root}/x")[0]]
    assert entries == [("digest", 31), ("world", 1)]
    logged_in = KazooClient(hosts=desk.address[3], auth_data=[("digest", "alice:wonder")])
    logged_in.start(20)
    logged_in.set(f"{root}/x", b"she may")
    logged_in.stop()
    logged_in.close()


def test_subtrees_are_counted_deleted_in_order_and_made_again(desk: Desk) -> None:
    zk, other, root = desk.zk, desk.other, desk.root
    other.create(f"{root}/t", b"\xff\x00")
    for result in [other.create_async(f"{root}/t/n{number}", b"12345") for number in range(600)]:
        result.get(timeout=20)
    other.create(f"{root}/t/null", None, acl=[make_acl("world", "anyone", read=True, delete=True)])
    other.create(f"{root}/t/theirs", b"", ephemeral=True)
    other.create(f"{root}/t/closed", b"", acl=[make_digest_acl("a", "b", all=True), *OPEN_ACL_UNSAFE])
    before = desk.tree("/t")
    assert "603 znodes with 3,000 bytes below it" in zk("zk", "delete", "~/t", "--yes", code=2)
    out = zk("zk", "delete", "~/t", "--recursive", "--dry-run")
    for words in ("604 znodes, 3,002 bytes", "1 ephemeral", "deleteall", "hash of a password"):
        assert words in out
    assert desk.tree("/t") == before
    zk("zk", "delete", "~/t", "--recursive", "--yes")
    assert not desk.exists("/t")
    desk.undo()
    assert desk.tree("/t") == {path: data for path, data in before.items() if path not in ("/t/theirs", "/t/closed")}
    assert other.get_acls(f"{root}/t/null")[0] == [make_acl("world", "anyone", read=True, delete=True)]

    zk("zk", "delete", "~/t/n1", "~/t/n2", "--yes")
    assert {"/t/n1", "/t/n2"} & desk.tree("/t").keys() == set()
    assert "at version 0, not 3" in zk("zk", "delete", "~/t/n3", "--version", "3", "--yes", code=2)
    assert "cannot be deleted" in zk("zk", "delete", "/", "--recursive", "--yes", code=2)
    assert "without it brokers that restart" in zk("zk", "delete", "/cluster/id", "--dry-run")


def test_subtrees_are_copied_moved_and_written_to_files(desk: Desk, tmp_path: Path) -> None:
    zk, other, root = desk.zk, desk.other, desk.root
    other.create(f"{root}/a", b"\xff\x00")
    other.create(f"{root}/a/null", None, acl=[make_acl("world", "anyone", read=True, delete=True)])
    other.create(f"{root}/a/b", b"")
    other.create(f"{root}/a/b/größe", "ä\n".encode())
    a = desk.tree("/a")
    assert "below it" in zk("zk", "cp", "~/a", "~/a/b/c", "--yes", code=2)
    zk("zk", "cp", "~/a", "~/c", "--yes")
    assert desk.tree("/c") == {path.replace("/a", "/c", 1): data for path, data in a.items()}
    assert other.get_acls(f"{root}/c/null")[0] == other.get_acls(f"{root}/a/null")[0]
    desk.undo()
    assert not desk.exists("/c")

    zk("zk", "mv", "~/a", "~/m", "--yes")
    assert not desk.exists("/a")
    assert desk.tree("/m") == {path.replace("/a", "/m", 1): data for path, data in a.items()}
    desk.undo()
    assert desk.tree("/a") == a

    other.create(f"{root}/a/closed", b"", acl=[make_digest_acl("a", "b", all=True), *OPEN_ACL_UNSAFE])
    for name, how in (("a.json", ()), ("a.yaml", ("--format", "yaml"))):
        file = str(tmp_path / name)
        assert "/a/closed" in zk("zk", "export", "~/a", file, *how, "--dry-run")
        zk("zk", "export", "~/a", file, *how)
        assert "Creates 4 and sets 0 of 4" in zk("zk", "import", file, "~/i", "--dry-run")
        zk("zk", "import", file, "~/i", "--yes")
        assert desk.tree("/i") == {path.replace("/a", "/i", 1): data for path, data in a.items()}
        assert other.get_acls(f"{root}/i/null")[0] == other.get_acls(f"{root}/a/null")[0]
        other.set(f"{root}/i/b", b"theirs")
        zk("zk", "import", file, "~/i", "--yes")
        assert other.get(f"{root}/i/b")[0] == b""
        desk.undo()
        assert other.get(f"{root}/i/b")[0] == b"theirs"
        other.delete(f"{root}/i", recursive=True)
    assert '"path": "/b"' in zk("zk", "export", "~/a")
    whole = tmp_path / "all.json"
    zk("zk", "export", "~/a", str(whole), "--show-secrets")
    assert whole.stat().st_mode & 0o777 == 0o600
    assert "digest:a:" in whole.read_text()


def test_an_import_sets_acls_of_znodes_that_are_there(desk: Desk, tmp_path: Path) -> None:
    zk, other, root, file = desk.zk, desk.other, desk.root, str(tmp_path / "a.json")
    theirs = [make_acl("world", "anyone", read=True, write=True, admin=True)]
    other.create(f"{root}/a", b"1")
    other.create(f"{root}/a/b", b"2")
    zk("zk", "export", "~/a", file)
    other.set_acls(f"{root}/a/b", theirs)
    assert "sets 0 of 2 znodes and 1 ACLs" in zk("zk", "import", file, "~/a", "--dry-run")
    assert "nothing to do" in zk("zk", "import", file, "~/a", "--no-acl", "--yes")
    other.set(f"{root}/a/b", b"3")
    zk("zk", "import", file, "~/a", "--yes")
    assert (other.get_acls(f"{root}/a/b")[0], other.get(f"{root}/a/b")[0]) == (OPEN_ACL_UNSAFE, b"2")
    desk.undo()
    assert (other.get_acls(f"{root}/a/b")[0], other.get(f"{root}/a/b")[0]) == (theirs, b"3")


def test_acls_are_set_of_subtrees_too_and_data_are_null_or_empty(desk: Desk) -> None:
    zk, other, root = desk.zk, desk.other, desk.root
    for path in ("/a", "/a/b", "/a/b/c"):
        other.create(root + path, b"data")
    zk("zk", "acl", "set", "~/a/b", "world:anyone:cdra", "--yes")
    assert zk("zk", "acl", "get", "~/a/b") == "world:anyone:cdra\n"
    desk.undo()
    assert zk("zk", "acl", "get", "~/a/b") == "world:anyone:cdrwa\n"
    out = zk("zk", "acl", "set", "~/a", "open,digest:bob:rw", "--recursive", "--password-file", "-", "--dry-run",
             stdin=b"pw\n")  # fmt: skip
    assert "Sets the ACLs of 3 znodes" in out
    assert make_digest_acl("bob", "pw").id.id.partition(":")[2] not in out
    zk("zk", "acl", "set", "~/a", "open,digest:bob:rw", "--recursive", "--password-file", "-", "--yes", stdin=b"pw\n")
    for path in ("/a", "/a/b", "/a/b/c"):
        acl = [*OPEN_ACL_UNSAFE, make_digest_acl("bob", "pw", read=True, write=True)]
        assert other.get_acls(root + path)[0] == acl
    assert "already" in zk("zk", "acl", "set", "~/a/b", "world:anyone:cdrwa,digest:bob:rw", "--yes", "--password-file",
                           "-", stdin=b"pw\n")  # fmt: skip
    assert "no ACL entry" in zk("zk", "acl", "set", "~/a", "everybody", "--yes", code=2)

    for options, data in ((["--null"], None), (["--empty"], b""), (["-"], b"\xff\x00"), ([""], b"")):
        zk("zk", "set", "~/a", *options, "--yes", stdin=b"\xff\x00")
        assert other.get(f"{root}/a")[0] == data
    assert "exclude each other" in zk("zk", "set", "~/a", "x", "--null", "--yes", code=2)
    assert "jute.maxbuffer 1,048,575, the servers' default" in zk(
        "zk", "set", "~/a", "-", "--yes", code=2, stdin=b"x" * 1_048_576
    )
    assert "near the" in zk("zk", "set", "~/a", "-", "--dry-run", stdin=b"x" * 1_000_000)


def test_several_changes_are_done_together_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    zk, other, root = desk.zk, desk.other, desk.root
    for path, data in (("/a", b"1"), ("/b", None), ("/gone", b"\xff")):
        other.create(root + path, data, acl=[make_acl("world", "anyone", all=True)])
    before = desk.tree()
    text = f"check {root}/a 0\ncreate {root}/new\ncreate {root}/new/b x\nset {root}/a * 2\ndelete {root}/gone\n"
    assert "One transaction" in zk("zk", "transaction", "-", "--dry-run", stdin=text.encode())
    assert desk.tree() == before
    zk("zk", "transaction", "-", "--yes", stdin=text.encode())
    assert desk.tree() == {"": b"", "/a": b"2", "/b": None, "/new": None, "/new/b": b"x"}
    other.set(f"{root}/new/b", b"theirs")
    assert "/new/b was changed since" in desk.undo()
    other.set(f"{root}/new/b", b"x")
    desk.undo()
    assert desk.tree() == before
    assert "Change 1, check" in zk("zk", "transaction", "-", "--yes", code=2, stdin=text.encode())

    from kafkatui.zookeeper.write import transaction

    def changed_first(*arguments: Any, commit: Any = transaction.commit) -> Any:
        other.set(f"{root}/b", b"meanwhile")
        return commit(*arguments)

    monkeypatch.setattr(transaction, "commit", changed_first)
    text = f"set {root}/a * 3\nset {root}/b * 3\n"
    out = zk("zk", "transaction", "-", "--yes", code=1, stdin=text.encode())
    assert "after version 0 was read" in out
    assert desk.tree()["/a"] == b"1", "nothing was done"


def test_a_quota_is_set_as_zookeeper_counts_it_and_taken_back(desk: Desk) -> None:
    zk, other, root = desk.zk, desk.other, desk.root
    other.create(f"{root}/a", b"12345")
    zk("zk", "quota", "~", "--count", "10", "--yes")
    quota = f"/zookeeper/quota{root}"
    assert other.get(f"{quota}/zookeeper_limits")[0] == b"count=10,bytes=-1"
    assert other.get(f"{quota}/zookeeper_stats")[0].startswith(b"count=2,bytes=5"), "the server has counted it"
    zk("zk", "quota", "~", "--bytes", "100", "--yes")
    assert other.get(f"{quota}/zookeeper_limits")[0] == b"count=10,bytes=100"
    assert "has a quota" in zk("zk", "quota", "~/a", "--count", "1", "--yes", code=2)
    desk.undo()
    assert other.get(f"{quota}/zookeeper_limits")[0] == b"count=10,bytes=-1"
    zk("zk", "quota", "~", "--count", "-1", "--yes")
    assert not other.exists(quota)


def test_a_session_logs_in_while_it_lives(desk: Desk) -> None:
    desk.other.create(f"{desk.root}/hers", b"data", acl=[make_digest_acl("alice", "wonder", all=True)])
    ours = ZooKeeperConnection(ZooKeeperSettings(desk.address[3]), lambda state: None)
    ours.start(20)
    try:
        with pytest.raises(NotAuthorized):
            set_data(ours, f"{desk.root}/hers", b"", -1)
        add_digest(ours, "alice", "wonder")
        assert set_data(ours, f"{desk.root}/hers", b"", -1).version == 1
    finally:
        ours.close()
        desk.other.delete(f"{desk.root}/hers")


def test_a_subtree_goes_to_another_ensemble(
    cluster: Sandbox,
    kafka_2_3: Sandbox,
    isolated_user: Path,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    profiles = [
        f'[clusters.{name}]\nbootstrap_servers = "{each.bootstrap_servers}"\nzookeeper = "{each.zookeeper_connect}"\n'
        for name, each in (("here", cluster), ("there", kafka_2_3))
    ]
    config = tmp_path / "config.toml"
    config.write_text("\n".join(profiles))
    clients = [KazooClient(hosts=each.zookeeper_connect) for each in (cluster, kafka_2_3)]
    here, there = clients
    root = f"/verbs-{uuid.uuid4().hex}"
    for client in clients:
        client.start(20)
    try:
        here.create(root, b"\xff")
        here.create(f"{root}/a", None)
        command = ["--config", str(config), "--cluster", "here", "zk"]
        assert exit_code_of(kafkatui, [*command, "cp", root, root, "--to-cluster", "there", "--yes"]) == 0
        assert (there.get(root)[0], there.get(f"{root}/a")[0]) == (b"\xff", None)
        there.delete(root, recursive=True)
        assert exit_code_of(kafkatui, [*command, "mv", root, root, "--to-cluster", "there", "--yes"]) == 0
        assert (here.exists(root), there.get(f"{root}/a")[0]) == (None, None)
    finally:
        for client in clients:
            if client.exists(root):
                client.delete(root, recursive=True)
            client.stop()
            client.close()
