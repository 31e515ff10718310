"""The table of a streams group's topology."""

from __future__ import annotations

import pytest

from kafkatui.model.streams_topology import TopicRole, TopologyTopic
from kafkatui.report.topology import TopologyRow
from kafkatui.view.topology_table import TOPOLOGY_TABLE
from tests.unit.view.test_tables import shown


@pytest.mark.parametrize(("is_missing", "words"), [(False, "in ␛[31mput"), (True, "in ␛[31mput ✗ missing")])
def test_what_an_application_calls_a_topic_does_nothing_to_the_terminal(is_missing: bool, words: str) -> None:
    row = TopologyRow(TopologyTopic("0", TopicRole.SOURCE, "in \x1b[31mput"), None, is_missing, 0)
    assert shown(TOPOLOGY_TABLE, row, "topic") == [words]
