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

SKEW = 1.5
LEAST_SKEW_BYTES = 10 * _GIB
"""A broker keeps too much from so many times the mean on, and so much more."""


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


def skewed(known: Known) -> Iterator[Suspicion]:
    """A broker keeps far more than the others; while one is gone or does not answer nothing is said."""
    log_dirs = known.log_dirs.current or ()
    sizes = dict.fromkeys(known.cluster.brokers, 0)
    if len(sizes) < 2 or known.gone or {each.broker_id for each in log_dirs if not each.error} != sizes.keys():
        return
    for each in log_dirs:
        if each.broker_id in sizes:
            sizes[each.broker_id] += each.size_bytes
    mean = sum(sizes.values()) / len(sizes)
    for broker_id, size in sizes.items():
        if size > SKEW * mean and size - mean >= LEAST_SKEW_BYTES:
            words = f"{size / _GIB:,.1f} GiB; {mean / _GIB:,.1f} GiB on average of {len(sizes)} brokers"
            yield Suspicion(
                Subject(f"broker {broker_id}", PlaceKind.BROKER, str(broker_id), "log_dirs"),
                f"Broker {broker_id} keeps {size / mean:.1f} times as much as the others on average.",
                (known.kafka_of(known.log_dirs, words),),
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
    Rule(
        "disk-skew",
        "disks",
        "A broker keeps too much",
        Severity.WARNING,
        skewed,
        "Its disks are full while the others have room.",
        "Move replicas to others, the largest first.",
        hold_seconds=900.0,
        action="partition.reassign",
    ),
)
"""The rules about disks."""
