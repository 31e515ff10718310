"""Actions on ACLs: what is planned of what is there, offered where it can be done, and done to the marked rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kafkatui.model.acl import Acl
from kafkatui.model.errors import FieldError, NotFound, Refused
from kafkatui.model.field import Values
from kafkatui.model.observed import Observed
from kafkatui.model.place import PlaceKind
from kafkatui.model.plan import Plan
from kafkatui.model.target import Target
from kafkatui.session.acl_changes import AclChange
from kafkatui.session.action_base import Targets
from kafkatui.session.action_catalogue import catalogue
from kafkatui.session.feeds import AclsFeed, DelegationTokensFeed, Feed, QuotasFeed, ScramCredentialsFeed
from kafkatui.tui.actions.action_commands import is_meant
from kafkatui.tui.active_keys import active_keys
from kafkatui.tui.screens.action import ActionScreen
from tests.drive.drawn import is_open
from tests.tui.fake_app import WIDE, fake_app_at
from tests.tui.fake_session import FakeSession
from tests.tui.sample_cluster import ACLS, TOKENS, TRANSACTIONS, known_session


@pytest.fixture
def session() -> FakeSession:
    return known_session(FakeSession())


def planned(session: FakeSession, action_id: str, values: Values, targets: Targets = ()) -> Plan[Any]:
    task = session.actions.plan(catalogue()[action_id], targets, values)
    assert task.wait(30)
    return task.result()


def test_only_what_is_missing_is_created_and_a_first_entry_is_warned_of(session: FakeSession) -> None:
    typed = {"allow_principal": ("User:alice",), "topic": ("orders",), "group": ("g",), "consumer": True}
    plan = planned(session, "acl.create", typed)
    assert [f"{acl.operation} {acl.resource}" for acl in plan.payload.add] == ["READ g", "DESCRIBE orders"]
    assert plan.totals == ("1 of 3 is there already.",)
    assert plan.summary == "Adds 2 ACLs."
    assert "group g had no entry so far" in plan.warnings[0]
    assert plan.commands == (
        "kafka-acls.sh --bootstrap-server kafka-1:9092 --add --allow-principal User:alice --topic orders --group g "
        "--consumer",
    )
    assert planned(
        session, "acl.create", {**typed, "consumer": False, "group": (), "operation": ("read",)}
    ).nothing_to_do
    with pytest.raises(FieldError, match="alice"):
        planned(session, "acl.create", {**typed, "allow_principal": ("alice",)})


def test_marked_or_named_ones_are_deleted_and_none_without_saying_which(session: FakeSession) -> None:
    targets = (Target(PlaceKind.CLUSTER, ACLS[1].text, part="ACL"),)
    plan = planned(session, "acl.delete", {}, targets)
    assert plan.payload == AclChange(delete=ACLS[1:])
    assert "topic ord… keeps no entry" in plan.warnings[0]
    assert "--remove --force --deny-principal alice --deny-host 10.0.0.1 --operation Write" in plan.commands[0]
    anything = catalogue()["acl.delete"].targets_of({})
    typed = {"topic": ("orders",), "resource_pattern_type": "match"}
    assert planned(session, "acl.delete", typed, anything).payload.delete == ACLS
    with pytest.raises(FieldError, match="Say which"):
        planned(session, "acl.delete", {"resource_pattern_type": "any"}, anything)
    with pytest.raises(NotFound):
        planned(session, "acl.delete", {"topic": ("nothing",)}, anything)


def test_a_file_says_what_comes_and_what_goes(session: FakeSession, tmp_path: Path) -> None:
    path = tmp_path / "acls.csv"
    heading = "principal,permission,operation,resource_type,resource\n"
    path.write_text(heading + "User:alice,ALLOW,READ,TOPIC,orders\nUser:new,ALLOW,READ,GROUP,g\n")
    plan = planned(session, "acl.sync", {"file": str(path)})
    assert plan.payload == AclChange((Acl("User:new", "GROUP", "g", "LITERAL", "READ", "ALLOW"),), ACLS[1:])
    assert plan.summary == "Adds 1 ACL and deletes 1 ACL."
    assert [row.values[0] for row in plan.rows] == ["delete", "add"]
    assert planned(session, "acl.sync", {"file": str(path), "keep": True}).payload.delete == ()
    path.write_text(heading + "new,ALLOW,READ,GROUP,g\n")
    with pytest.raises(FieldError, match="no principal"):
        planned(session, "acl.sync", {"file": str(path)})
    with pytest.raises(FieldError, match="No such file"):
        planned(session, "acl.sync", {"file": str(tmp_path / "none")})


def test_without_an_authorizer_it_says_so(session: FakeSession) -> None:
    session.put(AclsFeed(), Observed.not_supported("No authorizer is configured."))
    for action_id in ("acl.create", "acl.delete", "acl.sync"):
        obstacle = session.actions.obstacle(catalogue()[action_id], (Target(PlaceKind.CLUSTER, part="ACL"),))
        assert obstacle is not None
        assert "No authorizer" in obstacle.text


def test_a_part_of_the_cluster_is_not_the_cluster(session: FakeSession) -> None:
    acl = Target(PlaceKind.CLUSTER, ACLS[0].text, part="ACL")
    assert acl.noun == "ACL"
    assert is_meant(catalogue()["acl.delete"], acl)
    assert not is_meant(catalogue()["acl.delete"], Target(PlaceKind.CLUSTER))
    assert not is_meant(catalogue()["topic.delete"], Target(PlaceKind.TOPIC, "orders", part="ACL"))


async def test_the_marked_rows_are_what_d_names(session: FakeSession) -> None:
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="acls", size=WIDE) as driver:
        await driver.wait_until(lambda: "User:alice" in driver.screen_text)
        await driver.press("v", "down", "v", "d")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until(lambda: "Deletes 2 ACLs." in driver.text_of(driver.app.screen))
        await driver.press("escape")


def test_a_password_is_in_no_text_of_a_plan_and_a_first_one_can_be_undone(session: FakeSession) -> None:
    typed = {"user": "alice", "password": "s3cret-word", "mechanism": "SCRAM-SHA-512", "iterations": 5000}
    plan: Plan[Any] = planned(session, "user.set", typed)
    assert "s3cret-word" not in f"{plan} {plan.as_json()}"
    assert plan.rows[0].values == ("alice", "SCRAM-SHA-512", 5000, "another password")
    assert not plan.is_undoable
    assert "cannot be undone" in plan.undo
    assert planned(session, "user.set", {**typed, "user": "bob"}).is_undoable
    for wrong, field in (
        ({"user": "User:bob"}, "user"),
        ({"iterations": 1}, "iterations"),
        ({"password": ""}, "password"),
    ):
        with pytest.raises(FieldError) as refused:
            planned(session, "user.set", {**typed, **wrong})
        assert refused.value.field == field


def test_users_are_deleted_whole_or_by_mechanism(session: FakeSession) -> None:
    anything = catalogue()["user.delete"].targets_of({})
    whole: Plan[Any] = planned(session, "user.delete", {"user": ("alice",)}, anything)
    assert [row.values for row in whole.rows] == [
        ("alice", "SCRAM-SHA-256", "nothing"), ("alice", "SCRAM-SHA-512", "nothing"),
    ]  # fmt: skip
    part = planned(session, "user.delete", {"user": ("alice",), "mechanism": "SCRAM-SHA-256"}, anything)
    assert part.rows[0].values[2] == "SCRAM-SHA-512"
    with pytest.raises(NotFound, match="bob"):
        planned(session, "user.delete", {"user": ("bob",)}, anything)


def test_quotas_show_what_changes_and_refuse_what_brokers_would(session: FakeSession) -> None:
    typed = {"user": "alice", "add_config": ("producer_byte_rate=2048,request_percentage=50",)}
    plan: Plan[Any] = planned(session, "quota.set", typed)
    assert plan.summary == "Sets 2 quotas of user alice."
    assert [row.values for row in plan.rows] == [
        ("user alice", "producer_byte_rate", "1048576", "2048"), ("user alice", "request_percentage", None, "50"),
    ]  # fmt: skip
    assert [row.is_risky for row in plan.rows] == [True, False], "less than before is to be looked at"
    assert plan.commands == (
        "kafka-configs.sh --bootstrap-server kafka-1:9092 --alter --entity-type users --entity-name alice --add-config "
        "producer_byte_rate=2048,request_percentage=50",
    )
    assert planned(session, "quota.set", {**typed, "add_config": ("producer_byte_rate=1048576",)}).nothing_to_do
    for wrong, field in (
        ({"add_config": ("fly=1",)}, "add_config"),
        ({"add_config": ("producer_byte_rate=much",)}, "add_config"),
        ({"add_config": ("producer_byte_rate=0",)}, "add_config"),
        ({"add_config": ("connection_creation_rate=1",)}, "add_config"),
        ({"user": "", "ip": "10.0.0.1"}, "add_config"),
        ({"ip": "10.0.0.1"}, "ip"),
        ({"user": ""}, "user"),
        ({"user_defaults": True}, "user"),
    ):
        with pytest.raises(FieldError) as refused:
            planned(session, "quota.set", {**typed, **wrong})
        assert refused.value.field == field
    anything = catalogue()["quota.delete"].targets_of({})
    plan = planned(session, "quota.delete", {"user": "alice", "client_defaults": True}, anything)
    assert plan.summary == "Deletes 1 quota of user alice, client-id <default>."
    with pytest.raises(NotFound, match="user bob"):
        planned(session, "quota.delete", {"user": "bob"}, anything)


def test_only_what_its_coordinator_has_not_is_aborted_unasked(session: FakeSession) -> None:
    anything = catalogue()["transaction.abort"].targets_of({})
    plan: Plan[Any] = planned(session, "transaction.abort", {"topic": "orders", "partition": 1}, anything)
    assert plan.payload == TRANSACTIONS[1:]
    assert plan.totals == ("959 offsets are held back there now.",)
    assert "--topic orders --partition 1 --start-offset 42" in plan.commands[0]
    with pytest.raises(Refused, match="will end it itself, at the latest 60 s"):
        planned(session, "transaction.abort", {"topic": "orders", "partition": 0}, anything)
    forced: Plan[Any] = planned(
        session, "transaction.abort", {"topic": "orders", "partition": 0, "force": True}, anything
    )
    assert forced.rows[0].is_risky
    with pytest.raises(NotFound, match="open no longer"):
        planned(session, "transaction.abort", {"topic": "orders", "partition": 7}, anything)


def test_tokens_are_planned_by_what_is_there_and_their_passwords_masked(session: FakeSession) -> None:
    anything = catalogue()["token.expire"].targets_of({})
    plan: Plan[Any] = planned(session, "token.expire", {"token": ("aa11",)}, anything)
    assert [row.values for row in plan.rows] == [("aa11", "User:bob", "nobody")]
    with pytest.raises(NotFound, match="no delegation token bb22"):
        planned(session, "token.expire", {"token": ("bb22",)}, anything)
    renewal: Plan[Any] = planned(session, "token.renew", {"token": ("aa11",), "renew_time_period": "99999d"}, anything)
    assert renewal.rows[0].values[3] == renewal.rows[0].values[4], "never longer than its life"
    created: Plan[Any] = planned(session, "token.create", {"renewer_principal": ("User:bob",), "owner_principal": ""})
    assert "--max-life-time-period -1 --renewer-principal User:bob" in created.commands[0]
    for field, wrong in (("renewer_principal", ("bob",)), ("max_life_time_period", "long"), ("owner_principal", "x")):
        with pytest.raises(FieldError) as refused:
            planned(session, "token.create", {field: wrong})
        assert refused.value.field == field
    told = " ".join(str(each) for each in (plan, renewal, created, TOKENS))
    assert not any(token.hmac_text in told or str(token.hmac) in told for token in TOKENS)


async def test_a_tokens_password_is_shown_where_it_is_asked_for(session: FakeSession, tmp_path: Path) -> None:
    session.journal_folder = tmp_path
    async with fake_app_at(session, PlaceKind.CLUSTER, tab="tokens", size=WIDE) as driver:
        await driver.wait_until(lambda: driver.main.frame.pane.table.cursor_row is not None)  # type: ignore[union-attr]
        assert TOKENS[0].hmac_text not in driver.text_of(driver.app.screen)
        driver.main.action_commands._start_chosen("token.show")
        await driver.wait_until(lambda: "Shows the password of 1 delegation token" in driver.text_of(driver.app.screen))
        await driver.press("ctrl+s")
        await driver.wait_until(lambda: TOKENS[0].hmac_text in driver.text_of(driver.app.screen))
        await driver.press("escape")
        await driver.wait_until(lambda: not is_open(driver.app, ActionScreen))
        assert TOKENS[0].hmac_text not in driver.text_of(driver.app.screen)
    (entry,) = session.actions.entries()
    assert (entry.action, entry.targets) == ("token.show", (TOKENS[0].token_id,))
    assert TOKENS[0].hmac_text not in session.actions.context.journal().path.read_text()


@pytest.mark.parametrize(
    ("tab", "title", "help_line"),
    [
        ("acls", "Create ACLs", "Create ACLs."),
        ("users", "Set a SCRAM user", "Set a SCRAM user's password."),
        ("tokens", "Create a delegation token", "Create a delegation token."),
        ("quotas", "Set quotas", "Set quotas."),
        ("overview", "Create a topic", "Create a topic."),
    ],
)
@pytest.mark.parametrize("is_empty", [False, True])
async def test_c_makes_one_of_what_the_tab_lists(
    session: FakeSession, tab: str, title: str, help_line: str, is_empty: bool
) -> None:
    if is_empty:
        feeds: tuple[Feed[Any], ...] = (AclsFeed(), ScramCredentialsFeed(), DelegationTokensFeed(), QuotasFeed())
        for feed in feeds:
            session.ok(feed, ())
    async with fake_app_at(session, PlaceKind.CLUSTER, tab=tab, size=WIDE) as driver:
        await driver.wait_until(lambda: driver.main.frame.pane is not None and driver.main.frame.pane.is_mounted)
        offered = [each.key.help for each in active_keys(driver.main) if "c" in each.pressed]
        assert offered == [help_line]
        await driver.press("c")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        await driver.wait_until(lambda: title in driver.text_of(driver.app.screen))


@pytest.mark.parametrize(
    ("tab", "word"),
    [
        ("transactions", "Abort transactions"),
        ("users", "Delete SCRAM users"),
        ("quotas", "Delete quotas"),
        ("tokens", "Expire delegation tokens"),
    ],
)
async def test_d_acts_on_the_row_of_its_tab(session: FakeSession, tab: str, word: str) -> None:
    async with fake_app_at(session, PlaceKind.CLUSTER, tab=tab, size=WIDE) as driver:
        await driver.wait_until(lambda: driver.main.frame.pane.table.cursor_row is not None)  # type: ignore[union-attr]
        await driver.press("d")
        await driver.wait_until(lambda: is_open(driver.app, ActionScreen))
        assert word in driver.text_of(driver.app.screen)
        await driver.press("escape")
