"""What of a record that is meant lights up: the texts an expression looks for."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.insight.filters import Filter, Term
from kafkatui.insight.search.syntax import All, AnyOf, Comparison, Condition, FieldCondition, FieldKind, TextCondition

_OF_TEXT = (Comparison.EQUAL, Comparison.CONTAINS, Comparison.STARTS, Comparison.IN)
_OF_PAYLOAD = (FieldKind.KEY, FieldKind.VALUE, FieldKind.HEADER)


def lights_of(condition: Condition) -> Filter:
    """Terms to be found in what is shown; none of what must not be there."""
    return Filter(terms=tuple(dict.fromkeys(_terms(condition))))


def _terms(condition: Condition) -> Iterator[Term]:
    match condition:
        case All(conditions=parts) | AnyOf(conditions=parts):
            for part in parts:
                yield from _terms(part)
        case TextCondition(term=term) if not term.is_negated:
            yield term
        case FieldCondition(field=field, comparison=comparison, values=values):
            if field.kind in _OF_PAYLOAD and comparison in _OF_TEXT:
                yield from (Term(value.lower()) for value in values if isinstance(value, str) and value)
            elif comparison is Comparison.IS and (text := bytes.fromhex(str(values[0])).decode("utf-8", "replace")):
                yield Term(text.lower())
        case _:
            return
