"""Kafka's znodes that cannot be understood, and the ensemble that keeps them."""

from __future__ import annotations

from collections.abc import Iterator

from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion, some
from kafkatui.model.counted import counted
from kafkatui.model.event import Severity
from kafkatui.model.finding import Evidence, Subject
from kafkatui.model.place import PlaceKind
from kafkatui.model.presence import LinkState

NEAR_SHARE, VERY_NEAR_SHARE = 0.8, 0.95
"""Of jute.maxbuffer."""

MOST_ZNODES = 1_000_000

_ENSEMBLE = Subject("ZooKeeper", PlaceKind.ZOOKEEPER, tab="server")


def _broken(known: Known, path: str, error: str) -> Suspicion:
    return Suspicion(Subject(path, PlaceKind.ZNODE, path), f"{path} cannot be understood.", (known.znode(error),))


def broken(known: Known) -> Iterator[Suspicion]:
    """Data that Kafka could not read either."""
    registered = known.registered
    if registered is None:
        return
    for broker_id, broker in registered.brokers.items():
        if broker.error:
            yield _broken(known, f"/brokers/ids/{broker_id}", broker.error)
    for name, topic in registered.topics.items():
        if topic.error:
            yield _broken(known, f"/brokers/topics/{name}", topic.error)
    for (name, number), state in registered.states.items():
        if state.error:
            yield _broken(known, f"/brokers/topics/{name}/partitions/{number}/state", state.error)
    for name, config in registered.configs.items():
        if config is None:
            yield _broken(known, f"/config/topics/{name}", "It has no object of properties.")
    for path in known.security.current.broken if known.security.current is not None else ():
        evidence = (Evidence("zookeeper", "It has no list of entries.", known.security.as_of_seconds),)
        yield Suspicion(Subject(path, PlaceKind.ZNODE, path), f"{path} cannot be understood.", evidence)


def no_connection(known: Known) -> Iterator[Suspicion]:
    """The ensemble does not answer kafkatui."""
    if known.link.state is LinkState.FAILED:
        evidence = (Evidence("zookeeper", known.link.text, known.zookeeper.as_of_seconds),)
        yield Suspicion(_ENSEMBLE, "ZooKeeper does not answer.", evidence)


def other_cluster(known: Known) -> Iterator[Suspicion]:
    """It is another cluster's: nothing can be compared."""
    if known.link.state is LinkState.MISMATCH:
        evidence = (Evidence("zookeeper", known.link.text, known.zookeeper.as_of_seconds),)
        yield Suspicion(_ENSEMBLE, "ZooKeeper is another cluster's.", evidence)


def many_znodes(known: Known) -> Iterator[Suspicion]:
    """More znodes than its memory and its snapshots are good for."""
    status = known.zookeeper.current
    if status is not None and status.znode_count is not None and status.znode_count > MOST_ZNODES:
        evidence = (Evidence("zookeeper", f"{status.znode_count:,} znodes", known.zookeeper.as_of_seconds),)
        yield Suspicion(_ENSEMBLE, "ZooKeeper keeps very many znodes.", evidence)


def unreadable(known: Known) -> Iterator[Suspicion]:
    """There, and not for this session: nothing of it can be compared."""
    by_folder: dict[str, list[str]] = {}
    for path in sorted(known.registered.unreadable) if known.registered is not None else ():
        by_folder.setdefault(path.rpartition("/")[0], []).append(path.rpartition("/")[2])
    for folder, names in by_folder.items():
        yield Suspicion(
            Subject(folder, PlaceKind.ZNODE, folder),
            f"{counted(len(names), 'znode')} of {folder} may not be read.",
            (known.znode(some(names)),),
        )


def near_limit(known: Known) -> Iterator[Suspicion]:
    """A znode whose data, or whose children's names, nearly fill an answer."""
    for each in known.registered.large if known.registered is not None else ():
        share = each.size_bytes / each.limit_bytes
        if share >= NEAR_SHARE:
            words = f"{each.what} {each.size_bytes:,} B of {each.limit_bytes:,} (jute.maxbuffer)"
            yield Suspicion(
                Subject(each.path, PlaceKind.ZNODE, each.path),
                f"{each.path} is {share:.0%} of what fits into an answer.",
                (known.znode(words),),
                severity=Severity.BAD if share >= VERY_NEAR_SHARE else None,
            )


def set_back(known: Known) -> Iterator[Suspicion]:
    """It showed a newer state before than it has now."""
    status = known.zookeeper.current
    if status is not None and status.set_back_at_seconds is not None:
        evidence = (
            Evidence("zookeeper", "its transactions are older than those it had shown", status.set_back_at_seconds),
        )
        yield Suspicion(_ENSEMBLE, "ZooKeeper was set back.", evidence, status.set_back_at_seconds)


RULES = (
    Rule(
        "znode-broken",
        "ZooKeeper",
        "Znode that cannot be understood",
        Severity.BAD,
        broken,
        "The next controller that reads it fails.",
        "Look at its data and history; write what it was before.",
        action="znode.set",
        hold_seconds=10.0,
    ),
    Rule(
        "znode-unreadable",
        "ZooKeeper",
        "Znode that may not be read",
        Severity.INFO,
        unreadable,
        "What it says is compared with nothing: the two sides may differ there.",
        "Look at its ACL; log in to ZooKeeper as somebody who may read it.",
        hold_seconds=30.0,
    ),
    Rule(
        "zookeeper-silent",
        "ZooKeeper",
        "ZooKeeper does not answer",
        Severity.BAD,
        no_connection,
        "Without a quorum brokers lose their sessions, and no leader is elected.",
        "Look at the ensemble's servers and whether they can be reached from here.",
        hold_seconds=10.0,
    ),
    Rule(
        "zookeeper-other-cluster",
        "ZooKeeper",
        "ZooKeeper of another cluster",
        Severity.WARNING,
        other_cluster,
        "Nothing of the two sides can be compared.",
        "Correct the address or the chroot in the profile.",
        hold_seconds=10.0,
    ),
    Rule(
        "zookeeper-many-znodes",
        "ZooKeeper",
        "Very many znodes",
        Severity.WARNING,
        many_znodes,
        "Snapshots, elections and restarts take long.",
        "See by size which subtree they are in.",
    ),
    Rule(
        "znode-near-limit",
        "ZooKeeper",
        "Znode near jute.maxbuffer",
        Severity.WARNING,
        near_limit,
        "Once it is larger nobody can read or write it: brokers and the controller lose their connection over it.",
        "Find out what grows there; raise jute.maxbuffer on servers and brokers before it is reached.",
        hold_seconds=60.0,
    ),
    Rule(
        "zookeeper-set-back",
        "ZooKeeper",
        "ZooKeeper set back",
        Severity.BAD,
        set_back,
        "It was restored from a backup or made anew: brokers may act on what it does not know any more.",
        "Compare topics on both sides before anything is changed.",
    ),
)
"""The rules about znodes and the ensemble."""
