"""Log directories: readable, and with room."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion
from kafkatui.model.config_entry import LogDir
from kafkatui.model.event import Severity
from kafkatui.model.finding import Subject
from kafkatui.model.place import PlaceKind

FULL_SHARE, VERY_FULL_SHARE = 0.7, 0.9
_GIB = 1 << 30


def _subject(each: LogDir) -> Subject:
    return Subject(f"broker {each.broker_id} {each.path}", PlaceKind.BROKER, str(each.broker_id), "log_dirs")


def offline(known: Known) -> Iterator[Suspicion]:
    """A directory that the broker cannot use; of one that does not answer nothing is said here."""
    answering = {each.broker_id for each in known.log_dirs.value or () if each.path}
    for each in known.log_dirs.current or ():
        if each.error and each.path and each.broker_id in answering:
            title = f"Broker {each.broker_id} cannot use {each.path}."
            yield Suspicion(_subject(each), title, (known.kafka_of(known.log_dirs, each.error),))


def full(known: Known) -> Iterator[Suspicion]:
    """Little room on a volume (Kafka 3.3 and above tells)."""
    for each in known.log_dirs.current or ():
        if each.error or not each.total_bytes or each.usable_bytes is None:
            continue
        used = 1 - each.usable_bytes / each.total_bytes
        if used >= FULL_SHARE:
            room = f"{each.usable_bytes / _GIB:,.1f} of {each.total_bytes / _GIB:,.1f} GiB left"
            words = f"{room}; Kafka's logs {each.size_bytes / _GIB:,.1f} GiB"
            yield Suspicion(
                _subject(each),
                f"The volume of {each.path} on broker {each.broker_id} is {used:.0%} full.",
                (known.kafka_of(known.log_dirs, words),),
                severity=Severity.BAD if used >= VERY_FULL_SHARE else None,
            )


RULES = (
    Rule(
        "log-dir-offline",
        "disks",
        "Log directory offline",
        Severity.BAD,
        offline,
        "Its replicas are gone until the broker is started anew with the disk in order.",
        "Look at the disk; then restart the broker.",
        hold_seconds=10.0,
    ),
    Rule(
        "disk-full",
        "disks",
        "Disk nearly full",
        Severity.WARNING,
        full,
        "A broker whose disk is full stops.",
        "Shorten retention, move replicas to others, or add room.",
        hold_seconds=60.0,
    ),
)
"""The rules about disks."""
