"""Who draws the tabs of the table of kinds; panes are imported when first shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from kafkatui.model.kinds import KINDS, Tab
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.cluster_view import ClusterView
from kafkatui.tui.chrome.tab_line import TabTitle
from kafkatui.tui.pages.base.pane import Pane


def build(tab: Tab, session: ClusterView, place: Place) -> Pane:
    """A new pane of a tab."""
    module, name = tab.pane.split(":")
    factory: Callable[[ClusterView, Place], Pane] = getattr(import_module(f"kafkatui.tui.pages.{module}"), name)
    return factory(session, place)


def tabs_of(kind: PlaceKind) -> tuple[Tab, ...]:
    """The tabs of a page, in order."""
    return KINDS[kind].tabs


def titles_of(kind: PlaceKind) -> tuple[TabTitle, ...]:
    """Ids and titles for the tab line."""
    return tuple(TabTitle(tab.id, tab.title) for tab in KINDS[kind].tabs)


def tab_of(place: Place) -> Tab:
    """The tab a place means; the page's first when it names none or one that is not there."""
    tabs = KINDS[place.kind].tabs
    return next((tab for tab in tabs if tab.id == place.tab), tabs[0])
