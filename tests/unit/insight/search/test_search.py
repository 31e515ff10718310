"""What an expression means, where it goes wrong, and what need not be read for it."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import cramjam
import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kafkatui.insight.filters import compile_filter
from kafkatui.insight.search.cut import Cut
from kafkatui.insight.search.lexer import SearchSyntaxError
from kafkatui.insight.search.search import Search, compile_search
from tests.unit.insight.search.records import searched

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def compiled(text: str) -> Search:
    return compile_search(text, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "ANN",
        '"Ann \\u00e9"',
        "ann gift",
        "ann and gift",
        "nothing or gift",
        "!nothing",
        "not nothing",
        "/sku.{3}x-\\d/",
        "/SKU/i",
        "~odr17",
        "trace-id=zz9",
        "key:order",
        "key:/^order-\\d+$/",
        "key = order-17",
        'key = "order-17"',
        "key starts with ORDER",
        "value:gift",
        "not value:nothing",
        "value:!nothing",
        "value.user.id = 42",
        "value.user.id == 42",
        'value.user.id = "42"',
        "value.code = 7",
        'value.code = "007"',
        "value.user.id != 41",
        "value.nowhere != 1",
        "value.user.id > 41 and value.user.id <= 42",
        "value.total between 9 and 10",
        "value.total in (1, 9.5)",
        'value.user.name = "Ann é"',
        "value.user.name contains ann",
        "value.tags contains gift",
        "value.tags[1] = gift",
        "value.lines[1].sku = y-2",
        'value["a.b"] = 1',
        'value."a.b" = 1',
        "value.user.mail exists",
        "value.user.mail = null",
        "not value.user.phone exists",
        "value.paid = true",
        "header.trace-id = second",
        "header.trace-id:zz",
        "header.empty = null",
        'header."trace-id" starts with zz',
        "headers:second",
        "header.trace-id exists",
        "topic = orders",
        "partition = 3",
        "partition in (1,2,3)",
        "offset >= 1204 offset<1_205",
        "time >= 2023-11-14 and time < 2023-11-15",
        'time between "2023-11-14 00:00" and "2023-11-15 00:00"',
        "size > 10",
        "(nothing or (gift and partition=3))",
        "(gift)",
        "not (nothing or offset = 1)",
        "gift limit 3",
        "limit 3",
        "x-1 or and-so-on",
    ],
)
def test_it_means_the_record(text: str) -> None:
    assert compiled(text).holds(searched())


@pytest.mark.parametrize(
    "text",
    [
        "nothing", "key", "value.user", "!gift", "not gift", "gift and nothing", "/skus/", "key:gift",
        "value:order-17", "key = ORDER-17",
        "value.user.id = 43", "value.user.id > 42", "value.nowhere = 1", "value.nowhere > 0", "value.tags[2] exists",
        "value.user.id.deeper exists", "header.trace-id = zz", "header.other exists", "partition = 4", "offset<1204",
        "time >= -1d", "value.paid = false", "value.user = 42", "topic:other", "value.code > x",
        "value.user.mail != null",
    ],
)  # fmt: skip
def test_it_does_not_mean_the_record(text: str) -> None:
    assert compiled(text).holds(searched()) is False


@pytest.mark.parametrize(
    ("text", "position", "what"),
    [
        ("(gift", 0, "parenthesis is not closed"),
        ("gift)", None, ""),
        ("gift or", 7, "condition is missing"),
        ("and gift", 0, "condition is missing"),
        ('key = "open', 6, "quote is not closed"),
        ("value.id =", 10, "value is missing"),
        ("partition = first", 12, "compared with a number"),
        ("offset in 3", 10, "values in parentheses"),
        ("value.a between 1", 17, "two values"),
        ("gift limit many", 11, "takes a number"),
        ("gift limit 0", 11, "takes a number"),
        ("gift limit 3 more", 13, "Nothing more"),
        ("/(/", 0, "does not compile"),
        ("time > yesterday", 0, "is no time"),
        ("(" * 60 + "a" + ")" * 60, 51, "nested too deeply"),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_place(text: str, position: int | None, what: str) -> None:
    if position is None:
        assert compiled(text).holds(searched(b"a gift)"))
        return
    with pytest.raises(SearchSyntaxError, match=what) as raised:
        compiled(text)
    assert raised.value.position == position


@settings(max_examples=300)
@given(text=st.text(alphabet="ab k:/~!\"'()=<>.,[]0 andornotlimitkeyvalue\\", max_size=40))
def test_whatever_is_typed_is_a_condition_or_a_sentence(text: str) -> None:
    try:
        compiled(text).holds(searched())
    except SearchSyntaxError as error:
        position = error.position
        assert 0 <= position <= len(text)


@settings(max_examples=200)
@given(words=st.lists(st.sampled_from(["gift", "!gift", "nothing", "~odr", "/g.ft/", '"a b"', "!~zz", "!/x/", "42"])))
def test_terms_side_by_side_mean_what_they_mean_in_lists(words: list[str]) -> None:
    text = " ".join(words)
    record = searched()
    assert compiled(text).holds(record) is compile_filter(text).matches(record.line)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("gift", Cut()),
        ("gift partition=3", Cut(partitions=frozenset({3}))),
        ("partition in (1,2) partition=2", Cut(partitions=frozenset({2}))),
        ("offset>=10 and offset<20", Cut(first_offset=10, end_offset=21)),
        ("offset between 5 and 7", Cut(first_offset=5, end_offset=8)),
        ("offset = 7", Cut(first_offset=7, end_offset=8)),
        ("time >= 1700000000000", Cut(first_ms=1_700_000_000_000)),
        ("time < 1700000000000", Cut(last_ms=1_700_000_000_000)),
        ("partition=3 or gift", Cut()),
        ("not partition=3", Cut()),
        ("partition != 3", Cut()),
    ],
)
def test_only_what_can_hold_it_is_read(text: str, cut: Cut) -> None:
    assert compiled(text).cut == cut


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("gift", (b"gift", "\u0130".encode())),
        ("Kilo", (b"kilo", "\u212a".encode(), "\u0130".encode())),
        ("abc order", (b"order",)),
        ("nothing or gift", (b"nothing", "\u0130".encode(), b"gift")),
        ('value.name = "übel word"', (b"word", b"\\u")),
        ("deadbeef", None),
        ("42", None),
        ("!gift", None),
        ("/gift/", None),
        ("gift or /x/", None),
        ("not gift", None),
        ("value.id = 42", None),
        ("true", None),
        ("value.ok = null", None),
        (
            "value.id = 4242",
            (
                b"4242",
                b"\\u",
                b"\xcd\x10\x92",
                b"\xce\0\0\x10\x92",
                b"\xcf\0\0\0\0\0\0\x10\x92",
                b"\xd1\x10\x92",
                b"\xd2\0\0\x10\x92",
                b"\xd3\0\0\0\0\0\0\x10\x92",
                b"\xcae\x84\x90\0",
                b"\xcb@\xb0\x92\0\0\0\0\0",
            ),
        ),
        ("value.id = 4", None),
        ("key = 42", None),
        ("x", None),
        ("key = order-17", (b"order-17",)),
    ],
)
def test_what_a_batch_must_hold(text: str, choices: tuple[bytes, ...] | None) -> None:
    needle = compiled(text).needle
    if needle is None or choices is None:
        assert needle is None
        assert choices is None
        return
    assert needle.choices == choices


LETTERS = st.text(alphabet='abkKiI\u212a\u0130e1 -_:{}"\\/=.\u00e9\u200b\x00\n', max_size=12)
VALUES = (
    st.none()
    | LETTERS.map(str.encode)
    | st.binary(max_size=9)
    | st.builds(
        lambda name, text: ('{{"{}": "{}"}}'.format(name, "".join(f"\\u{ord(each):04x}" for each in text))).encode(),
        st.sampled_from(["ab", "k"]),
        st.text(alphabet="abki\u00e9", max_size=5),
    )
)
SAME_NUMBER = [
    b'{"ab": 4242}', b'{"ab": 4.242e3}', b'{"ab": "4242.0"}', b'{"ab": "\\u0034\\u0032\\u0034\\u0032"}',
    b'{"ab": "42_42"}', *(msgspec.msgpack.encode({"ab": number}) for number in (4242, 4242.0)),
    gzip.compress(b'{"ab": 4242}'), bytes(cramjam.zstd.compress(b'{"ab": 4242, "k": "kIki"}')),
]  # fmt: skip
STRUCTURES = st.dictionaries(
    st.sampled_from(["ab", "k", "true"]), st.text(alphabet="abkKiI\u0130 -", max_size=6) | st.booleans() | st.none()
    | st.binary(max_size=4) | st.integers(-2**63, 2**64 - 1), min_size=1, max_size=3,
).map(msgspec.msgpack.encode)  # fmt: skip
ANY_VALUES = VALUES | STRUCTURES | st.sampled_from(SAME_NUMBER)
FORMS = ["{}", "key:{}", "value.ab:{}", 'value.ab = "{}"', "header.h:{}", "value contains {}", "value.ab = 4242"]
TERMS = st.text(alphabet="abkKiIe1-_.\u00e9", min_size=1, max_size=6) | st.sampled_from(["true", "null", "rue"])


@settings(max_examples=1_500)
@given(term=TERMS, form=st.sampled_from(FORMS), key=VALUES, value=ANY_VALUES, header=VALUES)
@example(term="ki", form="{}", key=None, value="\u212a\u0130".encode(), header=None)
@example(term="ab", form='value.ab = "{}"', key=None, value=b'{"ab": "\\u0061\\u0062"}', header=None)
def test_a_record_that_is_meant_holds_it(
    term: str, form: str, key: bytes | None, value: bytes | None, header: bytes | None
) -> None:
    search = compiled(form.format(term))
    if search.needle is not None and search.holds(searched(value, key, (("h", header),))):
        lowered = b"|".join((key or b"", value or b"", b"h", header or b"")).lower()
        assert search.needle.may_be_in(lowered, 0, len(lowered))
