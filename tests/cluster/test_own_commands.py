"""Commands of the user's own on a real cluster: what they are told of its things, and where a kafkatui in one leads."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kafkatui.config.file import parse_config
from kafkatui.model.errors import ReadOnly
from kafkatui.model.outcome import Outcome, OutcomeState
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.sandbox.readiness import QUIET_CLIENT
from kafkatui.session.feeds import MetadataFeed
from kafkatui.session.session import ClusterSession
from kafkatui.session.user_action import user_actions
from tests.cluster.app_driver import profile_of
from tests.cluster.sharing import FreshTopic
from tests.cluster.test_action_verbs import commit, topics_of
from tests.drive.producer import Producer

pytestmark = pytest.mark.cluster

SECONDS = 60.0


@pytest.fixture
def session(cluster: Sandbox, isolated_user: Path) -> Iterator[ClusterSession]:
    with closing(ClusterSession(profile_of(cluster))) as session:
        session.fetch(MetadataFeed())
        yield session


def run(session: ClusterSession, lines: str, *targets: Target) -> tuple[Outcome, list[str]]:
    """What became of a command, and what it wrote."""
    settings = parse_config(f"[commands.it]\nbackground = true\n{lines}\n", Path("config.toml"))
    [action] = user_actions(settings.commands).values()
    _, seen = session.actions.context.output.after(0)
    planned = session.actions.plan(action, targets, {})
    assert planned.wait(SECONDS)
    running = session.actions.run(action, targets, {}, planned.result())
    assert running.wait(SECONDS)
    written = [raw.text for _, raw in session.actions.context.output.after(seen)[0]]
    return running.result(), written[1:-1]


def test_what_is_filled_in_is_what_the_cluster_has(
    session: ClusterSession, cluster: Sandbox, fresh_topic: FreshTopic
) -> None:
    topic = fresh_topic(cluster, 2, name="commanded")
    key, group = "$(touch x) 'größe'", f"{topic} $(reboot)"
    producer = Producer({"bootstrap.servers": cluster.bootstrap_servers, **QUIET_CLIENT})
    producer.produce(topic, "value", key, partition=1)
    assert producer.flush(20) == 0
    commit(cluster, group, {(topic, 1): 1})
    address = cluster.bootstrap_servers.split(",")[0]

    def says(words: str, on: str, target: Target, wanted: list[str]) -> None:
        """As arguments, and to a shell."""
        for line in (f"command = 'printf %s\\\\n {words}'", f"command = 'printf \"%s\\\\n\" {words}'\nshell = true"):
            outcome, written = run(session, f"{line}\non = '{on}'", target)
            assert (outcome.is_done, written) == (True, wanted)

    record = Target(PlaceKind.TOPIC, topic, 1, 0)
    says("{topic} {partition} {offset} {key}", "record", record, [topic, "1", "0", key])
    says("{group}", "group", Target(PlaceKind.GROUP, group), [group])
    says("{broker} {host}:{port}", "broker", Target(PlaceKind.BROKER, "1"), ["1", address])
    says(
        "{znode} {zookeeper}",
        "znode",
        Target(PlaceKind.ZNODE, "/brokers/ids"),
        ["/brokers/ids", str(cluster.zookeeper_connect)],
    )


def test_a_kafkatui_in_a_command_is_at_the_same_cluster_and_its_failure_is_told(
    session: ClusterSession, cluster: Sandbox, fresh_topic: FreshTopic
) -> None:
    topic = fresh_topic(cluster, 2, name="again")
    line = f"command = '{sys.executable} -m kafkatui topic create {{topic}} --yes'\non = 'topic'\ndangerous = true"
    outcome, written = run(session, line, Target(PlaceKind.TOPIC, topic))
    [failed] = outcome.targets
    assert failed.state is OutcomeState.FAILED
    assert "exit code 1" in failed.reason
    assert f"{topic} cannot be made: there is one already." in written[-1]
    [entry] = [each for each in session.actions.entries() if each.action == "command.it"]
    assert entry.targets == (topic,)


def test_a_dangerous_one_changes_nothing_where_the_cluster_is_read_only(
    cluster: Sandbox, fresh_topic: FreshTopic, isolated_user: Path
) -> None:
    topic = fresh_topic(cluster, name="spared")
    line = f"command = '{sys.executable} -m kafkatui topic delete {{topic}} --yes'\non = 'topic'"
    with closing(ClusterSession(replace(profile_of(cluster), read_only=True))) as session:
        with pytest.raises(ReadOnly):
            run(session, f"{line}\ndangerous = true", Target(PlaceKind.TOPIC, topic))
        outcome, _ = run(session, line, Target(PlaceKind.TOPIC, topic))
        assert "read-only" in outcome.targets[0].reason, "it does not say that it is, and is told that the cluster is"
    assert topic in topics_of(cluster)
