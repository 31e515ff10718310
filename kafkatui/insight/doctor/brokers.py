"""Brokers: whether they are there, the same on both sides, and evenly used; the controller."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.insight.brokers import NO_LOAD, broker_loads
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion, some
from kafkatui.model.counted import counted
from kafkatui.model.event import Severity
from kafkatui.model.finding import Subject
from kafkatui.model.place import PlaceKind
from kafkatui.model.presence import PresenceState

SKEW = 1.25
LEAST_SKEW = 5
"""A broker leads too much from so many times the mean on, and so many partitions more."""

_CONTROLLER = Subject("controller", PlaceKind.BROKERS)


def broker_subject(broker_id: int, tab: str = "") -> Subject:
    """A broker."""
    return Subject(f"broker {broker_id}", PlaceKind.BROKER, str(broker_id), tab)


def gone(known: Known) -> Iterator[Suspicion]:
    """Seen before, or named by replica lists, and not in the metadata."""
    loads = broker_loads(known.topics.values()) if known.gone else {}
    registered = known.registered
    for presence in known.presences:
        if presence.state is not PresenceState.GONE:
            continue
        broker_id = presence.broker.id
        load = loads.get(broker_id, NO_LOAD)
        leaderless = sum(
            each.is_leaderless and broker_id in each.replicas
            for topic in known.topics.values()
            for each in topic.partitions
        )
        words = f"not in the metadata; {counted(load.replicas, 'replica')} on it, {load.out_of_sync:,} not in sync"
        if leaderless:
            words += f", {counted(leaderless, 'partition')} of them without a leader"
        evidence = [known.kafka(words)]
        if registered is not None:
            evidence.append(
                known.znode(f"/brokers/ids/{broker_id} is {'' if broker_id in registered.brokers else 'not '}there")
            )
        yield Suspicion(
            broker_subject(broker_id), f"Broker {broker_id} is gone.", tuple(evidence), presence.since_seconds
        )


def unreachable(known: Known) -> Iterator[Suspicion]:
    """In the metadata, and it does not answer kafkatui."""
    for presence in known.presences:
        if presence.state is PresenceState.UNREACHABLE:
            broker = presence.broker
            words = f"in the metadata as {broker.address}, which does not answer kafkatui"
            title = f"Broker {broker.id} does not answer."
            # Of one that is just back it is not yet known: what was so while it was away is no trouble of now.
            since = None if broker.id in known.returned else presence.since_seconds
            yield Suspicion(broker_subject(broker.id), title, (known.kafka(words),), since)


def not_registered(known: Known) -> Iterator[Suspicion]:
    """In the metadata without a znode."""
    registered = known.registered
    if registered is None:
        return
    for broker_id in known.cluster.brokers.keys() - registered.brokers.keys():
        yield Suspicion(
            broker_subject(broker_id),
            f"Broker {broker_id} is in the metadata and not in ZooKeeper.",
            (known.kafka("in the metadata"), known.znode(f"no /brokers/ids/{broker_id}")),
        )


def not_in_metadata(known: Known) -> Iterator[Suspicion]:
    """A znode of a broker that the metadata does not name."""
    registered = known.registered
    if registered is None:
        return
    for broker_id in registered.brokers.keys() - known.cluster.brokers.keys():
        yield Suspicion(
            broker_subject(broker_id),
            f"Broker {broker_id} is in ZooKeeper and not in the metadata.",
            (known.kafka("not in the metadata"), known.znode(f"/brokers/ids/{broker_id} is there")),
        )


def other_address(known: Known) -> Iterator[Suspicion]:
    """Registered with other endpoints than the metadata tells."""
    for broker_id, registration in (known.registered.brokers if known.registered else {}).items():
        broker = known.cluster.brokers.get(broker_id)
        if broker is None or not registration.endpoints:
            continue
        if not any((each.host, each.port) == (broker.host, broker.port) for each in registration.endpoints):
            listed = some([f"{each.listener}://{each.host}:{each.port}" for each in registration.endpoints])
            yield Suspicion(
                broker_subject(broker_id),
                f"Broker {broker_id} has another address in ZooKeeper.",
                (known.kafka(broker.address), known.znode(listed)),
            )


def other_rack(known: Known) -> Iterator[Suspicion]:
    """Registered in another rack than the metadata tells."""
    for broker_id, registration in (known.registered.brokers if known.registered else {}).items():
        broker = known.cluster.brokers.get(broker_id)
        if (
            broker is not None
            and broker.rack is not None
            and not registration.error
            and broker.rack != registration.rack
        ):
            yield Suspicion(
                broker_subject(broker_id),
                f"Broker {broker_id} is in another rack in ZooKeeper.",
                (known.kafka(f"rack {broker.rack}"), known.znode(f"rack {registration.rack or 'none'}")),
            )


def no_controller(known: Known) -> Iterator[Suspicion]:
    """Nobody is the controller."""
    if known.cluster.is_controller_known and known.cluster.controller_id is None:
        evidence = [known.kafka("the metadata names no controller")]
        controller = known.registered.controller if known.registered else None
        if controller is not None:
            named = "nobody" if controller.broker_id is None else f"broker {controller.broker_id}"
            evidence.append(known.znode(f"/controller: {named}, epoch {controller.epoch}"))
        yield Suspicion(_CONTROLLER, "The cluster has no controller.", tuple(evidence))


def other_controller(known: Known) -> Iterator[Suspicion]:
    """The metadata and `/controller` name two."""
    controller = known.registered.controller if known.registered else None
    ours = known.cluster.controller_id
    if controller is None or ours is None or controller.broker_id == ours:
        return
    theirs = "nobody" if controller.broker_id is None else f"broker {controller.broker_id}"
    yield Suspicion(
        _CONTROLLER,
        f"Kafka names broker {ours} as the controller, ZooKeeper {theirs}.",
        (known.kafka(f"controller {ours}"), known.znode(f"/controller: {theirs}, epoch {controller.epoch}")),
    )


def epoch_set_back(known: Known) -> Iterator[Suspicion]:
    """Partitions were written to by a controller of a later epoch than the one that ZooKeeper counts."""
    registered = known.registered
    epoch = registered.controller.epoch if registered is not None and registered.controller is not None else None
    if registered is None or epoch is None:
        return
    newest, key = max(
        ((each.controller_epoch, key) for key, each in registered.states.items()), default=(epoch, ("", 0))
    )
    if newest > epoch:
        yield Suspicion(
            Subject("/controller_epoch", PlaceKind.ZNODE, "/controller_epoch"),
            "The controller's epoch was set back.",
            (
                known.kafka(f"controller {known.cluster.controller_id}"),
                known.znode(f"/controller_epoch {epoch}; {key[0]}-{key[1]} was written with {newest}"),
            ),
        )


def leader_skew(known: Known) -> Iterator[Suspicion]:
    """A broker leads far more than the others."""
    brokers = known.cluster.brokers
    if len(brokers) < 2 or known.gone:
        return
    loads = broker_loads(known.topics.values())
    leaders = {broker_id: loads.get(broker_id, NO_LOAD).leaders for broker_id in brokers}
    mean = sum(leaders.values()) / len(leaders)
    for broker_id, count in leaders.items():
        if count > SKEW * mean and count >= mean + LEAST_SKEW:
            yield Suspicion(
                broker_subject(broker_id),
                f"Broker {broker_id} leads {count / mean:.1f} times as many partitions as the others on average.",
                (known.kafka(f"{counted(count, 'leader')}; {mean:,.0f} on average"),),
            )


def some_without_rack(known: Known) -> Iterator[Suspicion]:
    """Some brokers have a rack and others none, which stops Kafka from placing by racks."""
    brokers = known.cluster.brokers.values()
    without = [str(broker.id) for broker in brokers if broker.rack is None]
    racks = {broker.rack for broker in brokers if broker.rack is not None}
    if racks and without:
        words = f"racks {some(sorted(map(str, racks)))}; none on brokers {some(without)}"
        yield Suspicion(Subject("racks", PlaceKind.BROKERS), "Some brokers have no rack.", (known.kafka(words),))


_COMPARE = "Wait a little; if it stays, restart the broker, so that it registers anew."

RULES = (
    Rule(
        "broker-gone",
        "brokers",
        "Broker gone",
        Severity.WARNING,
        gone,
        "Its replicas are not in sync any more; what it alone kept cannot be read or written.",
        "Start it again, or move its replicas to others when it will not come back.",
        worse_after_seconds=60.0,
    ),
    Rule(
        "broker-unreachable",
        "brokers",
        "Broker does not answer",
        Severity.WARNING,
        unreachable,
        "Kafka counts it among the living, but clients that stand where kafkatui does cannot use it.",
        "Look whether its advertised address can be reached from here, and at its log.",
        hold_seconds=10.0,
        worse_after_seconds=60.0,
    ),
    Rule(
        "broker-not-registered",
        "brokers",
        "Broker without znode",
        Severity.WARNING,
        not_registered,
        "The controller works by ZooKeeper: it will take the broker for dead.",
        _COMPARE,
        hold_seconds=20.0,
        compares=True,
    ),
    Rule(
        "broker-not-in-metadata",
        "brokers",
        "Broker in ZooKeeper only",
        Severity.WARNING,
        not_in_metadata,
        "Clients do not learn of it; its ZooKeeper session may outlive its process for a while.",
        _COMPARE,
        hold_seconds=30.0,
        compares=True,
    ),
    Rule(
        "broker-address-differs",
        "brokers",
        "Two addresses of a broker",
        Severity.WARNING,
        other_address,
        "Clients are sent to an address that the broker did not register.",
        _COMPARE,
        hold_seconds=30.0,
        compares=True,
    ),
    Rule(
        "broker-rack-differs",
        "brokers",
        "Two racks of a broker",
        Severity.WARNING,
        other_rack,
        "New replicas are placed by another rack than consumers are told.",
        _COMPARE,
        hold_seconds=30.0,
        compares=True,
    ),
    Rule(
        "controller-missing",
        "brokers",
        "No controller",
        Severity.BAD,
        no_controller,
        "No leader is elected, no topic is created, and no broker can leave in order.",
        "Look at the brokers' controller logs and at what elects it: ZooKeeper, or the quorum.",
        hold_seconds=10.0,
    ),
    Rule(
        "controller-differs",
        "brokers",
        "Two controllers named",
        Severity.WARNING,
        other_controller,
        "Somebody acts on an older election; one that is not over within seconds hangs.",
        "Look at the controller logs of both brokers.",
        hold_seconds=20.0,
        compares=True,
    ),
    Rule(
        "controller-epoch-back",
        "brokers",
        "Controller's epoch set back",
        Severity.BAD,
        epoch_set_back,
        "Brokers refuse what a controller of an older epoch asks of them.",
        "Look at who wrote /controller_epoch; write what it was before.",
        action="znode.set",
        hold_seconds=30.0,
        compares=True,
    ),
    Rule(
        "leader-skew",
        "brokers",
        "A broker leads too much",
        Severity.WARNING,
        leader_skew,
        "Its network and processor carry what the others could.",
        "Elect the preferred leaders, or move replicas.",
        hold_seconds=900.0,
        action="partition.elect",
    ),
    Rule(
        "racks-incomplete",
        "brokers",
        "Racks on some brokers only",
        Severity.WARNING,
        some_without_rack,
        "Kafka refuses to place new replicas by racks while one broker has none.",
        "Set broker.rack on every broker, or on none.",
        hold_seconds=60.0,
    ),
)
"""The rules about brokers."""
