"""Events as lines, for streams; and how soon they are told, in words."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.codec.event_line import event_line
from kafkatui.insight.filters import compile_filter
from kafkatui.model.event import Event, EventSources
from kafkatui.model.place import Place
from kafkatui.report.events import event_rows
from kafkatui.view import numbers
from kafkatui.view.events_table import EVENTS_TABLE, SEVERITY_MARKS


class EventWriter:
    """Those events that are wanted, a line each.

    Args:
        kinds: only these; empty for all.
        about: only what concerns this thing; None for all.

    Raises:
        UsageError: the filter does not compile.
    """

    def __init__(
        self, filter_text: str, kinds: frozenset[str], about: Place | None, only_wrong: bool, is_json: bool
    ) -> None:
        self._passes = compile_filter(filter_text).matches
        self._kinds, self._about, self._only_wrong, self._is_json = kinds, about, only_wrong, is_json

    def lines(self, event: Event) -> Iterator[str]:
        """Nothing for one that is not wanted; several where only some of a line for many are."""
        for row in event_rows([event], about=self._about):
            kind = row.event.kind
            if self._kinds and (kind is None or kind.value not in self._kinds):
                continue
            if self._only_wrong and not (EVENTS_TABLE.is_wrong and EVENTS_TABLE.is_wrong(row)):
                continue
            if self._passes(EVENTS_TABLE.filter_text(row)):
                yield event_line(row.event) if self._is_json else _line(row.event)


def _line(event: Event) -> str:
    return f"{numbers.date_time(event.at_seconds)}  {SEVERITY_MARKS[event.severity]}  {event.subject}  {event.text}"


def sources_text(sources: EventSources, has_zookeeper: bool) -> str:
    """ "znodes are watched: told at once; groups, sessions ≤ 15s": how long after a change it is told."""
    metadata = numbers.duration(sources.metadata_seconds)
    others = "" if sources.others_seconds is None else f" ≤ {numbers.duration(sources.others_seconds)}"
    if sources.is_watching:
        first = "znodes are watched: told at once" if sources.watches_all else f"metadata ≤ {metadata}"
        return f"{first}; groups, sessions{others}" if others else first
    first = f"{'ZooKeeper is silent' if has_zookeeper else 'no ZooKeeper'}: metadata ≤ {metadata}"
    return f"{first}; groups, configs, ACLs{others}" if others else first
