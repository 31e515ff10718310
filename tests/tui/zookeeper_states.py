"""The states of ZooKeeper's tabs about whole subtrees and the ensemble; as `pane_states` has those of all others."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kafkatui.insight.znode_changes import GONE
from kafkatui.insight.znode_search import compile_znode_search
from kafkatui.model.ensemble import Ensemble, EnsembleServer, EnsembleSession, EnsembleSessions
from kafkatui.model.membership_config import OBSERVER, DynamicConfig, EnsembleMember
from kafkatui.model.observed import Observed
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.subtree import SubtreeSize, SubtreeSizes
from kafkatui.model.znode_search import ZnodeMatch, ZnodeSearchState
from kafkatui.session.feeds import EnsembleConfigFeed, EnsembleFeed, EnsembleSessionsFeed, ZnodeFeed
from kafkatui.session.znode_searches import ZnodeSearchRun
from tests.tui.fake_session import FakeSession
from tests.tui.pane_state import Impossible, Shown, States
from tests.tui.pane_states import ALWAYS_SAYS_SOMETHING, AS_OF, NO_ZOOKEEPER, both, change_all, let, stale, states
from tests.tui.sample_cluster import STAT


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


OWNED = replace(STAT, ephemeral_owner=0x1000D8B)


def searched(session: FakeSession) -> None:
    """A search below / and below /app has found two znodes."""
    search = compile_znode_search("kafka", datetime.now().astimezone())
    for root in ("/", "/app"):
        run = ZnodeSearchRun(root, search, matches=[ZnodeMatch("/app/b", STAT, "kafka-1"), ZnodeMatch("/app/c", OWNED)])
        run.state = ZnodeSearchState(7, 2, has_ended=True)
        session.actions.context.znode_searches.runs[root] = run


FOUND = states(
    ZnodeFeed,
    ok=Shown(("/app/b", "kafka-1", "7 znodes looked at · 2 matched · complete"), searched),
    empty=Shown(("Nothing was searched for here yet.",)),
    stale=Impossible("What was found is as it was found."),
    not_supported=NO_ZOOKEEPER,
)

SERVERS = Ensemble(
    (
        EnsembleServer(
            "zk-1:2181", "", "four-letter words", "leader", "3.8.4", 0x100000002, (0.0, 1.5, 9.0), 4, 0, 3, 120
        ),
        EnsembleServer("zk-2:2181", "connection refused"),
    )
)
MEMBERS = DynamicConfig(
    (
        EnsembleMember(1, "zk-1:2888:3888", client="zk-1:2181"),
        EnsembleMember(3, "zk-3:2888:3888", OBSERVER, "zk-3:2181"),
    ),
    0x100000001,
)
MEMBERS_SHOWN = ("2 members, 1 of which votes, configuration 0x100000001", "observer", "not in the connect string")
SESSIONS = EnsembleSessions(
    (EnsembleSession(0x1000D8B, "zk-1:2181", "10.0.0.7:44", 18_000, ("/brokers/ids/1",), None, "PING"),)
)

ZOOKEEPER_PANES: Mapping[tuple[PlaceKind, str], States] = {
    (PlaceKind.ZOOKEEPER, "sizes"): sizes_tab("3.4 kB"),
    (PlaceKind.ZNODE, "sizes"): sizes_tab("/app"),
    (PlaceKind.ZOOKEEPER, "found"): FOUND,
    (PlaceKind.ZOOKEEPER, "ensemble"): states(
        EnsembleFeed(),
        ok=Shown(
            ("leader", "0x100000002", "connection refused", "1 of 2 servers serve", *MEMBERS_SHOWN),
            both(let(EnsembleFeed(), SERVERS), let(EnsembleConfigFeed(), MEMBERS)),
        ),
        stale=Shown(
            (AS_OF, "leader"), both(let(EnsembleFeed(), SERVERS), change_all([EnsembleFeed()], stale)), is_dimmed=True
        ),
        empty=ALWAYS_SAYS_SOMETHING,
        not_supported=NO_ZOOKEEPER,
    ),
    (PlaceKind.ZOOKEEPER, "sessions"): states(
        EnsembleSessionsFeed(),
        ok=Shown(("0x1000d8b", "10.0.0.7:44", "/brokers/ids/1"), let(EnsembleSessionsFeed(), SESSIONS)),
        stale=Shown(
            (AS_OF, "0x1000d8b"),
            both(let(EnsembleSessionsFeed(), SESSIONS), change_all([EnsembleSessionsFeed()], stale)),
            is_dimmed=True,
        ),
        empty=Shown(("No server tells of a session.",), let(EnsembleSessionsFeed(), EnsembleSessions(()))),
        not_supported=NO_ZOOKEEPER,
    ),
    (PlaceKind.ZNODE, "found"): FOUND,
}
"""By kind of page and tab."""
