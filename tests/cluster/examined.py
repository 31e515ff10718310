"""A real cluster as the doctor sees it, at times that the test says: nobody waits for a hold time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import fields
from typing import Any
from unittest.mock import patch

from kafkatui.insight.doctor.course import Course
from kafkatui.insight.doctor.evaluator import Evaluator
from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rules import RULES
from kafkatui.model.cluster import ClusterMetadata
from kafkatui.model.finding import Finding
from kafkatui.model.observed import Observed
from kafkatui.model.offset_sample import OffsetSample
from kafkatui.model.profile import Profile, ZooKeeperSettings
from kafkatui.model.replacing import replace
from kafkatui.model.zookeeper_registry import ZooKeeperRegistry
from kafkatui.sandbox.cluster import Sandbox
from kafkatui.session.feeds import METADATA
from kafkatui.session.session import ClusterSession
from tests.cluster.app_driver import profile_of

LONG_SECONDS = 2 * 3600.0
"""Longer than any rule waits."""

OF_THIS_MACHINE = frozenset({"disk-full", "zookeeper-slow"})
"""What the tests' machine, not the cluster, may have."""


class Examined:
    """What the doctor reads of a sandbox, and what it says of that when it stays so."""

    def __init__(self, session: ClusterSession, left_out: frozenset[str] = OF_THIS_MACHINE) -> None:
        self.session, self._left_out = session, left_out

    def read(self) -> Known:
        """All that its rules judge by, as it is now."""
        return self.session.doctor.read_now(self.session.find_unreachable())

    def watch(self) -> ClusterMetadata:
        """The metadata as they are now, of which the session remembers what has changed."""
        metadata = self.session.fetch(METADATA)
        self.session._timeline.see_metadata(metadata)
        return metadata

    def findings_now(self) -> Mapping[str, Finding]:
        """By key, what is told at once."""
        return {each.key: each for each in Evaluator(RULES).look(self.read(), {}).findings}

    def findings(self) -> Mapping[str, Finding]:
        """By key, what is told when it stays as it is now for long."""
        known = self.read()
        evaluator = Evaluator(RULES)
        evaluator.look(known, {})
        examination = evaluator.look(read_at(known, lambda seconds: seconds + LONG_SECONDS), {})
        return {each.key: each for each in examination.findings if each.rule not in self._left_out}

    def until(self, *keys: str, within_seconds: float = 30.0) -> Mapping[str, Finding]:
        """What is told as soon as all of these are."""
        deadline = time.monotonic() + within_seconds
        while True:
            found = self.findings()
            missing = set(keys) - found.keys()
            if not missing:
                return found
            assert time.monotonic() < deadline, f"not found: {sorted(missing)}; found: {sorted(found)}"

    def until_gone(self, *keys: str, within_seconds: float = 30.0) -> Mapping[str, Finding]:
        """What is told as soon as none of these is."""
        deadline = time.monotonic() + within_seconds
        while True:
            found = self.findings()
            left = set(keys) & found.keys()
            if not left:
                return found
            assert time.monotonic() < deadline, f"still found: {sorted(left)}"


@contextmanager
def examined(
    sandbox: Sandbox,
    connect: str | None = None,
    left_out: frozenset[str] = OF_THIS_MACHINE,
    timeout_seconds: float | None = None,
) -> Iterator[Examined]:
    """With a session of its own, which polls nothing and reads everything anew at each look.

    Args:
        connect: another ZooKeeper than the sandbox's; empty: none.
        left_out: rules.
        timeout_seconds: of each request, where it is not the profile's.
    """
    profile = profile_of(sandbox)
    if timeout_seconds is not None:
        profile = replace(profile, request_timeout_seconds=timeout_seconds)
    if connect is not None:
        profile = replace(profile, zookeeper=ZooKeeperSettings(connect) if connect else None)
    with examined_at(profile, left_out) as doctor:
        yield doctor


@contextmanager
def examined_at(profile: Profile, left_out: frozenset[str] = OF_THIS_MACHINE) -> Iterator[Examined]:
    """The same of whatever a profile names."""
    with patch("kafkatui.session.doctor.LATELY_SECONDS", 0.0), closing(ClusterSession(profile)) as session:
        yield Examined(session, left_out)


def found_apart(readings: Sequence[Known], seconds: float) -> Mapping[str, Finding]:
    """By key, what is told at the last of these when one was read so long after the other."""
    evaluator, course = Evaluator(RULES), Course()
    found: Sequence[Finding] = ()
    for number, known in enumerate(readings):
        later = readings[0].now_seconds + number * seconds - known.now_seconds
        moved = _sampled_at(read_at(known, lambda at, later=later: at + later), later)  # type: ignore[misc]
        course = course.onward(moved)
        found = evaluator.look(replace(moved, course=course), {}).findings
    return {each.key: each for each in found if each.rule not in OF_THIS_MACHINE}


def _sampled_at(known: Known, later: float) -> Known:
    """The same with offsets that were asked for so much later."""

    def moved(sample: OffsetSample) -> OffsetSample:
        return replace(sample, read_at_seconds=sample.read_at_seconds + later)

    groups = known.groups.map(lambda sample: replace(sample, offsets=moved(sample.offsets)))
    return replace(known, offsets=known.offsets.map(moved), groups=groups)


def read_at(known: Known, at: Callable[[float], float]) -> Known:
    """The same as if each part of it had been read at another time; `at` is given the real one."""
    changed: dict[str, Any] = {"now_seconds": at(known.now_seconds)}
    for field in fields(known):
        value = getattr(known, field.name)
        if isinstance(value, Observed):
            changed[field.name] = _read_at(value, at)
        elif field.name in ("configs", "broker_configs"):
            changed[field.name] = {key: _read_at(each, at) for key, each in value.items()}
    return replace(known, **changed)


def _read_at(observed: Observed[Any], at: Callable[[float], float]) -> Observed[Any]:
    seconds = observed.as_of_seconds
    return observed if seconds is None else replace(observed, as_of_seconds=at(seconds))


def happened_at(known: Known, at: Callable[[float], float]) -> Known:
    """The same as `read_at`, with brokers that went, were silent and registered at other times, too."""
    moved = read_at(known, at)
    presences = [
        each if each.since_seconds is None else replace(each, since_seconds=at(each.since_seconds))
        for each in known.presences
    ]
    return replace(
        moved, presences=presences, registry=moved.registry.map(lambda registry: _registered_at(registry, at))
    )


def _registered_at(registry: ZooKeeperRegistry, at: Callable[[float], float]) -> ZooKeeperRegistry:
    brokers = {
        broker_id: replace(each, stat=replace(each.stat, created_ms=int(at(each.stat.created_ms / 1000) * 1000)))
        for broker_id, each in registry.brokers.items()
    }
    states = {
        key: replace(each, modified_ms=int(at(each.modified_ms / 1000) * 1000)) for key, each in registry.states.items()
    }
    return replace(registry, brokers=brokers, states=states)
