"""The filter grammar: what each kind of term keeps, and how a wrong expression is reported."""

from __future__ import annotations

import time

import pytest

from kafkatui.insight.filters import compile_filter
from kafkatui.model.errors import UsageError


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        ("", "anything", True),
        ("   ", "anything", True),
        ("ORD", "orders", True),
        ("ord", "ORDERS", True),
        ("pay", "orders", False),
        ("ord dlq", "orders.dlq", True),
        ("ord dlq", "orders", False),
        ("!dlq", "orders", True),
        ("!dlq", "orders.dlq", False),
        ("ord !dlq", "orders.dlq", False),
        ("/^ord/", "orders", True),
        ("/^ord/", "my-orders", False),
        ("/^ORD/", "orders", True),
        ("!/^ord/", "orders", False),
        ("!/^ord/ ers", "my-orders", True),
        ("/^ord", "orders", True),
        ("/a b/ c", "xa bx c", True),
        ("/a b/", "ab", False),
        ("/brokers/ids", "/brokers/ids/1", True),
        ("/brokers/ids/", "/brokers/ids/1", True),
        (r"/a\/b/", "a/b", True),
        ("~odr", "orders", True),
        ("~rdo", "orders", False),
        ("!~odr", "orders", False),
        ("~a.c", "a.xc", True),
        ("~a.c", "abc", False),
        ("~a^", "a^", True),
        ("~a]", "xa]", True),
        ('"two words"', "these two words", True),
        ('"two words"', "words two", False),
        ("two words", "words two", True),
        ('!"two words"', "two words", False),
        ('"!x"', "a!x", True),
        ('"unclosed q', "an unclosed q", True),
        ("!", "anything", True),
        ("~", "anything", True),
        ("/", "anything", True),
        ("//", "anything", True),
        ('""', "anything", True),
        ("a/b", "xa/bx", True),
    ],
)
def test_a_filter_keeps_what_all_its_terms_accept(expression: str, text: str, expected: bool) -> None:
    compiled = compile_filter(expression)
    assert compiled.matches(text) is expected
    assert compiled.matches_lower(text.lower()) is expected


def test_an_expression_that_does_not_compile_says_where() -> None:
    with pytest.raises(UsageError, match=r"/\(a/ does not compile.*character 6"):
        compile_filter("ord /(a/")


def test_only_a_filter_without_terms_is_empty() -> None:
    assert compile_filter(" ! ").is_empty
    assert not compile_filter("a").is_empty


@pytest.mark.parametrize(
    ("expression", "text", "found"),
    [
        ("ord", "ORDers.ord", ["ORD", "ord"]),
        ("aa", "aaa", ["aa"]),
        ("ord rde", "orders", ["orde"]),
        ("ers ord", "orders", ["orders"]),
        ('"o w"', "two words", ["o w"]),
        ("/o[a-z]d/", "Order old", ["Ord", "old"]),
        ("/^o/", "oo", ["o"]),
        ("/x*/ o", "abox", ["ox"]),
        ("/(a)b/", "ab", ["ab"]),
        ("~odr", "oo-Ders", ["o", "D", "r"]),
        ("~a^]", "a^]", ["a^]"]),
        ("!dlq", "orders", []),
        ("!dlq ord", "orders", ["ord"]),
        ("ord dlq", "orders", []),
        ("b", "İİb", ["b"]),
        ("i", "İb", ["İ"]),
        ("", "orders", []),
    ],
)
def test_what_matched_is_found(expression: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in compile_filter(expression).find(text)] == found


@pytest.mark.usefixtures("uncollected")
def test_ten_thousand_rows_take_a_few_milliseconds() -> None:
    rows = [f"orders-{number}.service.events" for number in range(10_000)]
    compiled = compile_filter("service !9999")
    best = min(_seconds(compiled.matches_lower, rows) for _ in range(5))
    assert best < 0.05


def _seconds(matches: object, rows: list[str]) -> float:
    assert callable(matches)
    started = time.thread_time()
    assert sum(map(matches, rows)) == 9_999
    return time.thread_time() - started
