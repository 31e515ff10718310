"""Every rule of the doctor, by family."""

from __future__ import annotations

from kafkatui.insight.doctor import brokers, configs, disks, groups, kraft, partitions, topics, transactions, znodes

RULES = (
    *brokers.RULES,
    *partitions.RULES,
    *topics.RULES,
    *configs.RULES,
    *groups.RULES,
    *transactions.RULES,
    *disks.RULES,
    *znodes.RULES,
    *kraft.RULES,
)
"""In the order of the documentation."""

BY_ID = {rule.id: rule for rule in RULES}
"""By id."""
