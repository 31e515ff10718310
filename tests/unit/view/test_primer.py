"""Kafka in one screen: what is pointed at is there, and says what the cluster is."""

from __future__ import annotations

import pytest

from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.group import Group, GroupMember
from kafkatui.model.lag import LagTotal
from kafkatui.model.observed import Observed
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.report.groups import GroupRow
from kafkatui.view.glossary import explain
from kafkatui.view.primer import NO_TOPIC, NOT_KNOWN, KnownHere, PrimerEntry, primer
from kafkatui.view.primer_lines import primer_text
from kafkatui.view.text_width import text_width
from tests.tui.sample_cluster import CLUSTER, offset_sample

GROUP = GroupRow(
    Group("billing", "Stable", "classic", 1, "range", (GroupMember("m", "m", "/10.0.0.7", ()),)),
    lag=Observed.ok(LagTotal(10, 0, 0), 1.0),
)


def entries(**changes: object) -> dict[str, PrimerEntry]:
    known = KnownHere("local", CLUSTER, group=GROUP, offsets=offset_sample(), is_linked=True)
    return {entry.term: entry for entry in primer(replace(known, **changes))}


def test_each_term_points_at_the_one_of_this_cluster() -> None:
    said = entries()
    wanted = {
        "topic": (PlaceKind.TOPIC, "orders", "2 partitions, each kept by 3 brokers"),
        "partition": (PlaceKind.TOPIC, "orders", "orders-1"),
        "offset": (PlaceKind.TOPIC, "orders", "orders-1 holds 0 to 1,000; the next one is 1,001"),
        "leader": (PlaceKind.BROKER, "2", "orders-1 is led by broker 2 (kafka-2:9092)"),
        "follower": (PlaceKind.TOPIC, "orders", "brokers 3, 1"),
        "ISR": (PlaceKind.TOPIC, "orders", "brokers 2, 3; broker 1 behind"),
        "controller": (PlaceKind.BROKER, "2", "kafka-2:9092"),
        "group": (PlaceKind.GROUP, "billing", "Stable, 1 member"),
        "lag": (PlaceKind.GROUP, "billing", "10 left to read"),
        "ZK: members": (PlaceKind.ZNODE, "/brokers/ids/1", "/brokers/ids/1"),
        "ZK: election": (PlaceKind.ZNODE, "/controller", "/controller"),
        "ZK: topics": (PlaceKind.ZNODE, "/brokers/topics/orders", "orders"),
        "ZK: settings": (PlaceKind.ZNODE, "/config/topics/orders", "orders"),
    }
    for term, (kind, name, words) in wanted.items():
        place = said[term].place
        assert place is not None, term
        assert (place.kind, place.name) == (kind, name)
        assert words in said[term].here, term


@pytest.mark.parametrize(
    ("metadata", "words"), [(None, NOT_KNOWN), (ClusterMetadata("id", None, CLUSTER.brokers, {}), NO_TOPIC)]
)
def test_what_is_not_there_is_said_and_leads_nowhere(metadata: ClusterMetadata | None, words: str) -> None:
    said = entries(metadata=metadata, group=None)
    for term in ("topic", "partition", "offset", "leader", "follower", "ISR"):
        assert (said[term].here, said[term].place) == (words, None)
    assert said["controller"].place is None


def test_zookeepers_roles_are_told_where_it_is_not_connected_and_krafts_instead_where_there_is_none() -> None:
    unlinked = entries(is_linked=False)
    assert unlinked["ZK: members"].place is None
    assert "/brokers/ids/1" in unlinked["ZK: members"].here
    kraft = entries(is_linked=False, is_kraft=True)
    assert not [term for term in kraft if term.startswith("ZK")]
    assert kraft["KRaft"].place is not None


@pytest.mark.parametrize("width", [72, 91, 117])
def test_it_fits_the_width_and_at_100_columns_each_thing_takes_two_lines(width: int) -> None:
    known = list(entries().values())
    text = primer_text(known, width)
    assert all(text_width("".join(part for part, _ in line)) <= width for line in text.lines)
    assert len(text.starts) == len(known) + 1
    if width >= 91:
        assert len(text.lines) == 2 * len(known)


def test_its_words_are_in_the_glossary_too() -> None:
    for term in ("topic", "partition", "offset", "broker", "leader", "follower", "ISR", "controller", "lag"):
        assert explain(term), term
