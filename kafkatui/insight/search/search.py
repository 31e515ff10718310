"""A search made ready: what to read at all, what to look for in raw bytes, and whether a record is meant."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from kafkatui.insight.filters import MATCH_ALL, Filter
from kafkatui.insight.search.cut import Cut, cut_of
from kafkatui.insight.search.evaluation import Predicate, predicate
from kafkatui.insight.search.lights import lights_of
from kafkatui.insight.search.necessary import Needle, needle_of
from kafkatui.insight.search.parser import parse


class Search(Struct, frozen=True):
    """A search made ready.

    Attributes:
        text: what was typed.
        holds: whether a record is meant.
        cut: what partitions, offsets and times may hold one.
        needle: what a batch must hold so that one of its records may be meant; None where only decoding tells.
        limit: of records found; None without.
        lights: the texts it looks for, to be made seen where they are.
    """

    text: str
    holds: Predicate
    cut: Cut
    needle: Needle | None
    limit: int | None = None
    lights: Filter = MATCH_ALL


def compile_search(text: str, now: datetime) -> Search:
    """Make an expression ready.

    Args:
        now: what times ago are counted from; times without a zone are of its zone.

    Raises:
        SearchSyntaxError: it cannot be meant; says at which character.
    """
    expression = parse(text)
    condition = expression.condition
    return Search(
        text,
        predicate(condition, now),
        cut_of(condition, now),
        needle_of(condition),
        expression.limit,
        lights_of(condition),
    )
