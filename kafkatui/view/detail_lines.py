"""What the panels below lists are made of: lines with a label before them."""

from __future__ import annotations

from collections.abc import Iterable

from kafkatui.codec.sanitise import sanitise
from kafkatui.view.span import Span, Tone

Line = tuple[Span, ...]

LABEL_WIDTH = 11


def labelled(label: str, *spans: Span) -> Line:
    """A line with its label."""
    return ((label.ljust(LABEL_WIDTH), Tone.DIM), *spans)


def told(label: str, text: str, tone: Tone = Tone.PLAIN) -> list[Line]:
    """The same of a text from outside; no line of an empty one."""
    return [labelled(label, (sanitise(text), tone))] if text else []


def listed(label: str, texts: Iterable[str], most: int, tone: Tone = Tone.PLAIN) -> list[Line]:
    """One text a line, the first with the label; of more than `most` the rest is counted."""
    every = list(texts)
    lines = [labelled("" if number else label, (sanitise(text), tone)) for number, text in enumerate(every[:most])]
    if len(every) > most:
        lines.append(labelled("", (f"and {len(every) - most:,} more", Tone.DIM)))
    return lines
