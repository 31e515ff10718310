"""Findings as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kafkatui.model.finding import Evidence, Examination, Finding
from kafkatui.view import numbers
from kafkatui.view.cells import text_cell
from kafkatui.view.events_table import SEVERITY_MARKS

SIDES = {"kafka": "Kafka", "zookeeper": "ZooKeeper", "kafkatui": "kafkatui"}


def findings_text(found: Examination) -> str:
    """All of them, each with its evidence and what to do next."""
    lines = [line for finding in found.findings for line in _lines(finding)]
    return text_cell(count_words(found)).text if not lines else "\n".join([*lines, count_words(found)])


def count_words(found: Examination) -> str:
    """ "3 findings", with what does not count."""
    count, muted = len(found.wrong), sum(bool(each.mute_reason) for each in found.findings)
    remarks = len(found.findings) - count - muted
    words = "Nothing is wrong" if not count else f"{count:,} finding{'s' if count != 1 else ''}"
    if found.unread and not count:
        words = "Nothing was found in what could be looked at"
    return words + (f" · {remarks:,} to know" if remarks else "") + (f" · {muted:,} muted" if muted else "") + "."


def _lines(finding: Finding) -> Iterator[str]:
    mark = "–" if finding.mute_reason else SEVERITY_MARKS[finding.severity]
    yield text_cell(f"{mark} {finding.title}  [{finding.rule}]").text
    for line in detail_lines(finding):
        yield f"    {text_cell(line).text}"
    yield ""


def detail_lines(finding: Finding) -> Iterator[str]:
    """What is known of a finding, below its title."""
    for each in finding.evidence:
        yield evidence_line(each)
    yield f"Since {numbers.date_time(finding.since_seconds)}{held_words(finding)}"
    yield f"Means: {finding.meaning}"
    yield f"Next:  {finding.next_step}"
    if finding.mute_reason:
        yield f"Muted: {finding.mute_reason}"


def held_words(finding: Finding) -> str:
    """Whether one look is all there is."""
    return "" if finding.is_held else ", as far as one look can tell: it may pass by itself"


def evidence_line(evidence: Evidence) -> str:
    """ "ZooKeeper, 12:00:05: no /brokers/ids/3"."""
    at = "" if evidence.at_seconds is None else f", {numbers.clock(evidence.at_seconds)}"
    return f"{SIDES.get(evidence.side, evidence.side)}{at}: {evidence.text}"


def findings_json(found: Examination, cluster: str) -> str:
    """All of it as one object, which is also what --baseline reads."""
    value = {
        "cluster": cluster,
        "looked_at": _iso(found.at_seconds),
        "is_complete": not found.unread,
        "not_looked_at": list(found.unread),
        "wrong": len(found.wrong),
        "findings": [finding_json(each) for each in found.findings],
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "key": finding.key,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "subject": finding.subject.text,
        "kind": finding.subject.kind.value,
        "name": finding.subject.name or None,
        "title": finding.title,
        "evidence": [
            {
                "side": each.side,
                "text": each.text,
                "read_at": None if each.at_seconds is None else _iso(each.at_seconds),
            }
            for each in finding.evidence
        ],
        "since": _iso(finding.since_seconds),
        "is_held": finding.is_held,
        "meaning": finding.meaning,
        "next_step": finding.next_step,
        "action": finding.action or None,
        "muted": finding.mute_reason or None,
    }


def _iso(seconds: float) -> str:
    return numbers.iso_timestamp(int(seconds * 1000))
