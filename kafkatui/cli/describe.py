"""`kafkatui describe`: one broker, topic or group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kafkatui.cli.completed_names import complete_broker, complete_group, complete_topic
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import Output, connection_options, output_option
from kafkatui.cli.terminal import write_line
from kafkatui.config.options import Options
from kafkatui.model.errors import NotFound, NotSupported, UsageError

if TYPE_CHECKING:
    from kafkatui.model.cluster import Topic
    from kafkatui.session.session import ClusterSession


@click.group(short_help="One broker, topic or group in detail.")
@connection_options
def describe(options: Options) -> None:
    """Describe one broker, topic or group."""


@describe.command(short_help="A topic or all, as kafka-topics --describe prints them.")
@connection_options
@click.argument("name", default="", shell_complete=complete_topic)
@click.option("--explain", is_flag=True, help="Its configuration instead, with what each property means and may be.")
@output_option
def topic(options: Options, name: str, explain: bool, output: Output) -> None:
    """Print what Kafka's own `kafka-topics --describe [--topic NAME]` prints (Kafka 3.9).

    Without NAME all topics, internal ones too. In another form, their partitions with their offsets.
    """
    if explain:
        _explain_topic(options, name, output)
        return
    from kafkatui.cli.listing import with_columns, write_list
    from kafkatui.cli.readings import PARTITION_COLUMNS, partition_list
    from kafkatui.session.feeds import MetadataFeed
    from kafkatui.view.partitions_table import PARTITIONS_EXPORT

    with opened_session(options, tells_silence=True) as session:
        known = session.fetch(MetadataFeed()).topics
        if name and name not in known:
            raise NotFound(f"There is no topic {name}.", "`kafkatui topics` lists them.")
        topics = [known[name]] if name else list(known.values())
        if output is not Output.TABLE:
            rows = partition_list(session, topics)
            write_list(with_columns(PARTITIONS_EXPORT, ("topic", *PARTITION_COLUMNS)), rows, output)
        elif topics:
            write_line(_described(session, topics).rstrip("\n"))


def _explain_topic(options: Options, name: str, output: Output) -> None:
    """A topic's properties with what they mean."""
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import explained_topic_list
    from kafkatui.session.feeds import MetadataFeed
    from kafkatui.view.explained_table import EXPLAINED_TABLE

    if not name:
        raise UsageError("Name a topic to have its configuration explained.")
    with opened_session(options) as session:
        if name not in session.fetch(MetadataFeed()).topics:
            raise NotFound(f"There is no topic {name}.", "`kafkatui topics` lists them.")
        rows = explained_topic_list(session, name)
    write_list(EXPLAINED_TABLE, rows, output)


def _described(session: ClusterSession, topics: Sequence[Topic]) -> str:
    """The topics as Kafka's tool prints them."""
    from kafkatui.cli.readings import known_config, read_configs
    from kafkatui.session.feeds import ReplicaSetsFeed, TopicIdsFeed
    from kafkatui.view.describe_topic import describe_topic, described_order

    by_name = {topic.name: topic for topic in topics}
    names = tuple(described_order(by_name))
    configs = read_configs(session, names)
    ids, sets = session.fetch(TopicIdsFeed(names)), session.fetch(ReplicaSetsFeed(names))
    return "".join(
        describe_topic(
            by_name[name],
            known_config(configs, name),
            ids[name],
            reassignments=sets.reassignments,
            eligible=sets.eligible,
        )
        for name in names
    )


@describe.command(short_help="A broker's configuration.")
@connection_options
@click.argument("broker_id", metavar="ID", type=click.IntRange(min=0), shell_complete=complete_broker)
@click.option("--all", "with_defaults", is_flag=True, help="Values nobody has set too.")
@click.option("--explain", is_flag=True, help="With Kafka's sentence, type, valid values, and when a change is taken.")
@output_option
def broker(options: Options, broker_id: int, with_defaults: bool, explain: bool, output: Output) -> None:
    """Print the configuration of broker ID that somebody set."""
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import explained_list
    from kafkatui.session.feeds import BrokerConfigFeed, MetadataFeed
    from kafkatui.view.configs_table import CONFIGS_TABLE
    from kafkatui.view.explained_table import EXPLAINED_TABLE

    with opened_session(options) as session:
        metadata = session.fetch(MetadataFeed())
        if broker_id not in metadata.brokers:
            ids = ", ".join(map(str, metadata.brokers))
            raise NotFound(f"There is no broker {broker_id}.", f"There are: {ids}.")
        entries = session.fetch(BrokerConfigFeed(broker_id))
        shown = [entry for entry in entries if with_defaults or entry.is_own]
        rows = explained_list(session, broker_id, shown) if explain else []
    if explain:
        write_list(EXPLAINED_TABLE, rows, output)
    else:
        write_list(CONFIGS_TABLE, sorted(shown, key=lambda entry: entry.name), output)


@describe.command(short_help="A group's progress in every partition.")
@connection_options
@click.argument("name", shell_complete=complete_group)
@click.option("--members", "shows_members", is_flag=True, help="The members instead.")
@click.option("--topology", "shows_topology", is_flag=True, help="Of a streams group: subtopologies and their topics.")
@output_option
def group(options: Options, name: str, shows_members: bool, shows_topology: bool, output: Output) -> None:
    """Print how far group NAME is in every partition it has to do with, or its members."""
    if shows_members and shows_topology:
        raise UsageError("--members and --topology exclude each other.")
    if shows_topology:
        _write_topology(options, name, output)
        return
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.readings import progress_list
    from kafkatui.session.feeds import GroupFeed
    from kafkatui.view.members_table import MEMBERS_TABLE
    from kafkatui.view.progress_table import PROGRESS_EXPORT, PROGRESS_TABLE

    with opened_session(options, tells_silence=True) as session:
        rows = progress_list(session, name)
        members = session.observed(GroupFeed(name)).value
    if shows_members:
        write_list(MEMBERS_TABLE, members.group.members if members is not None else (), output)
    else:
        write_list(PROGRESS_TABLE if output.is_for_people else PROGRESS_EXPORT, rows, output)


def _write_topology(options: Options, name: str, output: Output) -> None:
    """What a streams group is made of.

    Raises:
        NotSupported: it is no streams group, or has not told it.
    """
    from kafkatui.cli.listing import write_list
    from kafkatui.report.topology import no_topology_words, topology_rows
    from kafkatui.session.feeds import GroupFeed, MetadataFeed
    from kafkatui.view.topology_table import TOPOLOGY_TABLE

    with opened_session(options) as session:
        metadata = session.fetch(MetadataFeed())
        found = session.fetch(GroupFeed(name)).group
        if found.topology is None:
            raise NotSupported(no_topology_words(found))
        rows = topology_rows(found, metadata)
    write_list(TOPOLOGY_TABLE, rows, output)
