from __future__ import annotations

import pytest

from kafkatui.insight.counterparts import counterpart_of
from kafkatui.model.place import Place, PlaceKind


@pytest.mark.parametrize(
    ("kind", "name", "path"),
    [
        (PlaceKind.BROKER, "2", "/brokers/ids/2"),
        (PlaceKind.TOPIC, "orders", "/brokers/topics/orders"),
    ],
)
def test_a_thing_of_kafka_leads_to_its_znode_and_back(kind: PlaceKind, name: str, path: str) -> None:
    there = counterpart_of(Place("local", kind, name))
    assert there == Place("local", PlaceKind.ZNODE, path)
    back = counterpart_of(there)
    assert back is not None
    assert (back.kind, back.name) == (kind, name)


@pytest.mark.parametrize("place", [Place("local", PlaceKind.TOPICS), Place("local", PlaceKind.ZNODE, "/app/own")])
def test_what_the_other_side_does_not_have_leads_nowhere(place: Place) -> None:
    assert counterpart_of(place) is None
