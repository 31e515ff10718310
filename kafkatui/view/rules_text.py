"""The doctor's rules as a page of documentation."""

from __future__ import annotations

from itertools import groupby

from kafkatui.insight.doctor.rule import Rule
from kafkatui.insight.doctor.rules import RULES
from kafkatui.model.event import Severity

WORDS = {Severity.INFO: "to know", Severity.WARNING: "warning", Severity.BAD: "bad"}


def rules_markdown() -> str:
    """A table for each family, in the order in which the rules are asked."""
    parts = []
    for family, rules in groupby(RULES, lambda rule: rule.family):
        rows = [f"| `{rule.id}` | {rule.name} | {_severity(rule)} | {_hold(rule)} | {rule.meaning} | {rule.next_step} |"
                for rule in rules]  # fmt: skip
        head = ["| rule | what | how bad | told after | what it means | safe next step |", "|---|---|---|---|---|---|"]
        parts.append("\n".join([f"### {family[0].upper()}{family[1:]}", "", *head, *rows]))
    return "\n\n".join(parts)


def _severity(rule: Rule) -> str:
    if rule.worse_after_seconds is None:
        return WORDS[rule.severity]
    worse = Severity.BAD if rule.severity is Severity.WARNING else Severity.WARNING
    return f"{WORDS[rule.severity]}, {WORDS[worse]} after {_span(rule.worse_after_seconds)}"


def _hold(rule: Rule) -> str:
    words = _span(rule.hold_seconds) if rule.hold_seconds else "at once"
    return f"{words}, never in one look" if rule.needs_time else words


def _span(seconds: float) -> str:
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
