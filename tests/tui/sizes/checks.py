"""What is checked of a page as it is drawn; each check gives complaints, none where there is nothing to complain of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from textual.screen import ModalScreen
from textual.scrollbar import ScrollBar
from textual.widget import Widget
from textual.widgets import Input, TextArea

from kafkatui.tui.chrome.key_line import KeyLine
from kafkatui.tui.chrome.value_view import ValueView
from kafkatui.tui.widgets.table_view import TableView
from kafkatui.tui.widgets.virtual_tree import VirtualTree
from kafkatui.view.column import Align, Column
from kafkatui.view.text_width import ELLIPSIS, text_width
from tests.tui.sizes.drawn import Drawn, cells_of, named, scrolls, wanted_lines

FIGURE = re.compile(r"[≤≥~]?[+−-]?\d{1,3}(,\d{3})*(\.\d+)?( ?[kMGT]?B| ?%|/s| ms)?")
MAY_BE_EMPTY = {"Known", "Level", "Logger", "RF", "What it is", "Δ"}
"""Columns with something to say of some rows only: of what is not known well, of a log's lines that tell it, of topics
that are to be made, of znodes that Kafka keeps or that have just changed."""

NAMES = {"Subtopology"}
"""Columns of figures that are names."""

LOW = 2
"""What is not higher may be there to keep two things apart."""

Complaints = Iterator[str]


class Shown(NamedTuple):
    """A column in view: where it begins, how wide it is, and the cells of the rows in view as they are to be read."""

    column: Column[Any]
    x: int
    width: int
    title: str
    texts: list[str]


def columns_in_view(table: TableView[Any]) -> list[Shown]:
    """The columns of a table that are on the screen."""
    lines = [table.line_at(index) for index in table.visible_range]
    return [
        Shown(
            table.definition.columns[place.index],
            place.x,
            place.width,
            table.heading(place.index),
            [line.cells[place.index].text for line in lines if line is not None],
        )
        for place in table._window
    ]


def is_cut_well(drawn: str, whole: str) -> bool:
    """Whether what is drawn is all of a text, or its beginning with "…" behind."""
    drawn, whole = drawn.strip(), whole.strip()
    if drawn == whole:
        return True
    beginning = drawn.removesuffix(ELLIPSIS)
    return drawn.endswith(ELLIPSIS) and whole.startswith(beginning.rstrip())


def aligned(drawn: Drawn) -> Complaints:
    """Every cell of a table begins where its heading does, figures end where it ends; figures stand on the right."""
    for table in drawn.all(TableView):
        if not table.line_count:
            continue
        lines = [cells_of(line) for line in drawn.content(table)]
        head = lines[: table.header_height]
        for shown in columns_in_view(table):
            yield from _aligned(table, shown, head, lines[table.header_height :])


def _aligned(table: TableView[Any], shown: Shown, head: list[Sequence[str]], rows: list[Sequence[str]]) -> Complaints:
    is_right = shown.column.align is Align.RIGHT
    edge = shown.x + shown.width
    for line, text in [*((line, shown.title) for line in head), *zip(rows, shown.texts, strict=False)]:
        piece = "".join(line[shown.x : edge])
        if not text.strip():
            continue
        is_at_edge = text_width(text) >= shown.width or piece.startswith(text.rstrip())
        if not piece.endswith(text[-1]) if is_right else not is_at_edge:
            yield f"{named(table)}: {text!r} of {shown.column.title!r} is not at its column's edge: {piece!r}"
    figures = {text.strip() for text in shown.texts if text.strip()}
    if (
        len(figures) > 1
        and not (is_right or shown.column.is_name or shown.title in NAMES)
        and all(FIGURE.fullmatch(text) for text in figures)
    ):
        yield f"{named(table)}: {shown.column.title!r} has figures ({min(figures)}) that are not right-aligned"


def not_cut(drawn: Drawn) -> Complaints:
    """What is not shown in full ends with "…": cells, headings, lines of text, nodes of trees."""
    for table in drawn.all(TableView):
        yield from _table_not_cut(table, [cells_of(line) for line in drawn.content(table)])
    for tree in drawn.all(VirtualTree):
        yield from _tree_not_cut(tree, drawn.content(tree))
    for view in drawn.all(ValueView):
        width = view.scroll_offset.x + view.scrollable_content_region.width
        for index, line in enumerate(drawn.content(view)[: view.line_count - view.scroll_offset.y]):
            whole = view._line(view.scroll_offset.y + index).text
            if text_width(whole) > width and not line.rstrip().endswith(ELLIPSIS):
                yield f"{named(view)}: {whole!r} is drawn as {line!r}"
    for widget in drawn.leaves:
        yield from _text_not_cut(widget, drawn)


def _table_not_cut(table: TableView[Any], lines: list[Sequence[str]]) -> Complaints:
    if not table.line_count:
        return
    for shown in columns_in_view(table):
        wanted = [*([shown.title] * table.header_height), *shown.texts]
        for line, text in zip(lines, wanted, strict=False):
            piece = "".join(line[shown.x : shown.x + shown.width])
            if not is_cut_well(piece, text):
                yield f"{named(table)}: {text!r} of {shown.column.title!r} is drawn as {piece!r}"


def _tree_not_cut(tree: VirtualTree, lines: list[str]) -> Complaints:
    for line, index in zip(lines, tree.visible_range, strict=False):
        node = tree._model.line(index).node
        words = line.strip().lstrip("▸▾▶▼● ").split(ELLIPSIS)[0] if node is not None else ""
        if node is not None and not node.label.text.startswith(words.strip()) and node.label.text not in line:
            yield f"{named(tree)}: {node.label.text!r} is drawn as {line!r}"


def _text_not_cut(widget: Widget, drawn: Drawn) -> Complaints:
    """Lines may be wrapped, so blanks do not count; what is scrolled out of view is not cut."""
    if isinstance(widget, Input | TextArea):
        if isinstance(widget, Input) and not widget.value:
            piece = "".join(drawn.content(widget))
            if not is_cut_well(piece, widget.placeholder):
                yield f"{named(widget)}: the placeholder {widget.placeholder!r} is drawn as {piece!r}"
        return
    lines = None if isinstance(widget, KeyLine) else wanted_lines(widget)
    if lines is None or scrolls(widget):
        return
    wanted = ["".join(line.split()) for line in lines]
    rest = ""
    for piece in ("".join(line.split()) for line in drawn.content(widget)):
        if not piece:
            continue
        while not rest and wanted:
            rest = wanted.pop(0)
        cut = piece.removesuffix(ELLIPSIS)
        if rest.startswith(piece):
            rest = rest.removeprefix(piece)
        elif piece != cut and rest.startswith(cut):
            rest = ""
        else:
            yield f"{named(widget)}: {rest[:60]!r} is drawn as {piece!r}"
            return
    left = [rest, *wanted]
    if any(left):
        yield f"{named(widget)}: there is no room for {next(filter(None, left))!r}"


def not_empty(drawn: Drawn) -> Complaints:
    """Every pane and block has something to show or says why not; so has every column of a table with rows."""
    for widget, seen in drawn.leaves.items():
        if isinstance(widget, Input | TextArea) or seen.area < 2:
            continue
        if seen.height > LOW and not any(line.strip() for line in drawn.content(widget)):
            yield f"{named(widget)} is empty, {seen.width}×{seen.height} cells"
    for table in drawn.all(TableView):
        for shown in columns_in_view(table):
            if shown.title not in MAY_BE_EMPTY and shown.texts and not any(text.strip() for text in shown.texts):
                yield f"{named(table)}: the column {shown.title!r} is empty"


def not_covered(drawn: Drawn) -> Complaints:
    """No widget lies on another, and nothing but a blank is left of a scroll bar."""
    for (one, here), (other, there) in combinations(drawn.leaves.items(), 2):
        if one.layer == other.layer and here.intersection(there).area:
            yield f"{named(one)} and {named(other)} are drawn over each other"
    for bar in drawn.all(ScrollBar):
        _, seen = drawn.places[bar]
        parent = bar.parent
        if not bar.vertical or not seen.area or not isinstance(parent, Widget):
            continue
        inner = parent.content_region
        beside = seen.translate((-1, 0)).intersection(inner)
        touching = [line for line in drawn.text(beside) if line.strip() and line not in "›…│╮╯"]
        if touching:
            yield f"{named(parent)}: {touching[0]!r} touches the scroll bar"


def keys_whole(drawn: Drawn) -> Complaints:
    """The last line has the keys that can be used now, each with all of its words."""
    for line in drawn.all(KeyLine):
        wanted, piece = "".join(wanted_lines(line) or ()), "".join(drawn.content(line)).strip()
        if piece != wanted:
            yield f"the last line is {piece!r} and not {wanted!r}"


def foot_whole(drawn: Drawn) -> Complaints:
    """What a dialog's foot says can be pressed is there with all of its words."""
    if isinstance(drawn.screen, ModalScreen):
        for widget, (region, _) in drawn.places.items():
            foot = widget._border_subtitle
            if foot is not None and foot.cell_length > region.width - 4:
                yield f"{named(widget)}: its foot {foot.plain!r} has no room"


def on_screen(drawn: Drawn) -> Complaints:
    """Nothing of the page is beyond the screen or what holds it, where nothing scrolls."""
    for widget, (region, seen) in drawn.places.items():
        if region.size != seen.size and not isinstance(widget, ScrollBar) and not scrolls(widget):
            yield f"{named(widget)}: {region.width}×{region.height} cells, of which {seen.width}×{seen.height} are seen"
    for widget in drawn.screen.query("*"):
        is_shown = all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))
        if is_shown and widget not in drawn.places and not scrolls(widget) and any(wanted_lines(widget) or ()):
            yield f"{named(widget)} is shown nowhere"


CHECKS: dict[str, Callable[[Drawn], Complaints]] = {
    "aligned": aligned,
    "nothing cut without …": not_cut,
    "nothing empty without a word": not_empty,
    "nothing covered": not_covered,
    "keys whole": keys_whole,
    "a dialog's foot whole": foot_whole,
    "all on the screen": on_screen,
}
"""By what a table of them is headed with."""


def complaints(drawn: Drawn) -> list[str]:
    """What is wrong with a page as it is drawn."""
    return [f"{name}: {words}" for name, check in CHECKS.items() for words in check(drawn)]
