"""What several looks must have seen for a rule to find it, and what only looks like it."""

from __future__ import annotations

from collections.abc import Mapping

from kafkatui.insight.doctor.course import Course, Quiet, Standing
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.partition_past import PartitionPast, UncleanElection
from kafkatui.model.cluster import Partition
from kafkatui.model.config_entry import LogDir, ReplicaSize
from kafkatui.model.group_track import LagLook
from kafkatui.model.presence import PresenceState
from kafkatui.model.quorum import Feature
from kafkatui.model.replacing import replace
from kafkatui.model.replica_sets import Reassignment
from tests.unit.insight.doctor.states import (
    BILLING,
    BROKERS,
    LOG,
    MEMBER,
    NOW,
    broken,
    configs,
    entry,
    groups,
    metadata,
    ok,
    part,
    presences,
    quorum,
)  # fmt: skip

GIB = 1 << 30


def shrinks(*ago: float, broker: int = 3) -> Known:
    return broken(past=PartitionPast({("orders", 0, broker): tuple(NOW - each for each in ago)}))


def elected(before: Partition, after: Partition, unclean: str = "false") -> Known:
    return broken(
        past=PartitionPast(elections=(UncleanElection(before, after, NOW - 60),)),
        configs=configs(entry("unclean.leader.election.enable", unclean)),
    )


LOST = part(0, -1, (1, 2, 3), (1,)), part(0, 2, (1, 2, 3), (2,))
UNSEEN = part(0, 1, (1, 2, 3), (1,)), part(0, 2, (1, 2, 3), (2,))


def coming(*points: tuple[float, int], isr: tuple[int, ...] = (1, 2, 3)) -> Known:
    """Partition 0 is on its way to broker 4; so many seconds ago so many bytes were there."""
    moving = Partition("orders", 0, 1, (1, 2, 3, 4), isr)
    return broken(
        metadata=metadata(replace(metadata().value.topics["orders"], partitions=(moving,))),  # type: ignore[union-attr]
        moves=ok({("orders", 0): Reassignment((4,), (3,))}),
        course=Course(copies={(("orders", 0), 4): tuple((NOW - ago, size) for ago, size in points)}),
    )


def standing(offset: int, end_then: int, **parts: object) -> Known:
    """A commit of a minute ago, in a log that ends at 10 now."""
    group = replace(BILLING, **parts)
    return broken(
        groups=groups(group, {("orders", 0): offset}, LOG),
        course=Course(standing={("billing", ("orders", 0)): Standing(offset, end_then, NOW - 60)}),
    )


def sizes(*gib: float) -> Known:
    return broken(
        log_dirs=ok(
            tuple(
                LogDir(number, "/data", (ReplicaSize("orders", 0, number, "/data", int(size * GIB), 0),))
                for number, size in zip(BROKERS, gib, strict=True)
            )
        )
    )


def lags(*looks: int) -> Known:
    """A lag, look by look, a minute apart; the last now."""
    seen = tuple(LagLook(NOW - 60.0 * ago, lag) for ago, lag in zip(range(len(looks) - 1, -1, -1), looks, strict=True))
    return broken(course=Course(lags={"billing": seen}))


NOBODY = replace(BILLING, members=())


def quiet(since_seconds: float, commits: Mapping[tuple[str, int], int] | None = None) -> Known:
    return broken(groups=groups(NOBODY, commits or {}), course=Course(quiet={"orders": Quiet(30, since_seconds)}))


TRIGGERS: Mapping[str, Known] = {
    "partition-flapping": shrinks(500, 300, 20),
    "election-unclean": elected(*LOST),
    "reassignment-slow": coming((95, 1_000), (30, 2_000), (0, 3_000)),
    "group-stuck": standing(4, 8),
    "disk-skew": sizes(40, 10, 10),
}

NEAR_MISSES: tuple[tuple[str, str, Known], ...] = (
    ("partition-flapping", "twice is no habit", shrinks(300, 20)),
    ("partition-flapping", "one of them was long ago", shrinks(601, 300, 20)),
    (
        "partition-flapping",
        "each broker was restarted once",
        broken(past=PartitionPast({("orders", 0, broker): (NOW - 60 * broker,) for broker in BROKERS})),
    ),
    ("election-unclean", "it can have joined the ISR unseen, and unclean ones are not allowed", elected(*UNSEEN)),
    (
        "election-unclean",
        "an eligible replica has all that was committed",
        replace(elected(*LOST), quorum=quorum(features=(Feature("eligible.leader.replicas.version", 1, (0, 1)),))),
    ),
    ("reassignment-slow", "it comes fast enough", coming((95, 0), (0, 20_000_000))),
    ("reassignment-slow", "it has only begun", coming((60, 1_000), (0, 1_000))),
    ("reassignment-slow", "it is there", coming((95, 9), (0, 9), isr=(1, 2, 3, 4))),
    ("group-stuck", "nothing has come since", standing(4, 10)),
    ("group-stuck", "its members are being given other partitions", standing(4, 8, state="PreparingRebalance")),
    ("group-stuck", "nobody has the partition", standing(4, 8, members=(replace(MEMBER, assignment=()),))),
    ("group-falling-behind", "it has grown for five minutes only", lags(*[5] * 20, *range(6, 12))),
    ("group-falling-behind", "it comes and goes", lags(*[1, 9, 5] * 8)),
    ("disk-skew", "all are as full", sizes(40, 38, 42)),
    ("disk-skew", "a little more of a little", sizes(9, 1, 1)),
    ("disk-skew", "one that is gone", replace(sizes(40, 10, 0), presences=presences(PresenceState.GONE))),
    ("topic-unused", "looked at once", quiet(NOW)),
    ("topic-unused", "a group reads it", quiet(NOW - 4_000, {("orders", 0): 4})),
)

GROWING_FOR_LONG = lags(*range(1, 24))
"""Looked at once in a minute, as nobody has its page open."""
QUIET = quiet(NOW - 4_000)
"""Nobody reads it, and nothing came for over an hour."""
PERHAPS = elected(*UNSEEN, unclean="true")
"""Unclean elections are allowed, and nobody saw it without a leader."""
