"""Rows of a table written to a file, piece by piece: CSV, a JSON list, JSON lines, or the table as Markdown or text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TextIO, TypeVar

from kafkatui.view.markdown import render_markdown
from kafkatui.view.output import json_line, render_csv, render_table
from kafkatui.view.table import TableDefinition

R = TypeVar("R")

PIECE = 1_000
"""Rows between two words about how far it is."""

ENDINGS = (".csv", ".json", ".jsonl", ".md", ".txt")
"""What a file's name may end in; anything else is written as text."""


def write_rows(
    file: TextIO,
    ending: str,
    definition: TableDefinition[R],
    rows: Iterable[R],
    tell: Callable[[int], None] = lambda _: None,
    *,
    is_continued: bool = False,
) -> int:
    """Write `rows` in the format of `ending`.

    Args:
        is_continued: whether rows of the same table stand before these, in a file that `can_continue`.
        tell: told how many rows were written so far; what it raises stops the writing.

    Returns:
        how many rows were written.
    """
    count = 0
    if ending in (".md", ".txt") or ending not in ENDINGS:
        everything = list(rows)
        file.write(render_markdown(definition, everything) if ending == ".md" else render_table(definition, everything))
        return len(everything)
    for piece in _pieces(rows):
        file.write(_text(ending, definition, piece, is_first=count == 0 and not is_continued))
        count += len(piece)
        tell(count)
    if count == 0 and ending == ".csv" and not is_continued:
        file.write(render_csv(definition, []))
    if ending == ".json":
        file.write("\n]\n" if count else "[]\n")
    return count


CONTINUED = (".csv", ".jsonl")
"""Formats whose files can be gone on with."""


def why_not_continued(ending: str, definition: TableDefinition[Any], first_line: str) -> str:
    """Why rows cannot be written behind those of a file; empty when they can.

    Args:
        first_line: of the file; empty when it is empty.
    """
    if ending not in CONTINUED:
        return f"Only {' and '.join(CONTINUED)} can be gone on with."
    if ending == ".csv" and first_line and first_line != render_csv(definition, []).rstrip("\r\n"):
        return "It has other columns."
    return ""


def _pieces(rows: Iterable[R]) -> Iterator[list[R]]:
    iterator = iter(rows)
    while piece := list(islice(iterator, PIECE)):
        yield piece


def _text(ending: str, definition: TableDefinition[Any], piece: list[Any], *, is_first: bool) -> str:
    if ending == ".csv":
        text = render_csv(definition, piece)
        return text if is_first else text.partition("\r\n")[2]
    lines = [json_line(definition, row) for row in piece]
    if ending == ".jsonl":
        return "".join(f"{line}\n" for line in lines)
    return ("[\n" if is_first else ",\n") + ",\n".join(lines)
