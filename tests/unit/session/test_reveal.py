"""Each place where a value is masked: it is shown when asked for, said in the journal, and the value is nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual.app import App

from kafkatui.kafka.connect_worker.requests import WorkerRequests
from kafkatui.kafka.connect_worker.settings import worker_settings
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.errors import FieldError, Refused, UsageError
from kafkatui.model.mask import mask_rule
from kafkatui.model.place import PlaceKind
from kafkatui.model.record import Record
from kafkatui.model.replacing import replace
from kafkatui.model.target import Target
from kafkatui.model.znode import Znode, ZnodeAcl
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.decoding import Decoding
from kafkatui.session.feeds import BrokerConfigFeed, ConnectorsFeed, TopicConfigsFeed, ZnodeFeed
from kafkatui.session.masked_values import CONNECTION, PLACES
from kafkatui.tui.screens.action import ActionScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import WIDE, fake_app_at
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.sample_cluster import CONNECTORS, STAT, known_session
from tests.unit.kafka.connect_server import connect_server
from tests.unit.session.action_driver import ActionDriver

REVEAL = catalogue()["secret.reveal"]
SECRET = "hunter22"
USER = "/config/users/alice"
SCRAM = json.dumps({"version": 1, "config": {"SCRAM-SHA-256": f"salt={SECRET},iterations=4096", "a": "b"}}).encode()
LOCKED = "/app/locked"


def profile_with(**changes: Any) -> Any:
    profile = fake_profile()
    assert profile.zookeeper is not None
    kafka = {**profile.kafka, "sasl.password": SECRET, "schema.registry.basic.auth.user.info": "me:pw"}
    return replace(
        profile, kafka=kafka, zookeeper=replace(profile.zookeeper, properties={"auth.credential": "x:y"}), **changes
    )


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSession]:
    with connect_server() as (url, contents):
        contents.add("archive", dict(CONNECTORS.connectors[0].config))
        profile = profile_with()
        made = known_session(FakeSession(replace(profile, kafka={**profile.kafka, "connect.url": url})))
        made.journal_folder = tmp_path
        connects = {each.name: WorkerRequests(each, 5.0) for each in worker_settings(made.profile.kafka)}
        clients: Any = SimpleNamespace(connects=lambda: connects, zookeeper=lambda: None)
        made.actions.context._clients = clients
        made.ok(ConnectorsFeed(), CONNECTORS)
        made.ok(ZnodeFeed(USER), Znode(USER, STAT, SCRAM))
        hidden = ZnodeAcl("digest", "bob:••••", "r")
        made.ok(ZnodeFeed(LOCKED), Znode(LOCKED, STAT, b"", acl=(hidden,)))
        told = {LOCKED: (ZnodeAcl("digest", f"bob:{SECRET}", "r"),)}
        monkeypatch.setattr("kafkatui.zookeeper.subtree.read_acls", lambda _, paths: told)
        entry = ConfigEntry("my.password", SECRET, "topic", is_read_only=False)
        made.ok(TopicConfigsFeed(("orders",)), {"orders": (entry,)})
        keystore = ConfigEntry("ssl.keystore.password", None, "static", is_read_only=True, is_sensitive=True)
        made.ok(BrokerConfigFeed(1), (keystore,))
        rules = [mask_rule("orders", field, "****") for field in ("value.card", "header.auth", "key")]
        made.decoding = made.actions.context.decoding = Decoding(masks=tuple(rules))
        value = json.dumps({"card": SECRET, "n": 1}).encode()
        made.readable[0, 7] = Record("orders", 0, 7, 0, "create", b"k-" + SECRET.encode(), value,
                                     (("Auth", SECRET.encode()),))  # fmt: skip
        yield made


@dataclass(frozen=True)
class Masked:
    """A verb's words, the target on the screen, what it is called, and what it is in clear."""

    words: tuple[str, str, str]
    target: Target
    name: str
    value: str = SECRET


PLACES_TRIED = (
    Masked(("connection", "sasl.password", ""),
           Target(PlaceKind.CLUSTER, "sasl.password", part=CONNECTION, setting="Kafka"), "sasl.password"),
    Masked(("connection", "auth.credential", "ZooKeeper"),
           Target(PlaceKind.CLUSTER, "auth.credential", part=CONNECTION, setting="ZooKeeper"), "auth.credential",
           "x:y"),
    Masked(("connector", "archive", ""), Target(PlaceKind.CLUSTER, "archive", part="connector"),
           "connection.password"),
    Masked(("znode", USER, ""), Target(PlaceKind.ZNODE, USER), "config.SCRAM-SHA-256",
           f"salt={SECRET},iterations=4096"),
    Masked(("znode", LOCKED, ""), Target(PlaceKind.ZNODE, LOCKED), "acl bob", f"bob:{SECRET}"),
    Masked(("topic", "orders", "my.password"), Target(PlaceKind.TOPIC, "orders", setting="my.password"),
           "my.password"),
    Masked(("record", "orders-0@7", "value.card"), Target(PlaceKind.TOPIC, "orders", 0, 7), "value.card"),
    Masked(("record", "orders-0@7", "header.auth"), Target(PlaceKind.TOPIC, "orders", 0, 7), "header.auth"),
    Masked(("record", "orders-0@7", "key"), Target(PlaceKind.TOPIC, "orders", 0, 7), "key", f"k-{SECRET}"),
)  # fmt: skip


@pytest.mark.parametrize("masked", PLACES_TRIED, ids=lambda each: " ".join(each.words).strip())
def test_a_masked_value_is_shown_and_only_that_it_was_is_written_down(session: FakeSession, masked: Masked) -> None:
    context, driver = session.actions.context, ActionDriver(session)
    assert REVEAL.means(context, masked.target)
    assert session.actions.obstacle(REVEAL, (masked.target,)) is None
    kind, name, what = masked.words
    verb = {"kind": kind, "name": name, "what": what}
    assert REVEAL.targets_of(verb)[0] == masked.target
    dialog = {"what": masked.name} if masked.target.offset is not None else {}
    for values, targets in ((verb, ()), (dialog, (masked.target,))):
        plan = driver.plan("secret.reveal", values, targets)
        assert masked.value not in repr(plan), "it is read when it is shown"
        (outcome,) = driver.run("secret.reveal", values, plan, targets).targets
        assert (outcome.target, outcome.secret) == (masked.name, masked.value)
        assert masked.value not in repr(outcome)
    entry, _ = session.actions.entries()
    assert entry.action == "secret.reveal"
    assert masked.name in entry.summary
    assert entry.why_not_undoable
    assert masked.value not in context.journal().path.read_text()


def test_every_sort_of_place_was_tried() -> None:
    assert {each.words[0] for each in PLACES_TRIED} | {"broker"} == set(PLACES)


def test_what_kafka_tells_nobody_says_so(session: FakeSession) -> None:
    target = Target(PlaceKind.BROKER, "1", setting="ssl.keystore.password")
    assert REVEAL.means(session.actions.context, target)
    obstacle = session.actions.obstacle(REVEAL, (target,))
    assert obstacle is not None
    assert "Kafka tells nobody the value of ssl.keystore.password" in obstacle.text
    with pytest.raises(Refused):
        session.actions.require(REVEAL, (target,), {})


@pytest.mark.parametrize(
    "target",
    [
        Target(PlaceKind.TOPIC, "orders"), Target(PlaceKind.ZNODE, "/app"), Target(PlaceKind.BROKER, "1"),
        Target(PlaceKind.CLUSTER, "ACL of somebody", part="ACL"), Target(PlaceKind.TOPIC, "other", 0, 3),
        Target(PlaceKind.CLUSTER, "lines", part="connector"), Target(PlaceKind.TOPIC, "orders", 0),
    ],
    ids=lambda target: f"{target.noun} {target.text}",
)  # fmt: skip
def test_it_is_not_offered_where_nothing_is_masked(session: FakeSession, target: Target) -> None:
    assert not REVEAL.means(session.actions.context, target)


def test_of_several_it_is_said_which(session: FakeSession) -> None:
    driver, record = ActionDriver(session), (Target(PlaceKind.TOPIC, "orders", 0, 7),)
    with pytest.raises(FieldError, match=r"value\.card, header\.auth, key"):
        driver.plan("secret.reveal", {}, record)
    form = REVEAL.form(session.actions.context, record)
    assert [each.value for each in form.field("what").choices] == ["value.card", "header.auth", "key"]
    with pytest.raises(UsageError, match="KIND is one of"):
        REVEAL.targets_of({"kind": "secret", "name": "x"})


def test_no_export_lets_it_be_looked_at_and_no_verb_write_it(session: FakeSession) -> None:
    session.actions.context.profile = replace(session.profile, no_export=True)
    driver, first = ActionDriver(session), PLACES_TRIED[0]
    with pytest.raises(Refused, match="What a verb writes leaves the cluster"):
        driver.plan("secret.reveal", {"kind": "connection", "name": "sasl.password"})
    assert driver.do("secret.reveal", {}, (first.target,)).is_done


@pytest.mark.parametrize("is_kept_here", [False, True])
async def test_on_the_connection_page_it_is_shown_until_it_is_left(
    session: FakeSession, is_kept_here: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.profile = session.actions.context.profile = replace(session.profile, no_export=is_kept_here)
    copied: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda app, text: copied.append(text))
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="connection", size=WIDE) as driver:
        await driver.wait_until("sasl.password")
        table: Any = driver.main.frame.pane.table  # type: ignore[union-attr]
        table.focus()
        table.move_cursor_to("Kafka sasl.password")
        await driver.press("V")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until(lambda: "Shows sasl.password" in driver.text_of(driver.app.screen))
        assert SECRET not in driver.text_of(driver.app.screen)
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: SECRET in driver.text_of(driver.app.screen))
        await driver.press("ctrl+y")
        if is_kept_here:
            await driver.wait_until(lambda: any("only to be looked at" in each for each in driver.notices))
        assert copied == ([] if is_kept_here else [SECRET])
        await driver.press("escape")
        await driver.wait_until(lambda: not is_open(driver.app, ActionScreen))
        assert SECRET not in driver.text_of(driver.app.screen)
