"""What becomes of records when a broker is killed, or their topic deleted, amid the sending: it is always known."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest
from confluent_kafka.admin import AdminClient

from kafkatui.sandbox.cluster import Sandbox
from tests.cluster.consumed import consumed
from tests.cluster.sharing import FreshTopic

pytestmark = pytest.mark.cluster

VICTIM = 2
DELIVERED, FAILED = "Delivered message to ", "Delivery failed: "


class Producing:
    """`kafkatui produce` reading lines, which are given one after another as their reports come."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.reports: list[str] = []

    @property
    def _stdin(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def send(self, *values: str) -> None:
        """Give some lines."""
        self._stdin.write("".join(f"{value}\n" for value in values).encode())
        self._stdin.flush()

    def hear(self, count: int) -> list[str]:
        """So many more reports."""
        assert self._process.stdout is not None
        heard = [self._process.stdout.readline().decode() for _ in range(count)]
        self.reports += heard
        return heard

    def end(self) -> tuple[int, str]:
        """No more lines: the exit code, and what was said beside the reports."""
        output, errors = self._process.communicate(timeout=60)
        self.reports += output.decode().splitlines(keepends=True)
        return self._process.returncode, errors.decode()


@contextmanager
def producing(sandbox: Sandbox, topic: str, *options: str) -> Iterator[Producing]:
    address = ["-b", sandbox.bootstrap_servers, "-z", "none"]
    command = [sys.executable, "-m", "kafkatui", *address, "produce", topic, *options]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
    ) as process:
        try:
            yield Producing(process)
        finally:
            process.kill()


@pytest.mark.timeout(120)
def test_a_broker_is_killed_amid_the_sending(killable_cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(killable_cluster, assignment=[[VICTIM, 1, 3], [1, 3, VICTIM]])
    values = [f"record {number}" for number in range(60)]
    with producing(killable_cluster, topic, "--acks", "all", "--idempotent", "--timeout", "45") as running:
        running.send(*values[:20])
        assert all(line.startswith(DELIVERED) for line in running.hear(20))
        running.send(*values[20:40])
        killable_cluster.stop_broker(VICTIM, kill=True)
        running.send(*values[40:])
        code, said = running.end()
    assert code == 0, said
    assert len(running.reports) == len(values)
    assert all(line.startswith(DELIVERED) for line in running.reports)
    killable_cluster.start_broker(VICTIM)
    arrived = [seen[4].decode() for seen in consumed(killable_cluster, topic)]
    assert Counter(arrived) == Counter(values), "each arrived, and once"


def test_the_topic_is_deleted_amid_the_sending(cluster: Sandbox, fresh_topic: FreshTopic) -> None:
    topic = fresh_topic(cluster, 2)
    admin = AdminClient({"bootstrap.servers": cluster.bootstrap_servers, "log_level": 0})
    with producing(cluster, topic, "--timeout", "15") as running:
        running.send("before")
        assert running.hear(1)[0].startswith(DELIVERED)
        admin.delete_topics([topic], operation_timeout=20)[topic].result(30)
        running.send("after", "and after that")
        code, said = running.end()
    assert code == 1
    assert len(running.reports) == 3, said
    assert all(line.startswith(FAILED) for line in running.reports[1:])
    assert topic not in admin.list_topics(timeout=10).topics, "sending does not make it anew"
