"""A real Connect worker: its connectors by the verbs, a failed task's trace, and what is changed there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kafkatui.cli.failures import exit_code_of
from kafkatui.cli.main import kafkatui
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.connect_contents import load_connect_contents
from kafkatui.sandbox.connect_worker import running_worker
from kafkatui.sandbox.ports import choose_ports
from kafkatui.sandbox.readiness import wait_until
from tests.cluster.app_driver import app_at, profile_of
from tests.cluster.as_found import leaving_as_found

pytestmark = pytest.mark.cluster

SECONDS = 30.0


@dataclass(frozen=True)
class Connect:
    """A worker, and `kafkatui connect` on it."""

    sandbox: Sandbox
    url: str
    directory: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, code: int = 0, verb: str = "connect") -> str:
        """What it prints; where another code than 0 is expected, what it says."""
        address = ["-b", self.sandbox.bootstrap_servers, "-z", "none", "-X", f"connect.url={self.url}"]
        self.capsys.readouterr()
        ended = exit_code_of(kafkatui, [*address, verb, *arguments])
        told = self.capsys.readouterr()
        assert ended == code, told.err + told.out
        return told.err if code else told.out

    def ties(self, connector: str) -> list[dict[str, str | None]]:
        """What it is tied to."""
        rows: list[dict[str, str | None]] = json.loads(self("connector", connector, "-o", "json", verb="relations"))
        return rows

    def states(self) -> dict[str, tuple[str, int, int]]:
        """State, running and failed tasks of each connector."""
        rows = json.loads(self("list", "-o", "json"))
        return {each["connector"]: (each["state"], each["tasks_running"], each["tasks_failed"]) for each in rows}


@pytest.fixture(scope="module")
def worker(cluster: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    directory = tmp_path_factory.mktemp("connect")
    with leaving_as_found(cluster):
        port = choose_ports(1).zookeeper
        with running_worker(cluster.bootstrap_servers, port, "verbs-connect", directory) as running:
            load_connect_contents(running.url, directory)
            yield running.url, directory


@pytest.fixture
def connect(cluster: Sandbox, worker: tuple[str, Path], capsys: pytest.CaptureFixture[str]) -> Connect:
    return Connect(cluster, *worker, capsys)


def test_what_runs_and_what_failed_is_told_whole(connect: Connect) -> None:
    wanted = {"archive-sink": ("RUNNING", 0, 2), "file-source": ("RUNNING", 1, 0)}
    wait_until(lambda: connect.states() == wanted, SECONDS, "the connectors")
    assert "✗ 0/2, 2 failed" in connect("list", "--wrong")
    told = json.loads(connect("get", "archive-sink", "-o", "json"))
    assert "NoSuchFileException" in told["tasks"][0]["trace"]
    assert told["topics"] == ["file-lines"]
    assert "Caused by: java.nio.file.NoSuchFileException" in connect("get", "archive-sink")
    size = (connect.directory / "lines.txt").stat().st_size
    wait_until(lambda: f'{{"position": {size}}}' in connect("offsets", "file-source"), SECONDS, "the source's offsets")
    assert {each["type"] for each in json.loads(connect("plugins", "-o", "json"))} == {"source", "sink"}
    assert "Connector nope not found" in connect("get", "nope", code=1)
    ties = [(row["kind"], row["name"], row["tie"]) for row in connect.ties("archive-sink")]
    assert ("topic", "file-lines", "it reads it") in ties
    assert "There is no connector nope." in connect("connector", "nope", verb="relations", code=1)
    assert "1 with failures" in connect("test", "-o", "json", verb="cluster", code=0)


async def test_the_tab_shows_a_failed_task_and_why(cluster: Sandbox, worker: tuple[str, Path]) -> None:
    profile = profile_of(cluster)
    profile = replace(profile, kafka={**profile.kafka, "connect.url": worker[0]})
    async with app_at(profile, PlaceKind.CLUSTER, tab="connectors") as app:
        await app.wait_for_text("archive-sink", "0/2, 2 failed", "file-source", "1/1", "FileStreamSource")
        await app.press("home", "enter")
        await app.wait_for_text("Task 0 failed", "Couldn't find or create file")
        await app.press("escape")


def test_a_connector_is_created_changed_held_restarted_deleted_and_comes_back(connect: Connect) -> None:
    written = connect.directory / "written.txt"
    config = connect.directory / "sink.json"
    properties = {"connector.class": "FileStreamSink", "tasks.max": "x", "file": str(written), "topics": "file-lines"}
    config.write_text(json.dumps(properties))
    assert "tasks.max: Invalid value x" in connect("create", "sink", str(config), "-y", code=2)
    config.write_text(json.dumps({**properties, "tasks.max": 1, "connection.password": "hunter22"}))
    assert "sink" in connect("create", "sink", str(config), "--dry-run")
    assert "sink" not in connect.states()
    connect("create", "sink", str(config), "-y")
    assert "There is a connector sink already" in connect("create", "sink", str(config), "-y", code=1)
    wait_until(lambda: written.exists() and "line 199 of" in written.read_text(), SECONDS, "the sink's file")
    connect("set", "sink", "errors.tolerance=all", "--unset", "connection.password", "-y")
    told = json.loads(connect("get", "sink", "-o", "json"))["config"]
    assert (told["errors.tolerance"], "connection.password" in told) == ("all", False)
    assert "errors.tolerance" in connect("set", "sink", "errors.tolerance=some", "-y", code=2)
    for verb, state in (("pause", "PAUSED"), ("stop", "STOPPED"), ("resume", "RUNNING")):
        connect(verb, "sink", "-y")
        assert connect.states()["sink"][0] == state
    (connect.directory / "not-there").mkdir()
    assert "RUNNING, tasks 2/2" in connect("restart", "archive-sink", "-y")
    connect("delete", "sink", "-y")
    assert "sink" not in connect.states()
    connect("-y", verb="undo")
    wait_until(lambda: connect.states()["sink"] == ("RUNNING", 1, 0), SECONDS, "the sink to come back")
    connect("delete", "sink", "-y")


def test_a_stopped_connectors_offsets_are_set_and_reset_and_put_back(connect: Connect) -> None:
    def offsets() -> list[tuple[int, int]]:
        found = json.loads(connect("offsets", "reader", "-o", "json"))
        return [(each["partition"]["kafka_partition"], each["offset"]["kafka_offset"]) for each in found]

    config, wanted = (connect.directory / name for name in ("reader.json", "offsets.json"))
    copy = str(connect.directory / "copy.txt")
    config.write_text(json.dumps({"connector.class": "FileStreamSink", "file": copy, "topics": "file-lines"}))
    connect("create", "reader", str(config), "-y")
    wait_until(lambda: sum(offset for _, offset in offsets()) >= 200, SECONDS, "the sink's offsets")
    read = sorted(offsets())
    partition = {"kafka_topic": "file-lines", "kafka_partition": read[0][0]}
    wanted.write_text(json.dumps([{"partition": partition, "offset": {"kafka_offset": 1}}]))
    assert "connect stop reader" in connect("alter-offsets", "reader", str(wanted), "-y", code=1)
    connect("stop", "reader", "-y")
    connect("alter-offsets", "reader", str(wanted), "-y")
    assert sorted(offsets())[0] == (read[0][0], 1)
    connect("-y", verb="undo")
    assert sorted(offsets()) == read
    connect("reset-offsets", "reader", "-y")
    assert offsets() == []
    connect("-y", verb="undo")
    assert sorted(offsets()) == read
    connect("delete", "reader", "-y")
