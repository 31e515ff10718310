"""Cluster states drawn from a seed: every number of our verbs' JSON is the one that Kafka's own tools print.

`ORACLE_SEED=N` replays one state, on every generation. Without it there are fixed seeds and a new one, which the
report's header tells.
"""

from __future__ import annotations

import pytest

from tests.cluster.as_found import list_group_ids
from tests.oracle.comparison import Comparison
from tests.oracle.conftest import Clusters, ToolMachines
from tests.oracle.kafka_says import KafkaSays
from tests.oracle.random_state import RandomState

pytestmark = pytest.mark.cluster

READING_TIMEOUT_MS = 800
LONG_READING_TIMEOUT_MS = 2_500
"""How long the console consumer waits for more; a short wait may end too soon on a busy machine."""

CHANCES = 4
"""A log is cleaned when Kafka likes: what is different is wrong if Kafka's own figures are the same afterwards."""


@pytest.mark.timeout(300)
def test_every_number_is_kafkas_own(
    line: str, oracle_seed: int, clusters: Clusters, tool_machines: ToolMachines
) -> None:
    sandbox = clusters.of(line)
    state = RandomState(sandbox, oracle_seed)
    try:
        state.build()
        groups = [group for group in list_group_ids(sandbox) if group.startswith(state.prefix)]
        kafka = KafkaSays(tool_machines.of(sandbox.release.line), sandbox)
        comparison = Comparison(kafka, sandbox, state.prefix, groups)
        figures = comparison.read(reading_timeout_ms=READING_TIMEOUT_MS)
        for _ in range(CHANCES):
            problems = comparison.problems(figures)
            before = figures
            if not problems or before == (figures := comparison.read(reading_timeout_ms=LONG_READING_TIMEOUT_MS)):
                break
        assert not problems, "\n".join([f"ORACLE_SEED={oracle_seed}", *problems, "after:", *state.steps])
    finally:
        state.remove()
