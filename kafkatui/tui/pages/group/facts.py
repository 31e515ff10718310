"""What the group pages share: lag in words, and where a group is kept in ZooKeeper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kafkatui.insight.counterparts import znode_place
from kafkatui.model.group import Group
from kafkatui.model.group_samples import GroupsSample
from kafkatui.model.lag import LagTotal
from kafkatui.model.observed import Observed, ObservedState
from kafkatui.model.place import Place, PlaceKind
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import ZnodeChildrenFeed
from kafkatui.view import numbers
from kafkatui.view.span import Span, Tone

OLD_CONSUMERS = ZnodeChildrenFeed("/consumers")
"""Groups of the old consumer, which kept its offsets in ZooKeeper (Kafka below 2.0)."""


def lag_words(total: LagTotal) -> Span:
    """ "lag 1,204 +2 unknown", as a foot says it."""
    known = "?" if total.known is None else numbers.count(total.known)
    if not total.unknown:
        return (f"lag {known}", Tone.DIM)
    return (f"lag {known} +{numbers.count(total.unknown)} unknown", Tone.WARNING)


def sum_lags(totals: Sequence[LagTotal]) -> LagTotal:
    """Several totals as one."""
    known = [total.known for total in totals if total.known is not None]
    return LagTotal(
        sum(known) if known or not totals else None,
        sum(total.unknown for total in totals),
        sum(total.backlog for total in totals),
    )


def lags_by_group(sample: Observed[GroupsSample]) -> Mapping[str, Observed[LagTotal]]:
    """Every group's lag, failed where its offsets could not be read."""
    if sample.value is None:
        return {}
    return {group.id: _lag(group, sample) for group in sample.value.groups}


def _lag(group: Group, sample: Observed[GroupsSample]) -> Observed[LagTotal]:
    if sample.value is None or group.id not in sample.value.lags:
        return Observed.unknown()
    offsets = sample.value.committed.get(group.id)
    whole = offsets.errors.get(("", -1), "") if offsets else ""
    if reason := group.error or whole:
        return Observed(ObservedState.FAILED, None, sample.as_of_seconds, reason)
    return Observed.ok(sample.value.lags[group.id], sample.as_of_seconds or 0.0)


def old_consumer_place(session: ClusterView, group_id: str, is_linked: bool) -> Place | None:
    """The group's znode below `/consumers`, when ZooKeeper is this cluster's and the znode exists."""
    if not is_linked:
        return None
    children = session.observed(OLD_CONSUMERS).value
    if children is None or all(child.name != group_id for child in children.children):
        return None
    return znode_place(session.profile.name, PlaceKind.GROUP, group_id)
