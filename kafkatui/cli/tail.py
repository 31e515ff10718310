"""`kafkatui tail`: records as they arrive, without a group, without commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kafkatui.cli.failures import DONE
from kafkatui.cli.isolation import IsolationLevel, isolation_option
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.cli.tail_writer import TailWriter
from kafkatui.cli.terminal import is_terminal
from kafkatui.cli.topic_names import TopicSelection
from kafkatui.config.options import Options
from kafkatui.insight.tail_start import FORMS, parse_start
from kafkatui.model.cluster import Topic, TopicPartition
from kafkatui.model.errors import NotFound, UsageError
from kafkatui.model.tail_start import TailStop

if TYPE_CHECKING:
    from kafkatui.session.session import ClusterSession
    from kafkatui.session.tailing import NewPartitions, Tail

OUTPUTS = ("auto", "line", "value", "json", "csv")


@click.command(short_help="Records of topics as they arrive.", epilog=f"--from reads {FORMS}.")
@connection_options
@click.argument("topics", metavar="TOPIC...", nargs=-1, required=True)
@click.option("-f", "--from", "start_text", metavar="WHERE", default="end", show_default=True, help="Where to begin.")
@click.option("-n", "--count", type=click.IntRange(min=1), help="Leave after so many records.")
@click.option("-e", "--exit", "leaves_at_end", is_flag=True, help="Leave at the end instead of waiting for more.")
@isolation_option
@click.option("--uncommitted", is_flag=True, hidden=True, help="The default by its old name.")
@click.option(
    "--decode",
    "decoding",
    metavar="FORMAT",
    help="How to read values: text, json, hex, base64, int32, int64, float32, float64; or "
    "key=FORMAT,value=FORMAT,headers=FORMAT (what is not named is read as what it looks like).",
)
@click.option(
    "-o",
    "--output",
    type=click.Choice(OUTPUTS),
    default="auto",
    show_default=True,
    help="auto: a line on a terminal, the bare value into a pipe.",
)
def tail(
    options: Options,
    topics: tuple[str, ...],
    start_text: str,
    count: int | None,
    leaves_at_end: bool,
    isolation_level: str,
    uncommitted: bool,
    decoding: str | None,
    output: str,
) -> int:
    """Write the records of every TOPIC, a name or a /regular expression/ that new topics join.

    A line is topic[partition]@offset key value. Values in a pipe are the very bytes, unless --decode says how to read
    them. Joins no group, commits nothing, creates nothing.
    """
    from kafkatui.codec.decoding_choice import parse_decoding
    from kafkatui.session.feeds import MetadataFeed
    from kafkatui.session.tailing import new_queue

    read_committed = _reads_committed(isolation_level, uncommitted)
    selection = TopicSelection(topics)
    parse_start(start_text, (), datetime.now().astimezone())
    kind = ("line" if is_terminal() else "value") if output == "auto" else output
    with opened_session(options) as session:
        if decoding is not None:
            session.decoding.choose_everywhere(parse_decoding(decoding))
        chosen = selection.topics(session.fetch(MetadataFeed()))
        if not chosen and not selection.has_patterns:
            raise NotFound("No topic was named.")
        stop = TailStop.END if leaves_at_end else TailStop.NEVER
        start = parse_start(start_text, chosen, datetime.now().astimezone())
        queue = new_queue()
        names = tuple(topic.name for topic in chosen)
        opened = session.open_tail(names, start, stop, read_committed=read_committed, on_wake=queue.wake, queue=queue)
        looking = None if leaves_at_end else _look_for_more(session, selection, chosen, opened)
        is_raw = decoding is None
        TailWriter(opened, queue, kind, count, session.decoding.record_reader, is_raw=is_raw).run(looking)
    return DONE


def _reads_committed(isolation_level: str, uncommitted: bool) -> bool:
    read_committed = isolation_level == IsolationLevel.COMMITTED.value
    if uncommitted and read_committed:
        raise UsageError("--uncommitted and --isolation-level read_committed exclude each other.")
    return read_committed


def _look_for_more(
    session: ClusterSession, selection: TopicSelection, chosen: Sequence[Topic], tail: Tail
) -> NewPartitions:
    """What looks for new partitions, and for new topics that the expressions match."""
    from kafkatui.session.feeds import MetadataFeed
    from kafkatui.session.tailing import NewPartitions

    return NewPartitions(
        lambda: session.fetch(MetadataFeed()),
        lambda metadata: _partitions(selection.topics(metadata)),
        _partitions(chosen),
        tail,
    )


def _partitions(topics: Sequence[Topic]) -> list[TopicPartition]:
    return [(topic.name, partition.id) for topic in topics for partition in topic.partitions]
