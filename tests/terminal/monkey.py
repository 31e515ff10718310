"""What a monkey does at a terminal, drawn from a seed: keys, texts, pastes, clicks, resizes, bytes that are nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from random import Random

from kafkatui.model.replacing import replace
from tests.terminal.terminal import KEYS

ESCAPE_SECONDS = 0.15
"""What follows an Escape sooner is read as Alt and a key."""

_MOST_PAUSE_SECONDS = 0.03
_PAUSED_SHARE = 0.4

SIZES = ((160, 50), (160, 50), (132, 43), (130, 28), (100, 30), (89, 27), (80, 24), (60, 20), (160, 20), (60, 50))
"""Columns and rows; the first is the one it begins with."""

_TOO_SMALL = (40, 12)

_MOVES = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "enter", "space", *"jjkkgG+-[]")
_OTHERS = "0!?<>*;,.'\"\\|~^=@#$%&()_{}`" + "abcdefhilmnoprstuvwxyzABCDEFHIJKLMNOPQRSTUVWXYZ"
"""Every printable key but `q`, which comes with its question only, and those above and below."""

_PAGES = "12345678mx&"
_ACTIONS = "acdeduw"
_CONTROLS = bytes(byte for byte in range(1, 27) if byte not in b"\x11\x1a")
"""Ctrl and a letter, but Ctrl+Q and Ctrl+Z: there is no shell that would continue it."""

_FURTHER_KEYS = (
    b"\x1b[Z", b"\x1b[2~", b"\x1b[3~", b"\x1bOP", b"\x1bOQ", b"\x1b[15~", b"\x1b[24~", b"\x1b[1;5A", b"\x1b[1;2B",
    b"\x1b[1;3C", b"\x1b[1;5D", b"\x1b[97;5u", b"\x1b[13;5u", b"\x1b[57399u", b"\x1ba", b"\x1bx", b"\x1b[I", b"\x1b[O",
)  # fmt: skip

_TEXTS = (
    "a", "1", "7", "0", "-1", "99999999999999999999", "1,234", "1.5", "orders", "myTopic", "nobody", "!orders",
    "/ord.*/", "/[/", "~ordrs", "(", "*", ".*", "retention.ms=1", "cleanup.policy=compact", "key=value",
    '{"a": [1, null]}', "{", "Ünï", "한국어 ไทย", "e\u0301\u200d👍🏽", "\u202eabc", "topics.csv", "rows.json",
    "1h", "2020-01-01 00:00:00", "0x00ff", " ",
)  # fmt: skip

_PLACES = (
    "topics", "topic orders", "topic clicks", "topic payments", "topic oddities", "topic transfers", "topic scratch",
    "topic monkeys", "topic __consumer_offsets", "topic nobody", "broker 1", "broker 9", "brokers", "groups",
    "group billing", "group warehouse", "group nobody", "zk /", "zk /brokers/ids", "zk /config/topics/orders",
    "zk /nobody", "events", "overview", "tasks", "connection", "partitions", "acls", "users", "quotas", "schemas",
    "connectors", "transactions", "quorum", "recent", "topic orders relations", "group billing relations",
    "broker 2 relations", "/brokers/ids/1 relations", "", "o", "zk", "topic",
)  # fmt: skip

_PASTES = (
    "orders", "two\nlines", "a\tb\tc", "\r\n\r\n", "{\n  \"a\": 1\n}", "🦓" * 40, "x" * 3_000, "line\n" * 300,
    "\x00\x07\x7f", "", "\u0301\u0301", "b\x1b[31mred", "한국어 " * 100,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Input:
    """One thing done to a terminal.

    Attributes:
        what: in words, for a report.
        data: the bytes that the terminal sends.
        size: the columns and rows it has from now on; as before when None.
        pause_seconds: before the next one.
        may_end: whether the program may end by it.
        may_be_cut: whether it may be the beginning of something that the next one would belong to.
    """

    what: str
    data: bytes = b""
    size: tuple[int, int] | None = None
    pause_seconds: float = 0.0
    may_end: bool = False
    may_be_cut: bool = False

    def __str__(self) -> str:
        shown = repr(self.data if len(self.data) <= 60 else self.data[:57] + b"...")[1:]
        return f"{self.what} {self.size or shown}"


class Monkey:
    """Draws inputs; the same ones for the same seed.

    Args:
        seed: decides everything.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._size = SIZES[0]
        self._kinds: Mapping[Callable[[], Iterator[Input]], int] = {
            self._move: 300,
            self._page: 100,
            self._key: 180,
            self._control: 40,
            self._further_key: 40,
            self._escape: 60,
            self._text: 50,
            self._filter: 25,
            self._place: 50,
            self._action: 35,
            self._produce: 10,
            self._mark: 6,
            self._paste: 20,
            self._click: 90,
            self._wheel: 40,
            self._drag: 12,
            self._resize: 20,
            self._no_text: 20,
            self._quit: 4,
        }

    def inputs(self, count: int) -> Iterator[Input]:
        """The first so many."""
        return islice(self._endless(), count)

    def _endless(self) -> Iterator[Input]:
        kinds, weights = list(self._kinds), list(self._kinds.values())
        while True:
            yield from self._random.choices(kinds, weights)[0]()

    # Keys

    def _sent(self, what: str, data: bytes) -> Input:
        is_paused = self._random.random() < _PAUSED_SHARE
        return Input(what, data, pause_seconds=self._random.uniform(0, _MOST_PAUSE_SECONDS) if is_paused else 0.0)

    def _pressed(self, *keys: str) -> Iterator[Input]:
        for key in keys:
            if key == "escape":
                yield Input("key", KEYS[key], pause_seconds=ESCAPE_SECONDS)
            else:
                yield self._sent("key", KEYS.get(key, key.encode()))

    def _move(self) -> Iterator[Input]:
        yield from self._pressed(*[self._random.choice(_MOVES)] * self._random.choice((1, 1, 1, 2, 4)))

    def _page(self) -> Iterator[Input]:
        yield from self._pressed(self._random.choice(_PAGES))

    def _key(self) -> Iterator[Input]:
        yield from self._pressed(self._random.choice(_OTHERS))

    def _control(self) -> Iterator[Input]:
        yield self._sent("control", bytes([self._random.choice(_CONTROLS)]))

    def _further_key(self) -> Iterator[Input]:
        yield self._sent("key", self._random.choice(_FURTHER_KEYS))

    def _escape(self) -> Iterator[Input]:
        if self._random.random() < 0.8:
            yield from self._pressed("escape")
        else:
            yield replace(self._sent("escape at once", b"\x1b"), may_be_cut=True)

    # Texts

    def _typed(self, text: str) -> Iterator[Input]:
        """In one burst, or letter by letter."""
        if self._random.random() < 0.5:
            yield self._sent("text", text.encode())
        else:
            yield from (self._sent("letter", letter.encode()) for letter in text)

    def _text(self) -> Iterator[Input]:
        yield from self._typed(self._random.choice(_TEXTS))

    def _left(self) -> Iterator[Input]:
        """How an input is left, or not."""
        yield from self._pressed(
            *self._random.choice((("enter",), ("enter", "enter"), ("escape",), ("tab", "enter"), ()))
        )

    def _filter(self) -> Iterator[Input]:
        yield from self._pressed("/")
        yield from self._typed(self._random.choice(_TEXTS))
        yield from self._left()

    def _mark(self) -> Iterator[Input]:
        yield from self._pressed("*")
        yield from self._typed(self._random.choice(_TEXTS))
        yield from self._left()

    def _place(self) -> Iterator[Input]:
        yield from self._pressed(":")
        yield from self._typed(self._random.choice(_PLACES))
        yield from self._pressed("enter")

    def _paste(self) -> Iterator[Input]:
        text = self._random.choice(_PASTES)
        yield self._sent("paste", b"\x1b[200~" + text.encode() + b"\x1b[201~")

    # Dialogs

    def _action(self) -> Iterator[Input]:
        """Opens one, fills some of it in, does it or leaves it."""
        yield from self._pressed(self._random.choice(_ACTIONS))
        for _ in range(self._random.randint(0, 4)):
            choose = self._random.choice((self._text, self._move, self._paste, self._control))
            yield from choose() if self._random.random() < 0.7 else self._pressed("tab")
        yield from self._pressed(
            *self._random.choice((("ctrl+s",), ("enter", "ctrl+s"), ("y",), ("enter",), ("escape",)))
        )

    def _produce(self) -> Iterator[Input]:
        yield from self._pressed("p")
        yield from self._typed(self._random.choice(_TEXTS))
        yield from self._pressed(self._random.choice(("ctrl+s", "tab", "escape")))

    def _quit(self) -> Iterator[Input]:
        """`q` and an answer to the question that there may be."""
        key = self._random.choice((b"q", b"\x11"))
        yield Input("quit", key, pause_seconds=ESCAPE_SECONDS, may_end=True)
        answer = self._random.choice((b"y", b"n", b"\x1b", b"\x03", b"\r"))
        yield Input("answer", answer, pause_seconds=ESCAPE_SECONDS, may_end=True)

    # Mouse, size, and what is no input

    def _cell(self) -> tuple[int, int]:
        """Counted from 1, as terminals report it; now and then none of the screen's."""
        if self._random.random() < 0.02:
            return 400, 200
        columns, rows = self._size
        return self._random.randint(1, columns), self._random.randint(1, rows)

    def _mouse(self, button: int, cell: tuple[int, int], end: str = "M") -> Input:
        return self._sent("mouse", f"\x1b[<{button};{cell[0]};{cell[1]}{end}".encode())

    def _click(self) -> Iterator[Input]:
        cell, button = self._cell(), self._random.choice((0, 0, 0, 0, 1, 2))
        for _ in range(self._random.choice((1, 1, 1, 2))):
            yield self._mouse(button, cell)
            yield self._mouse(button, cell, "m")

    def _wheel(self) -> Iterator[Input]:
        cell, button = self._cell(), self._random.choice((64, 65, 65, 66, 67, 68))
        for _ in range(self._random.randint(1, 5)):
            yield self._mouse(button, cell)

    def _drag(self) -> Iterator[Input]:
        yield self._mouse(0, self._cell())
        for _ in range(self._random.randint(1, 4)):
            yield self._mouse(32, self._cell())
        if self._random.random() < 0.8:
            yield self._mouse(0, self._cell(), "m")

    def _resize(self) -> Iterator[Input]:
        self._size = _TOO_SMALL if self._random.random() < 0.1 else self._random.choice(SIZES)
        yield Input("resize", size=self._size)
        if self._size == _TOO_SMALL:
            yield from self._move()
            self._size = SIZES[0]
            yield Input("resize", size=self._size)

    def _no_text(self) -> Iterator[Input]:
        """Bytes that are no UTF-8, sequences that are none or are cut off, mouse reports of old terminals."""
        high = bytes(self._random.randint(0x80, 0xFF) for _ in range(self._random.randint(1, 12)))
        data = self._random.choice(
            (high, b"\x1b[" + high, b"\x1b[1:2u", b"\x1b[99999999999u", b"\x1b[M\x20" + high[:2], b"\x1b[<0;1", b"\xc3",
             b"\x1b[?2026;2$y", b"\x1b[1;1R", b"\x1b]11;rgb:0000/0000/0000\x07", b"\x00", b"\x7f\x7f", b"\x1b\x1b\x1b")
        )  # fmt: skip
        yield replace(self._sent("no text", data), may_be_cut=True)
