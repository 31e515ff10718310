"""Which topics are typed for `kafkatui tail`."""

from __future__ import annotations

import pytest

from kafkatui.cli.topic_names import TopicSelection
from kafkatui.model.cluster import ClusterMetadata, Partition, Topic
from kafkatui.model.errors import NotFound, UsageError


def topic(name: str, partitions: int = 2, *, is_internal: bool = False) -> Topic:
    return Topic(name, tuple(Partition(name, number, 1, (1,), (1,)) for number in range(partitions)), is_internal)


METADATA = ClusterMetadata(
    "id",
    1,
    {},
    {name: topic(name, is_internal=name.startswith("__")) for name in ("__consumer_offsets", "aTopic", "b")},
)


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["b"], ["b"]),
        (["/^a.*[Tt]opic/", "b"], ["aTopic", "b"]),
        (["/./"], ["aTopic", "b"]),
        (["/^__/"], ["__consumer_offsets"]),
        (["__consumer_offsets"], ["__consumer_offsets"]),
        (["/nothing/"], []),
    ],
)
def test_which_topics(texts: list[str], names: list[str]) -> None:
    assert [found.name for found in TopicSelection(texts).topics(METADATA)] == names


def test_a_missing_topic_and_a_broken_expression_are_sentences() -> None:
    with pytest.raises(NotFound, match="There is no topic c"):
        TopicSelection(["c"]).topics(METADATA)
    with pytest.raises(UsageError, match="no regular expression"):
        TopicSelection(["/(/"])
