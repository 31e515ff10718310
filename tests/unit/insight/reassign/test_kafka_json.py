"""Plans are written and read as Kafka's own tool has them; what is no plan says so."""

from __future__ import annotations

import json

import pytest

from kafkatui.insight.reassign.kafka_json import as_kafka_has_it, parse
from kafkatui.model.errors import UsageError
from kafkatui.model.partition_move import PartitionMove


def test_what_is_written_is_read_again() -> None:
    moves = (PartitionMove("orders", 0, (1,), (2, 3)), PartitionMove("pay", 4, (1, 2), (2, 1)))
    document = as_kafka_has_it(moves)
    assert document == {
        "version": 1,
        "partitions": [
            {"topic": "orders", "partition": 0, "replicas": [2, 3]},
            {"topic": "pay", "partition": 4, "replicas": [2, 1]},
        ],
    }
    assert parse(json.dumps(document)) == {("orders", 0): (2, 3), ("pay", 4): (2, 1)}
    with_dirs = b'{"version":1,"partitions":[{"topic":"t","partition":0,"replicas":[1],"log_dirs":["any"]}]}'
    assert parse(with_dirs) == {("t", 0): (1,)}, "as --generate writes it"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("", "reads"),
        ("[]", "reads"),
        ('{"partitions":[{"topic":"t"}]}', "reads"),
        ('{"partitions":[{"topic":"t","partition":0,"replicas":[]}]}', "different brokers"),
        ('{"partitions":[{"topic":"t","partition":0,"replicas":[1,1]}]}', "different brokers"),
        (
            '{"partitions":[{"topic":"t","partition":0,"replicas":[1]},{"topic":"t","partition":0,"replicas":[2]}]}',
            "twice",
        ),
    ],
)
def test_what_is_no_plan_is_refused(document: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse(document)
