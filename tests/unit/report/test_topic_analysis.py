"""An analysis as lines, each told apart from all others."""

from __future__ import annotations

import csv
import io
import json

from kafkatui.model.record_count import RecordCount
from kafkatui.model.topic_analysis import (
    BatchFigures,
    CodecFigures,
    KeyFigures,
    PartitionFigures,
    Spread,
    TimeFigures,
    TopicAnalysis,
)
from kafkatui.report.topic_analysis import AnalysisRow, analysis_rows
from kafkatui.view.analysis_table import ANALYSIS_TABLE
from kafkatui.view.output import render_csv, render_json

SIZES = Spread(3, 300, 1, 70, 200, 200, histogram=((1, 1, 1), (64, 127, 1), (128, 255, 1)))
ANALYSIS = TopicAnalysis(
    "orders",
    partitions=(
        PartitionFigures(0, RecordCount(records=30, aborted=5, markers=2, end=40), 300, 200, 1_000, 2_000, 3),
        PartitionFigures(1, RecordCount(records=10, end=10), 300, 100),
    ),
    unread={2: "the partition has no leader"},
    keys=KeyFigures(sizes=SIZES, distinct=2, is_exact=False, most_frequent=((b"a", 9), (b"b", 8)), missed=3),
    times=TimeFigures(1_000, 2_000, out_of_order=3, furthest_back_ms=500, histogram=((1_000, 1_000, 30),)),
    batches=BatchFigures(SIZES, SIZES, (CodecFigures("zstd", 2, 40, 100, 250),), {1: 2, 2: 1}),
)


def rows() -> dict[tuple[str, str, object], AnalysisRow]:
    found = analysis_rows(ANALYSIS, lambda _: "same")
    return {(row.section, row.figure, row.of): row for row in found}


def test_no_two_lines_are_one() -> None:
    found = analysis_rows(ANALYSIS, lambda _: "same")
    assert len({ANALYSIS_TABLE.key(row) for row in found}) == len(found)
    assert ("keys", "key", "same (0x62)") in rows()


def test_skew_is_the_fullest_beside_the_mean() -> None:
    skew = rows()["partitions", "skew", None]
    assert skew.value == 1.5
    assert [(detail.name, detail.value) for detail in skew.details] == [("of bytes", 1.0)]
    assert rows()["partitions", "partition", 0].share == 0.75


def test_what_was_not_read_is_wrong_and_says_why() -> None:
    wrong = [row for row in rows().values() if row.is_wrong]
    assert [(row.figure, row.of, row.help) for row in wrong] == [("not read", 2, "the partition has no leader")]


def test_an_empty_topic_has_figures_too() -> None:
    found = analysis_rows(TopicAnalysis("empty"), lambda _: "")
    assert all(row.share is None for row in found)
    assert not any(row.figure == "skew" for row in found)
    assert render_json(ANALYSIS_TABLE, found)


def test_as_json_and_csv() -> None:
    found = analysis_rows(ANALYSIS, lambda _: "same")
    told = {
        (row["section"], row["figure"], str(row["of"])): row for row in json.loads(render_json(ANALYSIS_TABLE, found))
    }
    assert told["keys", "distinct", "None"]["accuracy"] == "estimate"
    assert told["keys", "key", "same"]["accuracy"] == "at least"
    assert told["keys", "key", "same"]["details"] == {"at_most_more": 3}
    assert told["keys", "size p50", "None"]["details"] == {"min": 1, "p99": 200, "max": 200, "mean": 100.0}
    assert (told["keys", "from", "64"]["until"], told["keys", "from", "64"]["value"]) == (127, 1)
    assert told["batches", "codec", "zstd"]["details"]["ratio"] == 2.5
    assert told["batches", "format", "v1"]["value"] == 2
    assert told["partitions", "not read", "2"]["problem"] == "the partition has no leader"
    lines = list(csv.DictReader(io.StringIO(render_csv(ANALYSIS_TABLE, found))))
    assert len(lines) == len(found)
