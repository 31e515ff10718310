"""The servers of the ensemble: whether all are in its quorum, how many there are, and how much each has to carry."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion, some
from kafkatui.model.counted import counted
from kafkatui.model.ensemble import NOT_ALLOWED, Ensemble, EnsembleServer
from kafkatui.model.event import Severity
from kafkatui.model.finding import Evidence, Subject
from kafkatui.model.place import PlaceKind

SLOW_MS, VERY_SLOW_MS = 10.0, 100.0
"""Mean latency, as Strimzi and the common ZooKeeper rules alert at."""

MOST_OUTSTANDING = 10
MOST_WATCHES = 10_000
WATCHES_FOR_A_PARTITION = 3
"""Of each broker: beyond it, and beyond `MOST_WATCHES`, somebody leaves watches behind."""

MOST_BYTES = 1_000_000_000
AGAIN_SECONDS = 15.0
"""What must have been so in two readings."""

_ENSEMBLE = Subject("ensemble", PlaceKind.ZOOKEEPER, tab="ensemble")


def _server(server: EnsembleServer) -> Subject:
    return _server_at(server.address)


def _server_at(address: str) -> Subject:
    return Subject(f"ZooKeeper {address}", PlaceKind.ZOOKEEPER, tab="ensemble", cursor=address)


def _told(known: Known, text: str) -> Evidence:
    return Evidence("zookeeper", text, known.ensemble.as_of_seconds)


def _servers(known: Known) -> tuple[EnsembleServer, ...]:
    ensemble = known.ensemble.current
    return ensemble.servers if ensemble is not None else ()


def even(known: Known) -> Iterator[Suspicion]:
    """An even number of servers that vote: one of them helps nothing."""
    ensemble = known.ensemble.current
    voters = _voters(ensemble) if ensemble is not None else 0
    if voters and voters % 2 == 0:
        words = f"{voters} servers vote: it stands the loss of {(voters - 1) // 2}, as with {voters - 1}"
        yield Suspicion(_ENSEMBLE, f"The ensemble has {voters} servers that vote.", (_told(known, words),))


def _voters(ensemble: Ensemble) -> int:
    """How many vote; 0 where nobody tells and the connect string may lack some."""
    told = next((each.voters for each in ensemble.servers if each.voters), ())
    if told:
        return len(told)
    leader = next((each for each in ensemble.servers if each.mode == "leader"), None)
    members = sum(each.mode in ("leader", "follower") for each in ensemble.servers)
    return members if leader is not None and leader.followers == members - 1 else 0


def not_in_quorum(known: Known) -> Iterator[Suspicion]:
    """A server that does not serve, or is not in step with the leader; one that only may not be asked is none."""
    ensemble = known.ensemble.current
    if ensemble is None:
        return
    severity = Severity.BAD if ensemble.has_quorum is False else None
    for server in ensemble.servers:
        if not server.serves and server.problem not in ("", NOT_ALLOWED):
            yield Suspicion(
                _server(server),
                f"ZooKeeper's server {server.address} is not in the quorum.",
                (_told(known, f"{server.problem.rstrip('.')}; {ensemble.sentence}"),),
                severity=severity,
            )
    for server in ensemble.servers:
        wanted = len(server.voters) - 1 if server.voters else server.followers
        if server.mode == "leader" and server.synced is not None and wanted is not None and server.synced < wanted:
            words = f"leader {server.address}: {server.synced} of {counted(wanted, 'follower')} in step"
            yield Suspicion(_ENSEMBLE, "Not all servers follow ZooKeeper's leader.", (_told(known, words),))


def slow(known: Known) -> Iterator[Suspicion]:
    """A server answers slowly on average."""
    figures = {each.address: each.latency_ms for each in _servers(known)}
    status = known.zookeeper.current
    at = known.ensemble.as_of_seconds
    if status is not None and status.server not in figures:
        figures, at = {**figures, status.server: status.latency_ms}, known.zookeeper.as_of_seconds
    for address, latency in figures.items():
        if latency is not None and latency[1] > SLOW_MS:
            low, mean, high = latency
            words = f"{address}: least {low:,.0f} ms, mean {mean:,.1f} ms, most {high:,.0f} ms"
            yield Suspicion(
                _server_at(address),
                f"ZooKeeper takes {mean:,.0f} ms on average.",
                (Evidence("zookeeper", words, at),),
                severity=Severity.BAD if mean > VERY_SLOW_MS else None,
            )


def outstanding(known: Known) -> Iterator[Suspicion]:
    """Requests wait in a server."""
    for server in _servers(known):
        if server.outstanding is not None and server.outstanding > MOST_OUTSTANDING:
            words = f"{server.address}: {server.outstanding:,} requests wait"
            title = f"Requests wait in ZooKeeper's server {server.address}."
            yield Suspicion(_server(server), title, (_told(known, words),))


def many_watches(known: Known) -> Iterator[Suspicion]:
    """More watches than Kafka and its tools can want."""
    partitions = sum(len(topic.partitions) for topic in known.topics.values())
    most = max(MOST_WATCHES, WATCHES_FOR_A_PARTITION * partitions * max(1, len(known.cluster.brokers)))
    for server in _servers(known):
        if server.watches is not None and server.watches > most:
            words = (
                f"{server.address}: {server.watches:,} watches; {most:,} would be many for {partitions:,} partitions"
            )
            title = f"ZooKeeper's server {server.address} has very many watches."
            yield Suspicion(_server(server), title, (_told(known, words),))


def large(known: Known) -> Iterator[Suspicion]:
    """More data than its memory and its snapshots are good for."""
    for server in _servers(known):
        if server.data_bytes is not None and server.data_bytes > MOST_BYTES:
            words = f"{server.address}: {server.data_bytes:,} B in {server.znodes or 0:,} znodes"
            yield Suspicion(_server(server), "ZooKeeper keeps very much data.", (_told(known, words),))


def versions_mixed(known: Known) -> Iterator[Suspicion]:
    """Servers of several versions."""
    found: dict[str, list[str]] = {}
    for server in _servers(known):
        if server.version:
            found.setdefault(server.version, []).append(server.address)
    if len(found) > 1:
        words = "; ".join(f"{version}: {some(addresses)}" for version, addresses in sorted(found.items()))
        yield Suspicion(_ENSEMBLE, "ZooKeeper's servers have different versions.", (_told(known, words),))


RULES = (
    Rule(
        "zookeeper-slow",
        "ZooKeeper",
        "ZooKeeper is slow",
        Severity.WARNING,
        slow,
        "Brokers' sessions expire when it stalls.",
        "Look at its disk (fsync), its heap, and who else uses it.",
        hold_seconds=60.0,
    ),
    Rule(
        "ensemble-even",
        "ZooKeeper",
        "Even number of servers",
        Severity.WARNING,
        even,
        "The last one makes a majority harder without making it safer.",
        "Add a server that votes or take one away.",
        hold_seconds=60.0,
    ),
    Rule(
        "ensemble-not-whole",
        "ZooKeeper",
        "Not all in the quorum",
        Severity.WARNING,
        not_in_quorum,
        "It stands the loss of one server less.",
        "Look at that server's log, and whether the others reach it.",
        hold_seconds=30.0,
        worse_after_seconds=600.0,
    ),
    Rule(
        "ensemble-outstanding",
        "ZooKeeper",
        "Requests wait",
        Severity.WARNING,
        outstanding,
        "It takes less than it is asked: brokers' sessions expire when it stalls.",
        "Look at its disk (fsync), its heap, and who asks so much.",
        hold_seconds=AGAIN_SECONDS,
        compares=True,
    ),
    Rule(
        "ensemble-watches",
        "ZooKeeper",
        "Too many watches",
        Severity.WARNING,
        many_watches,
        "They take its memory, and every change is told to all of them.",
        "See on Sessions whose they are.",
        hold_seconds=60.0,
    ),
    Rule(
        "ensemble-large",
        "ZooKeeper",
        "Very much data",
        Severity.WARNING,
        large,
        "Snapshots, elections and restarts take long.",
        "See by size which subtree it is in.",
        hold_seconds=60.0,
        action="znode.size",
    ),
    Rule(
        "ensemble-versions",
        "ZooKeeper",
        "Servers' versions mixed",
        Severity.INFO,
        versions_mixed,
        "An upgrade is under way, or was left half done.",
        "Finish the upgrade.",
        worse_after_seconds=86_400.0,
    ),
)
"""The rules about the ensemble's servers."""
