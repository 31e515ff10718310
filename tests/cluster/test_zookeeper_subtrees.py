"""A real ensemble of three without Kafka: sizes, search, tree, differences, following, changes; what servers say."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kazoo.client import KazooClient
from kazoo.security import make_digest_acl

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.insight.doctor.ensemble import even, not_in_quorum
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Suspicion
from kafkatui.model.observed import Observed
from kafkatui.model.profile import ZooKeeperSettings
from kafkatui.sandbox.readiness import wait_until
from kafkatui.zookeeper.ensemble import read_ensemble
from tests.cluster.ensemble import SUPER_PASSWORD, Ensemble

pytestmark = pytest.mark.cluster

NOBODY = "127.0.0.1:1"
"""No verb here asks Kafka."""

Verb = Callable[..., str]


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ensemble]:
    ensemble = Ensemble(tmp_path_factory.mktemp("ensemble"))
    ensemble.start(1, 2, 3)
    ensemble.wait()
    yield ensemble
    ensemble.close()


@pytest.fixture(scope="module")
def client(ensemble: Ensemble) -> Iterator[KazooClient]:
    """Has filled /app: 1,000 items, a large one, one that nobody may read, and an ephemeral one."""
    client = ensemble.client()
    client.ensure_path("/app/items")
    pending = [client.create_async(f"/app/items/n{number}", b"12345") for number in range(1_000)]
    for result in pending:
        result.get(timeout=30)
    client.create("/app/large", b"x" * 10_000)
    client.create("/app/secret", b"hidden", acl=[make_digest_acl("a", "b", all=True)])
    client.create("/app/here", b'{"host": "h1"}', ephemeral=True)
    yield client
    client.stop()
    client.close()


@pytest.fixture
def verb(ensemble: Ensemble, isolated_user: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Verb:
    """Runs a verb in this process; its standard output, or what it says where another code than 0 is expected."""

    def run(*arguments: str, code: int = 0, says: str = "", connect: str = ensemble.connect) -> str:
        capsysbinary.readouterr()
        ended = exit_code_of(kafkatui, ["-b", NOBODY, "-z", connect, "zk", *arguments])
        out, err = capsysbinary.readouterr()
        assert ended == code, (arguments, out, err)
        assert b"Traceback" not in err
        assert says in err.decode()
        return out.decode()

    return run


def verb_json(verb: Verb, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(verb(*arguments, "-o", "json", code=code))
    return found


def told_by(check: Callable[[Known], Iterator[Suspicion]], ensemble: Ensemble) -> set[str]:
    """What a rule of the doctor says of the servers as they are now."""
    now = time.time()
    read = Observed.ok(read_ensemble(ZooKeeperSettings(ensemble.connect)), now)
    return {each.title for each in check(Known(now, Observed.unknown(), ensemble=read))}


@pytest.fixture
def settings(ensemble: Ensemble, tmp_path: Path) -> Path:
    """A settings file that says where the AdminServer is, as cluster `e`."""
    path = tmp_path / "config.toml"
    path.write_text(f"[clusters.e.zookeeper_properties]\n'admin.port' = '{ensemble.admin_port}'\n")
    return path


def test_sizes_of_a_subtree(client: KazooClient, verb: Verb) -> None:
    out = verb("du", "/app", "--rate", "max", "-o", "json", code=1, says="No access to 1 znodes")
    whole, items = json.loads(out)
    assert (whole["path"], whole["nodes"], whole["unreadable"]) == ("/app", 1_004, 1)
    assert whole["bytes"] == 15_000 + len('{"host": "h1"}')
    assert (whole["largest_path"], whole["largest_bytes"]) == ("/app/large", 10_000)
    assert whole["newest_path"] == "/app/here"
    assert (items["path"], items["nodes"], items["bytes"], items["children"]) == ("/app/items", 1_001, 5_000, 1_000)
    assert "/app/items" in verb("du", "/app/items")
    verb("du", "/nowhere", code=1, says="no such znode")
    verb("du", "/", "--rate", "0", code=2, says="--rate")


def test_what_is_found_and_what_could_not_be_looked_at(client: KazooClient, verb: Verb) -> None:
    session = client.client_id[0]
    assert verb("find", "/app", f"owner={session:#x}", code=2, says="1 not readable") == "/app/here\n"
    items = verb("find", "/app/items", "name:n77 size=5", "--rate", "max", says="complete").split()
    assert sorted(items) == ["/app/items/n77", *(f"/app/items/n77{digit}" for digit in range(10))]
    found = json.loads(verb("find", "/app/here", "data:h1", "-o", "json"))
    assert (found["path"], found["type"], found["data"]) == ("/app/here", "ephemeral", '{"host": "h1"}')
    assert len(verb("find", "/app/items", "12345", "--limit", "3", says="there may be more").split()) == 3
    verb("find", "/app/items", "data:nothing", code=1, says="1,001 znodes looked at")
    verb("find", "/app/items", "size>x", code=2, says="a number")


def test_what_servers_and_sessions_say(ensemble: Ensemble, client: KazooClient, verb: Verb, settings: Path) -> None:
    at_admin = ("--config", str(settings), "--cluster", "e")
    wait_until(lambda: "AdminServer" in verb_json(verb, "servers", *at_admin)[2]["asked_by"], 20, "the AdminServer")
    servers = verb_json(verb, "servers", *at_admin)
    assert sorted(server["mode"] for server in servers) == ["follower", "follower", "leader"]
    for server in servers:
        assert server["version"].startswith("3.")
        assert server["zxid"].startswith("0x")
        assert server["znodes"] > 1_000
        assert len(server["latency_ms"]) == 3
        assert None not in (server["outstanding"], server["connections"], server["watches"], server["data_bytes"])
    assert "Mode: " in verb("4lw", "srvr", "--server", ensemble.address(1))
    assert '"command": "monitor"' in verb("4lw", "mntr", "--server", ensemble.address(3), *at_admin)
    verb("4lw", "mntr", code=1, says="4lw.commands.whitelist")
    verb("4lw", "crst", code=2, says="Invalid value")

    owner = hex(client.client_id[0])
    sessions = {each["session"]: each for each in verb_json(verb, "sessions", *at_admin)}
    assert sessions[owner]["ephemerals"] == ["/app/here"]
    assert sessions[owner]["client"].startswith("127.0.0.1:")
    assert sessions[owner]["server"] in ensemble.connect


def test_a_tree_and_how_two_differ(ensemble: Ensemble, client: KazooClient, verb: Verb) -> None:
    for root in ("/one", "/two"):
        client.create(f"{root}/a/b", root.encode(), makepath=True)
        client.create(f"{root}/same ", b"same")
    client.create("/two/more", b"")
    assert verb("tree", "/one") == "/one\n  a\n    b\n  same␣\n"
    assert verb("tree", "/two", "--depth", "1", "--counts").splitlines() == [
        "/two  (3 children, 0 B)", "  a  (1 child, 0 B)", "  more  (0 B)", "  same␣  (4 B)",
    ]  # fmt: skip
    assert "secret  (no access)" in verb("tree", "/app", "--depth", "1", code=1, says="No access to 1")
    found = verb_json(verb, "diff", "/one", "/two", code=1)
    assert [(each["path"], each["what"]) for each in found] == [("a/b", "data"), ("more", "only right")]
    verb("diff", "/one", f"{ensemble.address(2)}:/one", says="the same")
    verb("diff", "/app", "/app", "--rate", "max", code=2, says="not complete")
    verb("diff", "/one", "/nowhere", code=2, says="no such znode")
    verb("diff", "/one", "nowhere", code=2, says="no side to compare")


def test_changes_are_followed(client: KazooClient, verb: Verb) -> None:
    client.create("/followed/old", b"1", makepath=True)
    is_over = threading.Event()

    def change() -> None:
        while not is_over.wait(0.05):  # whatever comes before the watches are set is no change
            client.set("/followed/old", b"2")
            client.create("/followed/new", b"n")
            is_over.wait(0.05)  # a znode that is gone before the names are read was never seen
            client.delete("/followed/new")

    changing = threading.Thread(target=change)
    changing.start()
    try:
        # Two of them, or three where the new one is there just then.
        lines = verb("watch", "/followed", "--count", "12", "--for", "20s", "-o", "json", says=" znodes are watched")
    finally:
        is_over.set()
        changing.join()
    changes = [json.loads(line) for line in lines.splitlines()]
    assert len(changes) == 12
    assert {"path": "/followed/old", "change": "changed", "data": "2"}.items() <= next(
        each for each in changes if each["path"] == "/followed/old"
    ).items()
    assert {each["change"] for each in changes if each["path"] == "/followed/new"} <= {
        "created",
        "deleted",
        "made anew",
    }
    assert any(each["path"] == "/followed/new" for each in changes)


def test_it_is_changed_and_set_back_though_there_is_no_kafka(
    ensemble: Ensemble, client: KazooClient, verb: Verb, tmp_path: Path, isolated_user: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"[clusters.alone]\nzookeeper = '{ensemble.connect}'\n")

    def alone(*words: str, code: int = 0) -> None:
        assert exit_code_of(kafkatui, ["--config", str(config), "--cluster", "alone", *words]) == code

    journals = isolated_user / "state/kafkatui/journal"
    alone("zk", "create", "/alone", "1", "--yes")
    assert [each.name[:9] for each in journals.iterdir()] == ["ensemble-"]
    alone("undo", "--yes")
    assert client.exists("/alone") is None
    alone("topics", code=1)
    client.create("/cluster/id", b'{"version":"1","id":"Abc-1"}', makepath=True)
    try:
        alone("zk", "create", "/alone", "1", "--yes")
        verb("set", "/alone", "2", "--yes")  # Kafka is named here, and does not answer
    finally:
        client.delete("/cluster", recursive=True)
    assert client.get("/alone")[0] == b"2"
    assert len((journals / "Abc-1.jsonl").read_text().splitlines()) == 4


def test_members_are_changed_by_who_may_and_set_back(
    ensemble: Ensemble,
    client: KazooClient,
    verb: Verb,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    config = tmp_path / "config.toml"
    stays = ensemble.address(1)  # the one that changes its role drops its clients, at times before it has answered
    lines = [f"[clusters.{name}]\nzookeeper = '{stays}'\n" for name in ("anybody", "superuser")]
    login = f"[clusters.superuser.zookeeper_properties]\nauth = 'digest:super:{SUPER_PASSWORD}'\n"
    config.write_text("".join([*lines, login]))
    config.chmod(0o600)

    def members() -> dict[int, str]:
        return {each["id"]: f"{each['peer']}:{each['role']};{each['client']}" for each in verb_json(verb, "config")}

    def run(cluster: str, *words: str) -> int:
        return exit_code_of(kafkatui, ["--config", str(config), "--cluster", cluster, *words, "--yes"])

    servers = ZooKeeperSettings(ensemble.connect)

    def wait_for(*modes: str) -> None:
        """Until all serve, and as these: servers that change leave their clients, a leader the others, too."""
        wait_until(
            lambda: sorted(each.mode for each in read_ensemble(servers).servers) == sorted(modes), 60, str(modes)
        )

    assert members() == ensemble.members
    observer = ensemble.members[3].replace("participant", "observer")
    capsysbinary.readouterr()
    assert run("anybody", "zk", "reconfig", "--add", f"3={observer}") == 1
    assert b"may not write /zookeeper/config. Log in as the superuser" in capsysbinary.readouterr().out
    assert run("superuser", "zk", "reconfig", "--remove", "4") == 2
    assert run("superuser", "zk", "reconfig", "--add", f"3={observer}") == 0
    wait_for("leader", "follower", "observer")
    assert read_ensemble(servers).servers[2].mode == "observer"
    assert members() == {**ensemble.members, 3: observer}
    wait_until(lambda: told_by(even, ensemble) == {"The ensemble has 2 servers that vote."}, 20, "the doctor to see it")
    wait_until(lambda: told_by(not_in_quorum, ensemble) == set(), 20, "the two to be in step")
    assert run("superuser", "undo") == 0
    wait_for("leader", "follower", "follower")
    assert members() == ensemble.members


def test_a_lost_quorum_is_told_and_what_is_read_then_is_marked(
    ensemble: Ensemble, client: KazooClient, verb: Verb
) -> None:
    ensemble.stop(2, 3)

    def modes() -> list[str | None]:
        return [server["mode"] for server in verb_json(verb, "servers", code=1)]

    wait_until(lambda: modes() == ["read-only", None, None], 20, "the server that is left to see that it is alone")
    assert told_by(not_in_quorum, ensemble) >= {
        f"ZooKeeper's server {ensemble.address(number)} is not in the quorum." for number in (2, 3)
    }
    verb("servers", code=1, says="No quorum: none of 3 servers takes changes")
    verb("4lw", "srvr", code=1, says="connection refused")
