"""`kafkatui tail`: records as they arrive; without a group and without commits, unless one is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from kafkatui.cli.completed_names import complete_topic
from kafkatui.cli.decoding import choose_decoding, decode_option
from kafkatui.cli.exporting import refuse_export
from kafkatui.cli.failures import DONE
from kafkatui.cli.fates_option import fates_option, markers_option, refuse_fates_of_values
from kafkatui.cli.field_option import field_option, field_values
from kafkatui.cli.isolation import isolation_option
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.cli.tail_member import MemberWanted, member_options, open_member
from kafkatui.cli.tail_writer import Limits, TailWriter
from kafkatui.cli.terminal import chosen_kind
from kafkatui.cli.time_order import TimeOrder
from kafkatui.config.options import Options
from kafkatui.insight.moment import parse_duration_seconds
from kafkatui.insight.tail_range import (
    START_FORMS,
    STOP_FORMS,
    check_partitions,
    parse_partitions,
    parse_start,
    parse_stop,
)
from kafkatui.insight.topic_selection import TopicSelection, whole_name
from kafkatui.model.cluster import Topic
from kafkatui.model.errors import UsageError
from kafkatui.model.tail_range import TailRange

if TYPE_CHECKING:
    from kafkatui.cli.tail_writer import HandOn
    from kafkatui.insight.search.evaluation import Predicate
    from kafkatui.session.session import ClusterSession
    from kafkatui.session.tailing import GroupTail, NewPartitions, RecordQueue, Tail

OUTPUTS = ("auto", "line", "value", "json", "csv")


@click.command(
    short_help="Records of topics as they arrive.", epilog=f"--from reads {START_FORMS}. --until reads {STOP_FORMS}."
)
@connection_options
@click.argument("topics", metavar="TOPIC...", nargs=-1, shell_complete=complete_topic)
@click.option(
    "--include", multiple=True, metavar="REGEX", help="Topics whose whole name matches, as Kafka's console consumer."
)
@click.option("-f", "--from", "start_text", metavar="WHERE", default="end", show_default=True, help="Where to begin.")
@click.option("-u", "--until", "stop_text", metavar="WHERE", default="never", show_default=True, help="Where to stop.")
@click.option("-e", "--exit", "leaves_at_end", is_flag=True, help="The same as --until end.")
@click.option("-n", "--count", type=click.IntRange(min=1), help="Leave after so many records.")
@click.option("--for", "duration", metavar="TIME", help="Leave after so long: 30s, 10m, 1h.")
@click.option("-p", "--partition", "partition_text", metavar="0,2-4", help="Only these partitions of each topic.")
@click.option("-w", "--where", "expression", metavar="EXPRESSION", help="Only records that it means, as for search.")
@click.option(
    "--merge",
    is_flag=True,
    help="In the order of time; needs an end (-e, --until). 200,000 records or 128 MiB are held back at most.",
)
@field_option
@member_options
@isolation_option
@fates_option
@markers_option
@click.option("--uncommitted", is_flag=True, hidden=True, help="The default by its old name.")
@decode_option
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
    include: tuple[str, ...],
    decoding: str | None,
    output: str,
    has_fates: bool,
    has_markers: bool,
    **typed: Any,
) -> int:
    """Write the records of every TOPIC, a name or a /regular expression/ that new topics join.

    A line is topic[partition]@offset key value. Values in a pipe are the very bytes, unless --decode says how to read
    them. Joins no group and commits nothing without --group, creates nothing.
    """
    from kafkatui.session.tailing import new_queue

    member = MemberWanted.taken_from(typed)
    wanted = _Wanted(**typed)
    selection = TopicSelection((*topics, *map(whole_name, include)))
    if not selection.texts:
        raise UsageError("Name a topic, a /regular expression/ of topics, or --include REGEX.")
    wanted.range(())  # what cannot be meant is said before anything is asked
    kind = chosen_kind(output, piped="value")
    refuse_fates_of_values(kind, has_fates=has_fates, has_markers=has_markers)
    queue = new_queue()
    with opened_session(options) as session:
        refuse_export(session.profile)
        choose_decoding(session.decoding, decoding)

        def write(tail: Tail | GroupTail, looking: NewPartitions | None = None, hand_on: HandOn | None = None) -> int:
            TailWriter(
                tail, queue, kind, wanted.limits, session.decoding.record_reader, wanted.holds, is_raw=decoding is None,
                hides=session.decoding.has_masks, order=wanted.order, fates=session.fates if has_fates else None,
                fields=wanted.fields, hand_on=hand_on, markers=session.fates.read_on if has_markers else None,
            ).run(looking)  # fmt: skip
            return DONE

        if member.group is None:
            return write(*_opened(session, selection, wanted, queue))
        joined = open_member(session, selection, member, queue, read_committed=wanted.reads_committed)
        return joined if isinstance(joined, int) else write(joined, hand_on=joined.hand_on)


def _opened(
    session: ClusterSession, selection: TopicSelection, wanted: _Wanted, queue: RecordQueue
) -> tuple[Tail, NewPartitions | None]:
    """A tail of the topics, and what looks for more of them, where it does not end by itself."""
    from kafkatui.session.feeds import MetadataFeed

    chosen = selection.topics(session.fetch(MetadataFeed()))
    what = wanted.range(chosen)
    names = tuple(topic.name for topic in chosen)
    tail = session.open_tail(names, what, read_committed=wanted.reads_committed, on_wake=queue.wake, queue=queue)
    return tail, None if what.stop.has_ends else _look_for_more(session, selection, chosen, what, tail)


class _Wanted:
    """What of the records is to be read, as it was typed.

    Raises:
        UsageError: it cannot be meant.
    """

    def __init__(
        self,
        start_text: str,
        stop_text: str,
        leaves_at_end: bool,
        count: int | None,
        duration: str | None,
        partition_text: str | None,
        expression: str | None,
        field_names: tuple[str, ...],
        read_committed: bool,
        uncommitted: bool,
        merge: bool,
    ) -> None:
        if leaves_at_end and stop_text not in ("never", "end"):
            raise UsageError(f"--exit and --until {stop_text} exclude each other.")
        if merge and not leaves_at_end and stop_text == "never":
            raise UsageError("--merge needs an end: -e or --until.", "What comes live comes in its own order.")
        self.order = TimeOrder() if merge else None
        field_values(field_names)
        self.fields = field_names
        self._now = datetime.now().astimezone()
        self._start_text, self._stop_text = start_text, "end" if leaves_at_end else stop_text
        self._partitions = parse_partitions(partition_text) if partition_text is not None else None
        if uncommitted and read_committed:
            raise UsageError("--uncommitted and --isolation-level read_committed exclude each other.")
        self.reads_committed = read_committed
        self.holds: Predicate | None = None
        if expression is not None:
            from kafkatui.insight.search.search import compile_search

            search = compile_search(expression, self._now)
            self.holds = search.holds
            count = min(filter(None, (count, search.limit)), default=None)
        self.limits = Limits(count, None if duration is None else parse_duration_seconds(duration))

    def range(self, topics: Sequence[Topic]) -> TailRange:
        """The range of these topics."""
        start = parse_start(self._start_text, topics, self._now)
        stop = parse_stop(self._stop_text, topics, self._now)
        check_partitions(self._partitions, topics)
        return TailRange(start, stop, self._partitions)


def _look_for_more(
    session: ClusterSession, selection: TopicSelection, chosen: Sequence[Topic], what: TailRange, tail: Tail
) -> NewPartitions:
    """What looks for new partitions, and for new topics that the expressions match."""
    from kafkatui.session.feeds import MetadataFeed
    from kafkatui.session.tailing import NewPartitions, partitions_of

    return NewPartitions(
        lambda: session.fetch(MetadataFeed()),
        lambda metadata: partitions_of(selection.found(metadata), what),
        partitions_of(chosen, what),
        tail,
    )
