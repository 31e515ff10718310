"""What the group pages share: lag in words, and where a group is kept in ZooKeeper."""

from __future__ import annotations

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.lag import LagTotal
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import ZnodeChildrenFeed
from kafkatui.view import numbers
from kafkatui.view.group_columns import BEYOND_END
from kafkatui.view.span import Span, Tone

OLD_CONSUMERS = ZnodeChildrenFeed("/consumers")
"""Groups of the old consumer, which kept its offsets in ZooKeeper (Kafka below 2.0)."""


def lag_words(total: LagTotal) -> Span:
    """ "lag 1,204 +2 unknown", as a foot says it."""
    words = "lag ?" if total.known is None else f"lag {numbers.count(total.known)}"
    if total.unknown:
        words += f" +{numbers.count(total.unknown)} unknown"
    if total.beyond_end:
        words += f", {numbers.count(total.beyond_end)} {BEYOND_END}"
    return (words, Tone.WARNING if total.unknown or total.beyond_end else Tone.DIM)


def old_consumer_place(session: ClusterView, group_id: str, is_linked: bool) -> Place | None:
    """The group's znode below `/consumers`, when ZooKeeper is this cluster's and the znode exists."""
    if not is_linked:
        return None
    children = session.observed(OLD_CONSUMERS).value
    if children is None or all(child.name != group_id for child in children.children):
        return None
    return znode_place(session.profile.name, PlaceKind.GROUP, group_id)
