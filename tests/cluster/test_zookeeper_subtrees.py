"""Whole subtrees of a real ensemble of three: sizes, search, tree, differences, following; and what its servers say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kazoo.client import KazooClient
from kazoo.security import make_digest_acl

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from tests.cluster.ensemble import Ensemble

pytestmark = pytest.mark.cluster

NOBODY = "127.0.0.1:1"
"""No verb here asks Kafka."""

Verb = Callable[..., str]


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ensemble]:
    ensemble = Ensemble(tmp_path_factory.mktemp("ensemble"))
    ensemble.start(1, 2, 3)
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
