"""What the journal is called, whoever answers: the same file by Kafka's id and by the ensemble's."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kafkatui.model.errors import ConnectError, TimedOut
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.session.clients import Clients
from kafkatui.session.journal_name import JournalName, NamedJournal, journal_name

SERVERS = "zk-1:2181,zk-2:2181/app"


class Answers:
    """Stands for the clients: what Kafka says, and the id that the ensemble has."""

    def __init__(self, told: str | Exception | None, in_zookeeper: str | Exception | None, **profile: Any) -> None:
        settings = {"name": "p", "kafka": {"bootstrap.servers": "kafka:9092"}, "zookeeper": ZooKeeperSettings(SERVERS)}
        self.profile = Profile(**{**settings, **profile})
        self.told, self.in_zookeeper = told, in_zookeeper
        self.has_metadata = False

    def metadata(self) -> Any:
        if isinstance(self.told, Exception):
            raise self.told
        self.has_metadata = True
        return SimpleNamespace(cluster_id=self.told)

    def zookeeper(self) -> Any:
        if isinstance(self.in_zookeeper, Exception):
            raise self.in_zookeeper
        return self


@pytest.fixture(autouse=True)
def _reads_the_id(monkeypatch: pytest.MonkeyPatch) -> None:
    path = "kafkatui.zookeeper.registrations.read_cluster_id"
    monkeypatch.setattr(path, lambda connection: connection.in_zookeeper)


def named(answers: Answers) -> JournalName:
    return journal_name(cast(Clients, answers))


DOWN = TimedOut("No answer.")
AWAY = ConnectError("Not there.")


def test_kafkas_id_and_the_one_it_left_in_zookeeper_are_the_same_file() -> None:
    assert named(Answers("id-1", "another")) == JournalName("id-1", is_final=True)
    assert named(Answers(DOWN, "id-1")) == JournalName("id-1", is_final=False)


def test_without_any_id_the_addresses_name_it() -> None:
    assert named(Answers(None, None)).text == "at-kafka:9092"
    assert named(Answers(DOWN, None, zookeeper=None)) == JournalName("at-kafka:9092", is_final=False)
    names = {named(Answers(DOWN, other)).text for other in (None, AWAY)}
    (name,) = names
    assert name.startswith("ensemble-zk-1:2181,zk-2:2181/app-")


def test_an_ensembles_servers_may_be_named_in_any_order_and_its_chroot_counts() -> None:
    def of(connect: str) -> str:
        return named(Answers(DOWN, None, zookeeper=ZooKeeperSettings(connect))).text

    assert of("b:1,a:1/x") == of("a:1,b:1/x/")
    assert len({of("a:1"), of("a:1/x/y"), of("a:1/x_y"), of("a:1/" + "x" * 200), of("a:1/" + "x" * 201)}) == 5
    assert len(of("a:1/" + "x" * 900)) < 200


def test_whoever_answers_at_the_usual_address_names_no_ensemble() -> None:
    nobodys: tuple[dict[str, Any], ...] = ({"is_assumed": True}, {"kafka": {"bootstrap.servers": ""}})
    for none in nobodys:
        assert named(Answers("anybody's", None, **none)).text.startswith("ensemble-")
        assert named(Answers("anybody's", "id-1", **none)) == JournalName("id-1", is_final=True)
    both_assumed = ZooKeeperSettings("localhost:2181", is_assumed=True)
    assert named(Answers("id-1", "id-2", is_assumed=True, zookeeper=both_assumed)).text == "id-1"


def test_it_is_opened_anew_once_kafka_has_answered() -> None:
    answers = Answers(DOWN, None)
    journal = NamedJournal(cast(Clients, answers), Path("/nowhere"))
    guessed = journal.opened()
    assert journal.opened() is guessed
    answers.told = "id-1"
    assert journal.opened() is guessed, "nobody knows yet that it answers"
    answers.metadata()
    known = journal.opened()
    assert known.path.name == "id-1.jsonl"
    assert journal.opened() is known
