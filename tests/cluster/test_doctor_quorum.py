"""The doctor on real quorums (Kafka 4.3) in which nodes hang, elect again and again, or are too few."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.read.quorum import read_quorum
from kafkatui.kafka.write.quotas import alter_quotas
from kafkatui.model.finding import Finding
from kafkatui.model.outcome import OutcomeState
from kafkatui.model.quorum import Quorum
from kafkatui.model.quota import QuotaEntity
from kafkatui.sandbox.cluster import Sandbox, SandboxSettings
from kafkatui.sandbox.ports import HOST
from kafkatui.sandbox.readiness import wait_until
from tests.cluster.app_driver import profile_of
from tests.cluster.examined import examined
from tests.cluster.sharing import running
from tests.drive.held import held

pytestmark = pytest.mark.cluster

RECORDS = 1_100
ELECTIONS = 7
SOON_SECONDS = 2.0


def quorum_of(sandbox: Sandbox) -> Quorum:
    with closing(KafkaConnection(profile_of(sandbox))) as connection:
        return read_quorum(connection)


def words_of(finding: Finding) -> str:
    return "; ".join(each.text for each in finding.evidence)


@contextmanager
def many_records(sandbox: Sandbox) -> Iterator[None]:
    """So many more in the metadata, taken away at the end."""
    whom = [(QuotaEntity(client_id=f"nobody-{number}"), "producer_byte_rate") for number in range(RECORDS)]
    with closing(KafkaConnection(profile_of(sandbox))) as connection:

        def are_altered(value: float | None) -> bool:
            outcomes = alter_quotas(connection, dict.fromkeys(whom, value))
            return all(each.state is OutcomeState.DONE for each in outcomes)

        try:
            wait_until(lambda: are_altered(1.0), 60, "quotas of clients that there are not")
            yield
        finally:
            wait_until(lambda: are_altered(None), 60, "them to be gone")


def test_a_node_that_hangs(killable_4_3: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kafkatui.report.quorum.SILENT_SECONDS", SOON_SECONDS)  # else it is waited for
    sandbox = killable_4_3
    leader = quorum_of(sandbox).leader_id
    node = next(number for number in (1, 2, 3) if number != leader)
    silent, behind = f"quorum-silent-voter voter {node}", f"quorum-node-behind node {node}"
    with held(sandbox.pids[f"broker-{node}"]), many_records(sandbox):
        with examined(sandbox) as doctor:
            found = doctor.until(silent, behind, within_seconds=60)
        assert words_of(found[silent]) == "it does not ask the leader for more"
        assert "1,1" in words_of(found[behind])
        assert words_of(found[behind]).endswith(" records behind the leader")
    with examined(sandbox) as doctor:
        doctor.until_gone(silent, behind, within_seconds=60)


def test_elections_again_and_again(killable_4_3: Sandbox) -> None:
    sandbox = killable_4_3
    with examined(sandbox) as doctor:
        assert "quorum-restless epochs" not in doctor.findings_now()
        before = quorum_of(sandbox)
        assert before.leader_id is not None
        stand_for_election(sandbox, before.leader_id, before.leader_epoch + ELECTIONS)
        wait_until(lambda: quorum_of(sandbox).leader_epoch >= before.leader_epoch + ELECTIONS, 60, "the elections")
        wait_until(lambda: "quorum-restless epochs" in doctor.findings_now(), 30, "them to be told")
        found = doctor.findings_now()["quorum-restless epochs"]
        assert f"epoch {before.leader_epoch} → " in words_of(found)
        doctor.until_gone("quorum-restless epochs")  # two hours later


def stand_for_election(sandbox: Sandbox, node_id: int, epoch: int) -> None:
    """A voter's request for votes in that epoch, which it will not get, as its log is empty (KIP-595, Vote 0)."""
    other = node_id % 3 + 1
    topic = b"__cluster_metadata"
    header = struct.pack(">hhih", 52, 0, 1, -1) + b"\0"
    partition = struct.pack(">iiiiq", 0, epoch, other, 0, 0) + b"\0"
    body = b"\0" + b"\2" + bytes([len(topic) + 1]) + topic + b"\2" + partition + b"\0" + b"\0"
    with socket.create_connection((HOST, sandbox.ports.controllers[node_id - 1]), 10) as connection:
        connection.sendall(struct.pack(">i", len(header + body)) + header + body)
        assert connection.recv(4)


def test_two_that_vote() -> None:
    with running(SandboxSettings(kafka="4.3", brokers=2)) as sandbox, examined(sandbox) as doctor:
        found = doctor.until("quorum-even voters")["quorum-even voters"]
        assert words_of(found) == "2 voters: it stands the loss of 0, as with 1"
