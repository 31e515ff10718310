"""Partitions: leaders, in-sync replicas, their racks, what moves, and whether ZooKeeper has the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kafkatui.insight.changes import id_list
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion, some
from kafkatui.model.cluster import Partition, Topic
from kafkatui.model.counted import counted
from kafkatui.model.event import Severity
from kafkatui.model.finding import Evidence, Subject
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target

OF_A_GONE_BROKER_SECONDS = 60.0
"""What a broker that is gone explains is told under that broker first: a restart takes less."""

OF_A_RETURNED_BROKER_SECONDS = 120.0
"""The same once it is back, and fetches what its replicas have missed."""

SKEW_LIMIT = 0.1
"""Above this share Kafka itself elects (`leader.imbalance.per.broker.percentage`)."""

SETTLE_SECONDS = 10.0
"""So long brokers may take to hear of what a controller wrote down."""

_Test = Callable[[Partition], bool]


def partitions_subject(topic: str, cursor: str = "") -> Subject:
    """The partitions of a topic."""
    return Subject(topic, PlaceKind.TOPIC, topic, "partitions", cursor)


def _by_topic(known: Known, title: str, found: Iterator[tuple[Topic, list[Partition]]]) -> Iterator[Suspicion]:
    """A suspicion for each topic; waited for longer where brokers explain all of it that are gone or just back."""
    for topic, parts in found:
        holds = [_hold_seconds(known, part) for part in parts]
        yield Suspicion(
            partitions_subject(topic.name, str(parts[0].id)),
            title.format(count=counted(len(parts), "partition"), total=len(topic.partitions), topic=topic.name),
            _states(known, topic, parts),
            hold_seconds=None if None in holds else max(each for each in holds if each is not None),
            targets=tuple(Target(PlaceKind.TOPIC, topic.name, part.id) for part in parts),
        )


def _hold_seconds(known: Known, part: Partition) -> float | None:
    """Longer where brokers that are gone or just back explain it; None: as long as the rule says."""
    awaited = part.replicas if part.leader < 0 else part.missing_from_isr
    if known.returned & set(awaited):
        return OF_A_RETURNED_BROKER_SECONDS
    return OF_A_GONE_BROKER_SECONDS if known.gone & set(part.replicas) else None


def _states(known: Known, topic: Topic, parts: list[Partition]) -> tuple[Evidence, ...]:
    """Both sides on the first of them."""
    words = [
        f"{part.id}: leader {_leader(part.leader)}, ISR {id_list(part.isr)} of {id_list(part.replicas)}"
        for part in parts
    ]
    evidence = [known.kafka(some(words, 3))]
    registered = known.registered
    state = registered.states.get((topic.name, parts[0].id)) if registered is not None else None
    if state is not None and not state.error:
        theirs = f"leader {_leader(state.leader)}, ISR {id_list(state.isr)}, leader epoch {state.leader_epoch}"
        evidence.append(known.znode(f"{parts[0].id}: {theirs}"))
    return (*evidence, *_eligible(known, topic, parts[0]))


def _eligible(known: Known, topic: Topic, part: Partition) -> Iterator[Evidence]:
    """Who may lead without loss what has no leader, as KRaft's brokers tell from Kafka 3.7 on."""
    if not part.is_leaderless or known.eligible.current is None:
        return
    told = known.eligible.current.get((topic.name, part.id))
    if told is None or told.elr is None:
        words = f"{part.id}: the brokers do not tell who may lead without loss (Kafka 3.7)"
    else:
        last = id_list(told.last_known_elr or ())
        words = f"{part.id}: eligible to lead without loss {id_list(told.elr)}, last known {last}"
    yield known.kafka_of(known.eligible, words)


def _leader(leader: int) -> str:
    return "none" if leader < 0 else str(leader)


def _those(known: Known, test: Callable[[Topic], _Test | None]) -> Iterator[tuple[Topic, list[Partition]]]:
    """Partitions of each topic that a test made for it finds."""
    for topic in known.topics.values():
        passes = test(topic)
        if passes is not None and (parts := [part for part in topic.partitions if passes(part)]):
            yield topic, parts


def leaderless(known: Known) -> Iterator[Suspicion]:
    """Partitions without a leader."""
    found = _those(known, lambda _: lambda part: part.leader < 0)
    return _by_topic(known, "{count} of {topic} without a leader.", found)


def _minimum(known: Known, topic: Topic) -> int | None:
    entry = known.config(topic.name, "min.insync.replicas")
    return int(entry.value) if entry is not None and entry.value is not None and entry.value.isdecimal() else None


def under_minimum(known: Known) -> Iterator[Suspicion]:
    """Fewer in-sync replicas than acks=all needs; those that could never have so many are the topic's fault."""

    def test(topic: Topic) -> _Test | None:
        minimum = _minimum(known, topic)
        if minimum is None:
            return None
        return lambda part: part.leader >= 0 and len(part.isr) < minimum <= len(part.replicas)

    return _by_topic(known, "{count} of {topic} under min.insync.replicas.", _those(known, test))


def at_minimum(known: Known) -> Iterator[Suspicion]:
    """Just enough in-sync replicas, and some missing."""

    def test(topic: Topic) -> _Test | None:
        minimum = _minimum(known, topic)
        if minimum is None:
            return None
        return lambda part: part.leader >= 0 and len(part.isr) == minimum < len(part.replicas)

    return _by_topic(known, "{count} of {topic} at min.insync.replicas.", _those(known, test))


def under_replicated(known: Known) -> Iterator[Suspicion]:
    """Replicas missing that no broker's absence and no move explains."""
    moves = known.moves.value or {}

    def missing(part: Partition) -> bool:
        if len(part.isr) >= len(part.replicas):
            return False
        move = moves.get((part.topic, part.id))
        coming = set(move.adding) if move is not None else set()
        return bool(set(part.missing_from_isr) - coming - known.gone)

    return _by_topic(known, "{count} of {topic} under-replicated.", _those(known, lambda _: missing))


def not_preferred(known: Known) -> Iterator[Suspicion]:
    """Many partitions led by another than their preferred replica, which is there and in sync."""
    led = moved = 0
    for topic in known.topics.values():
        for part in topic.partitions:
            led += part.leader >= 0
            moved += part.leader >= 0 and part.leader != part.replicas[:1][0] and part.replicas[0] in part.isr
    if led and moved / led > SKEW_LIMIT:
        yield Suspicion(
            Subject("leaders", tab="partitions", filter="preferred"),
            f"{moved / led:.0%} of the partitions are led by another than their preferred replica.",
            (known.kafka(f"{moved:,} of {led:,}; each one's preferred replica is in sync"),),
        )


def one_rack(known: Known) -> Iterator[Suspicion]:
    """All replicas of a partition in one rack although there are more."""
    racks = {broker.id: broker.rack for broker in known.cluster.brokers.values() if broker.rack is not None}
    if len(set(racks.values())) < 2:
        return iter(())

    def test(part: Partition) -> bool:
        replicas = part.replicas
        return (
            len(replicas) > 1
            and all(each in racks for each in replicas)
            and len({racks[each] for each in replicas}) == 1
        )

    return _by_topic(known, "{count} of {topic} with all replicas in one rack.", _those(known, lambda _: test))


def moving_for_long(known: Known) -> Iterator[Suspicion]:
    """Moves that are not over; below Kafka 2.4 the request in ZooKeeper tells since when."""
    requests = known.registered.requests if known.registered is not None else {}
    asked = requests.get("/admin/reassign_partitions")
    for (topic, number), move in (known.moves.current or {}).items():
        coming, going = id_list(move.adding), id_list(move.removing)
        yield Suspicion(
            Subject(f"{topic}-{number}", PlaceKind.TOPIC, topic, "partitions", str(number)),
            f"{topic}-{number} is still being moved.",
            (known.kafka_of(known.moves, f"coming {coming}, going {going}"),),
            None if asked is None else asked / 1000,
        )


def election_stuck(known: Known) -> Iterator[Suspicion]:
    """A request for an election that the controller has not taken away."""
    path = "/admin/preferred_replica_election"
    since = known.registered.requests.get(path) if known.registered is not None else None
    if since is not None:
        yield Suspicion(
            Subject(path, PlaceKind.ZNODE, path),
            "An election of preferred leaders is not over.",
            (known.znode(f"{path} is there"),),
            since / 1000,
        )


def state_differs(known: Known) -> Iterator[Suspicion]:
    """Leader or ISR are others in ZooKeeper."""
    registered = known.registered
    if registered is None:
        return iter(())

    def test(part: Partition) -> bool:
        state = registered.states.get((part.topic, part.id))
        if state is None or state.error:
            return False
        return state.leader != part.leader or set(state.isr) != set(part.isr)

    return _by_topic(known, "{count} of {topic} with another state in ZooKeeper.", _those(known, lambda _: test))


def epoch_differs(known: Known) -> Iterator[Suspicion]:
    """The leader is the same and its epoch another: one side has not heard of an election, or was set back."""
    registered, epochs, asked_at = known.registered, known.epochs.current, known.epochs.as_of_seconds
    if registered is None or epochs is None or asked_at is None:
        return
    settled_ms = (asked_at - SETTLE_SECONDS) * 1000  # the epochs are read seldom: what was written since is another one
    for topic in known.topics.values():
        found = [
            (part.id, epochs[key], registered.states[key].leader_epoch)
            for part in topic.partitions
            if (key := (topic.name, part.id)) in epochs
            and key in registered.states
            and not registered.states[key].error
            and registered.states[key].modified_ms < settled_ms
            and registered.states[key].leader_epoch != epochs[key]
        ]
        if found:
            number, ours, theirs = found[0]
            yield Suspicion(
                partitions_subject(topic.name, str(number)),
                f"{counted(len(found), 'partition')} of {topic.name} with another leader epoch in ZooKeeper.",
                (
                    known.kafka_of(known.epochs, f"{number}: leader epoch {ours}"),
                    known.znode(f"{number}: leader epoch {theirs}"),
                ),
            )


def replicas_differ(known: Known) -> Iterator[Suspicion]:
    """The assignment is another in ZooKeeper."""
    for topic in known.topics.values():
        registered = known.registered.topics.get(topic.name) if known.registered is not None else None
        if registered is None or registered.error:
            continue
        ours = {part.id: part.replicas for part in topic.partitions}
        theirs = dict(registered.replicas)
        different = [number for number in sorted({*ours, *theirs}) if ours.get(number) != theirs.get(number)]
        if different:
            first = different[0]
            yield Suspicion(
                partitions_subject(topic.name, str(first)),
                f"{counted(len(different), 'partition')} of {topic.name} with other replicas in ZooKeeper.",
                (
                    known.kafka(f"{first}: {id_list(ours.get(first, ()))}"),
                    known.znode(f"{first}: {id_list(theirs.get(first, ()))}"),
                ),
            )


_WAIT = "Wait for the controller; if it stays, look at the controller's log."

RULES = (
    Rule(
        "partition-leaderless",
        "partitions",
        "Partition without a leader",
        Severity.BAD,
        leaderless,
        "It can be neither read nor written.",
        "Start a broker of its last ISR; an unclean election loses what only that one has.",
        hold_seconds=10.0,
        action="partition.elect",
    ),
    Rule(
        "partition-under-min-isr",
        "partitions",
        "Under min.insync.replicas",
        Severity.BAD,
        under_minimum,
        "Producers with acks=all are refused.",
        "Bring the brokers back whose replicas are missing.",
        hold_seconds=10.0,
    ),
    Rule(
        "partition-at-min-isr",
        "partitions",
        "At min.insync.replicas",
        Severity.WARNING,
        at_minimum,
        "One more replica lost, and producers with acks=all are refused.",
        "Bring the missing replicas back before any other broker is stopped.",
        hold_seconds=60.0,
    ),
    Rule(
        "partition-under-replicated",
        "partitions",
        "Under-replicated",
        Severity.WARNING,
        under_replicated,
        "A living broker does not keep up with its leader: fewer copies than were asked for.",
        "Look at the disks, the network and the log of the brokers whose replicas are missing.",
        hold_seconds=10.0,
        worse_after_seconds=300.0,
    ),
    Rule(
        "partition-not-preferred",
        "partitions",
        "Leaders not where they should be",
        Severity.WARNING,
        not_preferred,
        "Some brokers carry the load of others; Kafka evens it out by itself if auto.leader.rebalance.enable is on.",
        "Elect the preferred leaders.",
        hold_seconds=900.0,
        action="partition.elect",
    ),
    Rule(
        "partition-one-rack",
        "partitions",
        "All replicas in one rack",
        Severity.WARNING,
        one_rack,
        "The rack's loss takes every copy.",
        "Move a replica to a broker in another rack.",
        hold_seconds=60.0,
        action="partition.reassign",
    ),
    Rule(
        "reassignment-stuck",
        "partitions",
        "Reassignment not over",
        Severity.WARNING,
        moving_for_long,
        "The replicas that come do not catch up, or a broker that should have them is gone.",
        "Look whether its brokers are up and its throttle lets it; cancel it otherwise.",
        hold_seconds=3600.0,
        needs_time=True,
    ),
    Rule(
        "election-stuck",
        "partitions",
        "Election not over",
        Severity.WARNING,
        election_stuck,
        "The controller has not taken the request away: no other can be made below Kafka 2.4.",
        _WAIT,
        hold_seconds=60.0,
    ),
    Rule(
        "partition-state-differs",
        "partitions",
        "Two states of a partition",
        Severity.WARNING,
        state_differs,
        "Brokers act on another leader or ISR than the controller wrote down.",
        _WAIT,
        hold_seconds=30.0,
        compares=True,
    ),
    Rule(
        "partition-epoch-differs",
        "partitions",
        "Two leader epochs of a partition",
        Severity.WARNING,
        epoch_differs,
        "Brokers refuse what comes with the older epoch: replication or the next election may stand.",
        _WAIT,
        hold_seconds=30.0,
        compares=True,
    ),
    Rule(
        "partition-replicas-differ",
        "partitions",
        "Two assignments of a partition",
        Severity.WARNING,
        replicas_differ,
        "Somebody wrote to ZooKeeper and the controller has not read it, or it could not.",
        _WAIT,
        hold_seconds=30.0,
        compares=True,
    ),
)
"""The rules about partitions."""
