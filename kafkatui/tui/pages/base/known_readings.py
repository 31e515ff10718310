"""What a session knows of all that a thing may be tied to."""

from __future__ import annotations

from kafkatui.report.relations import RelationReadings
from kafkatui.session.cluster_view import ClusterView
from kafkatui.session.feeds import AclsFeed, ConnectorsFeed, GroupsFeed, OldGroupsFeed, QuotasFeed, SubjectsFeed


def known_readings(session: ClusterView) -> RelationReadings:
    """As known now; nothing is asked for it."""
    return RelationReadings(
        session.profile.name,
        session.metadata,
        groups=session.observed(GroupsFeed()),
        acls=session.observed(AclsFeed()),
        quotas=session.observed(QuotasFeed()),
        subjects=session.observed(SubjectsFeed()),
        connectors=session.observed(ConnectorsFeed()),
        link=session.link,
        old_groups=session.observed(OldGroupsFeed()),
    )
