"""JSON as the lines it is read in, one value a line, and which lies within which: what a tree of it is made of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import msgspec

from kafkatui.codec.json_text import indent_json

TOP = -1
"""What the outermost value lies in."""

SLICE_LINES = 2_000

_NAME = re.compile(r'\s*("(?:[^"\\]|\\.)*")\s*:\s*')


class JsonOutline:
    """Every token, duplicate and order as it was; nothing is made of a value before it is asked for.

    Args:
        data: JSON that `check_json` has accepted. Nothing is known of it before `slices` has come to its end.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lines: list[str] = []
        self._parents: dict[int, int] = {}
        self._children: dict[int, list[int]] = {TOP: []}
        self._ends: dict[int, int] = {}
        self._openings: list[int] = []
        self._with_duplicates: set[int] = set()

    def slices(self) -> Iterator[int]:
        """Look through it, in steps of a millisecond or two; gives how many lines are done."""
        self._lines = indent_json(self._data).split("\n")
        self._data = b""
        within, path = TOP, [TOP]
        for number, line in enumerate(self._lines):
            if line.lstrip(" ")[:1] in ("]", "}"):
                self._close(path.pop(), number)
                within = path[-1]
            else:
                self._children[within].append(number)
                if line[-1:] in ("[", "{"):
                    self._parents[number] = within
                    self._children[number] = []
                    self._openings.append(number)
                    within = number
                    path.append(number)
            if number % SLICE_LINES == 0:
                yield number

    def _close(self, opening: int, number: int) -> None:
        self._ends[opening] = number
        if self._lines[opening].endswith("{"):
            children = self._children[opening]
            if len({self._lines[child].partition('":')[0] for child in children}) != len(children):
                self._with_duplicates.add(opening)

    @property
    def outermost(self) -> int:
        """The container that is all of it; `TOP` where it is a single value."""
        return 0 if 0 in self._ends else TOP

    @property
    def line_count(self) -> int:
        """Lines there are, those that only close a container too."""
        return len(self._lines)

    @property
    def container_count(self) -> int:
        """Lists and objects that hold something."""
        return len(self._openings)

    def is_container(self, line: int) -> bool:
        """Whether the value that begins on a line is a list or an object that holds something."""
        return line in self._ends

    def is_value(self, line: int) -> bool:
        """Whether a value begins on a line; else it only closes a container."""
        return self._lines[line].lstrip(" ")[:1] not in ("]", "}")

    def children(self, container: int) -> Sequence[int]:
        """The lines on which the values in a container begin."""
        return self._children[container]

    def has_duplicates(self, container: int) -> bool:
        """Whether an object may have a name twice."""
        return container in self._with_duplicates

    def containers_in(self, container: int) -> Iterator[tuple[int, int]]:
        """Those right within one: their indexes among its children, and their lines."""
        children = self._children[container]
        end = self._ends.get(container, len(self._lines))
        place = bisect_left(self._openings, container + 1)
        while place < len(self._openings) and (line := self._openings[place]) < end:
            yield bisect_left(children, line), line
            place = bisect_right(self._openings, self._ends[line])

    def parent(self, line: int) -> int:
        """The container that a value lies in."""
        if line in self._parents:
            return self._parents[line]
        place = bisect_left(self._openings, line) - 1
        return self._outside(self._openings[place], line) if place >= 0 else TOP

    def _outside(self, opening: int, line: int) -> int:
        """The innermost container around `opening` that `line` lies in, too."""
        while opening != TOP and self._ends[opening] < line:
            opening = self._parents[opening]
        return opening

    def ancestors(self, line: int) -> list[int]:
        """The containers that a value lies in, the outermost first, without the one that is all of it."""
        found = []
        while (line := self.parent(line)) not in (TOP, self.outermost):
            found.append(line)
        return found[::-1]

    def index(self, line: int) -> int:
        """The place of a value among those in its container."""
        return bisect_left(self._children[self.parent(line)], line)

    def name_token(self, line: int) -> str:
        """The name of a value in an object, as it is written, quotes and all; empty for what is in a list."""
        return self._parts(line)[0]

    def index_of_name(self, container: int, token: str) -> int | None:
        """The place of a name in an object, as it is written; None when it has no such name."""
        children = self._children[container]
        if not children:
            return None
        indent = len(self._lines[children[0]]) - len(self._lines[children[0]].lstrip(" "))
        lines, start = self._lines, f"{token}:"
        return next((index for index, line in enumerate(children) if lines[line].startswith(start, indent)), None)

    def name(self, line: int) -> str:
        """The same as text."""
        token = self.name_token(line)
        return text_of(token) if token else ""

    def token(self, line: int) -> str:
        """The value as it is written; of a container only its bracket."""
        return self._parts(line)[1]

    def has_lists(self, container: int) -> bool:
        """Whether a container is a list, and no object."""
        return self._lines[container].endswith("[")

    def source(self, line: int) -> str:
        """The whole value as JSON, indented from its own beginning."""
        if line not in self._ends:
            return self.token(line)
        depth = len(self._lines[line]) - len(self._lines[line].lstrip(" "))
        rest = [each[depth:] for each in self._lines[line + 1 : self._ends[line] + 1]]
        rest[-1] = rest[-1].removesuffix(",")
        return "\n".join([self.token(line), *rest])

    def steps(self, line: int) -> list[str | int]:
        """The names and places that lead to a value."""
        containers = self.ancestors(line)
        whole = [] if line == self.outermost or self.parent(line) == TOP else [*containers, line]
        return [self.name(each) if self.name_token(each) else self.index(each) for each in whole]

    def _parts(self, line: int) -> tuple[str, str]:
        text = self._lines[line].removesuffix(",")
        parent = self.parent(line)
        match = _NAME.match(text) if parent != TOP and not self.has_lists(parent) else None
        return ("", text.lstrip(" ")) if match is None else (match[1], text[match.end() :])


def text_of(token: str) -> str:
    """The text that a JSON string is; what is no string as it is written."""
    try:
        value = msgspec.json.decode(token.encode("utf-8", "replace"))
    except msgspec.DecodeError:
        return token
    return value if isinstance(value, str) else token
