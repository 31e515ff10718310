"""Templates of records to be generated: text with placeholders, `{"id": ${counter}, "name": "${name}"}`."""

from __future__ import annotations

import random
import re
import string
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

from kafkatui.model.errors import UsageError

FORMS = (
    "${counter} ${counter:100} ${int:1-100} ${float:0-1} ${string:10} ${uuid} ${choice:a|b|c} ${name} ${timestamp} "
    "${epoch} ${ramp:0-100/60} ${random:100}; $$ is a $"
)

ADVICE = f"It reads {FORMS}."

Piece = Callable[[int], str]
"""A part of a template: its text for the record of that number, which counts from 0."""

_PLACEHOLDER = re.compile(r"\$(?:\$|\{([a-z]+)(?::([^}]*))?\}|(?=\{))")
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)")
_RAMP = re.compile(_RANGE.pattern + r"/(\d+)")
_LETTERS = string.ascii_letters + string.digits
_MOST_BYTES = 10 * 1024 * 1024

_FIRST_NAMES = ("Ada", "Bo", "Chen", "Dara", "Elif", "Femi", "Goran", "Hana", "Ines", "Juan", "Kofi", "Lena", "Mei")
_LAST_NAMES = ("Berg", "Cruz", "Diaz", "Evans", "Fischer", "Gupta", "Haddad", "Ito", "Jansen", "Kim", "Lopez", "Moreau")


class Template:
    """Text with placeholders.

    Args:
        text: what was typed; the forms are `FORMS`.
        seed: makes the random ones come out the same again; None: different each time.

    Raises:
        UsageError: there is no such placeholder, or it cannot be meant; says at which character.
    """

    def __init__(self, text: str, seed: int | None = None) -> None:
        self.text = text
        self._random = random.Random(seed)
        self._pieces: list[str | Piece] = []
        at = 0
        for found in _PLACEHOLDER.finditer(text):
            self._add(text[at : found.start()])
            at = found.end()
            if found[0] == "$$":
                self._add("$")
            elif found[1] is None:
                raise UsageError(
                    f"A placeholder is not closed (at character {found.start() + 1}).", f"It reads {FORMS}."
                )
            else:
                self._pieces.append(self._placeholder(found[1], found[2], found.start() + 1))
        self._add(text[at:])

    @property
    def is_fixed(self) -> bool:
        """Whether it is the same text every time."""
        return all(isinstance(piece, str) for piece in self._pieces)

    @property
    def make(self) -> Piece:
        """What gives the text for the record of a number, which counts from 0; the two most usual forms fast."""
        match self._pieces:
            case [piece] if not isinstance(piece, str):
                return piece
            case [str() as before, piece] if not isinstance(piece, str):
                return lambda number: before + piece(number)
        pieces = self._pieces
        return lambda number: "".join([piece if isinstance(piece, str) else piece(number) for piece in pieces])

    def _add(self, text: str) -> None:
        if text:
            self._pieces.append(text)

    def _placeholder(self, name: str, argument: str | None, at: int) -> Piece:
        make = getattr(self, f"_make_{name}", None)
        if make is None:
            raise UsageError(f"There is no placeholder {name} (at character {at}).", ADVICE)
        try:
            piece: Piece = make(argument or "")
        except ValueError as error:
            raise UsageError(
                f"${{{name}:{argument or ''}}}: {error} (at character {at}).", f"It reads {FORMS}."
            ) from None
        return piece

    def _make_counter(self, argument: str) -> Piece:
        first = int(argument or 0)
        return lambda number: str(first + number)

    def _make_int(self, argument: str) -> Piece:
        low, high = _range(argument or "0-2147483647")
        lowest, highest, pick = round(low), round(high), self._random.randint
        return lambda _: str(pick(lowest, highest))

    def _make_float(self, argument: str) -> Piece:
        low, high = _range(argument or "0-1")
        pick = self._random.uniform
        return lambda _: f"{pick(low, high):.6g}"

    def _make_string(self, argument: str) -> Piece:
        length, choose = _length(argument or "10"), self._random.choices
        return lambda _: "".join(choose(_LETTERS, k=length))

    def _make_uuid(self, argument: str) -> Piece:
        bits = self._random.getrandbits
        return lambda _: str(uuid.UUID(int=bits(128), version=4))

    def _make_choice(self, argument: str) -> Piece:
        choices, choose = argument.split("|"), self._random.choice
        if not argument:
            raise ValueError("there is nothing to choose from")
        return lambda _: choose(choices)

    def _make_name(self, argument: str) -> Piece:
        choose = self._random.choice
        return lambda _: f"{choose(_FIRST_NAMES)} {choose(_LAST_NAMES)}"

    def _make_timestamp(self, argument: str) -> Piece:
        return lambda _: datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _make_epoch(self, argument: str) -> Piece:
        return lambda _: str(round(datetime.now(UTC).timestamp() * 1000))

    def _make_ramp(self, argument: str) -> Piece:
        found = _RAMP.fullmatch(argument)
        if found is None or int(found[3]) < 2:
            raise ValueError("it is written like 0-100/60: from 0 to 100 over 60 records, and again")
        low, high, steps = float(found[1]), float(found[2]), int(found[3])
        return lambda number: f"{low + (high - low) * (number % steps) / (steps - 1):.6g}"

    def _make_random(self, argument: str) -> Piece:
        length, pick, pool = _length(argument or "100"), self._random.random, _pool()
        if length <= len(pool) // 2:
            last = len(pool) - length  # a fraction of it is drawn four times as fast as a whole number
            return lambda _: pool[(at := int(pick() * last)) : at + length]
        return lambda _: (pool * (length // len(pool) + 1))[int(pick() * len(pool)) :][:length].ljust(length, "x")


def _range(text: str) -> tuple[float, float]:
    found = _RANGE.fullmatch(text)
    if found is None or float(found[1]) > float(found[2]):
        raise ValueError("a range is written like 1-100")
    return float(found[1]), float(found[2])


def _length(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _MOST_BYTES):
        raise ValueError(f"a length is a number from 1 to {_MOST_BYTES:,}")
    return int(text)


@lru_cache(maxsize=1)
def _pool() -> str:
    """Random letters from which long random parts are cut: to draw each letter would be slower than to send it."""
    return "".join(random.Random(1).choices(_LETTERS, k=1 << 20))
