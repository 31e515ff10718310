"""Commands of the user's own: what is run for what, what is in their way, what becomes of them and of secrets."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kafkatui.config.browser import IN_BROWSER
from kafkatui.config.file import parse_config
from kafkatui.model.errors import KafkatuiError, ReadOnly, Refused
from kafkatui.model.mask import mask_rule
from kafkatui.model.outcome import Outcome, OutcomeState
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.profile import Profile
from kafkatui.model.record import Record
from kafkatui.model.replacing import replace
from kafkatui.model.server_log import LogWanted
from kafkatui.model.target import Target
from kafkatui.session import background_command
from kafkatui.session.command_output import MOST_LINES, CommandOutput
from kafkatui.session.decoding import Decoding
from kafkatui.session.protection import name_to_type
from kafkatui.session.tasks import Cancelled
from kafkatui.session.user_action import UserAction
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.sample_cluster import known_session

SECONDS = 15.0
ORDERS = Target(PlaceKind.TOPIC, "orders")
PARTITION = Target(PlaceKind.TOPIC, "orders", 1)
RECORD = Target(PlaceKind.TOPIC, "orders", 1, 7)
BROKER = Target(PlaceKind.BROKER, "1")
SECRET = "hunter22"


def action(lines: str, fields: str = "") -> UserAction:
    text = f"[commands.it]\n{lines}\n{fields}"
    return UserAction(parse_config(text, Path("config.toml")).commands["it"])


def session_of(profile: Profile | None = None, folder: Path | None = None) -> FakeSession:
    session = known_session(FakeSession(profile or fake_profile()))
    session.journal_folder = folder
    session.actions.context.hand_over = lambda argv, environ, always: 0
    return session


def planned(session: FakeSession, what: UserAction, *targets: Target, **values: Any) -> Plan[Any]:
    task = session.actions.plan(what, targets, values)
    assert task.wait(SECONDS)
    return task.result()


def done(session: FakeSession, what: UserAction, *targets: Target, **values: Any) -> Outcome:
    task = session.actions.run(what, targets, values, planned(session, what, *targets, **values))
    assert task.wait(SECONDS)
    return task.result()


def output_of(session: FakeSession) -> list[str]:
    return [raw.text for _, raw in session.actions.context.output.after(0)[0]]


@pytest.mark.parametrize(
    ("lines", "target", "words"),
    [
        ("command = 'ls {topic}'\non = 'topic'", ORDERS, ("ls", "orders")),
        ("command = 'ls {topic}'\non = 'topic'", PARTITION, ("ls", "orders")),
        ("command = 'ls {topic}-{partition}'\non = 'partition'", PARTITION, ("ls", "orders-1")),
        ("command = 'ls {topic} {partition} {offset}'\non = 'record'", RECORD, ("ls", "orders", "1", "7")),
        ("command = 'ls {group}'\non = 'group'", Target(PlaceKind.GROUP, "a b; c"), ("ls", "a b; c")),
        ("command = 'ls {broker} {host}:{port}'\non = 'broker'", BROKER, ("ls", "1", "kafka-1:9092")),
        ("command = 'ls {znode}'\non = 'znode'", Target(PlaceKind.ZNODE, "/a b"), ("ls", "/a b")),
        ("command = 'ls {profile} {bootstrap_servers} {zookeeper}'", None, ("ls", "fake", "kafka-1:9092", "zk-1:2181")),
        ("command = 'ls {profile} | cat'\nshell = true", None, ("sh", "-c", 'ls "${1}" | cat', "it", "fake")),
    ],
)
def test_what_is_known_of_the_target_stands_in_the_command(
    lines: str, target: Target | None, words: tuple[str, ...]
) -> None:
    targets = () if target is None else (target,)
    assert planned(session_of(), action(lines), *targets).payload.argv == words


def test_what_was_typed_stands_there_and_secrets_are_in_the_environment_alone() -> None:
    profile = replace(fake_profile(), kafka={"bootstrap.servers": "kafka-1:9092", "sasl.password": SECRET})
    what = action("command = 'ls -n {count} {deep}'", (
        "[commands.it.fields.count]\nkind = 'number'\n[commands.it.fields.deep]\nkind = 'flag'\n"
        "[commands.it.fields.pin]\nkind = 'secret'"
    ))  # fmt: skip
    plan = planned(session_of(profile), what, count=3, deep=True, pin="7391")
    run = plan.payload
    assert run.argv == ("ls", "-n", "3", "true")
    assert (run.environ["KAFKATUI_FIELD_PIN"], run.environ["KAFKATUI_KAFKA_SASL_PASSWORD"]) == ("7391", SECRET)
    assert {run.environ[f"KAFKATUI_{name}"] for name in ("PROFILE", "BOOTSTRAP_SERVERS", "ZOOKEEPER")} == {
        "fake", "kafka-1:9092", "zk-1:2181",
    }  # fmt: skip
    assert "KAFKATUI_READ_ONLY" not in run.environ
    shown = f"{plan.summary} {plan.rows} {plan.commands}"
    assert SECRET not in shown
    assert "7391" not in shown


def test_a_kafkatui_that_it_starts_is_at_the_same_cluster_and_as_read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"KAFKATUI_CLUSTER": "other", IN_BROWSER: "", "KAFKATUI_KAFKA_CLIENT_ID": "x"}.items():
        monkeypatch.setenv(name, value)
    environ = planned(session_of(fake_profile(is_read_only=True)), action("command = 'ls'")).payload.environ
    assert not {"KAFKATUI_CLUSTER", IN_BROWSER, "KAFKATUI_KAFKA_CLIENT_ID"} & set(environ)
    assert (environ["KAFKATUI_READ_ONLY"], environ["PATH"]) == ("true", os.environ["PATH"])


# What is in its way


def obstacle(session: FakeSession, what: UserAction, *targets: Target) -> str:
    found = session.actions.obstacle(what, targets)
    return "" if found is None else found.text


def test_read_only_refuses_what_is_dangerous_and_protection_wants_a_name() -> None:
    dangerous, harmless = action("command = 'ls'\ndangerous = true"), action("command = 'ls'")
    session = session_of(fake_profile(is_read_only=True))
    assert "open read-only" in obstacle(session, dangerous)
    task = session.actions.plan(dangerous, (), {})
    assert task.wait(SECONDS)
    with pytest.raises(ReadOnly):
        task.result()
    assert obstacle(session, harmless) == ""
    assert (dangerous.asks, harmless.asks, action("command = 'ls'\nconfirm = true").asks) == (True, False, True)
    protected = replace(fake_profile(), protected=True)
    on_topic = action("command = 'ls'\non = 'topic'\ndangerous = true")
    assert name_to_type(on_topic.spec, planned(session_of(protected), on_topic, ORDERS), protected) == "orders"
    assert not name_to_type(harmless.spec, planned(session_of(protected), harmless), protected)


def test_what_cannot_be_done_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of(fake_profile(has_zookeeper=False))
    on_topic = action("command = 'ls {topic}'\non = 'topic'")
    assert "one at a time" in obstacle(session, on_topic, ORDERS, Target(PlaceKind.TOPIC, "payments"))
    assert "none is chosen" in obstacle(session, on_topic)
    assert "has no ZooKeeper" in obstacle(session, action("command = 'ls {zookeeper}'"))
    assert "no-such-program is not there" in obstacle(session, action("command = 'no-such-program'"))
    assert "looked at" in obstacle(session_of(replace(fake_profile(), no_export=True)), KEYED, RECORD)
    session.actions.context.hand_over = None
    assert "needs a terminal" in obstacle(session, action("command = 'ls'"))
    assert obstacle(session, action("command = 'ls'\nbackground = true")) == ""
    monkeypatch.setenv(IN_BROWSER, "1")
    assert "A browser may not" in obstacle(session, action("command = 'ls'\nbackground = true"))


KEYED = action("command = 'ls {key}'\non = 'record'")


@pytest.mark.parametrize(
    ("key", "said"), [(None, "has no key"), (b"\xff", "is no text"), (b"a\0b", "NUL"), (b"masked", "mask the keys")]
)
def test_a_key_that_cannot_be_handed_over_is_refused(key: bytes | None, said: str) -> None:
    session = session_of()
    session.readable[1, 7] = Record("orders", 1, 7, 0, "create", key, b"")
    if key == b"masked":
        session.actions.context.decoding = Decoding(masks=(mask_rule("orders", "key", "****"),))
    with pytest.raises(Refused, match=said):
        planned(session, KEYED, RECORD)


def test_a_records_key_is_handed_over() -> None:
    session = session_of()
    session.readable[1, 7] = Record("orders", 1, 7, 0, "create", b"-k $(id)", b"")
    assert planned(session, KEYED, RECORD).payload.argv == ("ls", "-k $(id)")


# Running


def test_in_the_background_its_lines_are_kept_with_secrets_masked_and_the_journal_has_it(tmp_path: Path) -> None:
    profile = replace(fake_profile(), kafka={"bootstrap.servers": "kafka-1:9092", "sasl.password": SECRET})
    session = session_of(profile, tmp_path)
    what = action("command = 'echo $KAFKATUI_KAFKA_SASL_PASSWORD; echo {profile} >&2'\nshell = true\nbackground = true")
    assert done(session, what).is_done
    first, *lines, last = output_of(session)
    assert first.startswith("$ sh -c ")
    assert lines == ["••••••", "fake"]
    assert last.startswith("INFO exit code 0 after ")
    (entry,) = session.actions.entries()
    assert (entry.action, entry.summary[:8]) == ("command.it", "Runs it:")
    assert SECRET not in str(entry)


def test_what_fails_says_its_exit_code_and_its_last_lines(tmp_path: Path) -> None:
    session = session_of(folder=tmp_path)
    what = action("command = 'seq 9; echo; exit 3'\nshell = true\nbackground = true")
    (outcome,) = done(session, what).targets
    assert (outcome.state, outcome.reason) == (OutcomeState.FAILED, "it: exit code 3. It wrote last: 7 / 8 / 9")
    (killed,) = done(session, action("command = 'kill -9 $$'\nshell = true\nbackground = true")).targets
    assert "ended by signal 9" in killed.reason
    (missing,) = done(session, action("command = '{profile}-no-such-program'\nbackground = true")).targets
    assert "fake-no-such-program: No such file" in missing.reason


@pytest.mark.parametrize("before", ["", "preexec_fn=lambda: signal.signal(15, signal.SIG_IGN)"])
def test_cancelling_ends_it_and_what_it_started(before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_command, "END_SECONDS", 0.3)
    session = session_of(folder=tmp_path)
    started = f"subprocess.Popen(['sleep', '600'], {before})"
    program = f"import signal, subprocess, time; print({started}.pid, flush=True); time.sleep(600)"
    what = action(f'command = ["{sys.executable}", "-c", "{program}"]\nbackground = true')
    task = session.actions.run(what, (), {}, planned(session, what))
    until(lambda: len(output_of(session)) == 2)
    child = int(output_of(session)[1])
    task.cancel()
    assert task.wait(SECONDS)
    with pytest.raises(Cancelled):
        task.result()
    until(lambda: not is_running(child))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(holds: Any) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize(("code", "is_done"), [(0, True), (2, False), (-15, False)])
def test_with_the_terminal_its_exit_code_counts(tmp_path: Path, code: int, is_done: bool) -> None:
    given: list[Sequence[str]] = []

    def hand_over(argv: Sequence[str], environ: Mapping[str, str], always: bool) -> int:
        given.append((*argv, str(always)))
        return code

    session = session_of(folder=tmp_path)
    session.actions.context.hand_over = hand_over
    outcome = done(session, action("command = 'ls {topic}'\non = 'topic'\nwait = true"), ORDERS)
    assert outcome.is_done is is_done
    assert given == [("ls", "orders", "True")]
    if not is_done:
        words = "exit code 2" if code > 0 else "signal 15"
        assert words in outcome.failures[0].reason


def test_a_cluster_that_is_not_known_holds_up_nothing_that_changes_nothing() -> None:
    session = FakeSession()
    session.actions.context.hand_over = lambda argv, environ, always: 0
    assert done(session, action("command = 'ls'")).is_done, "the journal, which has no folder here, was asked"
    with pytest.raises((AssertionError, KafkatuiError)):
        done(session, action("command = 'ls'\ndangerous = true"))


# What is kept


def test_so_many_lines_are_kept_and_each_command_reads_its_own() -> None:
    output = CommandOutput()
    output.add("old", ["x"])
    output.add("it", [str(number) for number in range(MOST_LINES)])
    assert output.commands == ("it",)
    output.add("other", ["y"])
    batches = output.reader("it").batches(LogWanted(lines=2), threading.Event())
    assert [line.text for batch in batches for line in batch] == [str(MOST_LINES - 2), str(MOST_LINES - 1)]
    _, seen = output.after(0)
    output.add("it", ["new"])
    assert [raw.text for _, raw in output.after(seen)[0]] == ["new"]


def test_whoever_listens_is_told_of_a_command_that_begins_and_of_no_line_more() -> None:
    output, told = CommandOutput(), []
    end = output.listen(lambda: told.append(output.commands))
    output.add("a", ["x"])
    output.add("a", ["y"])
    output.add("b", [])
    output.add("b", ["z"])
    assert told == [("a",), ("a", "b")]
    end()
    output.add("c", ["x"])
    assert len(told) == 2
