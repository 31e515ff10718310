"""The records of the demo: the same ones every time, but for their timestamps."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

from kafkatui.sandbox import topics

_SEED = 9092
_SPREAD_MILLISECONDS = 6 * 3_600_000
"""How far back the first record of a topic lies, so that "from a time" has something to find."""

WORDS = ("Welcome", "to", "the", "Confluent", "Kafka", "Golang", "client")
"""What the walk-through's producer sends."""

CUSTOMER_COUNT = 40
LARGE_VALUE_BYTES = 1024 * 1024
_CITIES = ("Århus", "Berlin", "Kraków", "Lisboa", "München", "東京")
_PAGES = ("/", "/basket", "/checkout", "/help", "/search")
_STATES = ("new", "paid", "packed", "shipped")

Header = tuple[str, bytes | None]


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """One record to produce.

    Attributes:
        partition: None lets the key decide.
        age: 1.0 for as old as records of the demo get, 0.0 for now.
    """

    topic: str
    key: bytes | None
    value: bytes | None
    headers: tuple[Header, ...] = ()
    partition: int | None = None
    age: float = 0.0

    def timestamp_milliseconds(self, now_milliseconds: int) -> int:
        """When it is said to have been produced, in epoch milliseconds."""
        return now_milliseconds - int(self.age * _SPREAD_MILLISECONDS)


def order(number: int, age: float = 0.0) -> PlannedRecord:
    """The `number`-th order, keyed by customer."""
    dice = random.Random(_SEED + number)
    customer = dice.randrange(CUSTOMER_COUNT)
    value = {
        "order": number,
        "customer": f"c-{customer:03}",
        "state": dice.choice(_STATES),
        "city": dice.choice(_CITIES),
        "items": [{"sku": f"sku-{dice.randrange(900):03}", "count": dice.randint(1, 4)} for _ in range(2)],
        "total": round(dice.uniform(5, 400), 2),
    }
    headers = (("trace-id", f"{dice.getrandbits(64):016x}".encode()), ("source", b"web-shop"))
    return PlannedRecord(topics.ORDERS, f"c-{customer:03}".encode(), _json(value), headers, age=age)


def payment(number: int, age: float = 0.0) -> PlannedRecord:
    """The `number`-th payment, keyed by order."""
    dice = random.Random(_SEED - number)
    value = {"payment": number, "order": number, "amount": round(dice.uniform(5, 400), 2), "currency": "EUR"}
    headers = (("content-type", b"application/json"),)
    return PlannedRecord(topics.PAYMENTS, f"o-{number}".encode(), _json(value), headers, age=age)


def click(number: int, age: float = 0.0) -> PlannedRecord:
    """The `number`-th click: no key, so that the partitions take turns."""
    dice = random.Random(_SEED * number)
    value = {"page": dice.choice(_PAGES), "session": f"{dice.getrandbits(32):08x}", "ms": dice.randint(3, 900)}
    return PlannedRecord(topics.CLICKS, None, _json(value), partition=number % 6, age=age)


def word(number: int) -> PlannedRecord:
    """The `number`-th word of the walk-through's producer, repeating."""
    return PlannedRecord(topics.MY_TOPIC, None, WORDS[number % len(WORDS)].encode(), partition=number % 3)


def customer(number: int, visits: int, age: float = 0.0) -> PlannedRecord:
    """A customer's latest state, for the compacted topic."""
    key = f"c-{number:03}"
    value = {"customer": key, "city": _CITIES[number % len(_CITIES)], "visits": visits}
    return PlannedRecord(topics.CUSTOMERS, key.encode(), _json(value), age=age)


def initial_records() -> Iterator[PlannedRecord]:
    """Everything outside transactions, oldest first within each topic."""
    for number in range(len(WORDS)):
        yield word(number)
    for topic in topics.REGEX_TOPICS:
        for number in range(10):
            yield PlannedRecord(topic, f"k-{number % 3}".encode(), f"message {number} of {topic}".encode())
    for number in range(600):
        yield order(number, age=1 - number / 600)
    for number in range(900):
        yield payment(number, age=1 - number / 900)
    for number in range(1800):
        yield click(number, age=1 - number / 1800)
    yield from _customers()
    yield from _oddities()
    yield PlannedRecord(topics.SCRATCH, b"note", b"one replica only: lost with its broker")


def _customers() -> Iterator[PlannedRecord]:
    for visits in (1, 2, 3):
        for number in range(CUSTOMER_COUNT):
            yield customer(number, visits, age=1 - visits / 4)
    for number in (7, 17, 27):  # tombstones: these three asked to be forgotten
        yield PlannedRecord(topics.CUSTOMERS, f"c-{number:03}".encode(), None)


def _oddities() -> Iterator[PlannedRecord]:
    dice = random.Random(_SEED)
    large = json.dumps({"note": "one very large value", "padding": "x" * (LARGE_VALUE_BYTES - 64)}).encode()
    odd: tuple[tuple[bytes | None, bytes | None, tuple[Header, ...]], ...] = (
        (None, b"no key", ()),
        (b"", b"an empty key", ()),
        (b"empty-value", b"", ()),
        (b"null-value", None, ()),
        (None, None, ()),
        (b"\x00\x00\x00\x07", (123_456_789).to_bytes(8, "big"), (("encoding", b"int32 key, int64 value"),)),
        (b"binary", bytes(range(256)), ()),
        (b"random", dice.randbytes(2048), ()),
        (b"not-utf-8", "Smørrebrød".encode("latin-1"), ()),
        (b"wide", "漢字 🎉 e\u0301 \u202eright to left\u202c".encode(), ()),
        (b"escape", b"\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b[2J", ()),
        (b"lines", b"first line\nsecond line\r\n\tthird, indented", ()),
        (b"broken-json", b'{"almost": "json",', ()),
        (b"big-number", b'{"id": 12345678901234567890, "price": 0.1000}', ()),
        (b"xml", b"<order id='1'><item sku='a&amp;b'/></order>", ()),
        (b"headers", b"many headers", (("twice", b"1"), ("twice", b"2"), ("null", None), ("binary", b"\x00\xff"))),
        (b"large", large, ()),
    )
    for key, value, headers in odd:
        yield PlannedRecord(topics.ODDITIES, key, value, headers, partition=0)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
