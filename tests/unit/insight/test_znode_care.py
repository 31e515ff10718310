"""What a deletion does to Kafka is said before it."""

from __future__ import annotations

from kafkatui.insight.znode_care import change_warnings, deletion_warnings


def test_each_consequence_once_with_the_first_path_that_has_it() -> None:
    paths = ["/brokers/topics/a", "/brokers/topics/a/partitions", "/brokers/topics/a/partitions/0/state"]
    first, second = deletion_warnings([*paths, "/brokers/topics/b"])
    assert first.startswith("/brokers/topics/a is Kafka's (topic assignment): without it the controller forgets")
    assert second.startswith("/brokers/topics/a/partitions is Kafka's")


def test_what_is_not_kafkas_needs_no_warning() -> None:
    assert deletion_warnings(["/app", "/app/x"]) == ()
    assert change_warnings("/app") == ()
    assert "Kafka does not expect" in change_warnings("/controller")[0]


def test_many_kinds_are_counted() -> None:
    paths = ["/brokers", "/brokers/ids", "/brokers/topics", "/cluster/id", "/controller_epoch", "/config"]
    found = deletion_warnings(paths)
    assert len(found) == 5
    assert found[-1] == "And 2 more kinds of Kafka's znodes."
