"""What pages are called in the settings file, and how often they may be read."""

from __future__ import annotations

import pytest

from kafkatui.model.kinds import KINDS, PAGE_NAMES, page_name
from kafkatui.model.place import PlaceKind
from kafkatui.model.refresh import BY_HAND, typed_interval


def test_every_page_has_a_name_of_its_own_that_needs_no_quotes() -> None:
    assert len(set(PAGE_NAMES)) == len(PAGE_NAMES) == sum(len(row.tabs) for row in KINDS.values())
    assert all(name.replace("_", "").isalnum() for name in PAGE_NAMES)
    assert page_name(PlaceKind.TOPICS, "topics") == "topics"
    assert page_name(PlaceKind.CLUSTER, "overview") == "overview"
    assert page_name(PlaceKind.GROUP, "progress") == "group_progress"
    assert page_name(PlaceKind.ZOOKEEPER, "sessions") == "zookeeper_sessions"


@pytest.mark.parametrize(("typed", "seconds"), [("off", BY_HAND), ("OFF ", BY_HAND), ("15", 15.0), ("2.5 s", 2.5)])
def test_what_is_typed_is_meant(typed: str, seconds: float) -> None:
    assert typed_interval(typed) == seconds


@pytest.mark.parametrize("typed", ["0", "0.5", "3601", "soon", "", "nan", "inf", "-1"])
def test_what_cannot_be_meant_is_said_with_the_bounds(typed: str) -> None:
    with pytest.raises(ValueError, match='"off" or a number of seconds from 1 to 3600'):
        typed_interval(typed)
