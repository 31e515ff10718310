"""What changing properties of a topic comes to."""

from __future__ import annotations

import pytest

from kafkatui.insight.config_moves import config_moves, explained
from kafkatui.model.config_entry import ConfigEntry

ENTRIES = (
    ConfigEntry("retention.ms", "86400000", "topic", is_own=True),
    ConfigEntry("segment.bytes", "1073741824", "default"),
    ConfigEntry("cleanup.policy", "compact", "topic", default="delete", is_own=True),
)
BROKER = (
    ConfigEntry("log.retention.hours", "168", "default"),
    ConfigEntry("log.retention.minutes", None, "default"),
    ConfigEntry("log.retention.ms", None, "default"),
)


def test_back_to_default_says_what_that_is_also_where_brokers_name_it_otherwise() -> None:
    retention, policy = config_moves(ENTRIES, {"retention.ms": None, "cleanup.policy": None}, BROKER)
    assert (retention.own, retention.then, retention.words) == ("86400000", "604800000", "1 d → 7 d")
    assert retention.is_change
    assert not retention.keeps_less
    assert (policy.now, policy.then, policy.words) == ("compact", "delete", "")
    (unknown,) = config_moves(ENTRIES, {"retention.ms": None})
    assert (unknown.then, unknown.words) == (None, "1 d → ?")


def test_what_is_set_so_already_is_no_change() -> None:
    same, unset = config_moves(ENTRIES, {"retention.ms": "86400000", "segment.bytes": None})
    assert not same.is_change
    assert not unset.is_change
    (pinned,) = config_moves(ENTRIES, {"segment.bytes": "1073741824"})
    assert pinned.is_change, "the topic has a value of its own from then on"
    assert "as it is" in pinned.words


@pytest.mark.parametrize(
    ("new", "keeps_less"), [("3600000", True), ("86400001", False), ("-1", False), (None, False), ("86400000", False)]
)
def test_a_shorter_retention_deletes_records(new: str | None, keeps_less: bool) -> None:
    (move,) = config_moves(ENTRIES, {"retention.ms": new}, BROKER)
    assert move.keeps_less is keeps_less


def test_a_limit_where_there_was_none_deletes_records() -> None:
    (move,) = config_moves((ConfigEntry("retention.bytes", "-1", "default"),), {"retention.bytes": "1000000"})
    assert move.keeps_less
    assert move.words == "unlimited → 1 MB"
    tombstones = (ConfigEntry("delete.retention.ms", "86400000", "default"),)
    (move,) = config_moves(tombstones, {"delete.retention.ms": "1000"})
    assert not move.keeps_less, "it is about tombstones"


def test_what_a_property_is_for_is_said_in_kafkas_first_sentence_with_what_it_may_be() -> None:
    told = explained("min.insync.replicas")
    assert told.startswith("min.insync.replicas: ")
    assert told.endswith(" Valid: int, [1,...].")
    assert told.count(". ") == 1, "one sentence"
    assert explained("no.such.property") == ""
