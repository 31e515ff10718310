"""Connecting to every part of a profile, once, to say what works."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from functools import partial

from kafkatui.model.errors import KafkatuiError
from kafkatui.model.observed import Observed
from kafkatui.model.part_check import PartCheck, PartState
from kafkatui.model.presence import LinkState
from kafkatui.model.profile import Profile
from kafkatui.model.secrets import mask_text, secret_values
from kafkatui.session.feeds import METADATA, ZOOKEEPER, BrokerFiguresFeed, CapabilitiesFeed, ConnectorsFeed
from kafkatui.session.kafka_addresses import with_kafka_addresses
from kafkatui.session.link import compare
from kafkatui.session.session import ClusterSession

KAFKA, SECOND_CLIENT, ZOOKEEPER_PART = "Kafka", "Kafka's second client", "ZooKeeper"
REGISTRY, CONNECT, JMX = "schema registry", "Connect", "JMX figures"

CLOSE_SECONDS = 1.0

NO_BROKER = "The profile names none, and no broker is registered in ZooKeeper (is the chroot missing?)."

LOOK_SECONDS = 0.1
"""How often it is looked whether whoever asked has given up."""


def check_profile(profile: Profile, check: Callable[[], None] = lambda: None) -> tuple[PartCheck, ...]:
    """What each part says, all asked at once; takes no longer than the slowest part's time-out. Changes nothing.

    Args:
        check: called while the answers are awaited; raises to give up, and all connections are closed.

    Raises:
        ConfigError: a property of the profile is wrong.
    """
    try:
        profile = with_kafka_addresses(profile)
    except KafkatuiError as error:
        return (PartCheck(KAFKA, PartState.FAILS, mask_text(str(error), secret_values(profile.kafka))),)
    session = ClusterSession(profile)
    checks: dict[str, Callable[[], str] | str] = {
        KAFKA: (lambda: _kafka(session)) if profile.bootstrap_servers else NO_BROKER,
        SECOND_CLIENT: (lambda: _second_client(session)) if profile.bootstrap_servers else NO_BROKER,
        ZOOKEEPER_PART: (lambda: _zookeeper(session)) if profile.zookeeper is not None else "The profile names none.",
        REGISTRY: (lambda: _registry(profile))
        if profile.kafka.get("schema.registry.url")
        else "The profile names none.",
        **({CONNECT: lambda: _connect(session)} if any(name.startswith("connect.") for name in profile.kafka) else {}),
        **({JMX: lambda: _figures(session)} if any(name.startswith("jmx.") for name in profile.kafka) else {}),
    }
    try:
        found = _side_by_side({part: partial(_checked, part, each, profile) for part, each in checks.items()}, check)
        return tuple(_with_link(session, each) if each.part == ZOOKEEPER_PART else each for each in found)
    finally:
        session.close(CLOSE_SECONDS)


def _side_by_side(jobs: Mapping[str, Callable[[], PartCheck]], check: Callable[[], None]) -> list[PartCheck]:
    """What each gives, all done at once, in threads that nobody who gives up has to wait for."""
    answers: dict[str, Future[PartCheck]] = {part: Future() for part in jobs}

    def work(part: str) -> None:
        try:
            answers[part].set_result(jobs[part]())
        except BaseException as error:  # handed on to who waits
            answers[part].set_exception(error)

    for part in jobs:
        threading.Thread(target=work, args=(part,), name="check", daemon=True).start()
    while wait(answers.values(), LOOK_SECONDS).not_done:
        check()
    return [answer.result() for answer in answers.values()]


def _checked(part: str, check: Callable[[], str] | str, profile: Profile) -> PartCheck:
    if isinstance(check, str):
        return PartCheck(part, PartState.NONE, check)
    started = time.monotonic()
    try:
        text, state = check(), PartState.WORKS
    except KafkatuiError as error:
        text, state = str(error), PartState.FAILS
    return PartCheck(part, state, mask_text(text, secret_values(profile.kafka)), time.monotonic() - started)


def _kafka(session: ClusterSession) -> str:
    metadata = session.fetch(METADATA)
    brokers, topics = len(metadata.brokers), len(metadata.topics)
    cluster_id = metadata.cluster_id or "unknown"
    return f"{brokers} broker{'' if brokers == 1 else 's'}, {topics} topics, cluster id {cluster_id}."


def _second_client(session: ClusterSession) -> str:
    """Groups and sizes are read by it, with a login of its own."""
    capabilities = session.fetch(CapabilitiesFeed())
    return f"Kafka {capabilities.broker_generation} with {'KRaft' if capabilities.is_kraft else 'ZooKeeper'}."


def _zookeeper(session: ClusterSession) -> str:
    status = session.fetch(ZOOKEEPER)
    version = f"ZooKeeper {status.version}" if status.version else "ZooKeeper"
    return f"{version} at {status.server}{status.chroot}, {status.mode or 'session open'}."


def _registry(profile: Profile) -> str:
    from kafkatui.codec.registered_schema import SchemaUnavailable
    from kafkatui.kafka.registry.schemas import SchemaRegistry, registry_properties

    try:
        count = SchemaRegistry(registry_properties(profile.kafka), profile.registry_timeout_seconds).subject_count()
    except SchemaUnavailable as error:
        raise KafkatuiError(f"{error}.") from None
    return f"{count} subject{'' if count == 1 else 's'}."


def _connect(session: ClusterSession) -> str:
    found = session.fetch(ConnectorsFeed())
    if found.silent:
        raise KafkatuiError(" ".join(found.silent.values()))
    count, failed = len(found.connectors), sum(each.is_failed for each in found.connectors)
    return f"{count} connector{'' if count == 1 else 's'}{f', {failed} with failures' if failed else ''}."


def _figures(session: ClusterSession) -> str:
    """Every broker's agent is asked."""
    told = [session.fetch(BrokerFiguresFeed(broker_id)) for broker_id in sorted(session.fetch(METADATA).brokers)]
    sources = " and ".join(sorted({each.source for each in told}))
    fewest = min((len(each.values) + len(each.totals.keys() - each.values) for each in told), default=0)
    return (
        f"{len(told)} broker{'' if len(told) == 1 else 's'}, {fewest} figures at least, through {sources or 'nobody'}."
    )


def _with_link(session: ClusterSession, check: PartCheck) -> PartCheck:
    """What is said of ZooKeeper, with whether it is this cluster's."""
    if check.state is not PartState.WORKS:
        return check
    metadata, zookeeper = session.observed(METADATA), session.observed(ZOOKEEPER)
    if metadata.value is None:
        return check
    link = compare(session.profile, metadata, zookeeper if zookeeper.has_value else Observed.unknown())
    state = PartState.FAILS if link.state is LinkState.MISMATCH else PartState.WORKS
    return PartCheck(check.part, state, f"{check.text} {link.text}", check.seconds)
