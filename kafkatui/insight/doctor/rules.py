"""Every rule of the doctor, by family."""

from __future__ import annotations

from kafkatui.insight.doctor import (
    brokers,
    configs,
    disks,
    ensemble,
    groups,
    history,
    kraft,
    partitions,
    retention,
    security,
    topics,
    transactions,
    znodes,
)

RULES = (
    *brokers.RULES,
    *partitions.RULES,
    *history.RULES,
    *topics.RULES,
    *retention.TOPIC_RULES,
    *configs.RULES,
    *groups.RULES,
    *retention.GROUP_RULES,
    *transactions.RULES,
    *disks.RULES,
    *security.RULES,
    *znodes.RULES,
    *ensemble.RULES,
    *kraft.RULES,
)
"""In the order of the documentation."""

BY_ID = {rule.id: rule for rule in RULES}
"""By id."""
