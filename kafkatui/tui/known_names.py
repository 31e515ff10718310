"""What of a cluster the `:` line can name, as far as the session knows it."""

from __future__ import annotations

from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import GroupsFeed
from kafkatui.view.goto import Names


def known_names(session: ClusterView) -> Names:
    """Topics, brokers and groups; znodes are asked for while they are typed."""
    metadata = session.metadata.value
    groups = session.observed(GroupsFeed()).value
    return Names(
        cluster=session.profile.name,
        topics=list(metadata.topics) if metadata else (),
        brokers=[(presence.broker.id, presence.broker.address) for presence in session.brokers()],
        groups=sorted(group.id for group in groups.groups) if groups else (),
        znodes={},
    )
