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
    topics,
    transactions,
    znodes,
)

RULES = (
    *brokers.RULES,
    *partitions.RULES,
    *history.RULES,
    *topics.RULES,
    *configs.RULES,
    *groups.RULES,
    *transactions.RULES,
    *disks.RULES,
    *znodes.RULES,
    *ensemble.RULES,
    *kraft.RULES,
)
"""In the order of the documentation."""

BY_ID = {rule.id: rule for rule in RULES}
"""By id."""
