"""`kafkatui history`: what became of a key, record by record."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kafkatui.cli.completed_names import complete_topic
from kafkatui.cli.decoding import choose_decoding, decode_option
from kafkatui.cli.exporting import refuse_export
from kafkatui.cli.failures import DONE
from kafkatui.cli.isolation import isolation_option
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options
from kafkatui.cli.scan_end import NOT_ALL_SCANNED, NOTHING_FOUND, failure_is_not_all_scanned
from kafkatui.cli.typed_key import hex_option, typed_key
from kafkatui.config.options import Options
from kafkatui.model.errors import NotFound

if TYPE_CHECKING:
    from kafkatui.codec.decoder import RecordReader
    from kafkatui.insight.key_history import Step
    from kafkatui.insight.search.subject import SearchedRecord
    from kafkatui.session.records_of_key import RecordsOfKey


@click.command(short_help="All records of a key in order, and what each changed.")
@connection_options
@click.argument("topic", shell_complete=complete_topic)
@click.argument("key")
@hex_option
@click.option(
    "--murmur2",
    "only_home",
    is_flag=True,
    help="Read only the partition that Kafka's own partitioner puts the key into. Who wrote it may have chosen "
    "another, and adding partitions moves keys: by default all are read.",
)
@isolation_option
@decode_option
@click.option(
    "-o",
    "--output",
    type=click.Choice(("auto", "line", "json")),
    default="auto",
    show_default=True,
    help="auto: a line on a terminal, JSON into a pipe.",
)
@failure_is_not_all_scanned
def history(
    options: Options,
    topic: str,
    key: str,
    is_hex: bool,
    only_home: bool,
    read_committed: bool,
    decoding: str | None,
    output: str,
) -> int:
    """Print every record of TOPIC whose key is KEY, the very bytes, the oldest first, with what it changed.

    Of JSON values the fields that changed. Records in several partitions are put in the order of their timestamps, and
    that is told. Leaves with 1 when there is none, with 2 when not everything could be looked at or kept (128 MiB).
    """
    from kafkatui.cli.action_run import waited_for
    from kafkatui.cli.scan_end import tell
    from kafkatui.cli.terminal import chosen_kind, flush
    from kafkatui.insight.search.exact_key import exact_key
    from kafkatui.insight.search.search import compile_search
    from kafkatui.session.feeds import MetadataFeed
    from kafkatui.session.records_of_key import RecordsOfKey

    wanted = typed_key(key, is_hex=is_hex)
    kind = chosen_kind(output)
    with opened_session(options) as session:
        refuse_export(session.profile)
        choose_decoding(session.decoding, decoding)
        chosen = session.fetch(MetadataFeed()).topics.get(topic)
        if chosen is None:
            raise NotFound(f"There is no topic {topic}.", "`kafkatui topics` lists them.")
        expression = exact_key(wanted)
        if only_home:
            expression += f" and partition = {session.partition_for(wanted, len(chosen.partitions))}"
        found = RecordsOfKey()
        reading = compile_search(expression, datetime.now().astimezone())
        task = session.scans.search([chosen.name], reading, on_match=found.add, read_committed=read_committed)
        state = waited_for(task, shows_progress=True)
        _write(found, session.decoding.record_reader(chosen.name), kind)
        flush()
    tell(state)
    _tell_partitions(found)
    if not state.is_complete:
        return NOT_ALL_SCANNED
    return DONE if state.matched else NOTHING_FOUND


def _tell_partitions(found: RecordsOfKey) -> None:
    from kafkatui.cli.terminal import remark

    if len(found.partitions) > 1:
        places = ", ".join(map(str, found.partitions))
        remark(f"the key is in partitions {places}; the order is that of the timestamps.")


def _write(found: RecordsOfKey, reader: RecordReader, kind: str) -> None:
    from kafkatui.cli.terminal import printable
    from kafkatui.insight.key_history import step
    from kafkatui.insight.search.subject import SearchedRecord

    text_of = _json_of(reader) if kind == "json" else _line_of()
    before: SearchedRecord | None = None
    for record in found.in_order():
        now = SearchedRecord(record, reader)
        sys.stdout.buffer.write(f"{printable(text_of(now, step(before, now)))}\n".encode())
        before = now


def _json_of(reader: RecordReader) -> Callable[[SearchedRecord, Step], str]:
    from msgspec import json

    from kafkatui.view.key_history_lines import step_fields
    from kafkatui.view.record_json import record_json

    def text_of(now: SearchedRecord, step: Step) -> str:
        fields = record_json(now.record, now.key, now.value, reader, waits=True)
        return json.encode({**fields, **step_fields(step)}).decode()

    return text_of


def _line_of() -> Callable[[SearchedRecord, Step], str]:
    from kafkatui.codec.sanitise import sanitise
    from kafkatui.view.data_text import data_line
    from kafkatui.view.key_history_lines import step_text
    from kafkatui.view.numbers import timestamp

    def text_of(now: SearchedRecord, step: Step) -> str:
        record = now.record
        at = "no time" if record.timestamp_ms is None else timestamp(record.timestamp_ms)
        text = sanitise(step_text(step, data_line(now.value)))
        return f"{record.topic}[{record.partition}]@{record.offset} {at} {text}"

    return text_of
