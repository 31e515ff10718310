"""History over places, breadcrumbs and the header's words in little room."""

from __future__ import annotations

from kafkatui.model.place import Place, PlaceKind
from kafkatui.tui.breadcrumbs import SEPARATOR, fitted_crumbs, shortened
from kafkatui.tui.navigator import HISTORY_LIMIT, Navigator
from kafkatui.view.span import Tone
from kafkatui.view.status_line import ALWAYS, StatusPart, fitted_parts, status_spans

TOPICS = Place("c", PlaceKind.TOPICS, tab="topics")
ORDERS = Place("c", PlaceKind.TOPIC, "orders")


def test_a_place_is_shown_as_it_was_last_seen_on_each_of_its_tabs() -> None:
    navigator = Navigator(TOPICS)
    navigator.update(TOPICS.at(filter="ord", cursor="orders"))
    navigator.update(navigator.go(ORDERS.at(tab="partitions")).at(cursor="3"))
    navigator.update(navigator.go(ORDERS.at(tab="messages")))
    assert navigator.go(ORDERS.at(tab="partitions")).cursor == "3"
    assert navigator.go(Place("c", PlaceKind.TOPICS)) == TOPICS.at(filter="ord", cursor="orders")
    assert navigator.go(ORDERS).tab == "messages"


def test_back_and_forward_walk_the_places_visited() -> None:
    navigator = Navigator(TOPICS)
    navigator.go(ORDERS.at(tab="partitions"))
    navigator.go(ORDERS.at(tab="messages"))
    assert [navigator.back(), navigator.back(), navigator.back()] == [ORDERS.at(tab="partitions"), TOPICS, None]
    assert [navigator.forward(), navigator.forward(), navigator.forward()] == [
        ORDERS.at(tab="partitions"), ORDERS.at(tab="messages"), None,
    ]  # fmt: skip


def test_going_up_from_the_beginning_can_be_undone_forward_but_not_back() -> None:
    navigator = Navigator(TOPICS)
    navigator.up(Place("c", PlaceKind.CLUSTER))
    assert navigator.back() is None
    assert navigator.forward() == TOPICS


def test_history_is_bounded() -> None:
    navigator = Navigator(TOPICS)
    for number in range(HISTORY_LIMIT + 50):
        navigator.go(Place("c", PlaceKind.TOPIC, str(number)))
    steps = 0
    while navigator.back() is not None:
        steps += 1
    assert steps == HISTORY_LIMIT


def test_crumbs_give_up_their_middle_then_the_middle_of_the_name() -> None:
    def text(room: int) -> str:
        return SEPARATOR.join(title for title, _ in fitted_crumbs(place, room))

    place = Place("local", PlaceKind.TOPIC, "payments.settlements.europe.v2")
    assert text(80) == "local › Topics › payments.settlements.europe.v2"
    assert text(44) == "local › … › payments.settlements.europe.v2"
    assert len(text(30)) == 30
    assert text(30).startswith("local › … › payments")
    assert text(30).endswith("pe.v2")
    assert text(12) == shortened(place.name, 12)


def test_the_status_drops_whole_parts_and_never_what_needs_a_person() -> None:
    parts = [
        StatusPart("2/3 brokers", Tone.BAD, ALWAYS),
        StatusPart("ctrl 2", Tone.DIM, 8),
        StatusPart("zk 3.8.4 ✓", Tone.GOOD, 3),
        StatusPart("12:00:00", Tone.DIM, 4),
    ]

    def text(room: int) -> str:
        return "".join(text for text, _ in status_spans(fitted_parts(parts, room)))

    assert text(60) == "2/3 brokers  ctrl 2  zk 3.8.4 ✓  12:00:00"
    assert text(40) == "2/3 brokers  zk 3.8.4 ✓  12:00:00"
    assert text(24) == "2/3 brokers  zk 3.8.4 ✓"
    assert text(3) == "2/3 brokers"
