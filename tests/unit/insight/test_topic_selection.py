"""Which topics names and expressions mean."""

from __future__ import annotations

import pytest

from kafkatui.insight.topic_selection import TopicSelection, join_topics, split_topics, whole_name
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


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("orders,/^aRegex.*[Tt]opic/", ("orders", "/^aRegex.*[Tt]opic/")),
        (" orders  b, orders ", ("orders", "b")),
        ("/a{1,2} b/,c", ("/a{1,2} b/", "c")),
        ("/a/,/b/", ("/a/", "/b/")),
        ("/unfinished", ("/unfinished",)),
        (" , ", ()),
    ],
)
def test_a_line_of_names_and_expressions_is_taken_apart_and_put_together(line: str, texts: tuple[str, ...]) -> None:
    assert split_topics(line) == texts
    assert split_topics(join_topics(texts)) == texts


def test_what_is_not_there_is_told_apart_from_what_is() -> None:
    selection = TopicSelection(["b", "c", "/Topic/"])
    assert [found.name for found in selection.found(METADATA)] == ["aTopic", "b"]
    assert selection.missing(METADATA) == ["c"]


@pytest.mark.parametrize(
    ("pattern", "names"), [("a|b", ["b"]), ("a.*", ["aTopic"]), ("Topic", []), ("__.*", ["__consumer_offsets"])]
)
def test_an_expression_of_whole_names_matches_as_kafkas_own_tools_do(pattern: str, names: list[str]) -> None:
    assert [found.name for found in TopicSelection([whole_name(pattern)]).topics(METADATA)] == names
