"""What Kafka keeps of a SCRAM password in ZooKeeper, and who is read from it."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from kazoo.exceptions import NoAuthError, NoNodeError

from kafkatui.model.errors import KafkatuiError, RequestFailed
from kafkatui.model.outcome import OutcomeState
from kafkatui.model.scram import ScramCredential
from kafkatui.zookeeper.scram import read_zookeeper_scram_credentials
from kafkatui.zookeeper.write import scram
from kafkatui.zookeeper.write.scram import credential_text, delete_zookeeper_credentials
from tests.unit.zookeeper.test_writing import Server, connected, raw_stat

SALT = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
"""Of the example in RFC 7677, whose password is "pencil"."""


def test_a_password_is_hashed_as_rfc_7677_has_it_and_written_as_kafka_reads_it() -> None:
    assert credential_text(ScramCredential("user", "SCRAM-SHA-256", 4096), "pencil", SALT) == (
        "salt=W22ZaJ0SNY7soEsUEjb6gQ==,stored_key=WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,"
        "server_key=wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=,iterations=4096"
    )
    longer = credential_text(ScramCredential("user", "SCRAM-SHA-512", 5000), "pencil", SALT)
    assert len(base64.b64decode(longer.split(",")[1].removeprefix("stored_key="))) == 64
    assert longer.endswith(",iterations=5000")


def test_users_are_read_without_what_is_secret_of_them() -> None:
    hashed = b"salt=x,stored_key=y,server_key=z,iterations=8192"
    both = b'{"version":1,"config":{"SCRAM-SHA-512":"%s","SCRAM-SHA-256":"?"}}' % hashed
    quota = b'{"version":1,"config":{"request_percentage":"5"}}'
    names = ["<default>", "a%40b", "gone", "quota"]
    server = Server(names, (both, raw_stat(1)), NoNodeError(), (quota, raw_stat(1)), NoNodeError())
    assert read_zookeeper_scram_credentials(connected(server)) == (
        ScramCredential("a@b", "SCRAM-SHA-256", 0), ScramCredential("a@b", "SCRAM-SHA-512", 8192),
    )  # fmt: skip


def test_a_user_that_may_not_be_read_is_said_and_not_left_out() -> None:
    server = Server(["alice"], NoAuthError(), NoAuthError(), raw_stat(1))
    with pytest.raises(RequestFailed, match="/config/users/alice: The ACL"):
        read_zookeeper_scram_credentials(connected(server))


def test_credentials_of_one_user_go_in_one_change_and_share_its_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    changes: list[tuple[str, dict[str, Any]]] = []

    def change(connection: Any, where: str, values: dict[str, Any], what: str) -> None:
        changes.append((where, values))
        if where == "users/b":
            raise KafkatuiError("No.")

    monkeypatch.setattr(scram, "change_config", change)
    doomed = [ScramCredential("a c", each, 4096) for each in ("SCRAM-SHA-256", "SCRAM-SHA-512")]
    outcomes = delete_zookeeper_credentials(
        connected(Server()), [doomed[0], ScramCredential("b", "SCRAM-SHA-256", 1), doomed[1]]
    )
    assert changes == [
        ("users/a%20c", {"SCRAM-SHA-256": None, "SCRAM-SHA-512": None}), ("users/b", {"SCRAM-SHA-256": None}),
    ]  # fmt: skip
    assert [outcome.state for outcome in outcomes] == [OutcomeState.DONE, OutcomeState.FAILED, OutcomeState.DONE]


def test_nobody_is_made_by_deleting_a_credential_that_is_not_there() -> None:
    server = Server(NoNodeError())
    [outcome] = delete_zookeeper_credentials(connected(server), [ScramCredential("x", "SCRAM-SHA-256", 4096)])
    assert outcome.is_done, outcome
    assert [name for name, _ in server.sent] == ["get_async"]
