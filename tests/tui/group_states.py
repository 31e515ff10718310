"""The states of the pages of groups."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.model.streams_topology import StreamsTopology, TopicRole, TopologyTopic
from kafkatui.session.feeds import GroupFeed, GroupsFeed
from tests.tui.pane_state import Shown, States
from tests.tui.pane_states import AS_OF, EVERY_BROKER_TELLS, NO_GROUP, both, change_all, let, stale, states
from tests.tui.sample_cluster import offset_sample

IDLE = GroupSample(Group("billing", "Empty", "classic", 1), GroupOffsets("billing", {}, {}, {}), offset_sample(), {})
TOPOLOGY = StreamsTopology(
    3,
    (
        TopologyTopic("0", TopicRole.SOURCE, "orders"),
        TopologyTopic("0", TopicRole.REPARTITION_SINK, "counts-by-user-repartition"),
        TopologyTopic("1", TopicRole.REPARTITION_SOURCE, "counts-by-user-repartition", 4),
        TopologyTopic("1", TopicRole.CHANGELOG, "counts-store-changelog", configs={"cleanup.policy": "compact"}),
    ),
)
COUNTS = Group("billing", "NotReady", "streams", 1, topology=TOPOLOGY)
STREAMS = let(GroupFeed, replace(IDLE, group=COUNTS))

GROUP_PANES: Mapping[tuple[PlaceKind, str], States] = {
    (PlaceKind.GROUPS, "groups"): states(
        GroupsFeed(),
        ok=("billing", "1 group"),
        empty=Shown(("No consumer group has committed or joined yet.", "group.id"), let(GroupsFeed(), NO_GROUP)),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.GROUP, "progress"): states(
        GroupFeed,
        ok=("orders", "990", "lag 10"),
        stale=Shown(("orders", "990", AS_OF), change_all([GroupFeed], stale), is_dimmed=True),
        empty=Shown(("billing has committed nothing and reads nothing.",), let(GroupFeed, IDLE)),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.GROUP, "members"): states(
        GroupFeed,
        ok=("billing-1", "10.0.0.7"),
        empty=Shown(("Nobody is in billing now; what it committed is on Progress.",), let(GroupFeed, IDLE)),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.GROUP, "topology"): states(
        GroupFeed,
        ok=Shown(("counts-by-user-repartition", "✗ missing", "changelog", "2 subtopologies", "epoch 3"), STREAMS),
        stale=Shown(
            ("counts-by-user-repartition", AS_OF), both(STREAMS, change_all([GroupFeed], stale)), is_dimmed=True
        ),
        empty=Shown(("Only a streams group (Kafka 4.1 on) has a topology: billing is classic.",), let(GroupFeed, IDLE)),
        not_supported=EVERY_BROKER_TELLS,
    ),
}
