"""`kafkatui latest`: the newest record of each key."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import click

from kafkatui.cli.completed_names import complete_topic
from kafkatui.cli.decoding import choose_decoding, decode_option
from kafkatui.cli.exporting import refuse_export
from kafkatui.cli.failures import DONE, tell_failure
from kafkatui.cli.isolation import isolation_option
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.cli.scan_end import NOT_ALL_SCANNED, NOTHING_FOUND, failure_is_not_all_scanned
from kafkatui.cli.typed_key import hex_option, typed_key
from kafkatui.config.options import Options
from kafkatui.insight.topic_selection import TopicSelection
from kafkatui.model.errors import KafkatuiError

if TYPE_CHECKING:
    from kafkatui.insight.search.search import Search
    from kafkatui.model.record import Record
    from kafkatui.session.latest_records import LatestRecords
    from kafkatui.session.session import ClusterSession


@click.command(short_help="The newest record of each key: what a compacted topic would be.")
@connection_options
@click.argument("topics", metavar="TOPIC...", nargs=-1, required=True, shell_complete=complete_topic)
@click.option("-k", "--key", "keys", metavar="KEY", multiple=True, help="Only of this key; may be given again.")
@hex_option
@click.option("--where", metavar="EXPRESSION", default="", help="Of the newest records those that an expression means.")
@click.option("--tombstones", is_flag=True, help="Keys whose newest record deletes them, too.")
@isolation_option
@decode_option
@click.option(
    "-o",
    "--output",
    type=click.Choice(("auto", "line", "value", "json", "csv")),
    default="auto",
    show_default=True,
    help="auto: a line on a terminal, JSON into a pipe.",
)
@failure_is_not_all_scanned
def latest(
    options: Options,
    topics: tuple[str, ...],
    keys: tuple[str, ...],
    is_hex: bool,
    where: str,
    tombstones: bool,
    read_committed: bool,
    decoding: str | None,
    output: str,
) -> int:
    """Print the newest record of each key of every TOPIC, by partition and offset, as compaction would leave it.

    Records without a key are left out, and keys that were deleted. A key in several partitions has a newest record in
    each, as in a compacted topic; that is told. Leaves with 1 when there is none, with 2 when not everything could be
    looked at. With more keys than fit into 256 MiB nothing is printed: what is the newest is not known.
    """
    from kafkatui.cli.action_run import waited_for
    from kafkatui.cli.scan_end import tell
    from kafkatui.cli.terminal import flush
    from kafkatui.insight.search.search import compile_search
    from kafkatui.session.feeds import MetadataFeed
    from kafkatui.session.latest_records import LatestRecords

    now = datetime.now().astimezone()
    wanted, reading = compile_search(where, now), compile_search(_any_of(keys, is_hex=is_hex), now)
    with opened_session(options) as session:
        refuse_export(session.profile)
        choose_decoding(session.decoding, decoding)
        names = [topic.name for topic in TopicSelection(topics).topics(session.fetch(MetadataFeed()))]
        found = LatestRecords(_judge(session, wanted), keeps_tombstones=tombstones)
        task = session.scans.search(names, reading, on_match=found.add, read_committed=read_committed)
        state = waited_for(task, shows_progress=True)
        if state.stopped:
            tell(state)
            advice = "Ask for some keys with --key, or for fewer records with --where."
            tell_failure(KafkatuiError("There are more keys than fit into 256 MiB.", advice))
            return NOT_ALL_SCANNED
        records = found.records()[: wanted.limit]
        _write(session, records, output, is_raw=decoding is None)
        flush()
    tell(state)
    _tell_remarks(found, len(records))
    code = DONE if records else NOTHING_FOUND
    return code if state.is_complete else NOT_ALL_SCANNED


def _tell_remarks(found: LatestRecords, told: int) -> None:
    """What is to be known of the keys beside the records, on standard error."""
    from kafkatui.cli.terminal import remark

    for text in (
        f"keys: {len(found):,}, told: {told:,}",
        f"records without a key, left out: {found.keyless:,}" if found.keyless else "",
        f"keys in more than one partition: {scattered:,}" if (scattered := found.scattered) else "",
    ):
        if text:
            remark(f"{text}.")


def _any_of(keys: tuple[str, ...], *, is_hex: bool) -> str:
    """The expression that means records of these keys; of all without any."""
    from kafkatui.insight.search.exact_key import exact_key

    return " or ".join(exact_key(typed_key(key, is_hex=is_hex)) for key in keys)


def _judge(session: ClusterSession, wanted: Search) -> Callable[[Record], bool]:
    """Whether a record is meant; every record without an expression."""
    from kafkatui.insight.search.subject import SearchedRecord

    if not wanted.text.strip():
        return lambda _: True
    reader_of = cache(session.decoding.record_reader)
    return lambda record: wanted.holds(SearchedRecord(record, reader_of(record.topic)))


def _write(session: ClusterSession, records: list[Record], output: str, *, is_raw: bool) -> None:
    from kafkatui.cli.record_lines import header_line, record_writer
    from kafkatui.cli.terminal import chosen_kind

    kind = chosen_kind(output)
    line = record_writer(kind, session.decoding.record_reader, is_raw=is_raw)
    sys.stdout.buffer.write(header_line(kind))
    for record in records:
        sys.stdout.buffer.write(line(record))
