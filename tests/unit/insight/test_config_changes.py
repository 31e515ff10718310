"""A change of a configuration is told with what it was and what it is; secrets are not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kafkatui.insight.config_changes import ConfigReading, config_events
from kafkatui.model.place import Place, PlaceKind


def lines(entity: str, before: Mapping[str, str] | None, after: Mapping[str, str]) -> list[tuple[str, str]]:
    reading = ConfigReading(entity, before, after, "zookeeper", 99.0)
    return [(event.subject, event.text) for event in config_events("local", reading, 100.0)]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ({"retention.ms": "1"}, {"retention.ms": "2"}, "retention.ms: 1 → 2"),
        ({}, {"retention.ms": "2"}, "retention.ms: set to 2, it was the default"),
        ({"retention.ms": "1"}, {}, "retention.ms: 1 → the default"),
        ({"ssl.key.password": "a"}, {"ssl.key.password": "b"}, "ssl.key.password: changed"),
        ({}, {"SCRAM-SHA-256": "salt=x"}, "SCRAM-SHA-256: set"),
        (None, {"retention.ms": "2"}, "configuration: changed; what it was before had not been read"),
    ],
)
def test_a_property_is_told_from_what_to_what(
    before: Mapping[str, str] | None, after: Mapping[str, str], text: str
) -> None:
    assert lines("topics/orders", before, after) == [("orders", text)]


@pytest.mark.parametrize(
    ("entity", "subject", "place"),
    [
        ("topics/a", "a", Place("local", PlaceKind.TOPIC, "a", tab="config")),
        ("brokers/2", "broker 2", Place("local", PlaceKind.BROKER, "2", tab="config")),
        ("brokers/<default>", "all brokers", Place("local", PlaceKind.BROKERS)),
        ("users/al%20ice", "user al ice", Place("local", PlaceKind.CLUSTER, tab="users")),
        ("users/alice/clients/x", "user alice, client x", Place("local", PlaceKind.CLUSTER, tab="quotas")),
        ("clients/<default>", "client by default", Place("local", PlaceKind.CLUSTER, tab="quotas")),
    ],
)
def test_it_says_whose_and_leads_there(entity: str, subject: str, place: Place) -> None:
    (event,) = config_events("local", ConfigReading(entity, {}, {"x": "1"}, "zookeeper"), 1.0)
    assert (event.subject, event.place) == (subject, place)


def test_nothing_changed_is_no_event() -> None:
    assert lines("topics/a", {"x": "1"}, {"x": "1"}) == []
