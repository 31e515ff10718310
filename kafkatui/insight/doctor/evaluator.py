"""How long what the rules see has been so, and what of it is told. The clock is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from kafkatui.insight.doctor.known import Known
from kafkatui.insight.doctor.rule import Rule, Suspicion
from kafkatui.insight.doctor.rules import BY_ID
from kafkatui.model.counted import counted
from kafkatui.model.event import Severity
from kafkatui.model.finding import Examination, Finding, finding_key

_WEIGHTS = {Severity.BAD: 0, Severity.WARNING: 1, Severity.INFO: 2, Severity.GOOD: 3}


class Evaluator:
    """Looks again and again; what is not seen any more begins anew when it comes back.

    Args:
        rules: those that are asked.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._first_seen: dict[str, float] = {}

    def look(self, known: Known, mutes: Mapping[str, str], *, is_only_look: bool = False) -> Examination:
        """What is wrong now and has been for as long as its rule waits.

        Args:
            known: with metadata; without any nothing is found, and what could not be read is said.
            mutes: reasons by `Finding.key`.
            is_only_look: nobody will look again: what would have to be waited for is told, and said not to be held.
        """
        now = known.now_seconds
        if known.metadata.value is None:
            return Examination((), now, known.unread())
        found: list[Finding] = []
        seen: set[str] = set()
        for rule in self._rules:
            if is_only_look and rule.needs_time:
                continue
            for suspicion in rule.check(known):
                key = finding_key(rule.id, suspicion.subject.text)
                seen.add(key)
                finding = self._finding(rule, suspicion, key, now, mutes, is_only_look)
                if finding is not None:
                    found.append(finding)
        self._forget_all_but(seen)
        return Examination(tuple(sorted(found, key=_order)), now, known.unread())

    def suspects(self, rules: Collection[str]) -> bool:
        """Whether any of these rules saw something in the last look, told or not."""
        return any(key.partition(" ")[0] in rules for key in self._first_seen) if rules else False

    def forget(self) -> None:
        """Another cluster answers."""
        self._first_seen.clear()

    def _finding(
        self, rule: Rule, seen: Suspicion, key: str, now: float, mutes: Mapping[str, str], is_only_look: bool
    ) -> Finding | None:
        read_at = [each.at_seconds for each in seen.evidence if each.at_seconds is not None] if rule.compares else []
        first = self._first_seen.setdefault(key, max(read_at, default=now))
        since = min(first, seen.since_seconds) if seen.since_seconds is not None else first
        hold = rule.hold_seconds if seen.hold_seconds is None else seen.hold_seconds
        is_held: bool | None = min(read_at, default=now) - since >= hold
        if not is_held:
            if not is_only_look:
                return None
            is_held = None
        severity = seen.severity or rule.severity
        is_worse = rule.worse_after_seconds is not None and now - since >= rule.worse_after_seconds
        if is_worse:
            severity = Severity.BAD if severity is Severity.WARNING else Severity.WARNING
        return Finding(
            rule.id,
            severity,
            seen.subject,
            seen.title,
            seen.evidence,
            since,
            rule.meaning,
            rule.next_step,
            rule.action,
            is_held,
            mutes.get(key, ""),
            seen.targets,
        )

    def _forget_all_but(self, seen: Collection[str]) -> None:
        self._first_seen = {key: since for key, since in self._first_seen.items() if key in seen}


def _order(finding: Finding) -> tuple[bool, int, str, str]:
    return bool(finding.mute_reason), _WEIGHTS[finding.severity], finding.rule, finding.subject.text


def foreign_keys(baseline: Collection[str]) -> tuple[str, ...]:
    """What a baseline has that no rule of today can find: "3 findings of topic-odd, which is no rule here"."""
    counts = Counter(key.partition(" ")[0] for key in baseline)
    return tuple(
        f"{counted(count, 'finding')} of {rule or 'nothing'}, which is no rule here."
        for rule, count in sorted(counts.items())
        if rule not in BY_ID
    )


def only_new(examination: Examination, baseline: Collection[str]) -> Examination:
    """The same without what was known: the keys of `baseline`."""
    kept = tuple(each for each in examination.findings if each.key not in baseline)
    return Examination(kept, examination.at_seconds, examination.unread)
