"""The text of `?`: terms, columns and keys, wrapped to the width of the screen."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

from msgspec import Struct

from kafkatui.view.span import Span, Tone
from kafkatui.view.text_width import text_width

NAME_WIDTHS = (8, 22)
"""The least and the most cells that names take."""

TEXT_WIDTH = 96
"""Sentences are wrapped at the latest here: longer lines are hard to read."""

REMARKS_FROM_WIDTH = 60
"""Narrower than this the remarks are left out."""


class HelpEntry(Struct, frozen=True):
    """One key, column or term.

    Attributes:
        remark: said at the right in dim: the id of a key for the config's keymap.
    """

    name: str
    text: str
    remark: str = ""


class HelpSection(Struct, frozen=True):
    """Entries under a heading."""

    title: str
    entries: Sequence[HelpEntry]


def filtered(sections: Sequence[HelpSection], matches: Callable[[str], bool]) -> list[HelpSection]:
    """The entries whose name, sentence or remark passes; a section whose title passes stays whole."""
    kept = []
    for section in sections:
        entries = [
            entry
            for entry in section.entries
            if matches(section.title) or matches(f"{entry.name} {entry.text} {entry.remark}")
        ]
        if entries:
            kept.append(HelpSection(section.title, entries))
    return kept


def help_lines(sections: Sequence[HelpSection], width: int, *, shows_remarks: bool = False) -> list[list[Span]]:
    """Lines of at most `width` cells: a heading, then names with their sentences wrapped beside them."""
    names = [text_width(entry.name) for section in sections for entry in section.entries]
    least, most = NAME_WIDTHS
    name_width = min(max(names, default=least), most)
    lines: list[list[Span]] = []
    for section in sections:
        if lines:
            lines.append([])
        lines.append([(section.title, Tone.BRIGHT)])
        for entry in section.entries:
            lines += _entry_lines(entry, name_width, width, shows_remarks and width >= REMARKS_FROM_WIDTH)
    return lines


def _entry_lines(entry: HelpEntry, name_width: int, width: int, shows_remark: bool) -> list[list[Span]]:
    remark = entry.remark if shows_remark else ""
    room = min(TEXT_WIDTH, width - name_width - 4 - (text_width(remark) + 2 if remark else 0))
    texts = textwrap.wrap(entry.text, max(16, room)) or [""]
    lines: list[list[Span]] = []
    indent = " " * (name_width + 4)
    if text_width(entry.name) > name_width:
        lines.append([("  ", Tone.PLAIN), (entry.name, Tone.KAFKA)])
    else:
        padding = " " * (name_width - text_width(entry.name) + 2)
        lines.append([("  ", Tone.PLAIN), (entry.name, Tone.KAFKA), (padding + texts.pop(0), Tone.PLAIN)])
        if remark:
            used = sum(text_width(text) for text, _ in lines[0])
            lines[0].append((" " * (width - used - text_width(remark)) + remark, Tone.DIM))
    return lines + [[(indent + text, Tone.PLAIN)] for text in texts]
