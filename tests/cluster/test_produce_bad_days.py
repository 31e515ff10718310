"""What becomes of records when a broker is killed, their topic deleted, or the right to write it taken away, amid the
sending: it is always known."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    NewTopic,
    ResourcePatternType,
    ResourceType,
)
from kazoo.client import KazooClient

from kafkatui.model.errors import NotAuthorized
from kafkatui.model.place import PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import wait_until
from kafkatui.session.session import ClusterSession
from tests.cluster.app_driver import app_at
from tests.cluster.consumed import consumed
from tests.cluster.guarded import WRITER, WRITER_PASSWORD, at_login, guarded_settings
from tests.cluster.messages_page import at_the_end, reports, write
from tests.cluster.sharing import FreshTopic, admin_of, running

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

    def hear_after(self, value: str) -> str:
        """The report of one more."""
        self.send(value)
        return self.hear(1)[0]

    def end(self) -> tuple[int, str]:
        """No more lines: the exit code, and what was said beside the reports."""
        output, errors = self._process.communicate(timeout=60)
        self.reports += output.decode().splitlines(keepends=True)
        return self._process.returncode, errors.decode()


@contextmanager
def producing(sandbox: Sandbox, topic: str, *options: str, address: Sequence[str] = ()) -> Iterator[Producing]:
    address = address or ("-b", sandbox.bootstrap_servers)
    command = [sys.executable, "-m", "kafkatui", *address, "-z", "none", "produce", topic, *options]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
    ) as process:
        try:
            yield Producing(process)
        finally:
            process.kill()


@contextmanager
def ended(address: Sequence[str], *verb: str) -> Iterator[subprocess.Popen[bytes]]:
    """A verb that runs, and does not afterwards."""
    command = [sys.executable, "-m", "kafkatui", *address, "-z", "none", *verb]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ) as process:
        try:
            yield process
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
        _await_end_of(cluster, topic)
        running.send("after", "and after that")
        code, said = running.end()
    assert code == 1
    assert len(running.reports) == 3, said
    assert all(line.startswith(FAILED) for line in running.reports[1:])
    assert topic not in admin.list_topics(timeout=10).topics, "sending does not make it anew"


def _await_end_of(cluster: Sandbox, topic: str) -> None:
    """A deletion is answered when the controller lists the topic no more; its leaders may take a record even then."""
    client = KazooClient(hosts=cluster.zookeeper_connect)
    client.start(timeout=10)
    try:
        wait_until(lambda: client.exists(f"/brokers/topics/{topic}") is None, 30, "the topic's znode to go")
    finally:
        client.stop()
        client.close()


@pytest.fixture(scope="module")
def guarded() -> Iterator[Sandbox]:
    """A broker with an authorizer."""
    with running(guarded_settings("3.9")) as sandbox:
        yield sandbox


LOGIN = ("-X", "sasl.mechanism=PLAIN", "-X", f"sasl.username={WRITER}", "-X", f"sasl.password={WRITER_PASSWORD}")


class Rights:
    """Whether `WRITER` may write a topic of its own."""

    def __init__(self, sandbox: Sandbox, topic: str) -> None:
        self.topic = topic
        self._admin = admin_of(sandbox)
        self._admin.create_topics([NewTopic(topic, 1, 1)])[topic].result(20)
        login = {"sasl.mechanism": "PLAIN", "sasl.username": WRITER, "sasl.password": WRITER_PASSWORD}
        address = {"bootstrap.servers": at_login(sandbox)[1], "security.protocol": "SASL_PLAINTEXT"}
        self.profile = Profile("test", {**address, **login})

    def _change(self, principal: str, permission: AclPermissionType, *, is_to_go: bool = False) -> None:
        what = (ResourceType.TOPIC, self.topic, ResourcePatternType.LITERAL, f"User:{principal}", "*")
        binding = AclBinding(*what, AclOperation.WRITE, permission)
        if is_to_go:
            [done] = self._admin.delete_acls([_filter_of(binding)]).values()
        else:
            [done] = self._admin.create_acls([binding]).values()
        done.result(20)

    def give_to_others(self) -> None:
        """Whoever has no ACL may not even know of the topic now."""
        self._change("other", AclPermissionType.ALLOW)

    def give(self) -> None:
        self._change(WRITER, AclPermissionType.ALLOW)

    def deny(self) -> None:
        self._change(WRITER, AclPermissionType.DENY)

    def deny_no_more(self) -> None:
        self._change(WRITER, AclPermissionType.DENY, is_to_go=True)


def _filter_of(binding: AclBinding) -> AclBindingFilter:
    parts = (binding.restype, binding.name, binding.resource_pattern_type, binding.principal, binding.host)
    return AclBindingFilter(*parts, binding.operation, binding.permission_type)


@pytest.mark.timeout(120)
def test_what_was_refused_is_told_and_sent_again_by_the_same_session_once_it_is_allowed(guarded: Sandbox) -> None:
    rights = Rights(guarded, "given-to-others")
    session = ClusterSession(rights.profile)

    def delivery() -> Delivery:
        told: list[Delivery] = []
        try:
            session.produce(OutgoingRecord(rights.topic, b"k", b"v"), told.append)
        except NotAuthorized as error:
            return Delivery(0, OutgoingRecord(rights.topic, b"k", b"v"), None, None, 0.0, error.what, error.advice)
        wait_until(lambda: bool(told), 20, "a report")
        return told[0]

    try:
        wait_until(lambda: delivery().is_delivered, 20, "the first")
        rights.give_to_others()
        wait_until(lambda: "may not write to" in delivery().error, 20, "the refusal")
        refused = delivery()
        assert refused.error == f"This user may not write to {rights.topic}."
        assert "kafkatui acl create --allow-principal User:NAME --producer --topic given-to-others" in refused.advice
        assert not refused.is_unknown
        rights.give()
        wait_until(lambda: delivery().is_delivered, 20, "one that is allowed again")
    finally:
        session.close()


@pytest.mark.timeout(120)
async def test_the_pane_says_what_to_do_and_sends_again(guarded: Sandbox, isolated_user: Path) -> None:
    rights = Rights(guarded, "denied")
    rights.give()
    async with app_at(rights.profile, PlaceKind.TOPIC, rights.topic, "messages") as app:
        await at_the_end(app)
        await app.press("p", *"hello", "ctrl+s")
        await app.wait_for_text(f"✓ {rights.topic}[")
        rights.deny()
        await app.press("ctrl+s")
        await app.wait_for_text("1 of 1 not delivered: This user may not write to denied.", "Ctrl+R sends again")
        rights.deny_no_more()
        await app.press("ctrl+r")
        await app.wait_for(lambda: reports(app).count("✓") == 2)


@pytest.mark.timeout(120)
def test_a_verb_that_loses_its_right_amid_the_run_ends_and_tells_what_arrived(guarded: Sandbox) -> None:
    source, rights = "still-allowed", Rights(guarded, "taken-away")
    admin = admin_of(guarded)
    admin.create_topics([NewTopic(source, 1, 1)])[source].result(20)
    rights.give()
    address = at_login(guarded, *LOGIN)

    def arrived() -> list[bytes]:
        return [seen[4] for seen in consumed(guarded, rights.topic)]

    copy = ("copy", source, rights.topic, "--until", "never", "--yes")
    endless = ("generate", rights.topic, "--count", "0", "--rate", "20", "--value", "made", "--yes")
    with (
        producing(guarded, rights.topic, address=address) as produced,
        ended(address, *copy) as copied,
        ended(address, *endless) as generated,
    ):
        write(guarded, source, ["copied before"])
        produced.send("typed before")
        assert produced.hear(1)[0].startswith(DELIVERED)
        wait_until(lambda: {b"copied before", b"typed before", b"made"} <= set(arrived()), 30, "one of each")
        rights.deny()
        while produced.hear_after("typed after").startswith(DELIVERED):
            pass
        write(guarded, source, ["copied after"])
        code, said = produced.end()
        assert code == 1
        refused = f"Delivery failed: record {len(produced.reports)}: This user may not write to {rights.topic}. "
        assert produced.reports[-1].startswith(refused), said
        assert (
            f"kafkatui acl create --allow-principal User:NAME --producer --topic {rights.topic}"
            in (produced.reports[-1])
        )
        for process in copied, generated:
            output, errors = process.communicate(timeout=60)
            assert (process.returncode, errors) == (1, b"")
            assert b"It was ended there. " in output
            assert f"were not: This user may not write to {rights.topic}.".encode() in output
        written = re.search(rb"([\d,]+) records were written", output)
        assert written, output
        made = int(written[1].replace(b",", b""))
    values = Counter(arrived())
    assert values[b"made"] == made, "what was said to have been written was"
    assert (values[b"copied before"], values[b"copied after"]) == (1, 0)
    assert values[b"typed after"] == sum(line.startswith(DELIVERED) for line in produced.reports) - 1
