"""The states of ZooKeeper's tabs about whole subtrees and the ensemble; as `pane_states` has those of all others."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from kafkatui.insight.znode_changes import GONE
from kafkatui.model.observed import Observed
from kafkatui.model.place import PlaceKind
from kafkatui.model.subtree import SubtreeSize, SubtreeSizes
from kafkatui.session.feeds import ZnodeFeed
from tests.tui.fake_session import FakeSession
from tests.tui.pane_state import Shown, States
from tests.tui.pane_states import NO_ZOOKEEPER, both, change_all, states


def deleted(observed: Observed[Any]) -> Observed[Any]:
    return observed.failing(f"Could not read it: {GONE}.", time.time())


def collected(session: FakeSession) -> None:
    """The sizes of the whole tree have been collected."""
    sizes = {
        "/": SubtreeSize("/", 12, 3_400, "/app", 1_200, "/app/b", 1_700_000_000_000, 1, 2),
        "/app": SubtreeSize("/app", 9, 3_000, "/app", 1_200, "/app/b", 1_700_000_000_000, 0, 2),
    }
    session.actions.context.subtrees.results = {"/": SubtreeSizes("/", sizes, "", time.time(), 0.2)}


def sizes_tab(words: str) -> States:
    return states(
        ZnodeFeed,
        ok=Shown((words, "1.2 kB", "collected at"), collected),
        empty=Shown(("Not collected yet.", "A asks for every znode below")),
        stale=Shown(("1.2 kB", "the znode is gone"), both(collected, change_all([ZnodeFeed], deleted)), is_dimmed=True),
        not_supported=NO_ZOOKEEPER,
    )


ZOOKEEPER_PANES: Mapping[tuple[PlaceKind, str], States] = {
    (PlaceKind.ZOOKEEPER, "sizes"): sizes_tab("3.4 kB"),
    (PlaceKind.ZNODE, "sizes"): sizes_tab("/app"),
}
"""By kind of page and tab."""
