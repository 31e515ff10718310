"""Which characters of a line's cells a filter has matched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kafkatui.codec.sanitise import sanitise
from kafkatui.view.cell import Cell
from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import whole_clusters

Range = tuple[int, int]
"""Where a match begins in a text and where it has ended."""

Find = Callable[[str], Sequence[Range]]
"""Where a filter matches in a text, in order and without overlaps; nowhere in a text that does not pass."""

MATCH = "match"
"""The part of a widget's palette for characters that matched."""


def ranges_in_cells(filter_text: str, cells: Sequence[Cell], find: Find) -> tuple[tuple[Range, ...], ...]:
    """For each cell the characters that matched; empty when none did.

    A filter looks at one text made of several columns, so the text of each cell is first looked for in that one, the
    longest first: the 3 of "orders-3" then never lights up a count of 3 in a column the filter does not look at.
    """
    shown = sanitise(filter_text)
    found = find(filter_text if len(shown) == len(filter_text) else shown)
    if not found:
        return ()
    placed = _places(shown, cells)
    ranges: list[list[Range]] = [[] for _ in cells]
    for start, end, number, offset in placed:
        for begin, stop in found:
            low, high = max(begin, start), min(stop, end)
            if low < high:
                ranges[number].append((offset + low - start, offset + high - start))
    return tuple([tuple(sorted(each)) for each in ranges]) if any(ranges) else ()


def _places(text: str, cells: Sequence[Cell]) -> list[tuple[int, int, int, int]]:
    """Where in `text` the cells' spans stand: (start, end, number of the cell, offset within the cell)."""
    pieces: list[tuple[int, int, str]] = []
    for number, cell in enumerate(cells):
        offset = 0
        for part, _ in cell.spans:
            if piece := part.strip():
                pieces.append((number, offset + part.index(piece), piece))
            offset += len(part)
    placed: list[tuple[int, int, int, int]] = []
    for number, offset, piece in sorted(pieces, key=lambda each: -len(each[2])):
        start = _free_place(text, piece, placed)
        if start >= 0:
            placed.append((start, start + len(piece), number, offset))
    return placed


def _free_place(text: str, piece: str, placed: Sequence[tuple[int, int, int, int]]) -> int:
    """The first place in `text` where `piece` stands as a word of its own and nothing was found before; -1: nowhere."""
    start = text.find(piece)
    while start >= 0:
        end = start + len(piece)
        is_whole = not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
        if is_whole and all(end <= begin or stop <= start for begin, stop, _, _ in placed):
            return start
        start = text.find(piece, start + 1)
    return -1


def with_matches(spans: Iterable[Span], ranges: Sequence[Range]) -> Iterator[tuple[str, Tone | str]]:
    """The spans cut where matches begin and end; what matched is the palette's `MATCH` instead of its tone.

    No cluster is drawn in two pieces: of a letter and its mark the whole is taken.
    """
    offset = 0
    for text, tone in spans:
        done, length = 0, len(text)
        for start, end in ranges:
            low, high = whole_clusters(text, max(start - offset, done), min(end - offset, length))
            if low < high:
                if done < low:
                    yield text[done:low], tone
                yield text[low:high], MATCH
                done = high
        if done < length:
            yield text[done:], tone
        offset += length
