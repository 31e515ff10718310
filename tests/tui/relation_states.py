"""The states of the tabs that tell what a thing is tied to."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.model.group import Group, GroupOffsets
from kafkatui.model.group_samples import GroupSample
from kafkatui.model.place import PlaceKind
from kafkatui.model.replacing import replace
from kafkatui.session.feeds import METADATA, AclsFeed, GroupFeed, GroupsFeed, QuotasFeed, ZnodeFeed
from tests.tui.pane_state import Shown, States
from tests.tui.pane_states import (
    EVERY_BROKER_TELLS,
    NO_GROUP,
    NO_ZOOKEEPER,
    UNSUPPORTED,
    both,
    change_all,
    let,
    of_cluster,
    states,
    unsupported,
)
from tests.tui.sample_cluster import ORDERS, STAT, offset_sample, znode

IDLE = GroupSample(Group("billing", "Empty"), GroupOffsets("billing", {}, {}, {}), offset_sample(), {})
LEAF = replace(znode("/app"), stat=replace(STAT, children_count=0))


RELATION_PANES: Mapping[tuple[PlaceKind, str], States] = {
    (PlaceKind.TOPIC, "relations"): states(
        METADATA,
        ok=(
            "leads 1 of 2 partitions, follows 1",
            "billing lag 10, 1 member read it",
            "orders-value AVRO, version 3",
            "archive ! sink RUNNING, 1 of 2 tasks run",
            "User:alice ALLOW READ on LITERAL orders from *",
            "/brokers/topics/orders",
        ),
        empty=Shown(
            ("no broker keeps it", "none has committed for it or reads it", "none applies to it"),
            both(
                of_cluster(topics={"orders": replace(ORDERS, partitions=())}),
                both(let(GroupsFeed(), NO_GROUP), let(AclsFeed(), ())),
            ),
        ),
        not_supported=Shown(
            ("? cannot be told: ", UNSUPPORTED, "? 1 not known"), change_all([AclsFeed()], unsupported)
        ),
    ),
    (PlaceKind.BROKER, "relations"): states(
        METADATA,
        ok=("leads 1 of 2 partitions, follows 1", "it coordinates it: Stable, 1 member", "/brokers/ids/1"),
        empty=Shown(
            ("it leads no partition and keeps none", "it coordinates none"),
            both(of_cluster(topics={}), let(GroupsFeed(), NO_GROUP)),
        ),
        not_supported=EVERY_BROKER_TELLS,
    ),
    (PlaceKind.GROUP, "relations"): states(
        GroupFeed,
        ok=(
            "lag 10, 2 partitions of 2 read now",
            "coordinates it",
            "billing-1@10.0.0.7",
            "none reads as this group",
            "client-id <default> request_percentage 12.5",
        ),
        empty=Shown(("it has read nothing", "no coordinator is known", "nobody is in it now"), let(GroupFeed, IDLE)),
        not_supported=Shown(
            ("? cannot be told: ", UNSUPPORTED, "? 1 not known"), change_all([QuotasFeed()], unsupported)
        ),
    ),
    (PlaceKind.ZNODE, "relations"): states(
        ZnodeFeed,
        ok=("is above it", "2 znodes", "are below it"),
        empty=Shown(("is above it", "none is below it"), let(ZnodeFeed, LEAF)),
        not_supported=NO_ZOOKEEPER,
    ),
}
"""By kind of page and tab."""
