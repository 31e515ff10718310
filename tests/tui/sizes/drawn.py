"""What is on a screen, cell by cell, and which widget drew it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarCorner
from textual.widget import Widget

from kafkatui.view.text_width import clusters, text_width

W = TypeVar("W", bound=Widget)


@lru_cache(20_000)
def cells_of(text: str) -> Sequence[str]:
    """A text by terminal cells; what a wide character takes beyond its first is empty. Most lines come again."""
    cells: list[str] = []
    for cluster in clusters(text):
        width = text_width(cluster)
        cells += [cluster, *[""] * (width - 1)] if width else []
    return cells


class Drawn:
    """A screen as it is drawn now."""

    def __init__(self, screen: Screen[Any]) -> None:
        self.screen = screen
        self.lines = [cells_of(strip.text) for strip in screen._compositor.render_strips()]

    def text(self, region: Region) -> list[str]:
        """What is drawn in a region, line by line."""
        return ["".join(line[region.x : region.right]) for line in self.lines[region.y : region.bottom]]

    @cached_property
    def places(self) -> dict[Widget, tuple[Region, Region]]:
        """Where each visible widget is, and what of that its ancestors let be seen."""
        return {
            widget: (region, region.intersection(clip))
            for widget, (region, clip) in self.screen._compositor.visible_widgets.items()
        }

    def all(self, kind: type[W]) -> Iterator[W]:
        """The visible widgets of a kind."""
        return (widget for widget in self.places if isinstance(widget, kind))

    @cached_property
    def leaves(self) -> dict[Widget, Region]:
        """What of each visible widget without visible children can be seen, scroll bars apart."""
        parents = {widget.parent for widget in self.places if not isinstance(widget, ScrollBar | ScrollBarCorner)}
        return {
            widget: seen
            for widget, (_, seen) in self.places.items()
            if widget not in parents and not isinstance(widget, ScrollBar | ScrollBarCorner) and seen.area
        }

    def content(self, widget: Widget) -> list[str]:
        """What is drawn within a widget's border, padding and scroll bars, as far as it can be seen."""
        _, seen = self.places[widget]
        return self.text(widget.scrollable_content_region.intersection(seen))


def wanted_lines(widget: Widget) -> list[str] | None:
    """The lines that a widget of plain content wants to show; None of others."""
    shown = widget.render()
    return (
        shown.plain.splitlines()
        if isinstance(shown, Content)
        else shown.splitlines()
        if isinstance(shown, str)
        else None
    )


def named(widget: Widget) -> str:
    """How a complaint calls a widget."""
    name = f"{type(widget).__name__}#{widget.id}" if widget.id else type(widget).__name__
    parent = widget.parent
    return f"{type(parent).__name__} > {name}" if isinstance(parent, Widget) else name


def scrolls(widget: Widget) -> bool:
    """Whether it is in something that shows a scroll bar, or is such a thing."""
    return any(isinstance(each, Widget) and each.show_vertical_scrollbar for each in widget.ancestors_with_self)
