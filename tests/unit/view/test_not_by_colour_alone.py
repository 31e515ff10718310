"""No state is told by a colour alone: where a tone says good, warning or bad, the words beside it say so, too.

Rows of the same name in every state are drawn as text; two that differ in such a tone must differ in what is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from kafkatui.insight.health import health
from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic
from kafkatui.model.event import Severity
from kafkatui.model.group import Group
from kafkatui.model.known_cluster import KnownCluster
from kafkatui.model.lag import LagTotal
from kafkatui.model.observed import Observed
from kafkatui.model.presence import BrokerPresence, Link, LinkState, PresenceState
from kafkatui.model.profile import Profile
from kafkatui.model.tail import TailPhase, TailState, TailStatistics
from kafkatui.model.task import TaskPhase
from kafkatui.report.broker_partitions import broker_partition_rows
from kafkatui.report.brokers import broker_rows
from kafkatui.report.cluster_list import ClusterRow, Openness
from kafkatui.report.groups import GroupRow
from kafkatui.report.partitions import partition_rows
from kafkatui.view.broker_partitions_table import BROKER_PARTITIONS_TABLE
from kafkatui.view.brokers_table import BROKERS_TABLE
from kafkatui.view.clusters_table import CLUSTERS_TABLE
from kafkatui.view.events_table import SEVERITY_MARKS, SEVERITY_TONES
from kafkatui.view.groups_table import GROUPS_TABLE
from kafkatui.view.overview_health import health_lines
from kafkatui.view.overview_side import zookeeper_lines
from kafkatui.view.partitions_table import PARTITIONS_TABLE
from kafkatui.view.span import Span, Tone
from kafkatui.view.status_line import status_parts
from kafkatui.view.table import TableDefinition
from kafkatui.view.tail_lines import foot_spans
from kafkatui.view.tasks_table import PHASE_MARKS
from kafkatui.view.topics_table import TOPICS_TABLE
from tests.unit.report.rows import NO_LINK, NO_LOG_DIRS, NO_REGISTRATIONS, row_of

NOW = 1_800_000_000.0
MEANING = frozenset({Tone.GOOD, Tone.WARNING, Tone.BAD})

BROKERS = {number: Broker(number, f"kafka-{number}", 9092) for number in (1, 2, 3)}
ISRS = ((1, 2, 3), (1, 2), (1,), ())


def read_alike_but_coloured_otherwise(drawn: Iterable[Sequence[Span]]) -> dict[str, set[frozenset[Tone]]]:
    """Texts that were drawn in more than one way, where the ways differ in a tone that means something."""
    ways: dict[str, set[frozenset[Tone]]] = {}
    for spans in drawn:
        text = "".join(part for part, _ in spans)
        ways.setdefault(text, set()).add(frozenset(tone for part, tone in spans if part.strip()) & MEANING)
    return {text: tones for text, tones in ways.items() if len(tones) > 1}


def spans_of(definition: TableDefinition[Any], row: Any) -> list[Span]:
    return [span for column in definition.columns for span in (*column.cell(row).spans, ("|", Tone.PLAIN))]


def topic_of(isr: tuple[int, ...], leader: int = 1) -> Topic:
    return Topic("orders", (Partition("orders", 0, leader, (1, 2, 3), isr),))


def metadata_of(topic: Topic, controller: int | None = 1) -> ClusterMetadata:
    return ClusterMetadata("id", controller, BROKERS, {"orders": topic})


TOPICS = [topic_of(isr, leader) for isr in ISRS for leader in (1, 2, -1)]


def presences() -> list[tuple[BrokerPresence, ...]]:
    return [(BrokerPresence(BROKERS[1], state, since),) for state in PresenceState for since in (None, NOW - 9)]


def tables() -> dict[str, tuple[TableDefinition[Any], list[Any]]]:
    metadata = [metadata_of(topic) for topic in TOPICS]
    groups = [
        GroupRow(Group("g", state, error=error), lag=lag)
        for state in ("Stable", "Empty", "Dead", "PreparingRebalance", "CompletingRebalance", "")
        for error in ("", "The coordinator does not answer.")
        for lag in (
            Observed.ok(LagTotal(0, 0, 0), NOW), Observed.ok(LagTotal(10, 0, 0), NOW),
            Observed.ok(LagTotal(10, 2, 0), NOW), Observed.ok(LagTotal(None, 2, 0), NOW), Observed.unknown(),
        )
    ]  # fmt: skip
    loads = [
        broker_rows(
            each, seen, NOW, log_dirs=NO_LOG_DIRS, registrations=NO_REGISTRATIONS, link=NO_LINK
        )[0]
        for each in metadata for seen in presences()
    ]  # fmt: skip
    return {
        "topics": (TOPICS_TABLE, [row_of(topic, down) for topic in TOPICS for down in ((), (1,))]),
        "partitions": (PARTITIONS_TABLE, [
            row for topic in TOPICS for down in ({}, {1: NOW - 9})
            for row in partition_rows(topic, NOW, unreachable=down)
        ]),
        "broker's partitions": (BROKER_PARTITIONS_TABLE, [
            row for each in metadata for down in ({}, {1: NOW - 9})
            for row in broker_partition_rows(each, 1, unreachable=down)
        ]),
        "brokers": (BROKERS_TABLE, loads),
        "groups": (GROUPS_TABLE, groups),
        "clusters": (CLUSTERS_TABLE, [
            ClusterRow(KnownCluster("prod", is_read_only=flag, is_protected=not flag), openness, problem)
            for openness in Openness for problem in ("", "A file is missing.") for flag in (True, False)
        ]),
    }  # fmt: skip


@pytest.mark.parametrize("name", tables())
def test_rows_that_differ_in_a_state_differ_in_words(name: str) -> None:
    definition, rows = tables()[name]
    drawn = [spans_of(definition, row) for row in rows]
    assert any(tone in MEANING for spans in drawn for _, tone in spans), "no row here has a state"
    assert read_alike_but_coloured_otherwise(drawn) == {}


def test_the_header_the_overview_and_zookeeper_say_it_in_words() -> None:
    lines: list[list[Span]] = []
    unknown: Observed[ClusterMetadata] = Observed.unknown()
    links = [Link(state, "") for state in LinkState]
    for topic in TOPICS:
        for seen in presences():
            metadata = metadata_of(topic)
            known = Observed.ok(metadata, NOW)
            for observed in (known, known.failing("x", NOW), unknown, unknown.failing("x", NOW)):
                parts = status_parts(
                    Profile("p", {"bootstrap.servers": "h:1"}), observed, health(metadata), seen, links[0],
                    Observed.unknown(), NOW,
                )  # fmt: skip
                lines.append([(part.text, part.tone) for part in parts])
            for line in health_lines("p", metadata, health(metadata), seen, ""):
                mark = {Tone.GOOD: "✓", Tone.WARNING: "!", Tone.BAD: "✗"}.get(line.tone, " ")
                lines.append([(f"{line.label} {mark}", line.tone), *line.spans])
    for link in links:
        lines += [[("Link", Tone.DIM), *line] for line in zookeeper_lines(link, Observed.unknown(), Observed.unknown())]
    assert read_alike_but_coloured_otherwise(lines) == {}


def test_marks_of_severities_and_phases_are_all_different() -> None:
    assert len(set(SEVERITY_MARKS.values())) == len(Severity) == len(SEVERITY_TONES)
    assert len({mark for mark, _ in PHASE_MARKS.values()}) == len(TaskPhase)


def test_a_tails_phases_are_words() -> None:
    feet = [
        foot_spans(TailState(phase, "why"), TailStatistics(), is_following=following, new_count=0)
        for phase in TailPhase for following in (True, False)
    ]  # fmt: skip
    assert read_alike_but_coloured_otherwise(feet) == {}
