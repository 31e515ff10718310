"""Znodes that look like others, and stats that say nothing."""

from __future__ import annotations

import json

import pytest

from kafkatui.cli.zk import stat_fields, stat_lines
from kafkatui.insight.znode_stat import describe_stat
from kafkatui.model.replacing import replace
from kafkatui.model.znode import ZnodeChild, ZnodeStat
from kafkatui.view.facts_table import stat_facts
from kafkatui.view.output import render_json
from kafkatui.view.znode_name import visible_name
from kafkatui.view.znodes_table import ZNODES_EXPORT, ZNODES_TABLE

STAT = ZnodeStat(1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0)
"""As of the root of an ensemble."""


@pytest.mark.parametrize(
    ("name", "shown"),
    [("app ", "app␣"), (" app", "␣app"), ("a b", "a b"), ("  ", "␣␣"), ("app", "app"), ("/x/app  ", "/x/app␣␣")],
)
def test_blanks_at_either_end_are_seen(name: str, shown: str) -> None:
    assert visible_name(name) == shown


def test_no_time_is_not_1970() -> None:
    assert stat_fields(STAT)["created_at"] is None
    assert "ctime = n/a" in stat_lines(STAT)
    assert ("created", "n/a") in [line[:2] for line in describe_stat(STAT, 1_000)]
    assert {fact.value for fact in stat_facts(STAT) if fact.name in ("ctime", "mtime")} == {"n/a"}
    row = ZnodeChild("a", "/a", STAT)
    column = ZNODES_EXPORT.column("modified")
    assert column.cell(row).text == "n/a"
    assert column.json_value is not None
    assert column.json_value(row) is None
    assert stat_fields(replace(STAT, created_ms=1))["created_at"] == "1970-01-01T00:00:00.001+00:00"


def test_nobody_is_told_that_a_container_or_ttl_znode_stays() -> None:
    texts = [text for _, _, text in describe_stat(STAT, 0)] + [fact.note for fact in stat_facts(STAT)]
    said = [text for text in texts if "until it is deleted" in text]
    assert len(said) == 2
    assert all("TTL" in text for text in said)
    assert all(text.index("TTL") < text.index("until it is deleted") for text in said), "the end may be cut off"


def test_what_may_not_be_read_is_no_access_and_not_on_its_way() -> None:
    hidden, unread = ZnodeChild("a", "/a", is_hidden=True), ZnodeChild("a", "/a")
    for column_id in ("children", "size", "version", "modified"):
        column = ZNODES_EXPORT.column(column_id)
        assert column.cell(hidden).text == "no access"
        assert column.cell(unread).text == "…"


@pytest.mark.parametrize(
    ("name", "owner", "kind"),
    [
        ("a", 0, ""),
        ("a", 1 << 63, "□ container"),
        ("a", 0xFF00_0000_0000_EA60, "◔ ttl 60,000 ms"),
        ("lock-0000000042", 0, "#42"),
        ("lock--000000042", 0x1000ABC, "◌ ephemeral #-42"),
    ],
)
def test_kinds_of_znodes_are_told_apart(name: str, owner: int, kind: str) -> None:
    child = ZnodeChild(name, f"/{name}", replace(STAT, ephemeral_owner=owner))
    assert ZNODES_TABLE.column("ephemeral").cell(child).text == kind
    exported_child = json.loads(render_json(ZNODES_EXPORT, [child]))[0]
    words = kind.replace("◌ ", "").replace("□ ", "").replace("◔ ", "").partition("#")
    assert (exported_child["lifetime"] or "") == words[0].strip()
    assert exported_child["sequence"] == (int(words[2]) if words[2] else None)
    assert exported_child["is_ephemeral"] is kind.startswith("◌")


def test_what_kafka_keeps_in_a_znode_stands_beside_it() -> None:
    what = ZNODES_TABLE.column("what").cell
    assert what(ZnodeChild("1", "/brokers/ids/1")).text == "Broker registration"
    assert what(ZnodeChild("1", "/app/1")).text == ""
