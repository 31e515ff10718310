"""Configurations: the same on both sides, safe, and without leftovers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion, some
from kafkatui.insight.doctor.topics import topic_subject
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.event import Severity
from kafkatui.model.finding import Evidence, Subject
from kafkatui.model.place import PlaceKind
from kafkatui.model.target import Target
from kafkatui.model.throttle import FOLLOWERS, LEADERS, RATES

UNCLEAN = "unclean.leader.election.enable"
VERSIONS = "inter.broker.protocol.version"

TOPIC_PROPERTIES = ("cleanup.policy", "retention.ms", "min.insync.replicas", UNCLEAN, LEADERS, FOLLOWERS)
"""What the rules ask of every topic; where ZooKeeper has overrides, those too."""


def _set(topic: str, name: str) -> tuple[Target, ...]:
    """A topic's property, as what is to be set."""
    return (Target(PlaceKind.TOPIC, topic, setting=name),)


def minimum_too_high(known: Known) -> Iterator[Suspicion]:
    """min.insync.replicas that no loss of a replica, or nothing at all, can meet."""
    for topic in known.topics.values():
        entry = known.config(topic.name, "min.insync.replicas")
        minimum = int(entry.value) if entry is not None and entry.value and entry.value.isdecimal() else None
        replicas = min((len(part.replicas) for part in topic.partitions), default=0)
        if minimum is None or not replicas or minimum < replicas or minimum == 1:
            continue
        is_never = minimum > replicas
        yield Suspicion(
            topic_subject(topic.name, "config"),
            f"{topic.name} wants {minimum} in-sync replicas and has {replicas}.",
            (
                known.kafka_of(known.configs[topic.name], f"min.insync.replicas={minimum}"),
                known.kafka(f"{replicas} replicas"),
            ),
            severity=Severity.BAD if is_never else None,
            targets=_set(topic.name, "min.insync.replicas"),
        )


def unclean_allowed(known: Known) -> Iterator[Suspicion]:
    """Topics whose leader may be elected from replicas that are behind."""
    for name in known.topics:
        entry = known.config(name, UNCLEAN)
        if entry is not None and entry.value == "true":
            whose = "set for this topic" if entry.is_own else f"from {entry.source}"
            yield Suspicion(
                topic_subject(name, "config"),
                f"{name} may lose records at an election.",
                (known.kafka_of(known.configs[name], f"{UNCLEAN}=true, {whose}"),),
                targets=_set(name, UNCLEAN),
            )


def topic_throttled(known: Known) -> Iterator[Suspicion]:
    """Replicas throttled on topics of which nothing moves."""
    if known.moves.current is None:
        return
    moving = {topic for topic, _ in known.moves.current}
    for name in known.topics:
        entries = [known.config(name, each) for each in (LEADERS, FOLLOWERS)]
        own = [each for each in entries if each is not None and each.is_own and each.value]
        left = [f"{each.name}={each.value}" for each in own]
        if left and name not in moving:
            yield Suspicion(
                topic_subject(name, "config"),
                f"{name} is still throttled.",
                (known.kafka_of(known.configs[name], some(left)), known.kafka_of(known.moves, "nothing of it moves")),
                targets=_set(name, own[0].name),
            )


def broker_throttled(known: Known) -> Iterator[Suspicion]:
    """A rate on a broker while nothing moves; old brokers (Kafka 2.3) do not tell of it, and only ZooKeeper has it."""
    if known.moves.current is None or known.moves.current:
        return
    registered = known.registered.broker_configs if known.registered is not None else {}
    for broker_id, observed in known.broker_configs.items():
        rates = [each for each in observed.value or () if each.name in RATES and _is_set(each)]
        left = [f"{each.name}={each.value}" for each in rates]
        theirs = registered.get(str(broker_id)) or {}
        written = [name for name in RATES if name in theirs]
        if left or written:
            words = some([f"{name}={theirs[name]}" for name in written])
            where = known.kafka_of(observed, some(left)) if left else known.znode(f"/config/brokers: {words}")
            name = rates[0].name if rates else written[0]
            yield Suspicion(
                Subject(f"broker {broker_id}", PlaceKind.BROKER, str(broker_id), "config"),
                f"Broker {broker_id} still has a replication rate.",
                (where, known.kafka_of(known.moves, "nothing moves")),
                targets=(Target(PlaceKind.BROKER, str(broker_id), setting=name),),
            )


def _is_set(entry: ConfigEntry) -> bool:
    """Whether somebody gave it a value at run time, where it only belongs while something moves."""
    return entry.value is not None and "dynamic" in entry.source


def _is_same(told: str | None, written: str | None) -> bool:
    """Whether a value as the broker tells it is what was written: it tells it as it understands it."""
    if told is None or written is None:
        return told == written
    return told == written or _understood(told) == _understood(written)


def _understood(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return ",".join(each.strip() for each in text.strip().lower().split(","))


def broker_overrides_differ(known: Known) -> Iterator[Suspicion]:
    """A broker has other properties set at run time than ZooKeeper; passwords are left out, which it does not tell."""
    registered = known.registered
    if registered is None or any(path.startswith("/config/brokers/") for path in registered.unreadable):
        return
    for broker_id, observed in known.broker_configs.items():
        own, all_brokers = (registered.broker_configs.get(each, {}) for each in (str(broker_id), "<default>"))
        if observed.current is None or own is None or all_brokers is None:
            continue
        theirs = {**all_brokers, **own}
        for entry in observed.current:
            ours = entry.value if entry.source in ("broker (dynamic)", "cluster (dynamic)") else None
            if not entry.is_sensitive and not _is_same(ours, theirs.get(entry.name)):
                yield Suspicion(
                    Subject(f"broker {broker_id}", PlaceKind.BROKER, str(broker_id), "config"),
                    f"Broker {broker_id} has another {entry.name} in ZooKeeper.",
                    (
                        known.kafka_of(observed, f"{entry.name}={'not set' if ours is None else ours} at run time"),
                        known.znode(f"/config/brokers: {entry.name}={theirs.get(entry.name, 'not set')}"),
                    ),
                )
                break


def versions_mixed(known: Known) -> Iterator[Suspicion]:
    """Brokers of different versions, or that speak different ones with each other."""
    told = known.versions.current or {}
    if len(set(told.values())) > 1:
        yield _mixed(known.kafka_of(known.versions, _by_version(told)))
        return
    speaking: dict[int, str] = {}
    for broker_id, observed in known.broker_configs.items():
        for entry in observed.value or ():
            if entry.name == VERSIONS and entry.value:
                speaking[broker_id] = entry.value
    if len(set(speaking.values())) > 1:
        at = next(iter(known.broker_configs.values()))
        yield _mixed(known.kafka_of(at, f"{VERSIONS} {_by_version(speaking)}"))


def _mixed(evidence: Evidence) -> Suspicion:
    return Suspicion(Subject("versions", PlaceKind.BROKERS), "The brokers have different versions.", (evidence,))


def _by_version(versions: Mapping[int, str]) -> str:
    found: dict[str, list[str]] = {}
    for broker_id, version in sorted(versions.items()):
        found.setdefault(version, []).append(str(broker_id))
    return "; ".join(f"{version}: brokers {some(ids)}" for version, ids in sorted(found.items()))


_REMOVE = "Take the property away once nothing moves."

RULES = (
    Rule(
        "min-isr-too-high",
        "configurations",
        "min.insync.replicas as high as the replicas",
        Severity.WARNING,
        minimum_too_high,
        "With one broker down producers with acks=all are refused; above the replicas, always.",
        "Lower it to one less than the replicas, or add a replica.",
        action="topic.config",
    ),
    Rule(
        "unclean-election-allowed",
        "configurations",
        "Unclean elections allowed",
        Severity.WARNING,
        unclean_allowed,
        "When no replica in sync is there, one that is behind leads, and what it has not is lost.",
        "Set unclean.leader.election.enable=false, unless being there matters more than being whole.",
        action="topic.config",
    ),
    Rule(
        "throttle-left-on-topic",
        "configurations",
        "Throttle left on a topic",
        Severity.WARNING,
        topic_throttled,
        "Replicas that fall behind are held back by it, too.",
        _REMOVE,
        hold_seconds=300.0,
        compares=True,
        action="topic.config",
    ),
    Rule(
        "throttle-left-on-broker",
        "configurations",
        "Throttle left on a broker",
        Severity.WARNING,
        broker_throttled,
        "The next move is held back by it, and so is whatever topics still name for it.",
        _REMOVE,
        hold_seconds=300.0,
        action="broker.config",
    ),
    Rule(
        "broker-config-differs",
        "configurations",
        "Two configurations of a broker",
        Severity.WARNING,
        broker_overrides_differ,
        "Somebody wrote to ZooKeeper without telling the broker: it acts on it after a restart only.",
        "Set the property again through Kafka.",
        hold_seconds=30.0,
        compares=True,
        action="broker.config",
    ),
    Rule(
        "versions-mixed",
        "configurations",
        "Versions mixed",
        Severity.INFO,
        versions_mixed,
        "An upgrade is under way, or was left half done.",
        "Finish the upgrade.",
        worse_after_seconds=86_400.0,
    ),
)
"""The rules about configurations."""
