"""What the tables show: unknown apart from zero, what is wrong in words, every column explained."""

from __future__ import annotations

from typing import Any

import pytest

from kafkatui.insight.changes import partition_changes
from kafkatui.insight.messages import MessageCount
from kafkatui.insight.topic_totals import size_by_topic
from kafkatui.model.cluster import Broker, OffsetRange
from kafkatui.model.config_entry import ConfigEntry, LogDir, ReplicaSize
from kafkatui.model.event import Event, Severity
from kafkatui.model.group import Group, GroupMember, GroupOffsets, StreamsTasks
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.group_track import NO_TRACK, GroupTrack, LagLook
from kafkatui.model.lag import LagTotal, PartitionProgress
from kafkatui.model.lag_history import LagHistory, LagPoint
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.presence import BrokerPresence, PresenceState
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.record import Record
from kafkatui.model.replacing import replace
from kafkatui.model.znode import ZnodeChild, ZnodeStat
from kafkatui.report.broker_partitions import broker_partition_rows
from kafkatui.report.brokers import broker_rows
from kafkatui.report.disk_sizes import LogDirs
from kafkatui.report.events import event_rows
from kafkatui.report.groups import GroupKnowledge, GroupRow, group_rows
from kafkatui.report.partitions import partition_rows
from kafkatui.session.decoding import Decoding
from kafkatui.view import numbers
from kafkatui.view.broker_partitions_table import BROKER_PARTITIONS_TABLE
from kafkatui.view.brokers_table import BROKERS_TABLE
from kafkatui.view.configs_table import CONFIGS_TABLE
from kafkatui.view.events_table import EVENTS_TABLE
from kafkatui.view.facts_table import PROPERTIES_TABLE, STAT_TABLE, property_facts, stat_facts
from kafkatui.view.glossary import GLOSSARY, explain
from kafkatui.view.groups_table import GROUPS_TABLE
from kafkatui.view.log_dirs_table import LOG_DIRS_TABLE
from kafkatui.view.members_table import MEMBERS_TABLE
from kafkatui.view.partitions_table import PARTITIONS_TABLE
from kafkatui.view.progress_table import PROGRESS_EXPORT, PROGRESS_TABLE
from kafkatui.view.records_table import RECORDS_TABLE, record_row
from kafkatui.view.span import Tone
from kafkatui.view.table import TableDefinition
from kafkatui.view.topics_table import TOPICS_EXPORT, TOPICS_TABLE
from kafkatui.view.znodes_table import ZNODES_EXPORT, ZNODES_TABLE
from tests.unit.insight.clusters import cluster, partition, topic
from tests.unit.report.rows import NO_LINK, NO_REGISTRATIONS, row_of

AUTO = Decoding().record_reader("t")

ALL_TABLES: list[TableDefinition[Any]] = [
    BROKERS_TABLE,
    BROKER_PARTITIONS_TABLE,
    CONFIGS_TABLE,
    EVENTS_TABLE,
    GROUPS_TABLE,
    LOG_DIRS_TABLE,
    MEMBERS_TABLE,
    PARTITIONS_TABLE,
    PROGRESS_EXPORT,
    PROGRESS_TABLE,
    PROPERTIES_TABLE,
    RECORDS_TABLE,
    STAT_TABLE,
    TOPICS_EXPORT,
    TOPICS_TABLE,
    ZNODES_EXPORT,
    ZNODES_TABLE,
]


def shown(table: TableDefinition[Any], row: Any, *columns: str) -> list[str]:
    """What those columns show of `row`."""
    return [table.column(column).cell(row).text for column in columns]


def exported(table: TableDefinition[Any], row: Any, column_id: str) -> Any:
    """The JSON value of a column."""
    value = table.column(column_id).json_value
    assert value is not None
    return value(row)


@pytest.mark.parametrize("table", ALL_TABLES, ids=lambda table: table.id)
def test_every_column_has_a_name_of_its_own_and_a_sentence(table: TableDefinition[Any]) -> None:
    ids = [column.id for column in table.columns]
    names = [column.json_name for column in table.columns if column.json_name]
    assert len(set(ids)) == len(ids)
    assert len(set(names)) == len(names)
    for column in table.columns:
        assert column.help.endswith("."), column.id
        assert column.min_width <= column.max_width, column.id


def test_the_glossary_answers_in_singular_plural_and_any_case() -> None:
    assert all(sentence.endswith(".") for sentence in GLOSSARY.values())
    assert explain("Partitions") == GLOSSARY["partition"]
    assert explain("isr") == GLOSSARY["ISR"]
    assert explain("nonsense") is None


NOW = 1_000.0
SICK = cluster(
    [topic("orders", partition("orders", 0, 2, (2, 1, 3), (2, 1)), partition("orders", 1, -1, (3,), ()))],
    brokers=(1, 2),
    controller=2,
)


def test_brokers_say_whether_they_are_there_and_since_when_not() -> None:
    presences = [
        BrokerPresence(SICK.brokers[1], PresenceState.UNREACHABLE, NOW - 12),
        BrokerPresence(SICK.brokers[2], PresenceState.UP),
        BrokerPresence(Broker(3, "?", 0), PresenceState.GONE, NOW - 134),
    ]
    size = ReplicaSize("orders", 0, 1, "/a", 1_234_567, 0)
    log_dirs: LogDirs = Observed.ok((LogDir(1, "/a", (size,)), LogDir(2, "", (), error="no answer")), NOW)
    rows = broker_rows(SICK, presences, NOW, log_dirs=log_dirs, registrations=NO_REGISTRATIONS, link=NO_LINK)
    columns = ("id", "address", "rack", "controller", "leaders", "replicas", "out_of_sync", "size", "state")
    assert [shown(BROKERS_TABLE, row, *columns) for row in rows] == [
        ["1", "kafka-1:9092", "–", "", "0", "1", "0", "1.2 MB", "unreachable 12s"],
        ["2", "kafka-2:9092", "–", "ctrl", "1", "1", "0", "?", "up"],
        ["3", "", "–", "", "0/1", "2", "2", "?", "gone 2m"],
    ]
    assert BROKERS_TABLE.is_wrong is not None
    assert [BROKERS_TABLE.is_wrong(row) for row in rows] == [True, True, True]


def test_partitions_show_leader_isr_and_the_latest_change() -> None:
    healthy = cluster([topic("orders", partition("orders", 0, 2, (2, 1, 3)), partition("orders", 1, 3, (3,)))])
    changes = {(c.after.topic, c.after.id): c for c in partition_changes(healthy, SICK, NOW - 134)[:2]}
    ranges = {("orders", 0): OffsetRange(51_200, 998_002), ("orders", 1): OffsetRange(0, None, "no leader")}
    offsets = Observed.ok(OffsetSample(ranges, {}, NOW), NOW)
    rows = partition_rows(SICK.topics["orders"], NOW, offsets=offsets, changes=changes)
    columns = ("partition", "leader", "replicas", "isr", "begin", "end", "messages", "rate", "since")
    assert [shown(PARTITIONS_TABLE, row, *columns) for row in rows] == [
        ["0", "2 ★", "2,1,3", "2,1  −3", "51,200", "998,002", "946,802", "…", "ISR −3 · 2m14s"],
        ["1", "–", "3", "–", "0", "?", "?", "?", "leaderless · 2m14s"],
    ]
    assert PARTITIONS_TABLE.column("isr").cell(rows[0]).spans[0][1] is Tone.WARNING
    assert exported(PARTITIONS_TABLE, rows[1], "end") is None


def test_a_broker_sees_what_it_leads_follows_and_lacks() -> None:
    assert [row.role for row in broker_partition_rows(SICK, 2)] == ["leader"]
    assert [row.role for row in broker_partition_rows(SICK, 1)] == ["follower"]
    assert [row.role for row in broker_partition_rows(SICK, 3)] == ["out of sync", "out of sync"]


def test_a_leader_that_does_not_answer_is_marked_in_every_table_of_partitions() -> None:
    calm = cluster([topic("calm", partition("calm", 0, 1, (1, 2)), partition("calm", 1, 2, (2, 1)))])
    of_topic = partition_rows(calm.topics["calm"], NOW, unreachable={1: NOW - 12})
    of_broker = broker_partition_rows(calm, 2, unreachable={1: NOW - 12})
    tables: list[tuple[TableDefinition[Any], list[Any]]] = [
        (PARTITIONS_TABLE, list(of_topic)),
        (BROKER_PARTITIONS_TABLE, list(of_broker)),
    ]
    for table, rows in tables:
        assert [shown(table, row, "leader") for row in rows] == [["1 ✗"], ["2 ★"]]
        assert table.is_wrong is not None
        assert [table.is_wrong(row) for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("messages", "expected", "json"),
    [
        (Observed.unknown(), "…", None),
        (Observed(ObservedState.FAILED, None, NOW, "timed out"), "?", None),
        (Observed.not_supported("needs Kafka 4"), "n/a", None),
        (Observed.ok(MessageCount(0), NOW), "0", 0),
        (Observed.ok(MessageCount(1204), NOW), "1,204", 1204),
        (Observed.ok(MessageCount(1204, missing=1), NOW), "1,204 +?", None),
        (
            Observed(ObservedState.STALE, MessageCount(1204), NOW, "timed out"),
            f"1,204 @{numbers.clock(NOW)}",
            1204,
        ),
    ],
)
def test_unknown_failed_and_stale_counts_never_look_like_zero(
    messages: Observed[MessageCount], expected: str, json: int | None
) -> None:
    row = row_of(SICK.topics["orders"], messages=messages)
    assert shown(TOPICS_TABLE, row, "messages") == [expected]
    assert exported(TOPICS_TABLE, row, "messages") == json


def test_topics_tell_their_health_and_what_bounds_their_count() -> None:
    row = row_of(
        SICK.topics["orders"],
        messages=Observed.ok(MessageCount(5), NOW),
        cleanup_policy=Observed.ok("compact", NOW),
        retention_ms=Observed.ok(-1, NOW),
    )
    columns = ("name", "partitions", "replication_factor", "isr", "messages", "cleanup", "retention", "size")
    assert shown(TOPICS_TABLE, row, *columns) == [
        "orders", "2", "3", "1 leaderless, 2 under-replicated", "≤5", "compact", "for ever", "…",
    ]  # fmt: skip


def test_a_size_that_misses_a_broker_is_marked_and_not_exported() -> None:
    calm = topic("calm", partition("calm", 0, 1, (1, 2)), partition("calm", 1, 2, (2, 1)))
    first = LogDir(1, "/a", (ReplicaSize("calm", 0, 1, "/a", 600, 0), ReplicaSize("calm", 1, 1, "/a", 400, 0)))
    moving = ReplicaSize("calm", 1, 2, "/c", 0, 9, is_future=True)
    second = LogDir(2, "/b", (ReplicaSize("calm", 0, 2, "/b", 600, 0), ReplicaSize("calm", 1, 2, "/b", 400, 0), moving))
    silent = LogDir(2, "", (), error="Broker 2 does not answer.")
    for log_dirs, text, json in (((first, second), "2.0 kB", 2_000), ((first, silent), "1.0 kB +?", None)):
        row = row_of(calm, size=Observed.ok(size_by_topic(log_dirs)["calm"], NOW))
        assert shown(TOPICS_TABLE, row, "size") == [text]
        assert exported(TOPICS_TABLE, row, "size") == json


def test_a_topic_is_not_called_ok_while_a_leader_does_not_answer() -> None:
    calm = topic("calm", partition("calm", 0, 1, (1, 2)), partition("calm", 1, 2, (2, 1)))
    assert TOPICS_TABLE.is_wrong is not None
    for unreachable, text, tone in ((), "ok", Tone.GOOD), ((1,), "1 unreachable", Tone.BAD), ((3,), "ok", Tone.GOOD):
        row = row_of(calm, unreachable)
        assert TOPICS_TABLE.column("isr").cell(row).spans == ((text, tone),)
        assert TOPICS_TABLE.is_wrong(row) is (tone is Tone.BAD)
    sick = row_of(SICK.topics["orders"], (2,))
    assert shown(TOPICS_TABLE, sick, "isr") == ["1 leaderless, 1 unreachable, 2 under-replicated"]


def test_groups_count_what_is_not_known_of_their_lag() -> None:
    reader = GroupMember("m", "c", "/h", ())
    groups = [
        Group("a", "Stable", coordinator=1, members=(reader,)),
        Group("b", "Empty"),
        Group("c", "", error="not authorized"),
    ]
    lags = {"a": LagTotal(1204, 3, 50), "b": LagTotal(0, 0, 0), "c": LagTotal(None, 2, 0)}
    looks = tuple(LagLook(NOW - 240 + 4 * number, 1_000 + 8 * number) for number in range(61))
    committed = {group.id: GroupOffsets(group.id, {}, {}, {}) for group in groups}
    sample = GroupsSample(tuple(groups), committed, OffsetSample({}, {}, NOW), lags=lags)
    tracks = dict.fromkeys("bc", NO_TRACK) | {"a": GroupTrack(looks)}
    rows = group_rows(Observed.ok(sample, NOW), GroupKnowledge(tracks.__getitem__))
    assert [shown(GROUPS_TABLE, row, "state", "coordinator", "lag") for row in rows] == [
        ["Stable", "1", "1,204 +3?"],
        ["Empty", "?", "0"],
        ["not authorized", "?", "?"],
    ]
    assert exported(GROUPS_TABLE, rows[0], "lag") is None
    assert shown(GROUPS_TABLE, rows[0], "trend", "lag_rate") == ["▂▃▃▄▄▅▅▆▆▇▇█", "+2.0/s ↑"]
    assert shown(GROUPS_TABLE, rows[1], "trend", "lag_rate") == ["", ""]
    assert GROUPS_TABLE.is_wrong is not None
    assert [GROUPS_TABLE.is_wrong(row) for row in rows] == [False, False, True]
    assert GROUPS_TABLE.is_wrong(GroupRow(groups[1], lag=Observed.ok(lags["a"], NOW)))


def test_a_group_that_falls_behind_for_ever_is_called_so_and_wrong() -> None:
    reader = GroupMember("m", "c", "/h", ())
    looks = tuple(LagPoint(NOW - 4 * (9 - number), 100 + 20 * number, 5 * number, 1) for number in range(10))
    row = GroupRow(Group("a", "Stable", members=(reader,)), lag=Observed.ok(LagTotal(280, 0, 0), NOW))
    assert shown(GROUPS_TABLE, row, "lag") == ["280"]
    behind = replace(row, history=LagHistory(looks))
    assert shown(GROUPS_TABLE, behind, "lag") == ["280 ↑ falls behind"]
    assert GROUPS_TABLE.is_wrong is not None
    assert [GROUPS_TABLE.is_wrong(each) for each in (row, behind)] == [False, True]


def _progress(**values: Any) -> PartitionProgress:
    known: dict[str, Any] = {
        "topic": "orders", "partition": 0, "committed": 60, "begin": 0, "end": 100, "lag": 40, "backlog": None,
        "reason": "", "produce_rate": 10.0, "consume_rate": 30.0,
        "member": GroupMember("m", "billing-1", "/10.0.0.7", (("orders", 0),)),
    }  # fmt: skip
    return PartitionProgress(**(known | values))


@pytest.mark.parametrize(
    ("row", "expected", "is_wrong"),
    [
        (_progress(), ["60", "40", "2s", "billing-1 @10.0.0.7"], False),
        (_progress(lag=0, committed=100), ["100", "0", "now", "billing-1 @10.0.0.7"], False),
        (_progress(consume_rate=0.0), ["60", "40", "never", "billing-1 @10.0.0.7"], True),
        (_progress(consume_rate=None), ["60", "40", "?", "billing-1 @10.0.0.7"], False),
        (_progress(member=None), ["60", "40", "2s", "nobody"], True),
        (
            _progress(committed=200, lag=-100),
            ["200 outside log", "100 beyond the end", "now", "billing-1 @10.0.0.7"],
            True,
        ),
        (
            _progress(committed=None, lag=None, backlog=100, reason="no commit", member=None),
            ["no commit", "? (100 unread)", "?", "nobody"],
            True,
        ),
    ],
)
def test_progress_names_what_is_stuck_or_unknown(row: PartitionProgress, expected: list[str], is_wrong: bool) -> None:
    assert shown(PROGRESS_TABLE, row, "committed", "lag", "eta", "member") == expected
    assert PROGRESS_TABLE.is_wrong is not None
    assert PROGRESS_TABLE.is_wrong(row) is is_wrong


def test_members_show_their_partitions_by_topic() -> None:
    member = GroupMember("m-1", "billing", "/10.0.0.7", (("a", 0), ("a", 1), ("b", 2)))
    assert shown(MEMBERS_TABLE, member, "host", "partition_count", "assignment") == ["10.0.0.7", "3", "a[0,1] b[2]"]


def test_members_of_streams_groups_show_their_tasks_and_are_not_idle_with_copies_alone() -> None:
    at_work = GroupMember(
        "m-1", "app", "/10.0.0.7", (("a", 0),), tasks=StreamsTasks(("0_0",), ("1_0",), ("1_1", "1_2"))
    )
    assert shown(MEMBERS_TABLE, at_work, "tasks") == ["0_0 · standby 1_0 · warm-up 1_1 1_2"]
    copies = GroupMember("m-2", "app", "/10.0.0.7", (), tasks=StreamsTasks(standby=("0_0",)))
    idle = GroupMember("m-3", "app", "/10.0.0.7", (), tasks=StreamsTasks())
    assert [(copies.is_idle, idle.is_idle), (at_work.is_idle, GroupMember("m", "", "", ()).is_idle)] == [
        (False, True), (False, True),
    ]  # fmt: skip


def test_events_carry_a_mark_beside_their_colour() -> None:
    place = Place("local", PlaceKind.BROKER, "3")
    event = Event(NOW, "local", Severity.BAD, "zookeeper", "/brokers/ids/3", "gone", place)
    (row,) = event_rows([event])
    assert shown(EVENTS_TABLE, row, "severity", "subject", "text") == ["✗", "/brokers/ids/3", "gone"]
    assert EVENTS_TABLE.column("subject").cell(row).spans[0][1] is Tone.ZOOKEEPER


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (ConfigEntry("retention.ms", "60000", "topic", default="604800000", is_own=True), ["60000", "604800000", ""]),
        (ConfigEntry("retention.ms", "604800000", "default", default="604800000"), ["604800000", "", ""]),
        (ConfigEntry("follower.throttled", "", "default"), ['""', "", ""]),
        (ConfigEntry("ssl.key.password", None, "broker (static)", is_sensitive=True), ["••••••", "", "sensitive"]),
        (ConfigEntry("sasl.jaas.config", "hunter2", "topic", default="hunter2", is_own=True), ["••••••", "••••••", ""]),
        (ConfigEntry("broker.rack", None, "default", is_read_only=True), ["–", "", "read-only"]),
    ],
)
def test_configuration_masks_secrets_and_tells_own_values(entry: ConfigEntry, expected: list[str]) -> None:
    assert shown(CONFIGS_TABLE, entry, "value", "default", "marks") == expected
    assert "hunter2" not in CONFIGS_TABLE.filter_text(entry)
    assert "hunter2" not in str(exported(CONFIGS_TABLE, entry, "value"))


def test_log_directories_warn_of_little_space_and_failure() -> None:
    rows = [
        LogDir(1, "/data", (), 1_000_000_000, 50_000_000),
        LogDir(1, "/data2", ()),
        LogDir(2, "/bad", (), error="offline"),
    ]
    assert [shown(LOG_DIRS_TABLE, row, "size", "free", "state") for row in rows] == [
        ["0 B", "50 MB (5 %)", "ok"],
        ["0 B", "n/a", "ok"],
        ["?", "n/a", "offline"],
    ]
    assert LOG_DIRS_TABLE.is_wrong is not None
    assert [LOG_DIRS_TABLE.is_wrong(row) for row in rows] == [True, False, True]


STAT = ZnodeStat(1, 2, 3, 1_000, 2_000, 4, 5, 0, 0x1000ABC, 204, 0)


def test_znodes_wait_for_their_stat_and_mark_ephemerals() -> None:
    columns = ("name", "ephemeral", "children", "size")
    assert shown(ZNODES_TABLE, ZnodeChild("1", "/brokers/ids/1", STAT), *columns) == [
        "1", "◌ ephemeral", "0", "204 B"
    ]  # fmt: skip
    assert shown(ZNODES_TABLE, ZnodeChild("\x1b[31m", "/x"), *columns) == ["␛[31m", "", "…", "…"]


def test_stat_lines_use_zkclis_names() -> None:
    lines = {fact.name: fact.value for fact in stat_facts(STAT)}
    assert lines["cZxid"] == "0x1"
    assert lines["ephemeralOwner"] == "0x1000abc"
    assert (lines["dataVersion"], lines["dataLength"], lines["numChildren"]) == ("4", "204 B", "0")


def test_connection_properties_mask_every_secret_wherever_it_stands() -> None:
    profile = Profile(
        "p",
        {"bootstrap.servers": "a:1", "sasl.password": "hunter2", "client.id": "x-hunter2", "client.rack": "topsecret"},
        ZooKeeperSettings("z:2181", {"auth": "digest:u:swordfish"}),
        secret_properties=frozenset({"client.rack"}),
    )
    text = " ".join(f"{fact.section} {fact.name}={fact.value} {fact.json_value}" for fact in property_facts(profile))
    for secret in ("hunter2", "swordfish", "topsecret"):
        assert secret not in text
    assert "Kafka bootstrap.servers=a:1" in text
    assert "ZooKeeper connect=z:2181" in text


def test_records_tell_null_empty_and_bytes_apart() -> None:
    def row(key: bytes | None, value: bytes | None) -> list[str]:
        return shown(RECORDS_TABLE, record_row(Record("t", 0, 7, None, "", key, value), AUTO), "time", "key", "value")

    assert row(b"k", b"v") == ["none", "k", "v"]
    assert row(b"k", None) == ["none", "k", "∅ null (tombstone)"]
    assert row(None, None) == ["none", "∅ null", "∅ null"]
    assert row(b"null", b"empty") == ["none", "null", "empty"]
    assert row("∅ null".encode(), "∅".encode()) == ["none", '"∅ null"', '"∅"']
    assert row(b"", b"\xff\x00") == ["none", "∅ empty", "hex ff00"]
    assert row(b"\0\0\0\7", b"\0\0\0\0\0\0\x10\x92") == ["none", "int32 7", "int64 4242"]
    assert row(b"a\nb", b"\x1b[2J") == ["none", "a␊b", "␛[2J"]


def test_a_long_value_is_cut_for_the_list_and_whole_for_exports() -> None:
    record = Record("t", 0, 7, None, "", None, "é".encode() * 1000)
    row = record_row(record, AUTO)
    assert RECORDS_TABLE.column("value").cell(row).text == "é" * 500 + "…"
    assert RECORDS_TABLE.column("value").whole_text(row) == "é" * 1000
