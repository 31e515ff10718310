"""Every pane in every state it can be in: what the session knows then, and which words must be on the screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from kafkatui.insight.search.search import compile_search
from kafkatui.model.capabilities import Capabilities
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.place import PlaceKind
from kafkatui.model.record_count import RecordCount
from kafkatui.model.replacing import replace
from kafkatui.model.scan import ScanState
from kafkatui.model.tail import TailPhase
from kafkatui.model.topic_analysis import KeyFigures, PartitionFigures, Spread, TopicAnalysis
from kafkatui.model.znode import NamedChildren, ZnodeChildren
from kafkatui.session.feeds import (
    METADATA,
    ZOOKEEPER,
    BrokerConfigFeed,
    BrokerFiguresFeed,
    CapabilitiesFeed,
    Feed,
    GroupsFeed,
    LogDirsFeed,
    OffsetsFeed,
    TopicConfigsFeed,
    ZnodeChildrenFeed,
    ZnodeFeed,
)
from kafkatui.session.feeds.settings import LogLevelsFeed
from kafkatui.session.search_run import SearchRun
from tests.tui.fake_session import FakeSession, fake_profile
from tests.tui.log_states import LOG_STATES, OUTPUT_STATES, OWN_LOG_STATES
from tests.tui.pane_state import Case, Change, Impossible, PaneState, Shown, States
from tests.tui.sample_cluster import (
    CLUSTER,
    CLUSTER_ID,
    OFFSETS,
    ORDERS,
    STAT,
    event,
    offset_sample,
    records,
    znode,
)

REASON = "Broker 1 did not answer within 10 s."
UNSUPPORTED = "Needs Kafka 9.9; this cluster speaks 3.9."
RETRY = "It is tried again by itself; r tries now."
AS_OF = f"as of {{clock}}: {REASON}"

Source = Feed[Any] | type[Feed[Any]]

EVERY_BROKER_TELLS = Impossible("Kafka 2.3, the oldest that is supported, tells it already.")
EVERY_ZOOKEEPER_TELLS = Impossible("Every ZooKeeper server tells it.")
KEPT_HERE = Impossible("kafkatui keeps it itself: nobody is asked.")
ALWAYS_SAYS_SOMETHING = Impossible("What is not known stands there with its reason.")


def change_all(sources: Sequence[Source], change: Callable[[Observed[Any]], Observed[Any]]) -> Change:
    """Change what is known of some feeds; a class stands for all its feeds."""

    def bring(session: FakeSession) -> None:
        for source in sources:
            if isinstance(source, type):
                make = session.maker(source)
                session.answer(source, lambda feed, make=make: change(make(feed)))  # type: ignore[misc]
            else:
                session.put(source, change(session.observed(source)))

    return bring


def both(one: Change, other: Change) -> Change:
    """One after the other."""

    def bring(session: FakeSession) -> None:
        one(session)
        other(session)

    return bring


def unknown(_: Observed[Any]) -> Observed[Any]:
    return Observed.unknown()


def failed(_: Observed[Any]) -> Observed[Any]:
    return Observed(ObservedState.FAILED, None, time.time(), REASON)


def stale(observed: Observed[Any]) -> Observed[Any]:
    return observed.failing(REASON, time.time())


def unsupported(_: Observed[Any]) -> Observed[Any]:
    return Observed.not_supported(UNSUPPORTED)


def states(
    *sources: Source,
    ok: tuple[str, ...] | Shown,
    empty: Case,
    not_supported: Case | None = None,
    **others: Case,
) -> States:
    """The states of a pane that is as well known as `sources`; others by name where it says something of its own."""
    good = ok if isinstance(ok, Shown) else Shown(ok)
    table: dict[PaneState, Case] = {
        PaneState.LOADING: Shown(("Loading …",), change_all(sources, unknown)),
        PaneState.EMPTY: empty,
        PaneState.STALE: Shown((*good.words, AS_OF), change_all(sources, stale), is_dimmed=True),
        PaneState.FAILED: Shown(("✗ ", REASON, RETRY), change_all(sources, failed)),
        PaneState.NOT_SUPPORTED: not_supported
        or Shown(("Not supported: ", UNSUPPORTED), change_all(sources, unsupported)),
        PaneState.OK: good,
    }
    return {**table, **{PaneState[name.upper()]: case for name, case in others.items()}}


def of_cluster(**parts: Any) -> Change:
    """The same cluster with other brokers or topics from the beginning."""

    def bring(session: FakeSession) -> None:
        session.forget_brokers()
        session.ok(METADATA, replace(CLUSTER, **parts))

    return bring


def no_zookeeper() -> FakeSession:
    """A session whose profile names no ZooKeeper."""
    return FakeSession(fake_profile(has_zookeeper=False))


def tail_in(phase: TailPhase, *, count: int = 0, error: str = "") -> Change:
    """The tail that the pane opened has read `count` records."""
    return lambda session: session.tails[-1].feed(records(count), phase, error)


def search_found(count: int, name: str = "orders") -> Change:
    """A search of the topic, or of several by what the page is called, has found `count` records."""

    def find(session: FakeSession) -> None:
        search = compile_search("n", datetime.now().astimezone())
        session.scans.begin(SearchRun(name, ("orders",), search, newest_first=True, read_committed=False), 1_000_000)
        session.scans.found(name, records(count), ScanState(scanned=500, matched=count, seconds=0.1))

    return find


def analysed(session: FakeSession) -> None:
    """The topic has been analysed."""
    analysis = TopicAnalysis(
        "orders",
        at_seconds=time.time(),
        partitions=(PartitionFigures(0, RecordCount(records=20, end=20), 400, 300, 1, 2),),
        keys=KeyFigures(distinct=7, most_frequent=((b"user-1", 9),), sizes=Spread(20, 100, 1, 5, 9, 9)),
    )
    session.actions.context.analyses.end(["orders"], [analysis])


def count_records(session: FakeSession) -> None:
    """A task that has ended."""
    session.tasks.start("Count the records", lambda _: 20).wait(10)


NO_ZOOKEEPER = Shown(("Not supported: ", "No ZooKeeper is configured.", "KRaft"), session=no_zookeeper)
NO_GROUP = GroupsSample((), {}, offset_sample())
NO_CHILDREN = ZnodeChildren("/app", NamedChildren("/app", ()))
EMPTY_STAT = replace(STAT, data_length=0, children_count=0)


def let(feed: Source, value: Any) -> Change:
    """Everything known is `value`."""
    return change_all([feed], lambda _: Observed.ok(value, time.time()))


PANES: Mapping[tuple[PlaceKind, str], States] = {
    (PlaceKind.CLUSTER, "overview"): states(
        METADATA,
        ok=("Health", "Groups by lag", CLUSTER_ID),
        loading=Shown(("Connecting to kafka-1:9092 …",), change_all([METADATA], unknown)),
        stale=Shown(("Health", "Groups by lag", AS_OF), change_all([METADATA], stale), is_dimmed=True),
        empty=Shown(
            ("No consumer group yet.", "Two samples make a rate"),
            both(let(GroupsFeed(), NO_GROUP), let(OffsetsFeed, OffsetSample({}, {}, time.time()))),
        ),
        failed=Shown(("✗ ", "No connection to Kafka at kafka-1:9092", REASON, RETRY), change_all([METADATA], failed)),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.CLUSTER, "partitions"): states(
        METADATA,
        ok=("orders", "of 3"),
        empty=Shown(
            ("All 1 partitions are in sync and led by their preferred replica.",),
            of_cluster(topics={"orders": replace(ORDERS, partitions=ORDERS.partitions[:1])}),
        ),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.CLUSTER, "events"): states(
        ok=Shown(("ISR shrank 2,3,1 → 2,3", "orders-1", "1 event"), lambda session: session.tell(event())),
        empty=Shown(("Nothing has changed since kafkatui began to look", "What changes from now on is listed here.")),
        loading=KEPT_HERE,
        stale=KEPT_HERE,
        failed=KEPT_HERE,
        not_supported=KEPT_HERE,
    ),
    (PlaceKind.CLUSTER, "tasks"): states(
        ok=Shown(("Count the records", "done", "1 task"), then=count_records),
        empty=Shown(("No task has run yet.", "with progress, pause and cancel.")),
        loading=KEPT_HERE,
        stale=KEPT_HERE,
        failed=KEPT_HERE,
        not_supported=KEPT_HERE,
    ),
    (PlaceKind.CLUSTER, "connection"): states(
        ok=("bootstrap.servers", "kafka-1:9092", "CREATE, DESCRIBE", "DESCRIBE; READ on 1"),
        empty=ALWAYS_SAYS_SOMETHING,
        loading=ALWAYS_SAYS_SOMETHING,
        stale=ALWAYS_SAYS_SOMETHING,
        failed=ALWAYS_SAYS_SOMETHING,
        not_supported=ALWAYS_SAYS_SOMETHING,
    ),
    (PlaceKind.CLUSTER, "log"): OWN_LOG_STATES,
    (PlaceKind.CLUSTER, "output"): OUTPUT_STATES,
    (PlaceKind.BROKERS, "brokers"): states(
        METADATA,
        ok=("kafka-1:9092", "3 brokers"),
        empty=Shown(("The metadata names no broker.",), of_cluster(brokers={}, topics={})),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.BROKER, "partitions"): states(
        METADATA,
        ok=("orders", "leads 1"),
        empty=Shown(("Broker 1 keeps no partitions.",), of_cluster(topics={})),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.BROKER, "config"): states(
        BrokerConfigFeed,
        ok=("min.insync.replicas", "1 set here"),
        empty=Shown(("No properties.",), let(BrokerConfigFeed, ())),
    ),
    (PlaceKind.BROKER, "log_dirs"): states(
        LogDirsFeed(),
        ok=("/data",),
        empty=Shown(("Broker 1 did not tell its log directories.",), let(LogDirsFeed(), ())),
    ),
    (PlaceKind.BROKER, "figures"): states(
        BrokerFiguresFeed,
        ok=("Messages in", "412.1", "12 %", "The controller tells it.", "Jolokia at http://kafka-1:8778/jolokia"),
        empty=Impossible("An agent that tells no figure is told as one that is none."),
    ),
    (PlaceKind.BROKER, "logs"): LOG_STATES,
    (PlaceKind.BROKERS, "logs"): LOG_STATES,
    (PlaceKind.ZOOKEEPER, "logs"): LOG_STATES,
    (PlaceKind.BROKER, "log_levels"): states(
        LogLevelsFeed,
        ok=("kafka.server.KafkaApis", "2 loggers"),
        empty=Shown(("The broker tells of no loggers",), let(LogLevelsFeed, {})),
        not_supported=Shown(("Needs Kafka 2.4",), let(CapabilitiesFeed(), Capabilities("2.3", False, frozenset()))),
    ),
    (PlaceKind.BROKER, "zookeeper"): states(
        METADATA,
        ok=("/brokers/ids/1", "/controller"),
        empty=Impossible("A broker always has paths that it could be registered at."),
        loading=Shown(("Loading …",), change_all([ZOOKEEPER], unknown)),
        failed=Shown(("✗ ", REASON, RETRY), change_all([ZOOKEEPER], failed)),
        not_supported=NO_ZOOKEEPER,
    ),
    (PlaceKind.TOPICS, "topics"): states(
        METADATA,
        ok=("orders", "1 topic · 2 partitions"),
        empty=Shown(("No topics but 1 internal ones; I shows them.",), of_cluster(topics={OFFSETS.name: OFFSETS})),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.TOPIC, "partitions"): states(
        METADATA,
        ok=("2,3,1", "2 partitions", "Partition 0"),
        empty=Shown(("This topic has no partitions.",), of_cluster(topics={"orders": replace(ORDERS, partitions=())})),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.TOPIC, "messages"): states(
        METADATA,
        ok=Shown(('{"n":19}', "20 read", "following"), then=tail_in(TailPhase.FOLLOWING, count=20)),
        empty=Shown(("No records here yet.", "p produces one."), then=tail_in(TailPhase.FOLLOWING)),
        stale=Shown(('{"n":19}', "deleted"), then=tail_in(TailPhase.DELETED, count=20), is_dimmed=True),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.TOPIC, "search"): states(
        METADATA,
        ok=Shown(('{"n":19}', "20 found", "500 scanned", "complete"), search_found(20)),
        empty=Shown(("/ types what to look for", "value.user.id = 42", "nothing searched yet")),
        stale=Shown(
            ('{"n":19}', "20 found", "the topic is gone"), both(search_found(20), of_cluster(topics={})), is_dimmed=True
        ),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.TOPIC, "analysis"): states(
        METADATA,
        ok=Shown(("distinct", "partition 0", "p99 9 B", "key user-1", "read at"), analysed),
        empty=Shown(("Not analysed yet.", "A reads all records")),
        stale=Shown(("distinct", "the topic is gone"), both(analysed, of_cluster(topics={})), is_dimmed=True),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.TOPIC, "groups"): states(
        GroupsFeed(),
        ok=("billing", "lag "),
        empty=Shown(("No group has committed for orders or reads it now.",), let(GroupsFeed(), NO_GROUP)),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.TOPIC, "config"): states(
        TopicConfigsFeed,
        ok=("min.insync.replicas", "1 set here"),
        empty=Shown(("No properties.",), let(TopicConfigsFeed, {"orders": ()})),
    ),
    (PlaceKind.TOPIC, "zookeeper"): states(
        METADATA,
        ok=("/brokers/topics/orders", "/config/topics/orders"),
        empty=Impossible("A topic always has paths that it could be kept at."),
        loading=Shown(("Loading …",), change_all([ZOOKEEPER], unknown)),
        failed=Shown(("✗ ", REASON, RETRY), change_all([ZOOKEEPER], failed)),
        not_supported=NO_ZOOKEEPER,
    ),
    (PlaceKind.MESSAGES, "messages"): states(
        METADATA,
        ok=Shown(
            ('{"n":19}', "orders", "1 topic", "20 read", "following"), then=tail_in(TailPhase.FOLLOWING, count=20)
        ),
        empty=Shown(("No records in these topics yet.",), then=tail_in(TailPhase.FOLLOWING)),
        stale=Shown(('{"n":19}', "deleted"), then=tail_in(TailPhase.DELETED, count=20), is_dimmed=True),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.MESSAGES, "search"): states(
        METADATA,
        ok=Shown(('{"n":19}', "orders", "1 topic", "20 found", "500 scanned", "complete"), search_found(20, "/^ord/")),
        empty=Shown(("/ types what to look for", "1 topic", "nothing searched yet")),
        stale=Shown(
            ('{"n":19}', "20 found", "no such topic"),
            both(search_found(20, "/^ord/"), of_cluster(topics={})),
            is_dimmed=True,
        ),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.ZOOKEEPER, "children"): states(
        ZnodeChildrenFeed,
        ok=("consumers", "ZooKeeper 3.8.4"),
        empty=Shown(("No children.",), let(ZnodeChildrenFeed, NO_CHILDREN)),
        not_supported=NO_ZOOKEEPER,
    ),
    (PlaceKind.ZOOKEEPER, "server"): states(
        ZOOKEEPER,
        ok=("3.8.4", "zk-1:2181"),
        empty=ALWAYS_SAYS_SOMETHING,
        not_supported=NO_ZOOKEEPER,
    ),
    (PlaceKind.ZNODE, "data"): states(
        ZnodeFeed,
        ok=('"version": 1', "version 3"),
        empty=Shown(("No data: null.", "It has 2 children: [ shows them."), let(ZnodeFeed, znode("/app", None))),
        stale=Shown(('"version": 1', f"{{clock}}: {REASON}"), change_all([ZnodeFeed], stale), is_dimmed=True),
        not_supported=NO_ZOOKEEPER,
    ),
    (PlaceKind.ZNODE, "stat"): states(
        ZnodeFeed,
        ok=("created", "children"),
        empty=Impossible("Every znode has a stat."),
        not_supported=NO_ZOOKEEPER,
    ),
    (PlaceKind.ZNODE, "acl"): states(
        ZnodeFeed,
        ok=("world", "anyone"),
        empty=Shown(("No entries: nobody may do anything with it.",), let(ZnodeFeed, replace(znode("/app"), acl=()))),
        not_supported=NO_ZOOKEEPER,
    ),
    (PlaceKind.ZNODE, "children"): states(
        ZnodeChildrenFeed,
        ok=("brokers", "consumers"),
        empty=Shown(("No children.",), let(ZnodeChildrenFeed, NO_CHILDREN)),
        not_supported=NO_ZOOKEEPER,
    ),
}
"""By kind of page and tab."""
