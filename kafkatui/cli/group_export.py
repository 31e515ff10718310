"""`kafkatui group export`: what groups have committed, as Kafka's own tool exports and imports it."""

from __future__ import annotations

import click

from kafkatui.cli.completed_names import complete_group
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.cli.terminal import write_line
from kafkatui.config.options import Options
from kafkatui.model.errors import NotFound


@click.command(short_help="What groups have committed, as CSV for --from-file.")
@connection_options
@click.argument("names", nargs=-1, required=True, metavar="GROUP...", shell_complete=complete_group)
@click.option("--topic", "topics", multiple=True, metavar="TOPIC[:0,1]", help="Only of these. Repeatable.")
def export(options: Options, names: tuple[str, ...], topics: tuple[str, ...]) -> None:
    """Print the committed offsets of each GROUP as kafka-consumer-groups.sh --export does.

    A line is topic,partition,offset, with the group before it where there are several; `group reset --from-file` and
    Kafka's own tool take it. Partitions without a commit are left out.
    """
    from kafkatui.insight.offset_file import offset_file
    from kafkatui.session.feeds import GroupFeed, MetadataFeed
    from kafkatui.session.partition_choice import partitions_named

    found = []
    with opened_session(options) as session:
        metadata = session.fetch(MetadataFeed())
        wanted = set(partitions_named(topics, metadata)) if topics else None
        for name in names:
            committed = session.fetch(GroupFeed(name)).committed.committed
            kept = {key: offset for key, offset in committed.items() if wanted is None or key in wanted}
            if not kept:
                raise NotFound(f"{name} has committed nothing{' there' if topics else ''}.")
            found.append((name, kept))
    write_line(offset_file(found).rstrip("\n"))
