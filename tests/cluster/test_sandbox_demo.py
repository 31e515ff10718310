"""The demo's supervisor: whatever ends it, no process of its stays; others can find and steer it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.request import urlopen

import pytest
from confluent_kafka.admin import AdminClient
from confluent_kafka.schema_registry import SchemaRegistryClient

from kafkatui.sandbox.control import BrokerCommand, send_command
from kafkatui.sandbox.state import DemoState, find_demo, running_demos
from tests.cluster.conftest import require_java_and_maven
from tests.cluster.test_sandbox_start import is_alive
from tests.drive.signals import hear_signals

pytestmark = pytest.mark.cluster

START_SECONDS = 90.0
END_SECONDS = 20.0

# Stands in for the app: says who it is and what it was called with, then runs until something ends it.
APP = (
    "import json, os, sys, time\n"
    "path = os.environ['STAND_IN_REPORT']\n"
    "json.dump({'pid': os.getpid(), 'arguments': sys.argv[1:]}, open(path + '.new', 'w'))\n"
    "os.rename(path + '.new', path)\n"
    "while not os.path.exists(path + '.leave'): time.sleep(0.05)\n"
)
SUPERVISOR = (
    "import json, sys\n"
    "from pathlib import Path\n"
    "from kafkatui.sandbox.supervisor import DemoOptions, run_demo\n"
    "options = json.loads(sys.argv[1])\n"
    "if options.get('keep'): options['keep'] = Path(options['keep'])\n"
    "sys.exit(run_demo(DemoOptions(**options)))\n"
)


class Demo:
    """A supervisor in a process of its own, with one broker unless told otherwise, and a stand-in for the app."""

    def __init__(self, directory: Path, **options: object) -> None:
        self.report_path = directory / "report.json"
        command = [sys.executable, "-c", APP]
        wanted = {"brokers": 1, "app_command": command, "live": False, "name": directory.name, **options}
        self.name = str(wanted["name"])
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, json.dumps(wanted)],
            env={**os.environ, "STAND_IN_REPORT": str(self.report_path)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=(directory / "progress").open("wb"),
            start_new_session=True,
            preexec_fn=hear_signals,
        )

    def wait_for_app(self) -> None:
        wait_for(lambda: self.report_path.exists() or self.process.poll() is not None, START_SECONDS, "the app")
        assert self.report_path.exists(), f"the demo ended: {self.process.returncode}"
        self.pids = processes_below(self.process.pid)
        self.state: DemoState = find_demo(self.name)

    @property
    def app_pid(self) -> int:
        return int(json.loads(self.report_path.read_text())["pid"])

    @property
    def app_arguments(self) -> list[str]:
        arguments: list[str] = json.loads(self.report_path.read_text())["arguments"]
        return arguments

    def leave_app(self) -> None:
        Path(f"{self.report_path}.leave").touch()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(END_SECONDS)
        if self.process.stdout:
            self.process.stdout.close()


def wait_for(condition: Callable[[], bool], timeout_seconds: float, what: str) -> None:
    deadline = time.monotonic() + timeout_seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout_seconds} s for {what}"
        time.sleep(0.05)


def processes_below(pid: int) -> set[int]:
    """Ids of every descendant, from ps: what the system knows, not what the sandbox says."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True, timeout=10)
    children: dict[int, set[int]] = {}
    for line in listing.stdout.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, set()).add(child)
    below: set[int] = set()
    waiting = [pid]
    while waiting:
        new = children.get(waiting.pop(), set()) - below
        below |= new
        waiting += new
    return below


def assert_all_gone(pids: Sequence[int] | set[int]) -> None:
    wait_for(lambda: not [pid for pid in pids if is_alive(pid)], END_SECONDS, "every process to end")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Demo]]:
    """Starts demos that are ended with the test."""
    require_java_and_maven()
    demos: list[Demo] = []

    def start_demo(name: str = "only", **options: object) -> Demo:
        directory = tmp_path / name
        directory.mkdir()
        demos.append(Demo(directory, **options))
        return demos[-1]

    yield start_demo
    for demo in demos:
        demo.end()


def test_leaving_the_app_ends_everything_with_the_apps_exit_code(start: Callable[..., Demo]) -> None:
    demo = start(app_arguments=["--theme", "light"])
    demo.wait_for_app()
    assert len(demo.pids) == 4, "the app, the watchdog, ZooKeeper and a broker"
    state = demo.state
    wanted = ["--bootstrap-server", state.bootstrap_servers, "--zookeeper", state.zookeeper_connect, "--theme", "light"]
    assert demo.app_arguments == wanted
    demo.leave_app()
    assert demo.process.wait(END_SECONDS) == 0
    assert_all_gone(demo.pids)
    assert not running_demos()


def test_a_registry_and_a_connect_worker_stand_beside_it_filled_and_go_with_it(start: Callable[..., Demo]) -> None:
    demo = start(registry=True, connect=True, show_app=False)
    assert demo.process.stdout is not None
    lines = [demo.process.stdout.readline().decode().strip() for _ in range(4)]
    addresses = dict(line.split("=", 1) for line in lines)
    assert list(addresses) == ["bootstrap.servers", "zookeeper.connect", "schema.registry.url", "connect.url"]
    pids = processes_below(demo.process.pid)
    registry = SchemaRegistryClient({"url": addresses["schema.registry.url"]})
    assert sorted(registry.get_subjects()) == ["invoices-value", "measurements-value", "shipments-value"]
    assert [registry.get_versions(subject) for subject in registry.get_subjects()] == [[1, 2]] * 3
    for topic, kind, new in [
        ("shipments", "avro", "carrier"),
        ("invoices", "json", "currency"),
        ("measurements", "protobuf", "humidity_percent"),
    ]:
        command = [sys.executable, "-m", "kafkatui", "-b", addresses["bootstrap.servers"], "-X", lines[2]]
        tail = [*command, "tail", topic, "-f", "beginning", "-e", "-o", "json"]
        done = subprocess.run(tail, capture_output=True, check=True, timeout=START_SECONDS)
        records = [json.loads(line) for line in done.stdout.splitlines()]
        values = [json.loads(record["value"]) for record in records]
        assert {record["value_type"].split(" #")[0] for record in records} == {kind}
        assert len({record["value_type"] for record in records}) == 2, "two versions"
        assert sum(new in value for value in values) * 2 == len(values) == 120
    with urlopen(f"{addresses['connect.url']}/connectors?expand=status", timeout=START_SECONDS) as answer:
        assert sorted(json.load(answer)) == ["archive-sink", "file-source"]
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(END_SECONDS) == 128 + signal.SIGINT
    assert_all_gone(pids)
    assert not running_demos()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_supervisor_ends_everything(start: Callable[..., Demo], number: signal.Signals) -> None:
    demo = start()
    demo.wait_for_app()
    demo.process.send_signal(number)
    assert demo.process.wait(END_SECONDS) == 128 + number
    assert_all_gone(demo.pids)


def test_kill_9_of_the_app_ends_everything(start: Callable[..., Demo]) -> None:
    demo = start()
    demo.wait_for_app()
    os.kill(demo.app_pid, signal.SIGKILL)
    assert demo.process.wait(END_SECONDS) == 128 + signal.SIGKILL
    assert_all_gone(demo.pids)


def test_kill_9_of_the_supervisor_ends_everything(start: Callable[..., Demo]) -> None:
    demo = start()
    demo.wait_for_app()
    demo.process.kill()
    demo.process.wait(END_SECONDS)
    assert_all_gone(demo.pids)
    assert not running_demos()


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG is Linux's")
def test_kill_9_of_the_watchdog_and_the_supervisor_leaves_no_server(
    start: Callable[..., Demo], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # nobody is left to delete the data
    demo = start()
    demo.wait_for_app()
    watchdog = next(pid for pid in demo.pids if b"watchdog" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(watchdog, signal.SIGKILL)
    demo.process.kill()
    demo.process.wait(END_SECONDS)
    os.kill(demo.app_pid, signal.SIGKILL)
    assert_all_gone(demo.pids)


def test_a_signal_while_servers_start_leaves_nothing(start: Callable[..., Demo]) -> None:
    demo = start()
    wait_for(lambda: len(processes_below(demo.process.pid)) >= 3, START_SECONDS, "the first servers")
    pids = processes_below(demo.process.pid)
    demo.process.send_signal(signal.SIGTERM)
    assert demo.process.wait(END_SECONDS) == 128 + signal.SIGTERM
    assert_all_gone(pids)


def test_without_the_app_it_prints_the_addresses_and_stays(start: Callable[..., Demo]) -> None:
    demo = start(show_app=False)
    assert demo.process.stdout is not None
    lines = [demo.process.stdout.readline().decode().strip() for _ in range(2)]
    state = find_demo(demo.name)
    assert lines == [
        f"bootstrap.servers={state.bootstrap_servers}",
        f"zookeeper.connect={state.zookeeper_connect}",
    ]
    assert demo.process.poll() is None
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(END_SECONDS) == 128 + signal.SIGINT


def test_two_demos_at_once_have_their_own_ports_and_one_broker_can_be_stopped_and_started(
    start: Callable[..., Demo],
) -> None:
    demos = [start("first"), start("second", brokers=2)]
    for demo in demos:
        demo.wait_for_app()
    assert not set(demos[0].state.ports) & set(demos[1].state.ports)
    second = find_demo("second")
    client = AdminClient({"bootstrap.servers": second.bootstrap_servers, "log_level": 0})
    send_command(second, BrokerCommand("stop", 2))
    wait_for(lambda: set(client.list_topics(timeout=10).brokers) == {1}, 20, "broker 2 to leave the metadata")
    send_command(second, BrokerCommand("start", 2))
    wait_for(lambda: set(client.list_topics(timeout=10).brokers) == {1, 2}, 20, "broker 2 to come back")
    assert len(running_demos()) == 2


def test_kept_data_survive(start: Callable[..., Demo], tmp_path: Path) -> None:
    from confluent_kafka import Producer

    kept = str(tmp_path / "kept")
    first = start("first", keep=kept)
    first.wait_for_app()
    producer = Producer({"bootstrap.servers": first.state.bootstrap_servers, "log_level": 0})
    producer.produce("kept-topic", b"still here")
    assert producer.flush(20) == 0
    first.leave_app()
    assert first.process.wait(60) == 0
    second = start("second", keep=kept)
    second.wait_for_app()
    metadata = AdminClient({"bootstrap.servers": second.state.bootstrap_servers, "log_level": 0}).list_topics(
        timeout=10
    )
    assert {"kept-topic", "orders"} <= set(metadata.topics)
