"""Names and expressions as a group's members subscribe to them."""

from __future__ import annotations

import re

import pytest

from kafkatui.insight.subscription import finds_internal, subscription_of
from kafkatui.model.errors import UsageError


@pytest.mark.parametrize(
    ("text", "subscribed"),
    [
        ("orders", "orders"),
        ("/^aRegex.*[Tt]opic/", "^aRegex.*[Tt]opic"),
        ("/Topic/", "^.*(Topic)"),
        ("/a|b$/", "^.*(a|b$)"),
        ("/^a|b/", "^.*(^a|b)"),
        ("/^(?:a|b)$/", "^.*(^(a|b)$)"),
    ],
)
def test_an_expression_is_searched_for_wherever_it_was_typed_for(text: str, subscribed: str) -> None:
    assert subscription_of([text]) == (subscribed,)


@pytest.mark.parametrize("name", ["a", "xb", "bx", "ab", "other"])
@pytest.mark.parametrize("pattern", ["a|b$", "^a|b", "b", "^(?:a|b)$"])
def test_it_finds_what_the_expression_finds(pattern: str, name: str) -> None:
    (subscribed,) = subscription_of([f"/{pattern}/"])
    assert (re.search(subscribed, name) is None) == (re.search(pattern, name) is None)


@pytest.mark.parametrize("pattern", [r"a\d+", "a.*?b", "(?i)a", r"\bword"])
def test_what_librdkafka_would_read_as_something_else_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="A group's subscription cannot have"):
        subscription_of([f"/{pattern}/"])


def test_internal_topics_are_meant_only_by_name() -> None:
    assert finds_internal(["orders", "/^__con/"])
    assert finds_internal(["__consumer_offsets"])
    assert not finds_internal(["orders", "/./"])
