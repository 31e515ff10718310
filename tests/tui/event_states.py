"""The states of the tabs that tell what changed about one thing."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.model.place import PlaceKind
from tests.tui.pane_state import Shown, States
from tests.tui.pane_states import KEPT_HERE, states
from tests.tui.sample_cluster import events_of_everything, unrelated_event

EVENT_PANES: Mapping[tuple[PlaceKind, str], States] = {
    (kind, "events"): states(
        ok=Shown(("reached all of them", "1 event"), lambda session: session.tell(*events_of_everything())),
        empty=Shown(("Nothing about it has changed since",), lambda session: session.tell(unrelated_event())),
        loading=KEPT_HERE,
        stale=KEPT_HERE,
        failed=KEPT_HERE,
        not_supported=KEPT_HERE,
    )
    for kind in (PlaceKind.BROKER, PlaceKind.TOPIC, PlaceKind.GROUP, PlaceKind.ZNODE)
}
