"""What is to be said of one property, line by line."""

from __future__ import annotations

from kafkatui.codec.sanitise import sanitise
from kafkatui.insight.config_values import in_words
from kafkatui.model.secrets import MASK
from kafkatui.report.config_explained import ExplainedRow
from kafkatui.view.configs_table import is_hidden, shown_value
from kafkatui.view.span import Span, Tone

Line = tuple[Span, ...]

LABEL_WIDTH = 11


def property_lines(row: ExplainedRow, since: Line = ()) -> list[Line]:
    """Its sentence, its value with all the places it comes from, what a value may be, when a change takes effect.

    Args:
        since: since when it is set here, where that is known.
    """
    lines: list[Line] = [((sanitise(row.sentence) or "Kafka says nothing about it.", Tone.PLAIN),), ()]
    lines.append((_label("Value"), *_value_spans(row)))
    if since and row.entry.is_own:
        lines.append((_label("Since"), *since))
    default = row.default
    if default is not None:
        shown = (sanitise(default) or '""', Tone.PLAIN)
        lines.append((_label("Default"), shown, *_word_spans(row, default), *_release_span(row)))
    valid = f"{row.data_type}{f', {row.valid}' if row.valid else ''}"
    if valid:
        lines.append((_label("Valid"), (sanitise(valid), Tone.PLAIN)))
    tone = Tone.WARNING if row.entry.is_read_only else Tone.PLAIN
    lines.append((_label("Changed"), (row.takes_effect, tone)))
    return lines


def _label(text: str) -> Span:
    return (text.ljust(LABEL_WIDTH), Tone.DIM)


def _value_spans(row: ExplainedRow) -> list[Span]:
    if not row.layers:
        value = shown_value(row.entry)
        shown = "–" if value is None else sanitise(value) or '""'
        return [(shown, Tone.BRIGHT), *_word_spans(row, value), (f"  {row.entry.source}", Tone.DIM)]
    spans: list[Span] = []
    for index, layer in enumerate(row.layers):
        value = MASK if is_hidden(row.entry) else "–" if layer.value is None else sanitise(layer.value) or '""'
        name = f" as {sanitise(layer.name)}" if layer.name != row.entry.name else ""
        spans += [("  before  ", Tone.DIM)] if index else []
        words = [] if layer.name != row.entry.name else _word_spans(row, layer.value)
        spans += [(value, Tone.DIM if index else Tone.BRIGHT), *words, (f"  {layer.source}{name}", Tone.DIM)]
    return spans


def _word_spans(row: ExplainedRow, value: str | None) -> list[Span]:
    """ "7 d" behind a number of milliseconds."""
    words = "" if is_hidden(row.entry) else in_words(row.entry.name, value)
    return [(f" ({words})", Tone.PLAIN)] if words else []


def _release_span(row: ExplainedRow) -> list[Span]:
    return [(f"  of Kafka {row.definition.release}", Tone.DIM)] if row.definition is not None else []
