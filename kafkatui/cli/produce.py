"""`kafkatui produce`: send records and report every delivery."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from kafkatui.cli.completed_names import complete_topic
from kafkatui.cli.failures import DONE, FAILED, tell_failure
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options, option
from kafkatui.cli.produce_input import LINES, Common, as_bytes, encoding_of, input_records, parse_headers
from kafkatui.cli.terminal import flush, write_line
from kafkatui.codec.encoding import Encoding
from kafkatui.codec.imported import ImportFormat
from kafkatui.config.options import Options
from kafkatui.insight.moment import parse_moment
from kafkatui.model.errors import KafkatuiError, NotFound, QueueFull, RequestFailed, UsageError
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.model.send_settings import ACKS, COMPRESSIONS, SendSettings
from kafkatui.model.target import Target
from kafkatui.session.actions.produce import ACTION as PRODUCE
from kafkatui.session.masks import ADVICE, unmasking_words
from kafkatui.session.record_places import all_sent_again, parse_places

if TYPE_CHECKING:
    from kafkatui.session.session import ClusterSession
    from kafkatui.session.transactions import TransactionWriter

IN_FLIGHT_LIMIT = 10_000
"""Records sent and not reported yet; librdkafka's own queue holds ten times as many."""

STOP_SECONDS = 2.0
"""So long reports of what was sent are waited for after Ctrl+C."""

ENCODINGS = tuple(each.value for each in Encoding if each is not Encoding.AUTO)


@click.command(short_help="Send records to a topic; a line reports each delivery.")
@connection_options
@click.argument("topic", shell_complete=complete_topic)
@click.argument("values", metavar="[VALUE]...", nargs=-1)
@click.option("-k", "--key", help="Key of every record.")
@click.option(
    "-H",
    "--header",
    "headers",
    metavar="NAME=VALUE",
    multiple=True,
    help="A header; NAME alone: null value; NAME:=hex:00ff or another encoding: bytes.",
)
@click.option("-p", "--partition", type=click.IntRange(min=0), help="Partition; else Kafka's own choice by key.")
@option("-K", "--key-separator", metavar="TEXT", help="Standard input's lines are KEY TEXT VALUE.")
@click.option("--null", "is_null", is_flag=True, help="Send a null value, which deletes the key of a compacted topic.")
@click.option("--key-as", type=click.Choice(ENCODINGS), default="text", help="How keys are encoded.")
@click.option("--value-as", type=click.Choice(ENCODINGS), default="text", help="How values are encoded.")
@option(
    "--value-schema", metavar="SCHEMA", help="Encode values, as JSON, by latest, an id, SUBJECT or SUBJECT/VERSION."
)
@option("--key-schema", metavar="SCHEMA", help="The same for keys.")
@click.option(
    "--input-format",
    type=click.Choice([each.value for each in ImportFormat]),
    default=LINES,
    show_default=True,
    help="Standard input: a value on each line, JSON objects or CSV as tail and w write them.",
)
@option("--timestamp", metavar="TIME", help="Of every record: 2026-01-31T12:00, -15m, seconds since 1970.")
@click.option("--compression", type=click.Choice(COMPRESSIONS[1:]), help="What batches are packed with.")
@click.option("--acks", type=click.Choice(ACKS[1:]), help="Who must have a record before it counts as delivered.")
@click.option("--idempotent", "is_idempotent", is_flag=True, help="In order and once each, whatever is repeated.")
@option("--transactional-id", metavar="ID", help="Send all of it as one transaction, committed if all of it arrives.")
@option("--resend", metavar="PARTITION@OFFSET[,…]", help="Send these records of TOPIC again as they are.")
@option("--to", metavar="TOPIC", help="Where --resend sends them; without it to where they are.")
@click.option(
    "--timeout",
    "timeout_seconds",
    type=click.FloatRange(min=0.1),
    default=15.0,
    show_default=True,
    help="Seconds to wait for the next delivery report.",
)
def produce(options: Options, topic: str, values: tuple[str, ...], timeout_seconds: float, **typed: Any) -> int:
    """Send each VALUE to TOPIC; without one, each line of standard input.

    @PATH sends a file's bytes, @- all of standard input, @@TEXT a text that begins with @.
    """
    if typed["is_null"] and (values or typed["key_separator"]):
        raise UsageError("--null sends a null value, so there is no VALUE and no line to send.")
    settings = SendSettings(typed["compression"] or "", typed["acks"] or "", typed["is_idempotent"])
    if typed["resend"] is not None:
        return _resend(options, topic, values, typed, settings, timeout_seconds)
    if typed["to"] is not None:
        raise UsageError("--to says where --resend sends records to.")
    for part in ("key", "value"):
        if typed[f"{part}_schema"] is not None and typed[f"{part}_as"] != "text":
            raise UsageError(f"--{part}-schema says how {part}s are encoded, so there is no --{part}-as.")
    common = _common(topic, typed)
    records = input_records(common, values, typed["key_separator"], typed["input_format"], is_null=typed["is_null"])
    with opened_session(options, close_timeout_seconds=0.5) as session:
        _check_topic(session, topic, common.partition)
        for part in ("key", "value"):
            if (wanted := typed[f"{part}_schema"]) is not None:
                common.use_schema(session.actions.context.schemas, wanted, part)
        return _send(session, topic, records, settings, typed["transactional_id"] or "", timeout_seconds)


def _common(topic: str, typed: Mapping[str, Any]) -> Common:
    """What the options say of every record. Raises UsageError."""
    timestamp_ms = None
    if typed["timestamp"] is not None:
        try:
            timestamp_ms = parse_moment(typed["timestamp"], datetime.now().astimezone())
        except ValueError as error:
            raise UsageError(f"--timestamp: {error}") from None
    key = typed["key"]
    return Common(
        topic,
        None if key is None else as_bytes(key),
        parse_headers(typed["headers"]),
        typed["partition"],
        timestamp_ms,
        encoding_of(typed["key_as"]),
        encoding_of(typed["value_as"]),
    )


def _resend(
    options: Options,
    topic: str,
    values: tuple[str, ...],
    typed: Mapping[str, Any],
    settings: SendSettings,
    timeout_seconds: float,
) -> int:
    """Send records of the topic again; all are read before the first is sent."""
    own = ("key", "headers", "partition", "key_separator", "is_null", "timestamp", "key_schema", "value_schema")
    formats = (typed["key_as"], typed["value_as"], typed["input_format"])
    if values or formats != ("text", "text", LINES) or any(typed[name] not in (None, False, ()) for name in own):
        raise UsageError("--resend sends records as they are, so there is nothing else to say of them.")
    places = parse_places(typed["resend"])
    to = typed["to"] or topic
    with opened_session(options, close_timeout_seconds=0.5) as session:
        _check_topic(session, topic, None)
        _check_topic(session, to, None)
        decoding = session.actions.context.decoding
        if words := unmasking_words(decoding, topic, decoding, to):
            raise UsageError(words, ADVICE)
        found = session.actions.context.read_records(topic, places, lambda: None)
        records = all_sent_again([found[place] for place in places], to)
        return _send(session, to, records, settings, typed["transactional_id"] or "", timeout_seconds)


def _send(
    session: ClusterSession,
    topic: str,
    records: Iterable[OutgoingRecord],
    settings: SendSettings,
    transactional_id: str,
    seconds: float,
) -> int:
    sent = _Sent(session, topic, settings)
    try:
        if not transactional_id:
            return send_all(sent.send, records, seconds)
        with session.actions.context.transactional_producer(transactional_id, settings) as transaction:
            sent.transaction = transaction
            return _send_as_one(transaction, sent, records, seconds)
    finally:
        sent.note()


def _send_as_one(transaction: TransactionWriter, sent: _Sent, records: Iterable[OutgoingRecord], seconds: float) -> int:
    """All of them in a transaction, which is committed when every one has arrived, and else aborted; also when the
    commit is refused. A commit that nobody answers may have been done: nothing is aborted then."""
    transaction.begin()
    is_to_abort = True
    try:
        code = send_all(sent.send, records, seconds)
        if code == DONE:
            is_to_abort = False
            try:
                transaction.commit()
            except RequestFailed:
                is_to_abort = True
                raise
            except KafkatuiError as error:
                sent.told = (OutcomeState.UNKNOWN, str(error))
                raise
            write_line(f"Committed {sent.count:,} records")
        return code
    finally:
        if is_to_abort:
            transaction.abort()
            sent.told = (OutcomeState.FAILED, "the transaction was aborted")
            write_line(f"Aborted: none of the {sent.count:,} records is seen by who reads committed ones")
        flush()


def _check_topic(session: ClusterSession, topic: str, partition: int | None) -> None:
    """ReadOnly where nothing may be written; NotFound for a topic or partition that is not there."""
    from kafkatui.session.feeds import MetadataFeed

    session.actions.require(PRODUCE, (Target(PlaceKind.TOPIC, topic),), {})
    known = session.fetch(MetadataFeed()).topics.get(topic)
    if known is None:
        raise NotFound(f"There is no topic {topic}.", "Sending to it does not create it; `kafkatui topics` lists them.")
    if partition is not None and partition >= len(known.partitions):
        raise NotFound(f"{topic} has no partition {partition}.", f"It has 0 to {len(known.partitions) - 1}.")


class _Sent:
    """Counts what is sent, for the journal: one entry for the whole run, also when it is interrupted."""

    def __init__(self, session: ClusterSession, topic: str, settings: SendSettings) -> None:
        self._session = session
        self._settings = settings
        self._topic = topic
        self.count = self._delivered = 0
        self.transaction: TransactionWriter | None = None
        """What the records go into; None: each by itself."""
        self.told: tuple[OutcomeState, str] | None = None
        """What became of them, where their deliveries do not say it."""

    def send(self, record: OutgoingRecord, on_delivery: Callable[[Delivery], None]) -> int:
        """As `ClusterSession.produce`."""

        def counted(delivery: Delivery) -> None:
            self._delivered += delivery.is_delivered
            on_delivery(delivery)

        if self.transaction is not None:
            serial = self.transaction.send(record, counted)
        else:
            serial = self._session.produce(record, counted, self._settings)
        self.count += 1
        return serial

    def note(self) -> None:
        """Write it down; a journal that cannot be written is said, since the records are sent."""
        if not self.count:
            return
        lost = self.count - self._delivered
        state, words = (OutcomeState.DONE, "") if not lost else (OutcomeState.FAILED, f"{lost:,} not delivered")
        if self.told is not None:
            state, words = self.told
        outcome = Outcome((TargetOutcome(self._topic, state, words),))
        try:
            what = "1 record" if self.count == 1 else f"{self.count:,} records"
            self._session.actions.note(PRODUCE, f"Sent {what} to {self._topic}.", outcome, {})
        except KafkatuiError as error:
            tell_failure(error)


def send_all(
    send: Callable[[OutgoingRecord, Callable[[Delivery], None]], int],
    records: Iterable[OutgoingRecord],
    timeout_seconds: float,
) -> int:
    """Send the records and report each delivery on standard output.

    Args:
        send: `ClusterSession.produce`.
        timeout_seconds: the longest wait from one report to the next.

    Returns:
        exit code: 0 when every record was delivered, else 1.
    """
    reports, sent = _Reports(timeout_seconds), 0
    try:
        for record in records:
            reports.wait_for_room(IN_FLIGHT_LIMIT)
            reports.send(sent + 1, record, send)
            sent += 1
        reports.wait_for_room(1)
    except (KafkatuiError, KeyboardInterrupt) as error:
        reports.end_within(STOP_SECONDS if isinstance(error, KeyboardInterrupt) else timeout_seconds)
        if sent:
            write_line(f"Nothing was sent from record {sent + 1} on")
            flush()
        raise
    return reports.finish()


class _Reports:
    """Counts what is under way and writes what was reported; `_take` runs in the producer's thread."""

    def __init__(self, timeout_seconds: float) -> None:
        self._timeout_seconds = timeout_seconds
        self._changed = threading.Condition()
        self._in_flight = 0
        self._failed = 0
        self._pipe_error: OSError | None = None

    def send(
        self,
        number: int,
        record: OutgoingRecord,
        send: Callable[[OutgoingRecord, Callable[[Delivery], None]], int],
    ) -> None:
        """Send a record whose report is waited for.

        Args:
            number: which one it is of all, from 1.
        """
        while True:
            with self._changed:
                self._in_flight += 1
            try:
                send(record, partial(self._take, number))
                return
            except KafkatuiError as error:
                with self._changed:
                    self._in_flight -= 1
                if not isinstance(error, QueueFull):
                    raise
            self.wait_for_report()  # large records, more of them than the client holds: some have to arrive first

    def _take(self, number: int, delivery: Delivery) -> None:
        with self._changed:
            self._in_flight -= 1
            self._failed += not delivery.is_delivered
            try:
                write_line(delivery_line(delivery, number))
                flush()
            except OSError as error:  # raised again in the sending thread
                self._pipe_error = error
            self._changed.notify_all()

    def wait_for_room(self, limit: int) -> None:
        """Return when fewer than `limit` records are under way, or when nothing was reported for the time-out."""
        with self._changed:
            before, deadline = self._in_flight, time.monotonic() + self._timeout_seconds
            while self._in_flight >= limit and self._pipe_error is None:
                if self._in_flight != before:
                    before, deadline = self._in_flight, time.monotonic() + self._timeout_seconds
                if not self._changed.wait(max(0.0, deadline - time.monotonic())) and time.monotonic() >= deadline:
                    break
            if self._pipe_error is not None:
                raise self._pipe_error

    def wait_for_report(self) -> None:
        """Return at the next report, or after the time-out for one."""
        with self._changed:
            self._changed.wait(self._timeout_seconds)

    def end_within(self, seconds: float) -> None:
        """Wait for what is under way, and say what was not reported, where it does not go on."""
        self._timeout_seconds = seconds
        self.wait_for_room(1)
        self.finish()
        flush()

    def finish(self) -> int:
        """Say what was never reported, and tell the exit code."""
        with self._changed:
            if self._in_flight:
                count = f"{self._in_flight} record{'s' if self._in_flight > 1 else ''}"
                write_line(f"Delivery failed: no report for {count} within {self._timeout_seconds:g} s")
            return FAILED if self._failed or self._in_flight else DONE


def delivery_line(delivery: Delivery, number: int) -> str:
    """ "Delivered message to topic[partition]@offset", or "Delivery failed: record 3: …", the third that was given."""
    if delivery.is_delivered:
        offset = "" if delivery.offset is None else f"@{delivery.offset}"
        return f"Delivered message to {delivery.record.topic}[{delivery.partition}]{offset}"
    return f"Delivery failed: record {number}: {delivery.error} {delivery.advice}".rstrip()
