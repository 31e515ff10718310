"""A tab behind what the `:` line names: `topic orders messages`."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kafkatui.model.kinds import KINDS, Tab
from kafkatui.model.place import PlaceKind


class NamedTab(Struct, frozen=True):
    """What is named and one of its tabs.

    Attributes:
        is_whole: whether the tab is called just so, and not only begins so.
    """

    name: str
    tab: Tab
    is_whole: bool


def tabs_behind(kind: PlaceKind, typed: str) -> Iterator[NamedTab]:
    """The tabs that the last word of `typed` may mean, the one called so first; all behind a blank at its end.

    Args:
        typed: what stands behind the kind's word; of a page without a name only the tab.
    """
    name, blank, begun = typed.rpartition(" ")
    name = name.strip()
    if KINDS[kind].has_name and not (blank and name):
        return
    begun = begun.lower()
    found = [tab for tab in KINDS[kind].tabs if begun in (tab.id[: len(begun)], tab.title.lower()[: len(begun)])]
    for tab in sorted(found, key=lambda tab: tab.id != begun):
        yield NamedTab(name, tab, tab.id == begun)
