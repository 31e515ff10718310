"""The states of the tab that tells where one was last."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from kafkatui.model.place import Place, PlaceKind
from kafkatui.model.visit import Visit
from tests.tui.fake_session import NAME, FakeSession
from tests.tui.pane_state import Change, Shown, States
from tests.tui.pane_states import KEPT_HERE, states


class KeptVisits:
    """Places that a test says somebody was at."""

    def __init__(self, visits: Sequence[Visit] = (), *, is_read: bool = True) -> None:
        self.visits = tuple(visits)
        self.is_read = is_read

    def note(self, place: Place) -> None:
        """The test says where one was."""


def visited(*places: Place, is_read: bool = True) -> Change:
    """Somebody was at `places`, a minute ago at the first of them."""

    def bring(session: FakeSession) -> None:
        now = time.time()
        visits = [Visit(place, now - 61 * count) for count, place in enumerate(places, 1)]
        vars(session.memory)["visited"] = KeptVisits(visits, is_read=is_read)

    return bring


def at(kind: PlaceKind, name: str = "", tab: str = "") -> Place:
    return Place(NAME, kind, name, tab)


RECENT_PANES: Mapping[tuple[PlaceKind, str], States] = {
    (PlaceKind.CLUSTER, "recent"): states(
        ok=Shown(
            (
                "topic orders Messages 1m ago ✓ there",
                "broker 9 Config 2m ago ✗ gone",
                "znode /app Data 3m ago ?",
                "3 places",
            ),
            visited(
                at(PlaceKind.TOPIC, "orders", "messages"),
                at(PlaceKind.BROKER, "9", "config"),
                at(PlaceKind.ZNODE, "/app", "data"),
            ),
        ),
        empty=Shown(
            ("No place of this cluster has been visited yet.", "Enter on a topic, a broker, a group or a znode"),
            visited(),
        ),
        loading=Shown(("Loading …",), visited(is_read=False)),
        stale=KEPT_HERE,
        failed=KEPT_HERE,
        not_supported=KEPT_HERE,
    ),
}
"""By kind of page and tab."""
