"""Tab in a shell completes names of the cluster that the line means, and nothing that a shell would read otherwise."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from click.shell_completion import ShellComplete

from kafkatui.cli import completed_names
from kafkatui.cli.main import kafkatui
from kafkatui.config.options import Options
from kafkatui.model.connector import Connector, Connectors
from kafkatui.model.errors import ConnectError, NotAuthorized, NotFound
from kafkatui.session.feeds import ConnectorsFeed, GroupsFeed, MetadataFeed, SubjectsFeed, ZnodeChildrenFeed

TREE = {
    "/": ["brokers", "bad", "gone", "zookeeper"],
    "/brokers": ["ids", "topics"],
    "/brokers/ids": ["1"],
    "/zookeeper": None,
}
GROUPS = ("billing", "bill board", "bill;reboot", "bill`x`", "-bill", "bill:2", "bill\nx", "Büro")


class Told:
    """A session that tells this much."""

    def fetch(self, feed: Any) -> Any:
        match feed:
            case MetadataFeed():
                return SimpleNamespace(
                    topics=dict.fromkeys(["orders", "orders.dlq", "customers"]), brokers={1: 0, 12: 0}
                )
            case GroupsFeed():
                return SimpleNamespace(groups=[SimpleNamespace(id=name) for name in GROUPS])
            case SubjectsFeed():
                return SimpleNamespace(subjects=[SimpleNamespace(name=name) for name in ("orders-key", "orders-value")])
            case ConnectorsFeed():
                return Connectors((Connector("archive"), Connector("sink", "billing")))
            case ZnodeChildrenFeed() if feed.path == "/gone":
                raise NotFound("It went meanwhile.")
            case ZnodeChildrenFeed():
                if (names := TREE.get(feed.path, [])) is None:
                    raise NotAuthorized("Its ACL.")
                return SimpleNamespace(children=SimpleNamespace(names=names))
        raise AssertionError(feed)


@pytest.fixture
def meant(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    """Which cluster was asked."""
    asked: list[Options] = []

    @contextmanager
    def opened(options: Options, *, close_timeout_seconds: float) -> Iterator[Told]:
        asked.append(options)
        yield Told()

    monkeypatch.setattr(completed_names, "opened_session", opened)
    monkeypatch.setattr(completed_names, "PATIENCE_SECONDS", 60.0)
    return asked


def tab(*words: str) -> list[str]:
    """What Tab offers for the last of the words."""
    shell = ShellComplete(kafkatui, {}, "kafkatui", "_KAFKATUI_COMPLETE")
    return [each.value for each in shell.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("tail o", ["orders", "orders.dlq"]),
        ("count orders o", ["orders.dlq"]),
        ("describe topic c", ["customers"]),
        ("describe broker 1", ["1", "12"]),
        ("describe group b", ["billing"]),
        ("describe group B", ["Büro"]),
        ("topic delete customers ", ["orders", "orders.dlq"]),
        ("topic create o", []),
        ("copy orders c", ["customers"]),
        ("group reset b", ["billing"]),
        ("group reset billing --topic c", ["customers"]),
        ("group create b", []),
        ("group clone billing b", []),
        ("broker config 12", ["12"]),
        ("relations topic c", ["customers"]),
        ("relations group b", ["billing"]),
        ("relations subject o", ["orders-key", "orders-value"]),
        ("relations connector b", ["billing/sink"]),
        ("connect get ", ["archive", "billing/sink"]),
        ("connect restart b", ["billing/sink"]),
        ("zk ls /g", ["/gone"]),
        ("zk get /b", ["/bad", "/brokers"]),
        ("zk get /br", ["/brokers", "/brokers/ids", "/brokers/topics"]),
        ("zk set /brokers/i", ["/brokers/ids", "/brokers/ids/1"]),
        ("zk ls /zoo", ["/zookeeper"]),
        ("zk delete /brokers/ids/x", []),
    ],
)
def test_names_are_offered_where_they_are_meant(line: str, offered: list[str], meant: list[Options]) -> None:
    assert tab(*line.split(" ")) == offered


def test_the_cluster_is_the_one_of_the_line(meant: list[Options]) -> None:
    assert tab("-X", "a=b", "--read-only", "topic", "delete", "-b", "kafka-9:1", "-X", "c=d", "cust") == ["customers"]
    [options] = meant
    assert (options.bootstrap_servers, options.properties, options.read_only) == ("kafka-9:1", ("a=b", "c=d"), True)


def test_one_that_does_not_answer_offers_nothing_and_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = threading.Event()
    raised: list[object] = []
    monkeypatch.setattr(threading, "excepthook", raised.append)

    @contextmanager
    def opened(options: Options, *, close_timeout_seconds: float) -> Iterator[Told]:
        click.echo("kafkatui: a warning", err=True)
        if options.cluster == "silent":
            answers.wait()
        if options.cluster == "broken":
            raise RuntimeError("A fault of a client's.")
        raise ConnectError("Nobody is there.")
        yield Told()

    monkeypatch.setattr(completed_names, "opened_session", opened)
    monkeypatch.setattr(completed_names, "PATIENCE_SECONDS", 0.05)
    assert tab("tail", "--cluster", "silent", "o") == []
    answers.set()
    assert tab("tail", "--cluster", "dead", "o") == []
    assert tab("tail", "--cluster", "broken", "o") == []
    assert raised == []
    assert capsys.readouterr() == ("", "")


def test_clusters_of_the_settings_file_are_offered(tmp_path: Path, meant: list[Options]) -> None:
    config = tmp_path / "a.toml"
    config.write_text("[clusters.stage]\nbootstrap_servers = 'a:1'\n[clusters.store]\n[clusters.prod]\n")
    line = ("--config", str(config), "cluster")
    assert tab(*line, "remove", "st") == ["stage", "store"]
    assert tab(*line, "test", "stage", "st") == ["store"]
    assert tab(*line, "edit", "p") == ["prod"]
    config.write_text("no settings")
    assert tab(*line, "edit", "p") == []
    assert meant == []
