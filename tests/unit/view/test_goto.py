"""What `:` completes to."""

from __future__ import annotations

import time

import pytest

from kafkatui.model.place import Place, PlaceKind
from kafkatui.view.goto import COMPLETION_LIMIT, Names, complete, place_found, place_typed

NAMES = Names(
    "local",
    ["orders", "payments"],
    [(1, "kafka-1:9092")],
    ["billing"],
    {"/": ["brokers", "config", "many"], "/brokers": ["ids", "topics"], "/brokers/topics": ["Orders", "__offsets"]},
)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/", ["/brokers", "/config", "/many", "/brokers/ids", "/brokers/topics"]),
        ("/br", ["/br", "/brokers", "/brokers/ids", "/brokers/topics"]),
        ("/brokers", ["/brokers", "/brokers/ids", "/brokers/topics"]),
        ("zk /BROKERS/i", ["/BROKERS/i", "/brokers/ids"]),
        ("zk brokers/t", ["/brokers/t", "/brokers/topics", "/brokers/topics/Orders", "/brokers/topics/__offsets"]),
        ("/brokers/topics/o", ["/brokers/topics/o", "/brokers/topics/Orders"]),
        ("/brokers/topics/Orders", ["/brokers/topics/Orders"]),
        ("/brokers/topics/Orders/x", ["/brokers/topics/Orders/x"]),
        ("/no", ["/no"]),
    ],
)
def test_znodes_are_completed_from_the_children_that_are_known(typed: str, offered: list[str]) -> None:
    paths = [completion.place.name for completion in complete(typed, NAMES)]
    assert [path for path in paths if path != "/"][: len(offered)] == offered


def test_of_too_many_the_first_are_offered_and_what_was_typed() -> None:
    names = Names("local", [], [], [], {"/many": [f"n{number}" for number in range(1_000)]})
    offered = [completion.place.name for completion in complete("/many/n", names)]
    assert len(offered) == COMPLETION_LIMIT
    assert offered[:3] == ["/many/n", "/many/n0", "/many/n1"]


@pytest.mark.usefixtures("uncollected")
@pytest.mark.parametrize("typed", ["/many", "zk /many/", "/many/node-0", "/many/node-09999", "/many/nothing"])
def test_a_hundred_thousand_children_are_completed_at_once(typed: str) -> None:
    names = Names("local", [], [], [], {"/": ["many"], "/many": [f"node-{number:06}" for number in range(100_000)]})
    best = min(_seconds(typed, names) for _ in range(3))
    assert best < 0.05


def _seconds(typed: str, names: Names) -> float:
    started = time.thread_time()
    complete(typed, names)
    return time.thread_time() - started


ALIKE = Names(
    "local",
    ["ORDERS", "orders", "orders-dlq", "Topics", "billing"],
    [(10, "h:1"), (12, "h:2")],
    ["Billing", "billing", "topic"],
    {"/": ["admin", "brokers", "controller_epoch"], "/brokers": ["ids"], "/x": ["A", "a", "lock-10"]},
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("topic orders", "orders"),
        ("topic ORDERS", "ORDERS"),
        ("topic order", "order"),
        ("topic orders-", "orders-"),
        ("group billing", "billing"),
        ("group bill", "bill"),
        ("zk /controller", "/controller"),
        ("zk controller", "/controller"),
        ("/brokers/ids/1", "/brokers/ids/1"),
        ("/brokers/ids/", "/brokers/ids"),
        ("/x/a", "/x/a"),
        ("/x/A", "/x/A"),
        ("/X/a", "/X/a"),
        ("broker 10", "10"),
        ("broker h:2", "12"),
        ("orders", "orders"),
        ("order", "orders"),
        ("ORDER", "ORDERS"),
        ("10", "10"),
        ("controller", "/controller_epoch"),
        ("admin", "/admin"),
    ],
)
def test_what_was_typed_is_not_replaced_by_something_longer_or_of_another_case(typed: str, first: str) -> None:
    assert complete(typed, ALIKE)[0].place.name == first


@pytest.mark.parametrize("typed", ["broker 1", "broker -1", "broker 100"])
def test_an_id_that_does_not_exist_is_nobody_elses_beginning(typed: str) -> None:
    assert complete(typed, ALIKE) == []


def test_longer_names_stand_below_for_tab_to_take() -> None:
    offered = [completion.place.name for completion in complete("topic order", ALIKE)]
    assert offered == ["order", "orders", "orders-dlq", "ORDERS"]


def test_a_bare_word_finds_the_page_called_so_then_whatever_is_called_so() -> None:
    assert complete("topics", ALIKE)[0].place.kind is PlaceKind.TOPICS
    assert [completion.text for completion in complete("topic", ALIKE)[:2]] == ["group topic", "topics"]
    assert [completion.text for completion in complete("billing", ALIKE)[:3]] == [
        "topic billing", "group billing", "group Billing",
    ]  # fmt: skip


def test_with_nothing_typed_the_places_last_visited_come_first_then_the_pages() -> None:
    visited = [Place("local", PlaceKind.TOPIC, "orders", tab="config"), Place("local", PlaceKind.CLUSTER, tab="events")]
    names = Names("local", [], [], [], {}, visited)
    offered = complete("", names)
    assert [completion.text for completion in offered[:2]] == ["topic orders", "events"]
    assert offered[0].place.tab == "config"
    assert [completion.remark for completion in offered[:1]] == ["visited · Config"]
    assert "overview" in [completion.text for completion in offered]
    assert complete("", Names("local", [], [], [], {}))


def test_places_last_visited_that_differ_in_their_tab_alone_are_told_apart() -> None:
    visited = [Place("local", PlaceKind.ZOOKEEPER, tab=tab) for tab in ("sizes", "found", "children", "ensemble")]
    offered = complete("", Names("local", [], [], [], {}, visited))[: len(visited)]
    assert len({(completion.text, completion.remark) for completion in offered}) == len(visited)
    assert offered[0].remark == "visited · Sizes"


CLUSTERS = Names(
    "prod", ["test-topic", "staging"], [], [], {}, clusters=[("prod", "here"), ("Test", "closed"), ("staging", "open")]
)


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("cluster ", ["cluster prod", "cluster Test", "cluster staging"]),
        ("cluster test", ["cluster Test"]),
        ("cluster st", ["cluster staging", "cluster Test"]),
        ("staging", ["topic staging", "cluster staging"]),
        ("prod", ["cluster prod"]),
    ],
)
def test_clusters_are_gone_to_by_their_word_or_their_name(typed: str, texts: list[str]) -> None:
    offered = complete(typed, CLUSTERS)
    assert [completion.text for completion in offered][: len(texts)] == texts
    assert {each.place.cluster for each in offered if each.text.startswith("cluster ")} >= {texts[-1].split()[-1]}


@pytest.mark.parametrize(
    ("typed", "first", "remark"),
    [
        ("messages orders,payments", "orders,payments", "followed together"),
        ("messages payments /^ord/", "payments,/^ord/", "followed together"),
        ("messages /[/", "/[/", "no regular expression"),
        ("messages orders,nothing", "orders,nothing", "no topic nothing"),
        ("search orders,payments", "orders,payments", "searched together"),
    ],
)
def test_several_topics_are_gone_to_as_they_are_typed(typed: str, first: str, remark: str) -> None:
    completion = complete(typed, NAMES)[0]
    assert (completion.place.kind, completion.place.name) == (PlaceKind.MESSAGES, first)
    assert remark in completion.remark


def test_the_last_of_several_topics_is_completed_and_a_single_one_has_its_own_page() -> None:
    offered = [completion.text for completion in complete("messages orders,pa", NAMES)]
    assert offered == ["messages orders,pa", "messages orders,payments"]
    assert complete("messages orders", NAMES)[0].place == Place("local", PlaceKind.TOPIC, "orders", tab="messages")
    assert [each.place for each in complete("messages ", NAMES)] == []


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("topic orders messages", Place("local", PlaceKind.TOPIC, "orders", "messages")),
        ("topic orders mess", Place("local", PlaceKind.TOPIC, "orders", "messages")),
        ("topic new config", Place("local", PlaceKind.TOPIC, "new", "config")),
        ("broker 10 log", Place("local", PlaceKind.BROKER, "10", "log_dirs")),
        ("group billing members", Place("local", PlaceKind.GROUP, "billing", "members")),
        ("group billing memb", Place("local", PlaceKind.GROUP, "billing memb")),
        ("/brokers/ids children", Place("local", PlaceKind.ZNODE, "/brokers/ids", "children")),
        ("zk brokers data", Place("local", PlaceKind.ZNODE, "/brokers", "data")),
        ("zookeeper server", Place("local", PlaceKind.ZOOKEEPER, tab="server")),
        ("topic orders ", Place("local", PlaceKind.TOPIC, "orders")),
    ],
)
def test_a_tab_may_follow(typed: str, place: Place) -> None:
    assert complete(typed, ALIKE)[0].place == place


NAMED_LIKE_TABS = Names("local", [], [], ["my members"], {"/": ["a data"]})


def test_behind_a_blank_the_tabs_are_offered_after_the_thing_itself() -> None:
    offered = [completion.text for completion in complete("topic orders ", ALIKE)]
    assert offered[:3] == ["topic orders", "topic orders partitions", "topic orders messages"]
    assert "topic orders-dlq" in offered


def test_what_is_called_so_with_a_tabs_name_goes_before_the_tab() -> None:
    assert complete("group my members", NAMED_LIKE_TABS)[0].place == Place("local", PlaceKind.GROUP, "my members")
    assert complete("/a data", NAMED_LIKE_TABS)[0].place == Place("local", PlaceKind.ZNODE, "/a data")
    assert complete("group your members", NAMED_LIKE_TABS)[0].place.name == "your"


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("topic orders", Place("local", PlaceKind.TOPIC, "orders")),
        ("topic orders messages", Place("local", PlaceKind.TOPIC, "orders", "messages")),
        ("group payments", Place("local", PlaceKind.GROUP, "payments")),
        ("broker 2", Place("local", PlaceKind.BROKER, "2")),
        ("broker 2 config", Place("local", PlaceKind.BROKER, "2", "config")),
        ("/brokers/ids", Place("local", PlaceKind.ZNODE, "/brokers/ids")),
        ("messages a,/b/", Place("local", PlaceKind.MESSAGES, "a,/b/")),
        ("Doctor", Place("local", PlaceKind.CLUSTER, tab="doctor")),
        ("zookeeper server", Place("local", PlaceKind.ZOOKEEPER, tab="server")),
        ("orders", None),
        ("broker kafka-1", None),
        ("events of orders", None),
        ("topic", None),
        ("cluster prod", None),
    ],
)
def test_words_lead_somewhere_before_anything_of_the_cluster_is_known(typed: str, place: Place | None) -> None:
    assert place_typed(typed, "local") == place


def test_a_bare_name_leads_somewhere_once_it_is_known() -> None:
    assert place_found("orders", NAMES) == Place("local", PlaceKind.TOPIC, "orders")
    assert place_found("kafka-1", NAMES) == Place("local", PlaceKind.BROKER, "1")
    assert place_found("nothing", NAMES) is None
