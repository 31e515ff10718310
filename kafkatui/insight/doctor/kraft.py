"""KRaft's quorum and its features. A cluster with ZooKeeper has none, and nothing is said of it."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.insight.doctor.course import RESTLESS_SECONDS
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion
from kafkatui.model.counted import counted
from kafkatui.model.event import Severity
from kafkatui.model.finding import Subject
from kafkatui.model.place import PlaceKind

MOST_BEHIND = 1_000
"""Records of the metadata that a node which asks for more may still be without."""

LEAST_ELECTIONS = 6
"""Elections within ten minutes that no restart explains; with more than three voters twice as many as voters."""


def _subject(text: str) -> Subject:
    return Subject(text, tab="quorum")


def no_leader(known: Known) -> Iterator[Suspicion]:
    """The quorum has no leader."""
    quorum = known.quorum.current
    if quorum is not None and quorum.leader_id is None:
        words = f"epoch {quorum.leader_epoch}, {counted(len(quorum.replicas), 'node')}"
        yield Suspicion(_subject("quorum"), "The quorum has no leader.", (known.kafka_of(known.quorum, words),))


def silent_node(known: Known) -> Iterator[Suspicion]:
    """A voter that has not asked its leader for more for a while; brokers have a rule of their own."""
    quorum = known.quorum.current
    for each in quorum.replicas if quorum is not None else ():
        if each.is_voter and each.node_id in known.silent_nodes:
            since = each.last_fetch_ms / 1000 if each.last_fetch_ms else None
            yield Suspicion(
                _subject(f"voter {each.node_id}"),
                f"Voter {each.node_id} of the quorum is silent.",
                (known.kafka_of(known.quorum, "it does not ask the leader for more"),),
                since,
            )


def node_behind(known: Known) -> Iterator[Suspicion]:
    """A node that asks for more and is far behind."""
    quorum = known.quorum.current
    end = quorum.leader_end if quorum is not None else None
    for each in quorum.replicas if quorum is not None and end is not None else ():
        if end is not None and each.log_end is not None and end - each.log_end > MOST_BEHIND:
            role = "Voter" if each.is_voter else "Observer"
            yield Suspicion(
                _subject(f"node {each.node_id}"),
                f"{role} {each.node_id} of the quorum is behind.",
                (known.kafka_of(known.quorum, f"{end - each.log_end:,} records behind the leader"),),
            )


def restless(known: Known) -> Iterator[Suspicion]:
    """Its epoch grows again and again: by more than a restart of every voter explains."""
    quorum, epochs = known.quorum.current, known.course.epochs
    if quorum is None or not epochs:
        return
    begin = known.now_seconds - RESTLESS_SECONDS
    earlier = [epoch for at, epoch in epochs if at <= begin] or [epochs[0][1]]
    voters = sum(each.is_voter for each in quorum.replicas)
    count = quorum.leader_epoch - earlier[-1]
    if count >= max(LEAST_ELECTIONS, 2 * voters):
        first = next(at for at, epoch in epochs if epoch > earlier[-1])
        words = f"epoch {earlier[-1]} → {quorum.leader_epoch} since {_minutes(known.now_seconds - first)} ago"
        yield Suspicion(
            _subject("epochs"),
            "The quorum elects again and again.",
            (known.kafka_of(known.quorum, f"epoch {quorum.leader_epoch}"), known.seen(words, first)),
            first,
        )


def _minutes(seconds: float) -> str:
    return counted(max(1, round(seconds / 60)), "minute")


def even_voters(known: Known) -> Iterator[Suspicion]:
    """An even number of voters: one of them helps nothing."""
    quorum = known.quorum.current
    count = sum(each.is_voter for each in quorum.replicas) if quorum is not None else 0
    if count and count % 2 == 0:
        words = f"{count} voters: it stands the loss of {(count - 1) // 2}, as with {count - 1}"
        yield Suspicion(_subject("voters"), f"The quorum has {count} voters.", (known.kafka_of(known.quorum, words),))


def nobody_eligible(known: Known) -> Iterator[Suspicion]:
    """A partition without leader, ISR and eligible replica (KIP-966, Kafka 3.7 and above tells)."""
    told = known.eligible.current or {}
    for topic in known.topics.values():
        for part in topic.partitions:
            each = told.get((topic.name, part.id))
            if each is None or each.elr is None or each.elr or part.isr or not part.is_leaderless:
                continue
            last = ", ".join(map(str, each.last_known_elr or ())) or "not told"
            yield Suspicion(
                Subject(f"{topic.name}-{part.id}", PlaceKind.TOPIC, topic.name, "partitions", str(part.id)),
                f"No replica of {topic.name}-{part.id} may lead without loss.",
                (known.kafka("no leader, no ISR"), known.kafka_of(known.eligible, f"eligible none, last known {last}")),
            )


def feature_unsupported(known: Known) -> Iterator[Suspicion]:
    """A feature in force in a version that the broker asked does not have."""
    quorum = known.quorum.current
    for each in quorum.features if quorum is not None else ():
        if each.finalized is None or each.supported is None:
            continue
        low, high = each.supported
        if each.finalized and not low <= each.finalized <= high:
            words = f"version {each.finalized} in force, {low} to {high} supported"
            yield Suspicion(
                _subject(f"feature {each.name}"),
                f"{each.name} is in force in a version that a broker does not have.",
                (known.kafka_of(known.quorum, words),),
            )


_NODE = "Look at its log and whether the leader can be reached from it."

RULES = (
    Rule(
        "quorum-no-leader",
        "KRaft",
        "Quorum without leader",
        Severity.BAD,
        no_leader,
        "Nothing of the cluster's metadata can be changed, and no leader is elected.",
        "Look at the controllers: a majority of them must be up.",
        hold_seconds=10.0,
    ),
    Rule(
        "quorum-silent-voter",
        "KRaft",
        "Silent voter",
        Severity.WARNING,
        silent_node,
        "The quorum stands the loss of one node less.",
        _NODE,
        hold_seconds=20.0,
        worse_after_seconds=300.0,
    ),
    Rule(
        "quorum-node-behind",
        "KRaft",
        "Node of the quorum behind",
        Severity.WARNING,
        node_behind,
        "A broker acts on old metadata, a voter cannot take over.",
        _NODE,
        hold_seconds=30.0,
    ),
    Rule(
        "quorum-restless",
        "KRaft",
        "Quorum without rest",
        Severity.WARNING,
        restless,
        "While it elects nothing of the metadata changes: its nodes lose each other, or their disks are slow.",
        "Look at the controllers' logs and at what is between them.",
        needs_time=True,
    ),
    Rule(
        "quorum-even",
        "KRaft",
        "Even number of voters",
        Severity.WARNING,
        even_voters,
        "The last one makes a majority harder without making it safer.",
        "Add a voter or take one away.",
        hold_seconds=60.0,
    ),
    Rule(
        "leader-none-eligible",
        "KRaft",
        "Nobody may lead without loss",
        Severity.BAD,
        nobody_eligible,
        "It stays without a leader until somebody decides what may be lost.",
        "Bring the last known ones back first; then elect an unclean leader.",
        action="partition.elect",
        hold_seconds=30.0,
    ),
    Rule(
        "feature-unsupported",
        "KRaft",
        "Feature that a broker does not have",
        Severity.WARNING,
        feature_unsupported,
        "That broker cannot start again as it is.",
        "Bring all nodes to the same version.",
        hold_seconds=60.0,
    ),
)
"""The rules about KRaft."""
