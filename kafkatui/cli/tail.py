"""`kafkatui tail`: records as they arrive, without a group, without commits."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kafkatui.cli.failures import DONE
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.cli.terminal import flush, is_terminal, printable
from kafkatui.cli.topic_names import TopicSelection
from kafkatui.config.options import Options
from kafkatui.insight.tail_start import FORMS, parse_start
from kafkatui.model.cluster import TopicPartition
from kafkatui.model.errors import NotFound, RequestFailed
from kafkatui.model.tail import TailPhase

if TYPE_CHECKING:
    from kafkatui.model.record import Record
    from kafkatui.session.session import ClusterSession
    from kafkatui.session.tailing import Tail

OUTPUTS = ("auto", "line", "value", "json", "csv")
METADATA_INTERVAL_SECONDS = 3.0
"""How often it is looked for new topics and partitions."""
WAIT_SECONDS = 0.2
BACKLOG_LIMIT = 10_000
"""Records read and not written yet at which reading pauses: a slow reader of ours must lose nothing."""


@click.command(short_help="Records of topics as they arrive.", epilog=f"--from reads {FORMS}.")
@connection_options
@click.argument("topics", metavar="TOPIC...", nargs=-1, required=True)
@click.option("-f", "--from", "start_text", metavar="WHERE", default="end", show_default=True, help="Where to begin.")
@click.option("-n", "--count", type=click.IntRange(min=1), help="Leave after so many records.")
@click.option("-e", "--exit", "leaves_at_end", is_flag=True, help="Leave at the end instead of waiting for more.")
@click.option("--uncommitted", is_flag=True, help="Records of open and aborted transactions too.")
@click.option(
    "--decode",
    "decoding",
    metavar="FORMAT",
    help="How to read values: text, json, hex, base64, int32, int64, float64; or key=FORMAT,value=FORMAT,headers=FORMAT"
    " (what is not named is read as what it looks like).",
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
    uncommitted: bool,
    decoding: str | None,
    output: str,
) -> int:
    """Write the records of every TOPIC, a name or a /regular expression/ that new topics join.

    A line is topic[partition]@offset key value. Values in a pipe are the very bytes, unless --decode says how to read
    them. Joins no group, commits nothing, creates nothing.
    """
    from kafkatui.cli.record_lines import header_line, record_writer
    from kafkatui.codec.decoding_choice import parse_decoding
    from kafkatui.session.feeds import MetadataFeed

    selection = TopicSelection(topics)
    parse_start(start_text, (), datetime.now().astimezone())
    kind = ("line" if is_terminal() else "value") if output == "auto" else output
    with opened_session(options) as session:
        if decoding is not None:
            session.decoding.choose_everywhere(parse_decoding(decoding))
        chosen = selection.topics(session.fetch(MetadataFeed()))
        if not chosen and not selection.has_patterns:
            raise NotFound("No topic was named.")
        start = parse_start(start_text, chosen, datetime.now().astimezone())
        wake = threading.Event()
        opened = session.open_tail(
            tuple(topic.name for topic in chosen), start, read_committed=not uncommitted, on_wake=wake.set
        )
        if head := header_line(kind):
            sys.stdout.buffer.write(head)
        line = record_writer(kind, session.decoding.record_reader, is_raw=decoding is None)
        follower = _Follower(opened, wake, line, count)
        known = [(topic.name, partition.id) for topic in chosen for partition in topic.partitions]
        follower.run(_Membership(session, selection, known), leaves_at_end=leaves_at_end)
    return DONE


class _Membership:
    """Looks now and then whether the topics have new partitions, or the expressions new topics."""

    def __init__(self, session: ClusterSession, selection: TopicSelection, known: list[TopicPartition]) -> None:
        self._session = session
        self._selection = selection
        self._known = known
        self._due = time.monotonic() + METADATA_INTERVAL_SECONDS

    def update(self, tail: Tail) -> None:
        """Let the tail read what is new. A topic that went away, or no answer, changes nothing."""
        from kafkatui.model.errors import KafkatuiError
        from kafkatui.session.feeds import MetadataFeed

        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + METADATA_INTERVAL_SECONDS
        try:
            topics = self._selection.topics(self._session.fetch(MetadataFeed()))
        except KafkatuiError:
            return  # the tail's own state says what hinders it
        found = [(topic.name, partition.id) for topic in topics for partition in topic.partitions]
        added = [key for key in found if key not in set(self._known)]
        if added:
            self._known += added
            tail.set_partitions(tuple(self._known))


class _Follower:
    """Writes what a tail reads, in the main thread, pausing the tail when standard output is slower."""

    def __init__(self, tail: Tail, wake: threading.Event, line: Callable[[Record], bytes], count: int | None) -> None:
        self._tail = tail
        self._wake = wake
        self._line = line
        self._left = count
        self._serial = 0
        self._is_paused = False
        self._problem = ""

    def run(self, membership: _Membership, *, leaves_at_end: bool) -> None:
        """Until the count is reached, the end with `leaves_at_end`, or Ctrl+C.

        Raises:
            RequestFailed: the tail failed for good.
            NotFound: every topic was deleted.
        """
        while self._left != 0:
            self._wake.wait(WAIT_SECONDS)
            self._wake.clear()
            state = self._tail.state
            self._drain()
            self._tell(state.error)
            if state.phase is TailPhase.FAILED:
                raise RequestFailed(state.error, state.advice)
            if state.phase is TailPhase.DELETED:
                raise NotFound("The topics do not exist any more.", state.advice)
            if state.phase.is_final or (leaves_at_end and state.phase is TailPhase.FOLLOWING):
                return
            membership.update(self._tail)

    def _drain(self) -> None:
        """Write everything that is in the buffer."""
        buffer = self._tail.buffer
        self._pace()
        while self._serial < buffer.next_serial and self._left != 0:
            record = buffer.record_at(self._serial)
            if record is None:
                first = buffer.first_serial
                self._tell(f"{first - self._serial} records fell out of the buffer before they were written")
                self._serial = first
                continue
            sys.stdout.buffer.write(self._line(record))
            self._serial += 1
            if self._left is not None:
                self._left -= 1
            if self._serial % 500 == 0:
                self._pace()
        flush()
        self._pace()

    def _pace(self) -> None:
        """Pause reading while much is unwritten, by count or by half of the buffer's bytes; resume when little is."""
        buffer = self._tail.buffer
        backlog = buffer.next_serial - self._serial
        unwritten_bytes = backlog * buffer.size_bytes // max(1, len(buffer))
        if not self._is_paused and (backlog > BACKLOG_LIMIT or unwritten_bytes > buffer.max_bytes // 2):
            self._is_paused = True
            self._tail.pause()
        elif self._is_paused and backlog < BACKLOG_LIMIT // 10 and unwritten_bytes < buffer.max_bytes // 8:
            self._is_paused = False
            self._tail.resume()

    def _tell(self, problem: str) -> None:
        """A new problem once on standard error; the tail goes on trying."""
        if problem and problem != self._problem:
            print(printable(f"kafkatui: {problem}", sys.stderr), file=sys.stderr)
        self._problem = problem
