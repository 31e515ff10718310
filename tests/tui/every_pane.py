"""Every pane with its states, wherever they stand, and what the things are called that have one."""

from __future__ import annotations

from kafkatui.model.place import PlaceKind
from tests.tui.event_states import EVENT_PANES
from tests.tui.group_states import GROUP_PANES
from tests.tui.pane_states import PANES as OTHER_PANES
from tests.tui.recent_states import RECENT_PANES
from tests.tui.relation_states import RELATION_PANES
from tests.tui.security_states import SECURITY_PANES
from tests.tui.zookeeper_states import ZOOKEEPER_PANES

PANES = {
    **OTHER_PANES, **EVENT_PANES, **GROUP_PANES, **RECENT_PANES, **RELATION_PANES, **SECURITY_PANES, **ZOOKEEPER_PANES,
}  # fmt: skip

NAMES = {
    PlaceKind.BROKER: "1",
    PlaceKind.TOPIC: "orders",
    PlaceKind.MESSAGES: "/^ord/",
    PlaceKind.GROUP: "billing",
    PlaceKind.ZNODE: "/app",
}
