"""Every way out leaves the terminal as it was, with the exit code a shell expects; quitting asks only when it must."""

from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path

import pytest

from kafkatui.config.log_file import LogFile, log_path
from kafkatui.model.errors import KafkatuiError
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.task import TaskPhase, TaskState
from kafkatui.session.feeds import MetadataFeed
from kafkatui.session.session import ClusterSession
from kafkatui.view.shell import Loss, loss_question
from tests.terminal.terminal import Terminal

NOWHERE = ("--bootstrap-server", "127.0.0.1:9", "--zookeeper", "none")
"""An address nobody listens at: the app runs, and says that Kafka does not answer."""

SECRET = "hunter2-of-the-broker"

CRASHING = f"""
from kafkatui.tui.screens.commands import CommandScreen
def crash(self):
    raise LookupError("the password is {SECRET}")
CommandScreen.read_again = crash
from kafkatui.cli.main import main
main()
"""
"""Starts kafkatui so that `r` raises an exception that nobody expects."""


@pytest.mark.terminal
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_restores_the_terminal(number: signal.Signals, code: int) -> None:
    with Terminal(NOWHERE) as terminal:
        terminal.wait_for("q quit", 20)
        terminal.signal(number)
        assert terminal.exit_code(10) == code
        assert terminal.damage() == []


@pytest.mark.terminal
def test_q_leaves_without_asking_when_nothing_would_be_lost() -> None:
    with Terminal(NOWHERE) as terminal:
        terminal.wait_for("q quit", 20)
        terminal.press("q")
        assert terminal.exit_code(10) == 0
        assert terminal.damage() == []


@pytest.mark.terminal
def test_a_fault_of_our_own_is_one_sentence_and_a_log_without_secrets(isolated_user: Path) -> None:
    isolated_user.mkdir()
    config = isolated_user / "config.toml"
    config.write_text(
        '[clusters.dark]\nbootstrap_servers = "127.0.0.1:9"\nzookeeper = "none"\n'
        f'[clusters.dark.kafka]\n"sasl.password" = "{SECRET}"\n',
        encoding="utf-8",
    )
    arguments = ("-c", CRASHING, "--config", str(config), "--cluster", "dark")
    with Terminal(arguments, command=(sys.executable,)) as terminal:
        terminal.wait_for("q quit", 20)
        terminal.press("r")
        assert terminal.exit_code(10) == 1
        assert terminal.damage() == []
        said = " ".join(terminal.screen_text().split())
    path = log_path()
    assert "kafkatui stopped: LookupError in <string>, line" in said
    assert path.name in said
    assert "Traceback" not in said
    log = path.read_text(encoding="utf-8")
    assert "Traceback" in log
    assert "LookupError: the password is ••••••" in log
    assert SECRET not in log + said


def test_warnings_of_our_modules_are_logged_with_secrets_masked(tmp_path: Path) -> None:
    zookeeper = ZooKeeperSettings("127.0.0.1:9", {"auth": f"digest:me:{SECRET}"})
    kafka = {"bootstrap.servers": "x:1", "plain": "by-reference"}
    profile = Profile("p", kafka, zookeeper, secret_properties=frozenset({"plain"}))
    path = tmp_path / "deep" / "kafkatui.log"
    with LogFile(path) as log:
        log.learn(profile)
        assert not path.exists()
        logging.getLogger("kafkatui.session").warning("digest:me:%s and by-reference", SECRET)
        logging.getLogger("kafkatui.session").info("not worth a line")
    text = path.read_text(encoding="utf-8")
    assert text.endswith("WARNING kafkatui.session: •••••• and ••••••\n")
    assert text.count("\n") == 1


def test_the_secrets_of_every_cluster_opened_are_masked_the_longer_first(tmp_path: Path) -> None:
    path = tmp_path / "kafkatui.log"
    with LogFile(path) as log:
        for name, secret in (("a", "hunter2"), ("b", "hunter2-and-more"), ("c", "other")):
            log.learn(Profile(name, {"bootstrap.servers": "x:1", "sasl.password": secret}))
        logging.getLogger("kafkatui.kafka").warning("hunter2-and-more, other, hunter2")
    assert path.read_text().endswith(": ••••••, ••••••, ••••••\n")


def test_quitting_asks_only_when_something_would_be_lost() -> None:
    assert loss_question([Loss("a")]) is None
    assert loss_question([Loss("a", "draft")]) == "Quitting loses a record you typed and have not sent."
    assert loss_question([Loss("a", "", 2)]) == "Quitting loses 2 records not yet acknowledged by the broker."


def test_quitting_names_each_cluster_that_would_lose_something() -> None:
    running = TaskState(1, "Copies orders", "c", ("c",), TaskPhase.RUNNING)
    question = loss_question([Loss("a"), Loss("b", "draft"), Loss("c", tasks=(running,))])
    assert question == (
        "b: Quitting loses a record you typed and have not sent.\nc: Quitting ends what is running: Copies orders."
    )


def test_nobody_else_reads_the_log_also_what_was_there_before(tmp_path: Path) -> None:
    path = tmp_path / "kafkatui.log"
    for each in (path, tmp_path / "kafkatui.log.1"):
        each.write_text("old")
        each.chmod(0o644)
    with LogFile(path):
        logging.getLogger("kafkatui.session").warning("new")
    assert {each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {0o600}


def test_what_librdkafka_is_asked_to_say_goes_into_the_log(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    profile = Profile("p", {"bootstrap.servers": "127.0.0.1:9", "debug": "broker"}, request_timeout_seconds=0.5)
    with LogFile(path := tmp_path / "kafkatui.log") as log:
        log.learn(profile)
        session = ClusterSession(profile)
        try:
            with pytest.raises(KafkatuiError):
                session.fetch(MetadataFeed())
        finally:
            session.close()
    assert "kafkatui.librdkafka" in path.read_text()
    assert capfd.readouterr() == ("", "")
