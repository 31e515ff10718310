"""A value's JSON as a tree's lines: what a node says, where it is, and the condition that means it."""

from __future__ import annotations

from kafkatui.codec.json_outline import JsonOutline, text_of
from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.search.writing import path_text, quoted
from kafkatui.view.cell import Cell
from kafkatui.view.copy_choices import CopyChoice
from kafkatui.view.span import Span, Tone

LABEL_CHARACTERS = 500
"""Of a node, what its line may show: it is not scrolled sideways."""


def node_label(outline: JsonOutline, line: int) -> Cell:
    """ "city: "Oslo"" of a value, "user {3}" and "items [2]" of what holds some."""
    if outline.name_token(line):
        name = outline.name(line)
    else:
        name = f"[{outline.index(line)}]" if outline.outermost != line and line else ""
    spans: list[Span] = [(sanitise(name[:LABEL_CHARACTERS]), Tone.PLAIN)] if name else []
    if outline.is_container(line):
        count = f"{len(outline.children(line)):,}"
        spans.append((f" [{count}]" if outline.has_lists(line) else f" {{{count}}}", Tone.DIM))
        return Cell(tuple(spans))
    token = outline.token(line)
    cut = "…" if len(token) > LABEL_CHARACTERS else ""
    separator: list[Span] = [(": ", Tone.DIM)] if name else []
    return Cell((*spans, *separator, (sanitise(token[:LABEL_CHARACTERS]) + cut, _tone(token))))


def _tone(token: str) -> Tone:
    if token.startswith('"'):
        return Tone.STRING
    return Tone.DIM if token in ("{}", "[]") else Tone.NUMBER


def node_text(outline: JsonOutline, line: int) -> str:
    """The value itself: of a string its text, of everything else its JSON."""
    source = outline.source(line)
    return text_of(source) if source.startswith('"') else source


def node_condition(outline: JsonOutline, line: int, root: str) -> str:
    """The expression that means records with this value at this place; of lists and objects, those that have one."""
    path = path_text(root, outline.steps(line))
    token = outline.token(line)
    if outline.is_container(line) or token in ("{}", "[]"):
        return f"{path} exists"
    meant = quoted(text_of(token)) if token.startswith('"') else token
    return f"{path} = {meant}"


def node_choices(outline: JsonOutline, line: int, root: str) -> list[CopyChoice]:
    """What can be copied of a node."""
    return [
        CopyChoice("node's value", node_text(outline, line)),
        CopyChoice("node's path", path_text(root, outline.steps(line))),
        CopyChoice("condition", node_condition(outline, line, root)),
    ]
