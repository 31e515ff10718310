"""Findings as SARIF 2.1.0, which code hosts and pipelines show."""

from __future__ import annotations

import json
from typing import Any

from kafkatui import __version__
from kafkatui.insight.doctor.rule import Rule
from kafkatui.insight.doctor.rules import BY_ID
from kafkatui.model.event import Severity
from kafkatui.model.finding import Examination, Finding
from kafkatui.view.findings_text import evidence_line

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.BAD: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.GOOD: "none"}


def sarif(found: Examination, cluster: str) -> str:
    """One run with the rules that found something; a muted finding is suppressed with its reason."""
    rules = sorted({each.rule for each in found.findings})
    run = {
        "tool": {
            "driver": {"name": "kafkatui", "version": __version__, "rules": [_rule(BY_ID[each]) for each in rules]}
        },
        "invocations": [
            {
                "executionSuccessful": not found.unread,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": f"Not looked at: {each}"}} for each in found.unread
                ],
            }
        ],
        "results": [_result(each, rules.index(each.rule), cluster) for each in found.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.meaning},
        "help": {"text": rule.next_step},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"family": rule.family, "hold_seconds": rule.hold_seconds},
    }


def _result(finding: Finding, index: int, cluster: str) -> dict[str, Any]:
    lines = [finding.title, *map(evidence_line, finding.evidence), finding.next_step]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": "\n".join(lines)},
        "locations": [
            {
                "logicalLocations": [
                    {
                        "name": finding.subject.text,
                        "fullyQualifiedName": f"{cluster}/{finding.subject.text}",
                        "kind": finding.subject.kind.value,
                    }
                ]
            }
        ],
        "partialFingerprints": {"kafkatuiFinding/v1": finding.key},
    }
    if finding.mute_reason:
        result["suppressions"] = [{"kind": "external", "justification": finding.mute_reason}]
    return result
