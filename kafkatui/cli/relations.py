"""`kafkatui relations`: what a topic, a broker, a group, a znode, a subject or a connector is tied to."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from kafkatui.cli.completed_names import complete_of_kind
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.config.options import Options
from kafkatui.model.errors import NotFound, UsageError
from kafkatui.model.replacing import replace

if TYPE_CHECKING:
    from kafkatui.model.cluster import ClusterMetadata
    from kafkatui.report.relations import RelationReadings, RelationRow
    from kafkatui.session.session import ClusterSession

KINDS = ("topic", "broker", "group", "znode", "subject", "connector")


@click.command(short_help="What a topic, broker, group, znode, subject or connector is tied to.")
@connection_options
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("name", shell_complete=complete_of_kind)
@click.option("--wrong", "only_wrong", is_flag=True, help="Only what needs a person.")
@output_option
def relations(options: Options, kind: str, name: str, only_wrong: bool, output: Output) -> None:
    """List who reads, keeps or describes NAME, and where ZooKeeper has it; what cannot be told says why.

    A broker's NAME is its id, a znode's its path, a connector's of one of several Connects billing/orders-sink.
    """
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import kept
    from kafkatui.view.relations_table import RELATIONS_TABLE

    with opened_session(options, tells_silence=True) as session:
        rows = relation_list(session, kind, name)
    write_list(RELATIONS_TABLE, kept(RELATIONS_TABLE, rows, "", only_wrong=only_wrong), output)


def relation_list(session: ClusterSession, kind: str, name: str) -> list[RelationRow]:
    """All ties of a thing.

    Raises:
        NotFound: there is no such thing.
        UsageError: a broker's name is no number.
    """
    from kafkatui.insight.counterparts import counterpart_of
    from kafkatui.model.observed import Observed
    from kafkatui.model.place import Place, PlaceKind
    from kafkatui.report.broker_relations import broker_relations
    from kafkatui.report.group_relations import group_relations
    from kafkatui.report.topic_relations import topic_relations
    from kafkatui.report.znode_relations import znode_relations
    from kafkatui.session.feeds import GroupFeed, MetadataFeed, ZnodeFeed

    if kind in ("subject", "connector"):
        return _registered(session, kind, name)
    metadata = session.fetch(MetadataFeed())
    if kind == "topic":
        if name not in metadata.topics:
            raise NotFound(f"There is no topic {name}.", "`kafkatui topics` lists them.")
        return topic_relations(name, relation_readings(session))
    if kind == "broker":
        if not name.isdecimal():
            raise UsageError(f"{name} is no broker's id.", "`kafkatui brokers` lists them.")
        if int(name) not in metadata.brokers and not _is_replica(metadata, int(name)):
            raise NotFound(f"There is no broker {name}.", "`kafkatui brokers` lists them.")
        return broker_relations(int(name), relation_readings(session))
    if kind == "group":
        group = Observed.ok(session.fetch(GroupFeed(name)), time.time())
        return group_relations(name, replace(relation_readings(session), group=group))
    path = f"/{name.strip('/')}"
    znode = Observed.ok(session.fetch(ZnodeFeed(path)), time.time())
    belongs_to = counterpart_of(Place(session.profile.name, PlaceKind.ZNODE, path))
    return znode_relations(path, znode, relation_readings(session), belongs_to)


def _registered(session: ClusterSession, kind: str, name: str) -> list[RelationRow]:
    """All ties of what a schema registry or Kafka Connect keeps.

    Raises:
        NotFound: there is no such thing.
    """
    from kafkatui.report.registry_relations import connector_relations, subject_relations
    from kafkatui.session.feeds import ConnectorsFeed, SubjectsFeed

    if kind == "subject":
        if all(name != each.name for each in session.fetch(SubjectsFeed()).subjects):
            raise NotFound(f"There is no subject {name}.", "`kafkatui schema list` lists them.")
        return subject_relations(name, relation_readings(session))
    if all(name != each.address for each in session.fetch(ConnectorsFeed()).connectors):
        raise NotFound(f"There is no connector {name}.", "`kafkatui connect list` lists them.")
    return connector_relations(name, relation_readings(session))


def _is_replica(metadata: ClusterMetadata, broker_id: int) -> bool:
    """Whether a topic names it as one that keeps a part, though it is not there."""
    return any(broker_id in each.replicas for topic in metadata.topics.values() for each in topic.partitions)


def relation_readings(session: ClusterSession) -> RelationReadings:
    """One look at all that a thing may be tied to; what cannot be read is a reason."""
    from kafkatui.cli.readings import observe
    from kafkatui.model.observed import Observed
    from kafkatui.report.relations import RelationReadings
    from kafkatui.session.feeds import (
        ZOOKEEPER,
        AclsFeed,
        ConnectorsFeed,
        GroupsFeed,
        MetadataFeed,
        OldGroupsFeed,
        QuotasFeed,
        SubjectsFeed,
    )
    from kafkatui.session.link import compare

    metadata = observe(session, MetadataFeed())
    has_zookeeper = session.profile.zookeeper is not None
    zookeeper = observe(session, ZOOKEEPER) if has_zookeeper else Observed.unknown()
    return RelationReadings(
        session.profile.name,
        metadata,
        groups=observe(session, GroupsFeed()),
        acls=observe(session, AclsFeed()),
        quotas=observe(session, QuotasFeed()),
        subjects=observe(session, SubjectsFeed()),
        connectors=observe(session, ConnectorsFeed()),
        link=compare(session.profile, metadata, zookeeper),
        old_groups=observe(session, OldGroupsFeed()) if has_zookeeper else Observed.unknown(),
    )
