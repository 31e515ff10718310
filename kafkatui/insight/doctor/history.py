"""What partitions went through while they were watched, and moves that do not get on."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.insight.changes import id_list, leader_name
from kafkatui.insight.doctor.configs import UNCLEAN
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.partitions import partitions_subject
from kafkatui.insight.doctor.rule import Rule, Suspicion, some
from kafkatui.insight.partition_past import FLAP_SECONDS, UncleanElection
from kafkatui.model.counted import counted
from kafkatui.model.event import Severity
from kafkatui.model.finding import Evidence, Subject
from kafkatui.model.place import PlaceKind
from kafkatui.model.throttle import RATES

FLAPS = 3
"""So often the same broker must have left an ISR: a restart of all brokers takes each out once."""

SLOW_SECONDS = 90.0
SLOW_BYTES_PER_SECOND = 100_000.0
"""A replica that comes more slowly for so long: Cruise Control alerts at that."""

ELIGIBLE = "eligible.leader.replicas.version"


def flapping(known: Known) -> Iterator[Suspicion]:
    """The same broker falls out of an ISR again and again."""
    found: dict[str, list[tuple[int, int, tuple[float, ...]]]] = {}
    for (topic, number, broker), times in known.past.shrinks.items():
        recent = tuple(each for each in times if known.now_seconds - each < FLAP_SECONDS)
        if len(recent) >= FLAPS and topic in known.topics:
            found.setdefault(topic, []).append((number, broker, recent))
    for topic, flaps in found.items():
        number, broker, times = max(flaps, key=lambda flap: len(flap[2]))
        part = next((each for each in known.topics[topic].partitions if each.id == number), None)
        now = f"{number}: ISR {id_list(part.isr)} of {id_list(part.replicas)}" if part is not None else "gone"
        words = f"{number}: broker {broker} left the ISR {len(times)} times within ten minutes"
        yield Suspicion(
            partitions_subject(topic, str(number)),
            f"{counted(len({each for each, _, _ in flaps}), 'partition')} of {topic} with an ISR without rest.",
            (known.kafka(now), known.seen(words, times[-1])),
            times[0],
        )


def unclean_election(known: Known) -> Iterator[Suspicion]:
    """A leader came from outside of the last ISR that was seen.

    Where it was seen without a leader before, it is sure. Else the new leader can have joined the ISR unseen, so that
    it is said only where unclean elections are allowed, and as a guess. With eligible replicas (KIP-966) a leader from
    outside of the ISR loses nothing.
    """
    quorum = known.quorum.value
    if quorum is not None and any(each.name == ELIGIBLE and each.finalized for each in quorum.features):
        return
    by_topic: dict[str, list[UncleanElection]] = {}
    for each in known.past.elections:
        entry = known.config(each.after.topic, UNCLEAN)
        if each.after.topic in known.topics and (each.was_leaderless or (entry is not None and entry.value == "true")):
            by_topic.setdefault(each.after.topic, []).append(each)
    for topic, elections in by_topic.items():
        last, is_sure = elections[-1], any(each.was_leaderless for each in elections)
        count = counted(len({each.after.id for each in elections}), "partition")
        yield Suspicion(
            partitions_subject(topic, str(last.after.id)),
            f"{count} of {topic} {'has' if is_sure else 'perhaps has'} lost records at an election.",
            tuple(_election_evidence(known, last)),
            elections[0].at_seconds,
            severity=None if is_sure else Severity.WARNING,
        )


def _election_evidence(known: Known, each: UncleanElection) -> Iterator[Evidence]:
    before, after = each.before, each.after
    words = (
        f"{after.id}: leader {leader_name(before.leader)} → {after.leader}, "
        f"ISR {id_list(before.isr)} → {id_list(after.isr)}"
    )
    yield known.seen(words, each.at_seconds)
    entry = known.config(after.topic, UNCLEAN)
    if entry is not None:
        yield known.kafka_of(known.configs[after.topic], f"{UNCLEAN}={entry.value}")
    state = known.registered.states.get((after.topic, after.id)) if known.registered is not None else None
    if state is not None and not state.error:
        yield known.znode(f"{after.id}: leader {state.leader}, epoch {state.leader_epoch}, ISR {id_list(state.isr)}")


def slow_move(known: Known) -> Iterator[Suspicion]:
    """Of a replica that is to come hardly anything has come for a while."""
    for (topic, number), move in (known.moves.current or {}).items():
        parts = known.topics[topic].partitions if topic in known.topics else ()
        part = next((each for each in parts if each.id == number), None)
        slow = []
        for broker in move.adding:
            points = known.course.copies.get(((topic, number), broker), ())
            span = points[-1][0] - points[0][0] if points else 0.0
            rate = (points[-1][1] - points[0][1]) / span if span else 0.0
            is_there = part is not None and broker in part.isr
            if span >= SLOW_SECONDS and rate < SLOW_BYTES_PER_SECOND and not is_there:
                slow.append((broker, rate, points))
        if slow:
            words = [
                f"broker {broker}: {points[-1][1]:,} B there, {max(0.0, rate):,.0f} B/s"
                for broker, rate, points in slow
            ]
            first = min(points[0][0] for _, _, points in slow)
            yield Suspicion(
                Subject(f"{topic}-{number}", PlaceKind.TOPIC, topic, "partitions", str(number)),
                f"{topic}-{number} is hardly moving.",
                (
                    known.kafka_of(known.moves, f"coming {id_list(move.adding)}, going {id_list(move.removing)}"),
                    known.kafka_of(known.log_dirs, some(words)),
                    *_rates(known),
                ),
                first,
            )


def _rates(known: Known) -> Iterator[Evidence]:
    for broker_id, observed in known.broker_configs.items():
        for entry in observed.value or ():
            if entry.name in RATES and entry.value and entry.is_own:
                yield known.kafka_of(observed, f"broker {broker_id}: {entry.name}={entry.value}")
                return


RULES = (
    Rule(
        "partition-flapping",
        "partitions",
        "ISR without rest",
        Severity.WARNING,
        flapping,
        "Its broker can just not keep up, or loses its connection: every time it is out there is a copy less.",
        "Look at that broker's disks, network and garbage collection; num.replica.fetchers may be too few.",
        needs_time=True,
    ),
    Rule(
        "election-unclean",
        "partitions",
        "Unclean election",
        Severity.BAD,
        unclean_election,
        "Records that only the old leader had are lost, and consumers may be beyond the end of the log.",
        "Find out what was lost, from the old leader's disk or the producers; look at the groups' offsets.",
        needs_time=True,
    ),
    Rule(
        "reassignment-slow",
        "partitions",
        "Reassignment hardly moves",
        Severity.WARNING,
        slow_move,
        "It will take very long: a throttle is too low, or its leader or disks have no room for it.",
        "Raise the throttle, or look at the brokers between which it moves.",
        hold_seconds=SLOW_SECONDS,
        needs_time=True,
    ),
)
"""The rules about what was seen of partitions over time."""
