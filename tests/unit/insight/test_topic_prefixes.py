"""Names of topics fold by what they begin with: every topic is in one line, and in one only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kafkatui.insight.topic_prefixes import SingleTopic, TopicPrefix, folded, prefixes_of, separators_of

NAMES = sorted(
    ["audit", "orders.", "orders.eu.created", "orders.eu.paid", "orders.us", "pay.card", "team_a.x", "team_a.y"]
)


def told(names: list[str], separator: str, *opened: str) -> list[str]:
    """The lines as text, those that are part of a prefix behind dots."""
    lines = []
    for line in folded(names, separator, opened):
        text = f"{line.text} {line.count}" if isinstance(line, TopicPrefix) else names[line.index]
        lines.append("· " * line.depth + text)
    return lines


def test_two_topics_that_begin_alike_are_a_prefix_and_one_alone_is_itself() -> None:
    assert told(NAMES, ".") == ["audit", "orders.", "orders. 3", "pay.card", "team_a. 2"]


def test_what_is_opened_lists_its_topics_and_the_prefixes_within_it() -> None:
    assert told(NAMES, ".", "orders.") == [
        "audit", "orders.", "orders. 3", "· orders.eu. 2", "· orders.us", "pay.card", "team_a. 2",
    ]  # fmt: skip
    assert told(NAMES, ".", "orders.", "orders.eu.")[3:6] == [
        "· orders.eu. 2", "· · orders.eu.created", "· · orders.eu.paid",
    ]  # fmt: skip


def test_a_prefix_that_has_one_prefix_alone_goes_on_to_it() -> None:
    assert told(["a.b.c.x", "a.b.c.y"], ".") == ["a.b.c. 2"]
    assert told(["a.b.c.x", "a.b.d"], ".") == ["a.b. 2"]


def test_separators_at_the_ends_separate_nothing() -> None:
    assert told(["__consumer_offsets", "__consumer_times", "_schemas", "x_"], "_") == [
        "__consumer_ 2",
        "_schemas",
        "x_",
    ]
    assert told(["a.", "a..b", "a..c"], ".") == ["a.", "a. 2"]


def test_the_separator_that_most_names_have_comes_first() -> None:
    assert separators_of(NAMES) == (".", "_")
    assert separators_of(["a-b", "a-c", "a-d", "x_y", "x_z"]) == ("-", "_")
    assert separators_of(["a.b", "c-d", "e_f"]) == ()


def test_the_prefixes_around_a_topic_are_those_it_is_folded_in() -> None:
    assert prefixes_of("orders.eu.paid", NAMES, ".") == ("orders.", "orders.eu.")
    assert prefixes_of("orders.us", NAMES, ".") == ("orders.",)
    assert prefixes_of("orders.eu.", NAMES, ".") == ("orders.",)
    assert prefixes_of("pay.card", NAMES, ".") == ()


@given(st.sets(st.text("ab.-_", min_size=1, max_size=8), max_size=30), st.sampled_from(".-_"))
def test_every_topic_is_in_one_line(names: set[str], separator: str) -> None:
    every = sorted(names)
    prefixes = {each for name in every for each in prefixes_of(name, every, separator)}
    opened = {each for index, each in enumerate(sorted(prefixes)) if index % 2}
    lines = folded(every, separator, opened)
    seen: list[int] = []
    for line in lines:
        if isinstance(line, SingleTopic):
            seen.append(line.index)
        else:
            assert line.count > 1
            assert all(name.startswith(line.text) for name in every[line.start : line.end])
            if not line.is_open:
                seen += range(line.start, line.end)
    assert seen == list(range(len(every)))
    shown = [line for line in folded(every, separator, prefixes) if isinstance(line, TopicPrefix)]
    assert {line.text for line in shown} == prefixes
    assert all(line.is_open for line in shown)
