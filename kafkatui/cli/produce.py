"""`kafkatui produce`: send records and report every delivery."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kafkatui.cli.failures import DONE, FAILED, tell_failure
from kafkatui.cli.opened import opened_session
from kafkatui.cli.options import connection_options, option
from kafkatui.cli.terminal import flush, standard_input, write_line
from kafkatui.config.options import Options
from kafkatui.model.errors import KafkatuiError, NotFound, UsageError
from kafkatui.model.outcome import Outcome, OutcomeState, TargetOutcome
from kafkatui.model.place import PlaceKind
from kafkatui.model.record import Delivery, OutgoingRecord
from kafkatui.model.target import Target
from kafkatui.session.actions.produce import ACTION as PRODUCE

if TYPE_CHECKING:
    from kafkatui.session.session import ClusterSession

IN_FLIGHT_LIMIT = 10_000
"""Records sent and not reported yet; librdkafka's own queue holds ten times as many."""

Headers = tuple[tuple[str, bytes | None], ...]


@click.command(short_help="Send records to a topic; a line reports each delivery.")
@connection_options
@click.argument("topic")
@click.argument("values", metavar="[VALUE]...", nargs=-1)
@click.option("-k", "--key", help="Key of every record.")
@click.option(
    "-H", "--header", "headers", metavar="NAME=VALUE", multiple=True, help="A header; NAME alone: null value."
)
@click.option("-p", "--partition", type=click.IntRange(min=0), help="Partition; else Kafka's own choice by key.")
@option("-K", "--key-separator", metavar="TEXT", help="Standard input's lines are KEY TEXT VALUE.")
@click.option("--null", "is_null", is_flag=True, help="Send a null value, which deletes the key of a compacted topic.")
@click.option(
    "--timeout",
    "timeout_seconds",
    type=click.FloatRange(min=0.1),
    default=15.0,
    show_default=True,
    help="Seconds to wait for the next delivery report.",
)
def produce(
    options: Options,
    topic: str,
    values: tuple[str, ...],
    key: str | None,
    headers: tuple[str, ...],
    partition: int | None,
    key_separator: str | None,
    is_null: bool,
    timeout_seconds: float,
) -> int:
    """Send each VALUE to TOPIC; without one, each line of standard input.

    @PATH sends a file's bytes, @- all of standard input, @@TEXT a text that begins with @.
    """
    if is_null and (values or key_separator):
        raise UsageError("--null sends a null value, so there is no VALUE and no line to send.")
    pairs = _pairs(values, _encoded(key), key_separator, is_null=is_null)
    parsed = parse_headers(headers)
    records = (OutgoingRecord(topic, its_key, value, parsed, partition) for its_key, value in pairs)
    with opened_session(options, close_timeout_seconds=0.5) as session:
        _check_topic(session, topic, partition)
        sent = _Sent(session, topic)
        try:
            return send_all(sent.send, records, timeout_seconds)
        finally:
            sent.note()


def parse_headers(texts: Iterable[str]) -> Headers:
    """`name=value` texts as headers; without `=` the value is null.

    Raises:
        UsageError: a header without a name.
    """
    headers = []
    for text in texts:
        name, equals, value = text.partition("=")
        if not name:
            raise UsageError(f"-H {text}: the header has no name.", "Write it like -H trace=42.")
        headers.append((name, _encoded(value) if equals else None))
    return tuple(headers)


def value_bytes(text: str) -> bytes:
    """A VALUE as it is sent: `@path` a file's bytes, `@-` standard input's, `@@text` the text "@text".

    Raises:
        UsageError: the file cannot be read.
    """
    if text.startswith("@@") or not text.startswith("@"):
        return text.removeprefix("@" if text.startswith("@@") else "").encode("utf-8", "surrogateescape")
    if text == "@-":
        return standard_input().read()
    path = Path(os.path.expanduser(text[1:]))
    try:
        return path.read_bytes()
    except OSError as error:
        advice = f"To send the text itself write @{text}."
        raise UsageError(f"{path} cannot be read: {error.strerror}.", advice) from None


def _encoded(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogateescape")


def _pairs(
    values: tuple[str, ...], key: bytes | None, key_separator: str | None, *, is_null: bool
) -> Iterator[tuple[bytes | None, bytes | None]]:
    """Key and value of every record to send."""
    if is_null:
        yield key, None
    elif values:
        for value in values:
            yield key, value_bytes(value)
    else:
        separator = _encoded(key_separator)
        for line in standard_input():
            yield split_line(line, key, separator)


def split_line(line: bytes, key: bytes | None, separator: bytes | None) -> tuple[bytes | None, bytes]:
    """Key and value of one line of standard input; a line without the separator has the common key."""
    text = line.removesuffix(b"\n").removesuffix(b"\r")
    if separator:
        before, found, after = text.partition(separator)
        if found:
            return before, after
    return key, text


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

    def __init__(self, session: ClusterSession, topic: str) -> None:
        self._session = session
        self._topic = topic
        self._count = self._delivered = 0

    def send(self, record: OutgoingRecord, on_delivery: Callable[[Delivery], None]) -> int:
        """As `ClusterSession.produce`."""

        def counted(delivery: Delivery) -> None:
            self._delivered += delivery.is_delivered
            on_delivery(delivery)

        serial = self._session.produce(record, counted)
        self._count += 1
        return serial

    def note(self) -> None:
        """Write it down; a journal that cannot be written is said, since the records are sent."""
        if not self._count:
            return
        lost = self._count - self._delivered
        state, words = (OutcomeState.DONE, "") if not lost else (OutcomeState.FAILED, f"{lost:,} not delivered")
        outcome = Outcome((TargetOutcome(self._topic, state, words),))
        try:
            what = "1 record" if self._count == 1 else f"{self._count:,} records"
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
    reports = _Reports(timeout_seconds)
    for record in records:
        reports.wait_for_room(IN_FLIGHT_LIMIT)
        reports.expect()
        send(record, reports.take)
    reports.wait_for_room(1)
    return reports.finish()


class _Reports:
    """Counts what is under way and writes what was reported; `take` runs in the producer's thread."""

    def __init__(self, timeout_seconds: float) -> None:
        self._timeout_seconds = timeout_seconds
        self._changed = threading.Condition()
        self._in_flight = 0
        self._failed = 0
        self._pipe_error: OSError | None = None

    def expect(self) -> None:
        with self._changed:
            self._in_flight += 1

    def take(self, delivery: Delivery) -> None:
        with self._changed:
            self._in_flight -= 1
            self._failed += not delivery.is_delivered
            try:
                write_line(delivery_line(delivery))
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

    def finish(self) -> int:
        """Say what was never reported, and tell the exit code."""
        with self._changed:
            if self._in_flight:
                count = f"{self._in_flight} record{'s' if self._in_flight > 1 else ''}"
                write_line(f"Delivery failed: no report for {count} within {self._timeout_seconds:g} s")
            return FAILED if self._failed or self._in_flight else DONE


def delivery_line(delivery: Delivery) -> str:
    """ "Delivered message to topic[partition]@offset", or "Delivery failed: …"."""
    if delivery.is_delivered:
        return f"Delivered message to {delivery.record.topic}[{delivery.partition}]@{delivery.offset}"
    return f"Delivery failed: {delivery.error} {delivery.advice}".rstrip()
