"""Rows of a table for who listens to them: a line for each value, states in words, no marks, boxes or bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from kafkatui.codec.sanitise import sanitise
from kafkatui.model.secrets import MASK
from kafkatui.view.column import Column
from kafkatui.view.table import TableDefinition

R = TypeVar("R")

_ALONE: Mapping[str, str] = {"…": "not read yet", "?": "not known", "–": "none", "n/a": "cannot be told"}
"""What stands for a whole value."""

_WORDS: Mapping[str, str] = {
    "✓": "good:", "✗": "bad:", "!": "warning", "★": "preferred leader", "≤": "at most", "≥": "at least", "≈": "about",
    "+?": "and more that is not known", "→": "to", "⇄": "and", "↑": "growing", "↓": "shrinking", "◆": "member", "·": "",
    "●": "", "○": "", "◌": "", "□": "", "◔": "", "▸": "", "‖": "", "▪": "", "∅": "", "×": "by",
}  # fmt: skip
"""What a mark says where it stands alone between blanks; empty where a word follows that says it."""

_PREFIXES: Mapping[str, str] = {"≤": "at most ", "≥": "at least ", "≈": "about ", "↑": "up ", "↓": "down ", "∅": "",
                                "−": "minus ", "●": "", "○": ""}  # fmt: skip
"""The same before a figure or a word, without a blank."""

_TITLES: Mapping[str, str] = {"Δ": "Change", "#": "Number"}

_DRAWN = frozenset("━╸╺▁▂▃▄▅▆▇█")


def render_plain(definition: TableDefinition[R], rows: Iterable[R]) -> str:
    """Each row as lines of "Title: value", a blank line between two rows, and how many there were at the end."""
    blocks = [_block(definition.columns, row) for row in rows]
    noun = definition.noun if len(blocks) == 1 else definition.noun_plural
    return "\n".join([*(f"{block}\n" for block in blocks), f"{len(blocks):,} {noun}."]) + "\n"


def _block(columns: Iterable[Column[R]], row: R) -> str:
    lines = []
    for column in columns:
        value = in_words(sanitise(column.whole_line(row)))
        if column.title and value:
            lines.append(f"{_title(column.title)}: {value}")
    return "\n".join(lines)


def _title(title: str) -> str:
    return " ".join(_TITLES.get(word, word) for word in title.split())


def in_words(text: str) -> str:
    """What a cell says, with every mark of ours as a word and every bar left out."""
    if text.strip() in _ALONE:
        return _ALONE[text.strip()]
    words = [_word(each) for each in text.replace(" · ", ", ").split()]
    return " ".join(word for word in words if word).rstrip(":")


def _word(token: str) -> str:
    if _DRAWN.issuperset(token):
        return ""
    if token == MASK:
        return "hidden"
    if token in _WORDS:
        return _WORDS[token]
    if len(token) > 1 and token[0] in _PREFIXES:
        return _PREFIXES[token[0]] + token[1:]
    left, times, right = token.partition("×")
    return f"{left} by {right}" if times and left.isdecimal() and right.isdecimal() else token
