"""Ties of a thing: made of what was read, and what nobody has read is a line with the reason."""

from __future__ import annotations

import pytest

from kafkatui.model.connector import GROUP_PROPERTY, Connectors
from kafkatui.model.group import Group, GroupMember, GroupOffsets
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import Link, LinkState
from kafkatui.model.quota import DEFAULT, Quota, QuotaEntity
from kafkatui.model.replacing import replace
from kafkatui.report.broker_relations import broker_relations
from kafkatui.report.group_relations import group_relations
from kafkatui.report.registry_relations import connector_relations, subject_relations
from kafkatui.report.relations import RelationKind, RelationReadings, RelationRow
from kafkatui.report.topic_relations import topic_relations
from kafkatui.report.znode_relations import znode_relations
from kafkatui.view.relations_table import RELATIONS_TABLE, row_key
from tests.tui.sample_cluster import ACLS, CLUSTER, CONNECTORS, QUOTAS, SUBJECTS, groups_sample, offset_sample, znode

NOW = 1_800_000_000.0
LINKED = Link(LinkState.LINKED, "")

KNOWN = RelationReadings(
    "local",
    Observed.ok(CLUSTER, NOW),
    groups=Observed.ok(groups_sample(), NOW),
    acls=Observed.ok(ACLS, NOW),
    quotas=Observed.ok(QUOTAS, NOW),
    subjects=Observed.ok(SUBJECTS, NOW),
    connectors=Observed.ok(CONNECTORS, NOW),
    link=LINKED,
    old_groups=Observed.unknown(),
)
NOTHING = RelationReadings(
    "local",
    Observed.ok(CLUSTER, NOW),
    groups=Observed.unknown(),
    acls=Observed.unknown().failing("Broker 1 did not answer.", NOW),
    quotas=Observed.unknown(),
    subjects=Observed.not_supported("No schema registry is configured."),
    connectors=Observed.unknown(),
    link=Link(LinkState.NONE, "No ZooKeeper is configured."),
    old_groups=Observed.unknown(),
)


def of_kind(rows: list[RelationRow], kind: RelationKind) -> list[tuple[str, str]]:
    return [(row.name, row.tie) for row in rows if row.kind is kind]


def test_a_topic_names_everybody_who_has_to_do_with_it() -> None:
    rows = topic_relations("orders", KNOWN)
    assert of_kind(rows, RelationKind.BROKER) == [
        ("1", "leads 1 of 2 partitions, follows 1, out of sync in 1"),
        ("2", "leads 1 of 2 partitions, follows 1"),
        ("3", "leads 0 of 2 partitions, follows 2"),
    ]
    assert of_kind(rows, RelationKind.GROUP) == [("billing", "lag 10, 1 member read it")]
    assert [name for name, _ in of_kind(rows, RelationKind.SUBJECT)] == ["orders-key", "orders-value"]
    assert of_kind(rows, RelationKind.CONNECTOR) == [("archive", "sink RUNNING, 1 of 2 tasks run")]
    assert [name for name, _ in of_kind(rows, RelationKind.ACL)] == ["User:alice ALLOW READ", "alice DENY WRITE"]
    assert [row.name for row in rows if row.is_wrong] == ["1", "archive"]


def test_a_group_of_the_old_consumer_reads_it_too() -> None:
    sample = groups_sample()
    (group,) = sample.groups
    old = replace(
        sample, groups=(group, replace(group, id="ancient")), committed={"ancient": sample.committed["billing"]}
    )
    rows = topic_relations("orders", replace(KNOWN, old_groups=Observed.ok(old, NOW)))
    assert [name for name, _ in of_kind(rows, RelationKind.GROUP)] == ["ancient", "billing"]


def test_a_subject_has_its_topic_and_who_reads_and_writes_there() -> None:
    rows = subject_relations("orders-value", KNOWN)
    assert of_kind(rows, RelationKind.TOPIC) == [("orders", "it describes its values")]
    assert [name for name, _ in of_kind(rows, RelationKind.SUBJECT)] == ["orders-key"]
    assert of_kind(rows, RelationKind.GROUP) == [("billing", "lag 10, 1 member read it")]
    assert of_kind(rows, RelationKind.CONNECTOR) == [("archive", "sink RUNNING, 1 of 2 tasks run")]
    (topic,) = (row.place for row in subject_relations(":.eu:orders-key", KNOWN) if row.kind is RelationKind.TOPIC)
    assert topic == Place("local", PlaceKind.TOPIC, "orders"), "in another context, too"


@pytest.mark.parametrize(("name", "line"), [
    ("billing", ("", "its name is no topic's (NAME-key, NAME-value)")),
    ("gone-value", ("gone", "the cluster has no such topic")),
])  # fmt: skip
def test_a_subject_without_a_topic_says_so(name: str, line: tuple[str, str]) -> None:
    rows = subject_relations(name, KNOWN)
    assert of_kind(rows, RelationKind.TOPIC) == [line]
    assert all(row.place is None and not row.is_wrong for row in rows)


def sink(**config: str) -> RelationReadings:
    """A sink that reads a topic that is there and one that is not, and its group."""
    (billing,) = groups_sample().groups
    made = replace(CONNECTORS.connectors[0], topics=("orders", "gone"), config=config)
    name = config.get(GROUP_PROPERTY, "connect-archive")
    sample = replace(groups_sample(), groups=(replace(billing, id=name),), lags={name: groups_sample().lags["billing"]})
    return replace(KNOWN, connectors=Observed.ok(Connectors((made,)), NOW), groups=Observed.ok(sample, NOW))


@pytest.mark.parametrize("config", [{}, {GROUP_PROPERTY: "archivists"}])
def test_a_sink_has_its_topics_those_that_are_not_there_and_the_group_it_reads_as(config: dict[str, str]) -> None:
    rows = connector_relations("archive", sink(**config))
    assert of_kind(rows, RelationKind.TOPIC) == [("gone", "the cluster has no such topic"), ("orders", "it reads it")]
    assert [row.name for row in rows if row.is_wrong] == ["gone"]
    assert of_kind(rows, RelationKind.GROUP) == [
        (config.get(GROUP_PROPERTY, "connect-archive"), "it reads as this group: 1 member, lag 10")
    ]
    assert [name for name, _ in of_kind(rows, RelationKind.SUBJECT)] == ["orders-key", "orders-value"]


def test_a_source_reads_no_topic_and_a_sink_that_has_read_nothing_has_no_group_yet() -> None:
    assert of_kind(connector_relations("lines", KNOWN), RelationKind.GROUP) == [("", "a source reads no topic")]
    assert of_kind(connector_relations("archive", KNOWN), RelationKind.GROUP) == [
        ("", "there is no group connect-archive: it has read nothing yet")
    ]


def test_a_connector_that_is_gone_or_not_told_of_says_so() -> None:
    (row,) = connector_relations("gone", KNOWN)
    assert (row.is_unknown, row.tie) == (True, "there is no such connector any more")
    (row,) = connector_relations("archive", NOTHING)
    assert (row.is_unknown, row.tie) == (True, "not read yet")


def test_what_nobody_has_read_says_why() -> None:
    unknown = {row.kind: (row.state, row.tie) for row in topic_relations("orders", NOTHING) if row.is_unknown}
    assert unknown == {
        RelationKind.GROUP: (ObservedState.UNKNOWN, "not read yet"),
        RelationKind.ACL: (ObservedState.FAILED, "Broker 1 did not answer."),
        RelationKind.SUBJECT: (ObservedState.NOT_SUPPORTED, "No schema registry is configured."),
        RelationKind.CONNECTOR: (ObservedState.UNKNOWN, "not read yet"),
        RelationKind.ZNODE: (ObservedState.NOT_SUPPORTED, "No ZooKeeper is configured."),
    }


def test_a_connect_that_does_not_answer_is_told_beside_those_that_do() -> None:
    some = replace(KNOWN, connectors=Observed.ok(Connectors((), {"billing": "connection refused"}), NOW))
    rows = [row for row in topic_relations("orders", some) if row.kind is RelationKind.CONNECTOR]
    assert [(row.is_unknown, row.tie) for row in rows] == [
        (False, "none reads it or writes to it"),
        (True, "billing: connection refused"),
    ]


def test_groups_that_a_broker_did_not_list_are_not_said_to_be_none() -> None:
    told = replace(groups_sample(), errors=("Broker 2 does not answer.",))
    some = replace(KNOWN, groups=Observed.ok(told, NOW))
    none = replace(KNOWN, groups=Observed.ok(replace(told, groups=(), committed={}), NOW))
    missing = ("", "there may be more: Broker 2 does not answer.")
    assert of_kind(topic_relations("orders", some), RelationKind.GROUP)[1:] == [missing]
    assert of_kind(topic_relations("orders", none), RelationKind.GROUP) == [
        ("", "there may be some: Broker 2 does not answer.")
    ]
    assert of_kind(broker_relations(2, none), RelationKind.GROUP) == of_kind(
        topic_relations("x", none), RelationKind.GROUP
    )


def test_a_stale_reading_is_told_as_one() -> None:
    stale = replace(KNOWN, groups=KNOWN.groups.failing("Broker 1 did not answer.", NOW))
    (row,) = [row for row in topic_relations("orders", stale) if row.kind is RelationKind.GROUP]
    assert row.state is ObservedState.STALE
    assert RELATIONS_TABLE.column("tie").cell(row).text == "stale: lag 10, 1 member read it"
    assert RELATIONS_TABLE.column("state").cell(row).text == "stale"


def test_a_broker_has_its_groups_its_znodes_and_the_topics_it_leads() -> None:
    rows = broker_relations(2, KNOWN)
    assert of_kind(rows, RelationKind.GROUP) == [("", "it coordinates none")]
    assert [name for name, _ in of_kind(rows, RelationKind.ZNODE)] == [
        "/brokers/ids/2", "/config/brokers/2", "/controller",
    ]  # fmt: skip
    assert of_kind(rows, RelationKind.TOPIC) == [("orders", "leads 1 of 2 partitions, follows 1")]
    assert of_kind(broker_relations(3, KNOWN), RelationKind.TOPIC) == [
        ("__consumer_offsets", "leads 1 of 1 partition, follows 0"),
        ("1 other topic", "it follows 2 partitions of them and leads none"),
    ]


def group_of(*clients: str, coordinator: int | None = 2) -> GroupSample:
    members = tuple(GroupMember(f"{client}-uuid", client, "/h", ()) for client in clients)
    group = Group("connect-archive", "Stable", coordinator=coordinator, members=members)
    return GroupSample(group, GroupOffsets(group.id, {("deleted", 0): 4}, {}, {}), offset_sample(), {})


def test_a_group_has_its_connector_and_the_quotas_of_its_members() -> None:
    quotas = (
        Quota(QuotaEntity(client_id="reader"), "consumer_byte_rate", 1_000_000.0),
        Quota(QuotaEntity(client_id="other"), "consumer_byte_rate", 1.0),
        Quota(QuotaEntity("alice", DEFAULT), "request_percentage", 12.5),
    )
    readings = replace(KNOWN, quotas=Observed.ok(quotas, NOW), group=Observed.ok(group_of("reader"), NOW))
    rows = group_relations("connect-archive", readings)
    assert of_kind(rows, RelationKind.CONNECTOR)[0][0] == "archive"
    assert of_kind(rows, RelationKind.QUOTA) == [
        ("client-id reader", "consumer_byte_rate 1,000,000"),
        ("user alice, client-id <default>", "request_percentage 12.5"),
    ]
    assert of_kind(rows, RelationKind.TOPIC) == [("deleted", "the topic is gone")]
    assert of_kind(rows, RelationKind.MEMBER) == [("reader@h", "idle: it was given nothing")]
    assert of_kind(rows, RelationKind.BROKER) == [("2", "coordinates it")]


@pytest.mark.parametrize(
    ("group", "kind", "config", "found"),
    [
        ("connect-archive", "sink", {}, "archive"),
        ("archivists", "sink", {GROUP_PROPERTY: "archivists"}, "archive"),
        ("connect-archive", "sink", {GROUP_PROPERTY: "archivists"}, ""),
        ("connect-archive", "source", {}, ""),
        ("connect-archive", "", {}, "archive"),
    ],
)
def test_a_group_has_the_sink_that_reads_as_it(group: str, kind: str, config: dict[str, str], found: str) -> None:
    made = replace(CONNECTORS.connectors[0], type=kind, config=config)
    rows = group_relations(group, replace(KNOWN, connectors=Observed.ok(Connectors((made,)), NOW)))
    assert [name for name, _ in of_kind(rows, RelationKind.CONNECTOR)] == [found]


def test_a_znode_has_what_it_belongs_to_only_where_it_is_this_clusters() -> None:
    path = "/brokers/topics/orders"
    orders = Place("local", PlaceKind.TOPIC, "orders")
    rows = znode_relations(path, Observed.ok(znode(path), NOW), KNOWN, orders)
    assert [(row.kind.value, row.name) for row in rows] == [
        ("topic", "orders"), ("znode", "/config/topics/orders"), ("znode", "/brokers/topics"), ("znode", "2 znodes"),
    ]  # fmt: skip
    others = replace(KNOWN, link=Link(LinkState.FAILED, "The ensemble is another cluster's."))
    first, *_ = znode_relations(path, Observed.ok(znode(path), NOW), others, orders)
    assert (first.name, first.tie, first.is_unknown) == ("", "The ensemble is another cluster's.", True)


@pytest.mark.parametrize("readings", [KNOWN, NOTHING])
def test_no_two_lines_are_taken_for_one(readings: RelationReadings) -> None:
    rows = [*topic_relations("orders", readings)]
    assert len({row_key(row) for row in rows}) == len(rows)
