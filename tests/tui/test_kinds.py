"""Every kind of page has every column of the one table, and what stands there exists."""

from __future__ import annotations

import pytest

from kafkatui.insight.counterparts import counterpart_of
from kafkatui.model.kinds import KINDS, Kind, Tab, terms_of, znode_of
from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.profile import Profile
from kafkatui.session.session import ClusterSession
from kafkatui.tui.breadcrumbs import breadcrumbs, title_of
from kafkatui.tui.explorer_nodes import key_of
from kafkatui.tui.pages.base.pane import Pane
from kafkatui.tui.pages.base.registry import build
from kafkatui.view.glossary import explain
from kafkatui.view.goto import Names, complete

EVERY_KIND = pytest.mark.parametrize("kind", list(PlaceKind), ids=lambda kind: kind.value)
MAY_BE_EMPTY = {"partition_znode", "parent"}

NAMES = {
    PlaceKind.BROKER: "2",
    PlaceKind.TOPIC: "orders",
    PlaceKind.MESSAGES: "orders,/^aRegex.*[Tt]opic/",
    PlaceKind.GROUP: "billing",
    PlaceKind.ZNODE: "/app",
}


def place_of(kind: PlaceKind) -> Place:
    return Place("local", kind, NAMES[kind] if KINDS[kind].has_name else "")


def test_every_kind_has_a_row_and_no_column_is_empty() -> None:
    assert set(KINDS) == set(PlaceKind)
    for kind, row in KINDS.items():
        empty = {name for name in Kind.__struct_fields__ if getattr(row, name) in ("", (), None)}
        assert empty - MAY_BE_EMPTY == set(), kind


def test_only_the_cluster_has_no_parent_and_every_parent_leads_to_it() -> None:
    assert [kind for kind, row in KINDS.items() if row.parent is None] == [PlaceKind.CLUSTER]
    for kind in PlaceKind:
        assert breadcrumbs(place_of(kind))[0] == ("local", Place("local", PlaceKind.CLUSTER))


@EVERY_KIND
async def test_every_tab_has_a_pane_and_its_words_are_in_the_glossary(kind: PlaceKind) -> None:
    session = ClusterSession(Profile("local", {"bootstrap.servers": "127.0.0.1:9"}))
    tabs = KINDS[kind].tabs
    assert len({tab.id for tab in tabs}) == len(tabs)
    for tab in tabs:
        assert all(getattr(tab, name) for name in Tab.__struct_fields__ if name not in ("znode", "terms"))
        assert isinstance(build(tab, session, place_of(kind).at(tab=tab.id)), Pane)
        terms = terms_of(kind, tab.id)
        assert len(set(terms)) == len(terms)
        assert [term for term in terms if explain(term) is None] == []


@EVERY_KIND
def test_a_place_of_every_kind_is_called_something_and_found_in_the_explorer(kind: PlaceKind) -> None:
    place = place_of(kind)
    assert "{" not in title_of(place)
    assert "{" not in breadcrumbs(place)[-1][0]
    assert breadcrumbs(place)[-1][1] == place
    assert key_of(place)


@EVERY_KIND
def test_the_go_to_words_of_every_kind_lead_there(kind: PlaceKind) -> None:
    names = Names("local", ["orders"], [(2, "kafka-2:9092")], ["billing"], {"/": ["app"]})
    place = place_of(kind)
    for word in KINDS[kind].words:
        typed = f"{word.word} {place.name}".strip()
        assert complete(typed, names)[0].place == place.at(tab=word.tab), typed


def test_no_go_to_word_means_two_things() -> None:
    words = [word.word for row in KINDS.values() for word in row.words]
    assert len(set(words)) == len(words)


@EVERY_KIND
def test_what_is_registered_in_zookeeper_leads_there_and_back(kind: PlaceKind) -> None:
    place = place_of(kind)
    there = counterpart_of(place)
    assert znode_of(kind, place.name).startswith("/")
    if KINDS[kind].is_registered:
        assert there == Place("local", PlaceKind.ZNODE, znode_of(kind, place.name))
        back = counterpart_of(there)
        assert back is not None
        assert back.subject == place.subject
    else:
        assert there is None
